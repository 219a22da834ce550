import { hasVersionedFields, versionFaultsOf } from '../check/faults.ts';
import { SUPPORTED } from '../fleet/versions/table.ts';
import { apiProblem, type Versions } from '../fleet/versions/serves.ts';
import type { Kinds } from '../k8s/crd/kinds.ts';
import { knownByKind, type KubeObject } from '../k8s/object.ts';
import { absentFields, lacksFields } from '../k8s/served/fields.ts';
import { memo } from '../model/memo.ts';
import { compareVersions } from '../model/version.ts';
import { rule as unservedField } from '../rules/object/unserved-field/rule.ts';
import type { ApiFinding } from '../rules/rule.ts';
import { isPublished, publishedFaults } from './published.ts';
import { blocks } from '../model/severity.ts';

/** Minors of Kubernetes that manifests are held to: one, or each from the first to the last. */
export type Minors = readonly [string, ...string[]];

/** @param text `1.34`, or `1.34..1.36` @returns words for what it is not */
export function minorsIn(text: string): Minors | string {
  const { from, to } = SUPPORTED.kubernetes;
  const [, first, last = first] = /^(1\.\d{1,2})(?:\.\.(1\.\d{1,2}))?$/.exec(text) ?? [];
  if (first === undefined || last === undefined) return 'it is no minor version such as 1.36, and no range such as 1.34..1.36';
  if (compareVersions(first, last) > 0) return `${first} comes after ${last}`;
  if (compareVersions(first, from) < 0 || compareVersions(last, to) > 0) return `this program knows ${from} to ${to}`;
  const [start, end] = [first, last].map((minor) => Number(minor.slice(2))) as [number, number];
  return Array.from({ length: end - start + 1 }, (_, i) => `1.${start + i}`) as unknown as Minors;
}

/** What is wrong with an object at the versions of its cluster. */
export interface AtMinors {
  readonly fault: ApiFinding;
  /** Of several minors, those that it is so in. */
  readonly minors: readonly string[];
}

/**
 * What is wrong with an object at each of these minors. What one refuses and an earlier one only warns of is said once: as it is refused.
 */
export function versionFaults(object: KubeObject, versions: Versions, minors: Minors, kinds: Kinds): readonly AtMinors[] {
  if (!matters(versions, minors)(object)) return NONE;
  const all = minors.flatMap((minor) => faultsAt(object, { ...versions, kubernetes: minor }, kinds).map((fault) => ({ fault, minor })));
  if (all.length === 0) return NONE;
  const found = new Map<string, { fault: ApiFinding; minors: string[] }>();
  for (const { fault, minor } of all) {
    const key = `${fault.rule.code} ${fault.path} ${fault.message}`;
    const before = found.get(key);
    if (before === undefined) found.set(key, { fault, minors: [minor] });
    else before.minors.push(minor);
  }
  const refused = new Set([...found.values()].flatMap(({ fault }) => (blocks(fault.rule) ? [fault.path] : [])));
  return [...found.values()].filter(({ fault }) => blocks(fault.rule) || !refused.has(fault.path));
}

const NONE: readonly AtMinors[] = [];

const answers = new WeakMap<Versions, WeakMap<Minors, (object: Pick<KubeObject, 'apiVersion' | 'kind'>) => boolean>>();

/** Whether versions can matter to objects of a kind: to most they do not, and there are many objects. Nobody forgets it. */
function matters(versions: Versions, minors: Minors): (object: Pick<KubeObject, 'apiVersion' | 'kind'>) => boolean {
  return memo(
    memo(answers, versions, () => new WeakMap<Minors, ReturnType<typeof matters>>()),
    minors,
    () => mattersAt(versions, minors),
  );
}

const mattersAt = (versions: Versions, minors: Minors): ReturnType<typeof matters> =>
  knownByKind(
    (apiVersion, kind) =>
      hasVersionedFields({ apiVersion, kind }) ||
      isPublished({ apiVersion, kind }) ||
      minors.some(
        (minor) => apiProblem({ apiVersion, kind }, { ...versions, kubernetes: minor }) !== undefined || lacksFields({ apiVersion, kind }, minor),
      ),
  );

function faultsAt(object: KubeObject, versions: Versions & { readonly kubernetes: string }, kinds: Kinds): ApiFinding[] {
  const known = versionFaultsOf(object, versions);
  const absent = absentFields(object, versions.kubernetes).filter(({ path }) => known.every((fault) => fault.path !== path));
  return [
    ...known,
    ...absent.map(({ path, message }): ApiFinding => ({
      rule: unservedField,
      path,
      key: true,
      system: 'kubernetes',
      message,
      hint: 'leave it out, or correct the version',
    })),
    ...publishedFaults(object, versions, kinds),
  ];
}

/** Of several minors, which of them: ` (1.34 and 1.35 of 1.34..1.36)`. */
export function minorWords(of: readonly string[], minors: Minors): string {
  if (of.length === minors.length) return '';
  const words = of.length === 1 ? of[0] : `${of.slice(0, -1).join(', ')} and ${of.at(-1)}`;
  return ` (${words} of ${spanOf(minors)})`;
}

/** `1.36`, or `1.34..1.36`. */
export function spanOf(minors: Minors): string {
  return minors.length === 1 ? minors[0] : `${minors[0]}..${minors.at(-1)}`;
}
