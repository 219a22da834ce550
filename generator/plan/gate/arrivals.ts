import { equal, get } from '../../model/data.ts';
import type { Fleet, Region } from '../../fleet/fleet.ts';
import type { Memory } from '../memory.ts';
import type { Weight } from './danger.ts';
import { seconds, size } from './rule.ts';

/** A component that comes to a region with less protection than any region has that has it already. */
export interface Arrival {
  readonly region: string;
  readonly component: string;
  readonly weight: Weight;
}

/** Whether a setting protects less than each of those that are delivered. */
type Weaker = (now: unknown, known: readonly unknown[]) => boolean;

const other: Weaker = (now, known) => !known.some((value) => equal(value, now));
/** @param order from the weakest on */
const below =
  (...order: readonly unknown[]): Weaker =>
  (now, known) =>
    known.every((value) => order.indexOf(now) < order.indexOf(value));
const absent: Weaker = (now, known) => isNone(now) && !known.some(isNone);
const present: Weaker = (now, known) => !isNone(now) && known.every(isNone);
const on: Weaker = (now, known) => now === true && !known.includes(true);
const twice: Weaker = (now, known) => known.length > 0 && known.every((value) => Number(size(now)) > 2 * Number(size(value)));
const longer: Weaker = (now, known) => known.length > 0 && known.every((value) => Number(seconds(now)) > Number(seconds(value)));
const shorter: Weaker = (now, known) => known.length > 0 && known.every((value) => Number(seconds(now)) < Number(seconds(value)));
const wider: Weaker = (now, known) => known.every((value) => !within(now as unknown[], value as unknown[]));
/** As `wider`, where an empty list stands for everything. */
const open: Weaker = (now, known) => known.every((value) => !isNone(value) && (isNone(now) || !within(now as unknown[], value as unknown[])));

function isNone(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function within(now: readonly unknown[], outer: readonly unknown[]): boolean {
  return now.every((item) => outer.some((known) => equal(item, known)));
}

type Guard = readonly [component: string, path: readonly string[], weaker: Weaker, kind: Weight['class'], says: string];

/** Settings that protect. What a component writes elsewhere is no new power, what it leaves out here alone is. */
const GUARDS: readonly Guard[] = [
  ['cluster', ['podSecurity'], below('privileged', 'baseline', 'restricted'), 'power', 'the cluster admits pods with more rights'],
  ['cluster', ['images'], below('tag', 'digest'), 'power', 'the cluster admits images by tags, which can be moved to other code'],
  ['cluster', ['registries'], open, 'power', 'the cluster admits images of more registries'],
  ['ingress', ['forwardAuth'], absent, 'power', 'Traefik hands requests to the agents without authentication'],
  ['ingress', ['forwardAuth', 'trustForwardHeader'], on, 'power', 'the authentication believes what a client says about itself'],
  ['ingress', ['forwardAuth', 'responseHeaders'], wider, 'power', 'agents believe other headers about who asks'],
  ['ingress', ['rateLimit'], absent, 'power', 'one client may occupy every agent'],
  ['ingress', ['rateLimit', 'average'], twice, 'power', 'the limit of requests is more than twice as high'],
  ['ingress', ['rateLimit', 'burst'], twice, 'power', 'the limit of requests is more than twice as high'],
  ['ingress', ['rateLimit', 'period'], shorter, 'power', 'the limit of requests counts over a shorter time'],
  ['ingress', ['minTLSVersion'], below('VersionTLS12', 'VersionTLS13'), 'power', 'connections with older, weaker TLS are accepted'],
  ['ingress', ['grpc'], present, 'power', 'a second port of every agent is open to the outside'],
  ['certs', ['clientCA'], other, 'identity', 'certificates are signed with the key of another authority'],
  ['certs', ['clientDuration'], longer, 'power', 'a stolen key is of use for longer'],
  ['certs', ['solver'], other, 'power', 'another token may prove control over the zone'],
  ['secrets', ['provider'], other, 'power', 'Secrets come by another way'],
  ['dns', ['policy'], below('upsert-only', 'sync'), 'names', 'records of agents that are gone stay and lead to others'],
  ['backup', ['ttl'], shorter, 'loss', 'backups are deleted sooner'],
  ['backup', ['storageLocation'], other, 'power', 'backups go to another store'],
];

const GUARDED: readonly string[] = [...new Set(GUARDS.map(([component]) => component))];

/** Components without which a region is less protected than others. */
const PROTECTING: Readonly<Record<string, Weight>> = {
  policies: { class: 'power', says: 'nothing separates the pods from the network and from each other' },
  backup: { class: 'loss', says: 'no volume is backed up' },
  monitoring: { class: 'work', effect: 'weakens', always: true, says: 'no alert tells of anything' },
};

/** What comes to a region with less protection than it has in every region where it is delivered. */
export function arrivals({ regions: memory }: Memory, { regions }: Fleet): Arrival[] {
  const isDelivered = ({ name }: Region, component: string): boolean => memory.get(name)?.objects[component] !== undefined;
  const others = regions.filter(({ name }) => memory.has(name));
  const found: Arrival[] = [];
  for (const region of regions) {
    if (region.state !== 'active') continue;
    for (const component of GUARDED) {
      if (isDelivered(region, component) || region.components[component]?.enabled === false) continue;
      const known = others.filter((one) => isDelivered(one, component)).map((one) => one.components[component]);
      if (known.length === 0) continue;
      for (const [name, path, weaker, kind, says] of GUARDS) {
        if (name !== component) continue;
        const values = known.map((settings) => get(settings, path)).filter((value) => path.length === 1 || value !== undefined);
        const now = get(region.components[component], path);
        if ((path.length === 1 || now !== undefined) && weaker(now, values))
          found.push({
            region: region.name,
            component,
            weight: { class: kind, says: `${says}: no region has that yet (${component}.${path.join('.')})` },
          });
      }
    }
    if (memory.has(region.name)) continue;
    for (const [component, weight] of Object.entries(PROTECTING)) {
      if (region.components[component]?.enabled === false && others.length > 0 && others.every((one) => isDelivered(one, component)))
        found.push({ region: region.name, component, weight: { ...weight, says: `${weight.says}, as in no other region` } });
    }
  }
  return found;
}
