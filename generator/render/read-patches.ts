import type { Operation } from '../k8s/json-patch.ts';
import { parseLabelSelector } from '../k8s/label-selector.ts';
import { isMap } from '../model/data.ts';
import type { Spot, Unplaced } from '../model/finding.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { quoted } from '../model/quoted.ts';
import type { CustomFile } from '../yaml/read.ts';
import type { Patch } from './customs.ts';
import { isRoot, placeholdersOf, wrongRoot } from './patch-roots.ts';
import { invalidPatch } from './rules.ts';

const OPS = ['add', 'remove', 'replace', 'move', 'copy', 'test'];
const TARGET = ['kind', 'name', 'group', 'namespace', 'labelSelector'];
const EXAMPLE = '- target: {kind: Deployment, name: x}\n  patch: [{op: replace, path: /spec/…, value: …}]';

/** What is wrong, and where in the file. */
interface Refusal {
  readonly at: Pointer;
  readonly message: string;
  readonly hint?: string;
}

/**
 * The patches of a file that are understood: a list of them, or a map with the list under `patches` that says more of the file.
 * @param regions those of the group that the file is for
 */
export function readPatches({ data, path, region, component }: CustomFile, regions: readonly string[] | undefined, reports: Unplaced[]): Patch[] {
  const spot = (at: string): Spot => ({ file: path, path: at });
  const refuse = ({ at, ...refusal }: Refusal): void => void reports.push({ rule: invalidPatch, ...spot(at), ...refusal });
  const file = wholeOf(data);
  if ('message' in file) {
    refuse(file);
    return [];
  }
  return file.list.flatMap((item, i): Patch[] => {
    const at = child(file.at, i);
    const read = patchIn(item, at, file.fills);
    if ('message' in read) {
      refuse(read);
      return [];
    }
    const operationSpots = read.operations.map((_, n) => spot(child(child(at, 'patch'), n)));
    return [{ region, ...(regions === undefined ? {} : { regions }), component, spot: spot(child(at, 'target')), ...read, operationSpots }];
  });
}

function wholeOf(data: unknown): { readonly list: readonly unknown[]; readonly at: Pointer; readonly fills: boolean } | Refusal {
  if (Array.isArray(data)) return { list: data, at: '', fills: false };
  if (!isMap(data) || !Array.isArray(data['patches'])) return { at: '', message: 'this must be a list of patches', hint: EXAMPLE };
  const stray = Object.keys(data).find((key) => key !== 'patches' && key !== 'placeholders');
  if (stray !== undefined)
    return { at: child('', stray), message: `unknown key ${quoted(stray)} beside the patches`, hint: 'a file has "patches" and "placeholders"' };
  const fills = data['placeholders'];
  if (fills !== undefined && typeof fills !== 'boolean')
    return { at: '/placeholders', message: '"placeholders" must be true or false', hint: 'write true, and {region} in a value becomes the region' };
  return { list: data['patches'], at: '/patches', fills: fills === true };
}

function patchIn(item: unknown, at: Pointer, fills: boolean): Pick<Patch, 'target' | 'selector' | 'operations' | 'roots'> | Refusal {
  if (!isMap(item) || !isMap(item['target']) || !Array.isArray(item['patch'])) return { at, message: 'a patch needs "target" and "patch"' };
  const stray = Object.keys(item).find((key) => key !== 'target' && key !== 'patch');
  if (stray !== undefined)
    return { at: child(at, stray), message: `unknown key ${quoted(stray)} in a patch`, hint: 'a patch has "target" and "patch"' };
  const target = item['target'];
  const odd = Object.keys(target).find((key) => !TARGET.includes(key) || typeof target[key] !== 'string');
  if (odd !== undefined || typeof target['kind'] !== 'string')
    return {
      at: child(at, 'target'),
      message: odd === undefined ? 'a target needs "kind"' : `${quoted(odd)} is not part of a target, or is not text`,
      hint: 'kind, and to choose among its objects name, namespace, group and labelSelector',
    };
  const text = target['labelSelector'] as string | undefined;
  const selector = text === undefined ? undefined : parseLabelSelector(text);
  if (typeof selector === 'string')
    return {
      at: child(child(at, 'target'), 'labelSelector'),
      message: `${quoted(selector)} selects no labels`,
      hint: 'write it as for kubectl: app=web,tier!=test, tier in (a, b), canary or !canary',
    };
  const operations = item['patch'] as unknown[];
  const bad = operations.findIndex((operation) => !isOperation(operation));
  if (bad !== -1)
    return {
      at: child(child(at, 'patch'), bad),
      message: 'this is not a JSON 6902 operation',
      hint: '{op, path, value}, or {op, from, path} to move and copy',
    };
  const understood = {
    target: target as unknown as Patch['target'],
    ...(selector === undefined ? {} : { selector }),
    operations: operations as Operation[],
  };
  if (!fills) return understood;
  const roots = new Set<string>();
  for (const [n, { value }] of understood.operations.entries()) {
    for (const placeholder of placeholdersOf(value)) {
      const wrong = wrongRoot(placeholder);
      if (wrong !== undefined)
        return {
          at: child(child(at, 'patch'), n),
          message: wrong,
          hint: 'there is {region}, {zone}, {fleet}, and in objects of an agent {host} and {agent.name}, {agent.image} and so on',
        };
      if (isRoot(placeholder.path)) roots.add(placeholder.path[0] as string);
    }
  }
  return { ...understood, roots: [...roots].sort() };
}

function isOperation(value: unknown): value is Operation {
  if (!isMap(value) || typeof value['op'] !== 'string' || !OPS.includes(value['op']) || typeof value['path'] !== 'string') return false;
  if (['move', 'copy'].includes(value['op'])) return typeof value['from'] === 'string';
  return value['op'] === 'remove' || 'value' in value;
}
