import { GONE, type Consequence } from '../consequence.ts';

const ROUTES = ['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP'];
/** What routes refer to. */
const HELPERS = ['Middleware', 'TLSOption', 'ServersTransport'];

/** What changes of Traefik objects do. */
export const ingressConsequences: readonly Consequence[] = [
  { topic: 'interruption', kinds: ROUTES, verbs: GONE, says: 'traffic is interrupted' },
  { topic: 'traffic', kinds: [...ROUTES, ...HELPERS], verbs: ['update'], path: /^spec\b/, says: 'routing changes' },
  { topic: 'traffic', kinds: ROUTES, verbs: ['create'], says: 'a route opens' },
  { topic: 'traffic', kinds: HELPERS, verbs: GONE, says: 'routes that refer to it stop working' },
];
