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
  const costs = costsOf(old, wanted);
  const costOf = (i: number, j: number): number => costs[i]?.[j] ?? Infinity;
  const steps: Step[] = [];
  for (let [i, j] = [old.length, wanted.length]; i > 0 || j > 0;) {
    const cost = costOf(i, j);
    if (cost === costOf(i - 1, j) + ONE) steps.push({ path: [...path, --i] });
    else if (cost === costOf(i, j - 1) + ONE) steps.push({ path: [...path, i], value: wanted[--j], isNew: true });
    else steps.push(...stepsBetween(old[--i], wanted[--j], [...path, i]));
  }
  return steps;
}

/** What it costs that one item comes or goes; that it becomes another is less than both, and more than either. */
const [ONE, OTHER] = [2, 3];

/** What it costs to make the first `j` items of one list of the first `i` of another. */
function costsOf(old: readonly unknown[], wanted: readonly unknown[]): readonly (readonly number[])[] {
  let above = Array.from({ length: wanted.length + 1 }, (_, j) => j * ONE);
  const costs = [above];
  for (const [i, item] of old.entries()) {
    const row = [(i + 1) * ONE];
    for (const [j, other] of wanted.entries())
      row.push(Math.min((above[j] as number) + (equal(item, other) ? 0 : OTHER), (above[j + 1] as number) + ONE, (row[j] as number) + ONE));
    costs.push((above = row));
  }
  return costs;
}

/** The data after a step. */
export function stepped(data: unknown, { path, value, isNew }: Step): unknown {
  const [step, ...below] = path;
  if (step === undefined) return value;
  const inner = (old: unknown): unknown => stepped(old, { path: below, value });
  const isLast = below.length === 0;
  if (Array.isArray(data)) {
    const at = Number(step);
    if (isLast && isNew === true) return [...(data.slice(0, at) as unknown[]), value, ...(data.slice(at) as unknown[])];
    if (isLast && value === undefined) return data.filter((_, i) => i !== at);
    return data.map((item: unknown, i) => (i === at ? stepped(item, { path: below, value, ...(isNew && { isNew }) }) : item));
  }
  if (!isMap(data)) return value === undefined ? data : { [step]: inner(undefined) };
  const { [step]: old, ...others } = data;
  if (value === undefined && (isLast || !Object.hasOwn(data, step))) return others;
  return { ...data, [step]: stepped(old, { path: below, value, ...(isNew && { isNew }) }) };
}
