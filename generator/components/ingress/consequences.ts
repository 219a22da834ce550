import type { Cluster } from '../../k8s/cluster.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { isDrained } from '../../k8s/draining.ts';
import { get, isMap } from '../../model/data.ts';
import type { Consequence, ObjectChange } from '../consequence.ts';

const ROUTES = ['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP'];
/** What routes refer to. */
const HELPERS = ['Middleware', 'MiddlewareTCP', 'TLSOption', 'ServersTransport', 'ServersTransportTCP'];

function routes(object: unknown): readonly Record<string, unknown>[] {
  const list = get(object, ['spec', 'routes']);
  return Array.isArray(list) ? list.filter(isMap) : [];
}

/** Whether other routes of the cluster take all the requests that a route took. */
function isTakenOver({ before }: ObjectChange, after: Cluster | undefined): boolean {
  if (after === undefined) return false;
  const left = new Set(ROUTES.flatMap((kind) => after.all(`traefik.io/${kind}`)).flatMap((object) => routes(object).map(({ match }) => match)));
  const own = routes(before);
  return own.length > 0 && own.every(({ match }) => match !== undefined && left.has(match));
}

/** Whether a route of the cluster, or what routes refer to, still names it. */
function isUsed({ before }: ObjectChange, after: Cluster | undefined): boolean {
  if (after === undefined) return true;
  const { name } = (before as KubeObject).metadata;
  const users = [...ROUTES, 'Middleware', 'TraefikService'].flatMap((kind) => after.all(`traefik.io/${kind}`));
  const all = [...users, ...after.all('networking.k8s.io/Ingress')].map((object) => JSON.stringify([object['spec'], object.metadata.annotations]));
  return all.some((text) => new RegExp(`(?<![a-z0-9.-])(?:[a-z0-9-]+-)?${name.replace(/[^A-Za-z0-9]/g, '\\$&')}(?![a-z0-9-])`).test(text));
}

const isRefersTo = /^spec\.routes\[.*\]\.middlewares\b/;

/** Whether a middleware is taken out of a route that stays. */
function losesMiddleware({ before, after }: ObjectChange): boolean {
  const names = (route: Record<string, unknown> | undefined): string[] =>
    Array.isArray(route?.['middlewares']) ? route['middlewares'].map((item) => String(get(item, ['name']))) : [];
  const now = new Map(routes(after).map((route) => [route['match'], route]));
  return routes(before).some((route) => now.has(route['match']) && names(route).some((name) => !names(now.get(route['match'])).includes(name)));
}

const drains = ({ before, after }: ObjectChange): boolean => !isDrained(before) && isDrained(after);
const serves = ({ before, after }: ObjectChange): boolean => isDrained(before) && !isDrained(after);
/** Whether all that happens to a route is that its agent begins to drain, or no longer does. */
const onlyDrains = (change: ObjectChange): boolean =>
  (drains(change) || serves(change)) && change.fields.every(({ path }) => path[0] === 'metadata' || path.includes('middlewares'));

/** What changes of Traefik objects do. */
export const ingressConsequences: readonly Consequence[] = [
  {
    topic: 'interruption',
    kinds: ['IngressRoute'],
    verbs: ['update'],
    when: drains,
    says: 'the agent drains: new requests are refused, those under way end',
  },
  {
    topic: 'traffic',
    kinds: ['IngressRoute'],
    verbs: ['update'],
    when: serves,
    says: 'the agent no longer drains: its routes refuse nothing any more',
  },
  { topic: 'interruption', kinds: ROUTES, verbs: ['delete'], when: (change, after) => !isTakenOver(change, after), says: 'traffic is interrupted' },
  { topic: 'traffic', kinds: ROUTES, verbs: ['delete'], when: isTakenOver, says: 'another route takes its requests' },
  {
    topic: 'traffic',
    kinds: ROUTES,
    verbs: ['update'],
    path: isRefersTo,
    when: (change) => losesMiddleware(change) && !onlyDrains(change),
    says: 'a middleware no longer sees the requests',
  },
  {
    topic: 'traffic',
    kinds: [...ROUTES, ...HELPERS],
    verbs: ['update'],
    path: /^spec\b/,
    when: (change) => !onlyDrains(change),
    says: 'routing changes',
  },
  { topic: 'traffic', kinds: ROUTES, verbs: ['create'], says: 'a route opens' },
  { topic: 'traffic', kinds: HELPERS, verbs: ['delete'], when: isUsed, says: 'routes that refer to it stop working' },
  { topic: 'traffic', kinds: HELPERS, verbs: ['delete'], when: (change, after) => !isUsed(change, after), says: 'no route refers to it any more' },
];
