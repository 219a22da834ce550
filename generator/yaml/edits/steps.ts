import { equal, isMap } from '../../model/data.ts';

export type Path = readonly (string | number)[];

/** One change at one place. Without `value` what stands there goes; `isNew`: it comes in front of what stands at that place of a list, or as a key. */
export interface Step {
  readonly path: Path;
  readonly value?: unknown;
  readonly isNew?: true;
}

/** The steps that make one value of another. Each holds after those before it: what comes is there before the rest goes, and lists are walked from their end. */
export function stepsBetween(old: unknown, wanted: unknown, path: Path = []): Step[] {
  if (equal(old, wanted)) return [];
  if (Array.isArray(old) && Array.isArray(wanted)) return listSteps(old, wanted, path);
  if (!isMap(old) || !isMap(wanted)) return [{ path, value: wanted }];
  const kept = Object.keys(wanted).flatMap((key): Step[] =>
    Object.hasOwn(old, key) ? stepsBetween(old[key], wanted[key], [...path, key]) : [{ path: [...path, key], value: wanted[key], isNew: true }],
  );
  const gone = Object.keys(old).filter((key) => !Object.hasOwn(wanted, key));
  return [...kept, ...gone.map((key) => ({ path: [...path, key] }))];
}

function listSteps(old: readonly unknown[], wanted: readonly unknown[], path: Path): Step[] {
  const steps: Step[] = [];
  let [oldEnd, wantedEnd] = [old.length, wanted.length];
  for (const [i, j] of [...common(old, wanted), [-1, -1] as const]) {
    const pairs = Math.min(oldEnd - i - 1, wantedEnd - j - 1);
    for (let at = oldEnd - 1; at > i + pairs; at--) steps.push({ path: [...path, at] });
    for (let at = j + 1 + pairs; at < wantedEnd; at++) steps.push({ path: [...path, at - j + i], value: wanted[at], isNew: true });
    for (let n = pairs; n > 0; n--) steps.push(...stepsBetween(old[i + n], wanted[j + n], [...path, i + n]));
    [oldEnd, wantedEnd] = [i, j];
  }
  return steps;
}

/** The places of a longest list of items that both have in this order, from its end. */
function common(a: readonly unknown[], b: readonly unknown[]): (readonly [number, number])[] {
  const longest = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const lengthOf = (i: number, j: number): number => longest[i]?.[j] as number;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++)
      (longest[i] as number[])[j] = equal(a[i - 1], b[j - 1]) ? lengthOf(i - 1, j - 1) + 1 : Math.max(lengthOf(i - 1, j), lengthOf(i, j - 1));
  const found: (readonly [number, number])[] = [];
  for (let [i, j] = [a.length, b.length]; lengthOf(i, j) > 0; )
    if (lengthOf(i - 1, j) === lengthOf(i, j)) i--;
    else if (lengthOf(i, j - 1) === lengthOf(i, j)) j--;
    else found.push([--i, --j]);
  return found;
}

/** The data after a step. */
export function stepped(data: unknown, { path, value, isNew }: Step): unknown {
  const [step, ...below] = path;
  if (step === undefined) return value;
  const inner = (old: unknown): unknown => stepped(old, { path: below, value });
  const isLast = below.length === 0;
  if (Array.isArray(data)) {
    const at = step as number;
    if (isLast && isNew === true) return [...(data.slice(0, at) as unknown[]), value, ...(data.slice(at) as unknown[])];
    if (isLast && value === undefined) return data.filter((_, i) => i !== at);
    return data.map((item: unknown, i) => (i === at ? stepped(item, { path: below, value, ...(isNew && { isNew }) }) : item));
  }
  if (!isMap(data)) return value === undefined ? data : { [step]: inner(undefined) };
  const { [step]: old, ...others } = data;
  if (value === undefined && (isLast || !Object.hasOwn(data, step))) return others;
  return { ...data, [step]: stepped(old, { path: below, value, ...(isNew && { isNew }) }) };
}
