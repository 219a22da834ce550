// Objects that no setting makes: each is added to a component as it is, or is a part of a component of its own namespace.
import { components } from '../components/index.ts';
import type { FleetFacts as ComponentFacts } from '../components/component.ts';
import { CLUSTER_SCOPED, group, inOrder, objectId } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import { isOrdinary } from '../k8s/ordinary.ts';
import { schemaOf } from '../k8s/schema/kinds.ts';
import { emit } from '../k8s/emit.ts';
import { equal, isMap } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit, ordered } from '../model/order.ts';
import type { Brought, Told, View } from './brought.ts';
import { ownKeys, withoutInstance } from './cleaned.ts';
import { withRegion } from './names.ts';

/** An object that is kept as it is, and the file that it stands in. */
export interface Item {
  /** Below the config folder. */
  readonly path: string;
  readonly object: KubeObject;
  readonly from: readonly Brought[];
  /** The component of a namespace of its own that it is a part of. */
  readonly component?: string;
}

export interface Where {
  readonly name: string;
  /** Namespace of the agents. */
  readonly namespace: string;
  /** Namespaces of the systems that clusters bring. */
  readonly systems: ReadonlySet<string>;
}

/** Namespaces that are neither the fleet's nor those of its clusters' systems, and the name of the component that each may become. */
export function ownNamespaces(views: readonly View[], { namespace, systems }: Omit<Where, 'name'>): ReadonlyMap<string, string> {
  const all = views.flatMap((view) => view.all.flatMap(({ object }) => object.metadata.namespace ?? []));
  const taken = new Set(components.map(({ name }) => name));
  const free = [...new Set(all)].filter((each) => each !== namespace && each !== 'external-dns' && each !== 'default' && !systems.has(each));
  return new Map(
    free.sort(byCodeUnit).flatMap((each): [string, string][] => {
      const name = taken.has(each) ? `${each}-system` : each;
      return /^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/.test(name) ? [[each, name]] : [];
    }),
  );
}

/** @param made per region the identities of what config/ makes @param own namespace → its component */
export function restOf(
  views: readonly View[],
  made: ReadonlyMap<string, ReadonlySet<string>>,
  told: Told,
  where: Where,
  own: ReadonlyMap<string, string>,
): Item[] {
  const left = views.flatMap(({ region, all }) =>
    all.filter((each) => made.get(region)?.has(objectId(each.object)) !== true && !told.taken.has(each)),
  );
  const items: Item[] = [];
  const used = new Set<string>();
  const definitions = left.filter(({ object }) => object.kind === 'CustomResourceDefinition');
  const byId = new Map<string, Brought[]>();
  for (const each of left) {
    // The component cluster makes the namespaces of components.
    if (each.object.kind === 'Namespace' && own.has(each.object.metadata.name)) continue;
    const why = whyNot(each.object, where, own);
    if (why !== undefined) told.left(each, '', '', why);
    else if (each.object.kind !== 'CustomResourceDefinition') memo(byId, objectId(each.object), () => []).push(each);
  }
  for (const all of byId.values()) items.push(...itemsOf(all, views, where, own, used));
  return [...items, ...schemasFor(definitions, items, used)];
}

/** Why an object is not kept, before a fleet is asked. */
function whyNot(object: KubeObject, { systems }: Where, own: ReadonlyMap<string, string>): string | undefined {
  const { namespace, name } = object.metadata;
  if (object.kind === 'Namespace' && systems.has(name)) return 'it is the namespace of a system of the cluster: leave it with what delivers that';
  if (namespace !== undefined && systems.has(namespace))
    return 'it is in the namespace of a system of the cluster: leave it with what delivers that, or vendor its chart as a component';
  if (namespace !== undefined && own.has(namespace) && !isOrdinary(object))
    return 'it gives power: write it into the component of its namespace, under needs, and let the platform team grant it (pap-fleet grants)';
  return undefined;
}

