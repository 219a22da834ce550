// Small edits of fleets: each key of the schema with other values, and what a region gets then, in memory.
import { compile } from '../../generator/compile.ts';
import type { Fleet } from '../../generator/fleet/fleet.ts';
import type { Region } from '../../generator/fleet/region.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { objectTitle } from '../../generator/k8s/object.ts';
import { Memory } from '../../generator/model/memory.ts';
import { regionObjects, rootObjects } from '../../generator/render/argocd.ts';
import type { FileMap } from '../../generator/render/files.ts';
import { overlayObjects } from '../../generator/render/overlay.ts';
import type { Overlay } from '../../generator/render/overlay.ts';
import { keys, valuesFor, variants } from '../support/key-values.ts';
import type { Key } from '../support/key-values.ts';
import { configOf } from '../support/fleets.ts';
import type { Data } from '../support/fleets.ts';
import { inOrder } from './delivered.ts';

/** `Kind namespace/name` → object, in the order of a sync. */
export type Objects = ReadonlyMap<string, KubeObject>;

/** What a fleet is in one of its regions. */
export interface Edited {
  readonly spec: Data;
  readonly objects: Objects;
  readonly fleet: Fleet;
  readonly region: Region;
  /** Of all regions. */
  readonly overlays: readonly Overlay[];
  /** Of out/. */
  readonly files: FileMap;
}

export const REGION = 'us-east';

export const byTitle = (objects: readonly KubeObject[]): Objects => new Map(inOrder(objects).map((object) => [objectTitle(object), object]));

export const same = (a: KubeObject | undefined, b: KubeObject | undefined): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Titles of what is another object in the one than in the other, or is not there. */
export function changed(a: Objects, b: Objects): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((title) => !same(a.get(title), b.get(title)));
}

/** A fleet changes by little from one question to the next. */
const memory = new Memory();

/** A fleet that the checks take, or undefined. */
export function edited(spec: Data): Edited | undefined {
  const { fleet, files, overlays } = compile(configOf({ spec: spec as never, customs: {} }), [], memory);
  const region = fleet?.regions.find(({ name }) => name === REGION);
  if (files === undefined || fleet === undefined || region === undefined || overlays === undefined) return undefined;
  const objects = overlays.filter((overlay) => overlay.region === region).flatMap(overlayObjects);
  // Through JSON: a key that is undefined is not there.
  return { spec, fleet, region, overlays, files, objects: byTitle(JSON.parse(JSON.stringify(objects)) as KubeObject[]) };
}

/** The same with what Argo CD gets for all regions. */
export function withArgocd({ fleet, overlays, objects }: Edited): Objects {
  const roots = fleet.gitops.hubs.flatMap((hub) => rootObjects(fleet, hub));
  const own = fleet.regions.flatMap((region) =>
    regionObjects(
      fleet,
      region,
      overlays.filter((overlay) => overlay.region === region),
    ),
  );
  return byTitle([...objects.values(), ...(JSON.parse(JSON.stringify([...roots, ...own])) as KubeObject[])]);
}

/** The same settings of another layer give the same objects. */
const LAYERS =
  /^(groups\.\*\.(components|agentOverrides|agents|station)|regions\.\*\.(components|agentOverrides|station)|agents\.\*\.overrides|tiers)\./;

export const nameOf = ({ path }: Key): string => path.join('.');

/** Each key in one layer. */
export const walked = keys.filter((key) => !LAYERS.test(nameOf(key)));

/** Who reads some objects of a region: an edit that changes none of them is nothing to it. */
export type Reader = (object: KubeObject) => boolean;

export const isTraefik: Reader = ({ apiVersion }) => apiVersion.startsWith('traefik.io/');
export const isCertManager: Reader = ({ apiVersion }) => apiVersion.startsWith('cert-manager.io/');

const readBy = (objects: Objects, reads: Reader): Objects => new Map([...objects].filter(([, object]) => reads(object)));

export interface Walk {
  readonly key: string;
  /** At most as many as were asked for. */
  readonly edits: readonly Edited[];
}

/** Of each of these keys: other values with which something changes that somebody reads, all else being as in the base. */
export function walksOf(base: Edited, names: readonly string[], reads: Reader, values: Readonly<Record<string, readonly unknown[]>> = {}): Walk[] {
  const before = readBy(base.objects, reads);
  return keys
    .filter((key) => names.includes(nameOf(key)))
    .map((key): Walk => {
      const edits: Edited[] = [];
      for (const specs of variants(base.spec, key, values[nameOf(key)] ?? valuesFor(key))) {
        for (const spec of specs) {
          const after = edits.length < 2 ? edited(spec) : undefined;
          if (after !== undefined && changed(before, readBy(after.objects, reads)).length > 0) edits.push(after);
        }
      }
      return { key: nameOf(key), edits };
    });
}

const settingsOf = (component: string): string[] => walked.map(nameOf).filter((name) => name.startsWith(`components.${component}.`));

const OF_BOTH = [
  ...['name', 'namespace', 'zone.name', 'agentDefaults.mode', 'regions.*.state'],
  ...['ref', 'host', 'state', 'mode', 'owner.team', 'owner.contact', 'regions.match', 'regions.except'].map((key) => `agents.*.${key}`),
];

/** Keys with which something changes that Traefik reads: those of its component's schema, and others, of which walk.cluster.ts finds each that is not here. */
export const TRAEFIK_KEYS: readonly string[] = [
  ...settingsOf('ingress'),
  ...OF_BOTH,
  ...['components.agents.enabled', 'groups.*.versions.traefik', 'regions.*.versions.traefik'],
  ...['paths', 'hosts.*.paths', 'hosts.*'].map((key) => `agents.*.${key}`),
];

/** The same of cert-manager. */
export const CERT_MANAGER_KEYS: readonly string[] = [
  ...settingsOf('certs'),
  ...OF_BOTH,
  ...['zone.nameservers', 'zone.rfc2136.host', 'zone.rfc2136.port', 'zone.rfc2136.tsigAlgorithm'],
  ...['groups.*.versions.cert-manager', 'regions.*.versions.cert-manager'],
];
