import { get, isMap } from '../model/data.ts';
import { deliveryFolder } from '../model/delivery-paths.ts';
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

/** An Application that an Argo CD has. */
export interface LiveApplication {
  /** Empty where the fleet has one Argo CD. */
  readonly hub: string;
  readonly application: KubeObject;
}

/**
 * The Applications in files of evidence.
 * @param fleet its root Applications tell whose a file is, where there are hubs
 * @throws Unusable where a file is cut short, is no list of Applications, is of nobody knows which hub, or shows an Application that another
 * file of that hub shows as well
 */
export function applicationsIn(files: readonly EvidenceFile[], fleet: FleetHubs = WITHOUT_HUBS): LiveApplication[] {
  const from = new Map<string, string>();
  return files.flatMap(({ path, text }) => {
    const items = itemsOf(path, text);
    const named = items.map((item, i) => {
      const name = nameOf(item);
      if (name === undefined) throw new Unusable(`${path}: item ${i + 1} is no Application of Argo CD`, HOW);
      return { name, application: item as KubeObject };
    });
    const hub = hubOf(path, items, fleet);
    return named.map(({ name, application }): LiveApplication => {
      const key = `${hub} ${name}`;
      const other = from.get(key);
      if (other !== undefined) throw new Unusable(`${name} stands in ${other} and again in ${path}`, 'give one file for each Argo CD, of one moment');
      from.set(key, path);
      return { hub, application };
    });
  });
}

/** The hubs of a fleet, as far as they can be told from each other. */
interface FleetHubs {
  /** Name of each hub's root Application. */
  readonly root: string;
  /** Names; one that is empty for a fleet without hubs. */
  readonly hubs: readonly string[];
}

const WITHOUT_HUBS: FleetHubs = { root: '', hubs: [''] };

/** Each hub has a root Application of one name, and reads a folder of its own. */
function hubOf(path: string, items: readonly unknown[], { root, hubs }: FleetHubs): string {
  const [only, another] = hubs;
  if (only !== undefined && another === undefined) return only;
  const own = items.find((item) => get(item, ['metadata', 'name']) === root);
  const folder = get(own, ['spec', 'source', 'path']);
  const found = hubs.find((hub) => typeof folder === 'string' && folder.endsWith(`/${deliveryFolder(hub)}`));
  if (found !== undefined) return found;
  throw new Unusable(
    `${path}: it does not show the Application ${root} of a hub, so nobody knows of which Argo CD it is; the hubs are ${hubs.join(', ')}`,
    'take all Applications of one Argo CD: kubectl get applications -n argocd -o json > west.json',
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