/** One object, as it is in the regions that have it: one file where all have the same, or one for each. */
function itemsOf(all: readonly Brought[], views: readonly View[], where: Where, own: ReadonlyMap<string, string>, used: Set<string>): Item[] {
  const groups: { object: KubeObject; from: Brought[] }[] = [];
  for (const each of all) {
    const object = inOrder(withoutInstance(ownKeys(each.object)));
    const same = groups.find((other) => equal(other.object, object));
    if (same === undefined) groups.push({ object, from: [each] });
    else same.from.push(each);
  }
  const first = (groups[0] as { object: KubeObject }).object;
  const component = own.get(first.metadata.namespace ?? '');
  const name = fileName(first, component === undefined ? where.namespace : (first.metadata.namespace ?? ''));
  if (component !== undefined) {
    const regions = views.filter((view) => view.all.some(({ object }) => object.metadata.namespace === first.metadata.namespace));
    const open = all.map((each) => templated(inOrder(withoutInstance(ownKeys(each.object))), each.region));
    const shared = open[0] as KubeObject;
    if (all.length === regions.length && open.every((each) => equal(each, shared)) && !hasBraces(all)) {
      const kind = equal(shared, first) ? 'common' : 'region';
      return [{ path: free(`components/${component}/${kind}/${name}`, used), object: shared, from: all, component }];
    }
  }
  const target = component ?? componentFor(first, where);
  return groups.flatMap(({ object, from }) => {
    const inAll = from.length === views.length && views.length > 1;
    return (inAll ? ['all'] : from.map((each) => each.region)).map((region) => ({
      path: free(`extra/${region}/${target}/${name}`, used),
      object,
      from: inAll ? from : from.filter((each) => each.region === region),
    }));
  });
}

/** Whether a text of an object would be taken for a placeholder. */
function hasBraces(all: readonly Brought[]): boolean {
  return all.some(({ object }) => /\{(?:region|zone|host|fleet|agent|settings)\b/.test(JSON.stringify(object)));
}

function templated<T>(value: T, region: string): T {
  if (typeof value === 'string') return withRegion(value, region) as T;
  if (Array.isArray(value)) return value.map((item) => templated(item as unknown, region)) as T;
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, templated(item, region)])) as T;
}

/** The definitions of kinds that are kept, and that are not known here. */
function schemasFor(definitions: readonly Brought[], kept: readonly Item[], used: Set<string>): Item[] {
  const found = new Map<string, Item>();
  for (const each of definitions) {
    const spec = each.object['spec'] as { readonly group?: unknown; readonly names?: { readonly kind?: unknown } } | undefined;
    const isUsed = kept.some(({ object }) => object.kind === spec?.names?.kind && group(object) === spec.group && schemaOf(object) === undefined);
    if (!isUsed || found.has(each.object.metadata.name)) continue;
    found.set(each.object.metadata.name, {
      path: free(`schemas/${safe(each.object.metadata.name)}.yaml`, used),
      object: ordered(each.object),
      from: [each],
    });
  }
  return [...found.values()];
}

/** The component that writes such objects into such a namespace; else that of the agents. */
function componentFor(object: KubeObject, { name, namespace }: Where): string {
  const facts = { name, namespace } as ComponentFacts;
  const fits = components.filter(
    (component) =>
      component.kinds.some((kind) => kind.kind === object.kind && kind.group === group(object) && kind.cluster !== true) &&
      component.namespaces(facts).includes(object.metadata.namespace ?? ''),
  );
  if (CLUSTER_SCOPED.has(`${group(object)}/${object.kind}`)) return 'cluster';
  return (fits.find((component) => component.name === 'agents') ?? fits[0])?.name ?? 'agents';
}

/** The files of what is kept: an object each, and what each component of its own says of itself. */
export function restFiles(items: readonly Item[], own: ReadonlyMap<string, string>): Map<string, string> {
  const files = new Map(items.map(({ path, object }) => [path, emit(object)] as const));
  for (const [namespace, component] of own) {
    const objects = items.filter((item) => item.component === component).map(({ path }) => path.slice(`components/${component}/`.length));
    if (objects.length === 0) continue;
    const requires = ['cluster'];
    const about = {
      apiVersion: 'fleet.plugged.in/v1alpha1',
      kind: 'Component',
      name: component,
      summary: `What runs in the namespace ${namespace}, as it was imported`,
      requires,
      namespaces: [namespace],
      objects: objects.sort(byCodeUnit),
    };
    files.set(`components/${component}/component.yaml`, emit(about));
  }
  return files;
}

function fileName(object: KubeObject, namespace: string): string {
  const own = object.metadata.namespace;
  const place = own === undefined || own === namespace ? '' : `${safe(own)}-`;
  return `${place}${safe(object.kind)}-${safe(object.metadata.name)}.yaml`;
}

/** A name that leads nowhere else, whatever it was. */
function safe(name: string): string {
  return name
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .slice(0, 100)
    .toLowerCase();
}

function free(path: string, used: Set<string>): string {
  let found = path;
  for (let n = 2; used.has(found); n++) found = path.replace(/\.yaml$/, `-${n}.yaml`);
  used.add(found);
  return found;
}
