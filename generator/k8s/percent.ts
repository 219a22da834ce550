/** What a number of pods, or a part of all of them in per cent, comes to; undefined for what is neither. */
export function share(value: unknown, of: number, round: (value: number) => number): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  const percent = typeof value === 'string' ? /^([0-9]+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : round((Number(percent) * of) / 100);
}
