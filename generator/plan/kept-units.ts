import { REGION_PLACEHOLDER } from '../k8s/region-placeholder.ts';
import { memo, remembered } from '../model/memo.ts';
import { targetText } from '../render/kustomization.ts';
import type { Unit } from '../render/unit.ts';

/** What is left of two overlays once the units are taken out that are the same in both. */
export interface Rest {
  /** kustomization.yaml of the old one, without them. */
  readonly before: string;
  /** Of the new one, the units that are not. */
  readonly units: readonly Unit[];
  /** Those that are. */
  readonly kept: readonly Unit[];
}

/** A kustomization.yaml as pap-fleet writes it for an overlay. */
interface Parts {
  readonly head: string;
  /** Lines. */
  readonly resources: ReadonlySet<string>;
  /** Texts of one patch each. */
  readonly patches: ReadonlySet<string>;
}

/**
 * The units that are the same by the texts of two kustomization.yaml alone: bases are named by their content, so that one base with the same patches
 * gives the same objects. Most of what regions hold need not be read to know what changes.
 * @param before,after texts of the same region
 * @param units of the new one
 * @returns undefined where the texts cannot tell, because somebody else wrote one of them: then all of both is to be read
 */
export function withoutKept(before: string, after: string, units: readonly Unit[]): Rest | undefined {
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old === undefined || now === undefined || old.head !== now.head) return undefined;
  const changed = new Set<string>();
  for (const patch of [...onlyIn(old, now), ...onlyIn(now, old)]) {
    const target = targetOf(patch);
    if (!PATCH.test(patch) || !isCanonical(target)) return undefined;
    changed.add(target);
  }
  const kept = units.filter(
    (unit) => old.resources.has(resourceOf(unit)) && isTellable(unit) && !targetsOf(unit).some((target) => changed.has(target)),
  );
  if (kept.length === 0) return undefined;
  const lines = new Set(kept.map(resourceOf));
  const theirs = new Set(kept.flatMap(targetsOf));
  const resources = [...old.resources].filter((line) => !lines.has(line));
  const patches = [...old.patches].filter((patch) => !theirs.has(targetOf(patch)));
  const list = resources.length === 0 ? 'resources: []\n' : `resources:\n${resources.join('')}`;
  return {
    before: `${old.head}${list}${patches.length === 0 ? '' : `patches:\n${patches.join('')}`}`,
    units: units.filter((unit) => !kept.includes(unit)),
    kept,
  };
}

/** Whether one of the units holds an object of an identity. */
export function holdsAny(units: readonly Unit[], ids: Iterable<string>): boolean {
  for (const id of ids) if (units.some((unit) => idsOf(unit).has(id))) return true;
  return false;
}

const idsOf = remembered((unit: Unit): ReadonlySet<string> => new Set(unit.ids));

const TEXT =
  /^(apiVersion: [^\n]*\nkind: Kustomization\nlabels:\n- pairs:\n {4}[^\n]*\n)resources:\n((?:- (?:\.\.\/\.\.\/\.\.\/base\/[A-Za-z0-9./-]+|objects\.yaml)\n)+)(?:patches:\n((?:[^\n]+\n)+))?$/;
const PATCH = /^- target:\n(?: {4}[a-z]+: [^\n]+\n)+ {2}patch: \|-\n(?: {4}- \{op: (?:test|replace), [^\n]+\}\n)+$/;

function partsOf(text: string): Parts | undefined {
  const [, head, resourceText, patchText = ''] = TEXT.exec(text) ?? [];
  if (head === undefined || resourceText === undefined) return undefined;
  const resources = resourceText.match(/[^\n]+\n/g) as string[];
  const patches = patchText === '' ? [] : patchText.split(/^(?=- target:\n)/m);
  const parts = { head, resources: new Set(resources), patches: new Set(patches) };
  const isOnce = parts.resources.size === resources.length && parts.patches.size === patches.length;
  return isOnce ? parts : undefined;
}

function onlyIn({ patches }: Parts, other: Parts): string[] {
  return [...patches].filter((patch) => !other.patches.has(patch));
}

function targetOf(patch: string): string {
  return patch.slice(0, Math.max(0, patch.indexOf('  patch: |-\n')));
}

const TARGET = /^- target:\n(?: {4}group: (\S+)\n)? {4}version: (\S+)\n {4}kind: (\S+)\n {4}name: (\S+)\n(?: {4}namespace: (\S+)\n)?$/;
const canonical = new Map<string, boolean>();

/** Whether a target has our own spelling: in another spelling it may be the same object. */
function isCanonical(target: string): boolean {
  return memo(canonical, target, () => {
    const [, group, version, kind, name, namespace] = TARGET.exec(target) ?? [];
    if (version === undefined || kind === undefined || name === undefined) return false;
    const plain = (text: string): string => (/^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : text).replaceAll(String.raw`\.`, '.');
    const metadata = { name: plain(name), ...(namespace === undefined ? {} : { namespace: plain(namespace) }) };
    return targetText({ apiVersion: group === undefined ? version : `${group}/${version}`, kind, metadata }) === target;
  });
}

function resourceOf({ folder }: Unit): string {
  return `- ../../../${folder}\n`;
}

const targetsOf = remembered((unit: Unit): readonly string[] => unit.objects.map(targetText));

/** Whether its objects have the same names in every region. */
const isTellable = remembered((unit: Unit): boolean => [...unit.ids, ...targetsOf(unit)].every((text) => !text.includes(REGION_PLACEHOLDER)));
