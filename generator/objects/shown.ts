/** More of a value than this helps nobody. */
const MOST = 60;

/** A value of an object in a message: as JSON, cut, and without anything a terminal would act on. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  // eslint-disable-next-line no-control-regex -- these are what a terminal would act on
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?');
  return clean.length > MOST ? `${clean.slice(0, MOST - 1)}…` : clean;
}
