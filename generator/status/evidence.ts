import { get, isMap } from '../model/data.ts';
import type { KubeObject } from '../k8s/object.ts';

/** What `kubectl get applications -o json` or `argocd app list -o json` printed. */
export interface EvidenceFile {
  readonly path: string;
  readonly text: string;
}

/** Evidence that cannot be used: nothing is guessed from it. */
export class Unusable extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const HOW = 'make it with: kubectl get applications -n argocd -o json > live.json';

/**
 * The Applications in files of evidence.
 * @throws Unusable where a file is cut short, is no list of Applications, or shows an Application that another file shows as well
 */
export function applicationsIn(files: readonly EvidenceFile[]): KubeObject[] {
  const from = new Map<string, string>();
  return files.flatMap(({ path, text }) =>
    itemsOf(path, text).map((item, i) => {
      const name = nameOf(item);
      if (name === undefined) throw new Unusable(`${path}: item ${i + 1} is no Application of Argo CD`, HOW);
      const other = from.get(name);
      if (other !== undefined) throw new Unusable(`${name} stands in ${other} and again in ${path}`, 'give one file for each Argo CD, of one moment');
      from.set(name, path);
      return item as KubeObject;
    }),
  );
}

function itemsOf(path: string, text: string): readonly unknown[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Unusable(`${path}${placeOf(error as Error, text)}: this is no JSON, or it was cut short`, HOW);
  }
  if (Array.isArray(data)) return data;
  if (isMap(data) && Array.isArray(data['items'])) return data['items'];
  if (nameOf(data) !== undefined) return [data];
  throw new Unusable(`${path}: this is no list of Applications`, HOW);
}

/** `:3:14`, where the reader stumbled, if it says so; of a text that ends too early, its end. */
function placeOf({ message }: Error, text: string): string {
  const said = /position (\d+)/.exec(message)?.[1];
  if (said === undefined && !message.includes('end of JSON')) return '';
  const before = text.slice(0, said === undefined ? text.length : Number(said)).split('\n');
  return `:${before.length}:${(before.at(-1) as string).length + 1}`;
}

/** `argocd app list` leaves kind and apiVersion out. */
function nameOf(item: unknown): string | undefined {
  if (!isMap(item)) return undefined;
  const kind = item['kind'] ?? 'Application';
  const [name, namespace] = [get(item, ['metadata', 'name']), get(item, ['metadata', 'namespace'])];
  if (kind !== 'Application' || typeof name !== 'string' || !isMap(item['spec'])) return undefined;
  return `${typeof namespace === 'string' ? namespace : 'argocd'}/${name}`;
}
