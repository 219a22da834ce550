// https://doc.traefik.io/traefik/reference/routing-configuration/
import { seconds, size } from '../../../k8s/measure.ts';
import { schemaAt } from '../../../fleet/schema/schemas.ts';
import { text } from '../../../k8s/look.ts';
import { isAgents } from '../../../k8s/agent.ts';
import type { KubeObject } from '../../../k8s/object.ts';
import { ruleHosts } from '../../../k8s/hosts.ts';
import { equal, get, isMap } from '../../../model/data.ts';
import { any, becomes, first, leaves, narrower, none, removed, setting, shorter, when, wider } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Weight } from '../../../components/weight.ts';
import { isDrained, isRefusal, refusalOf } from '../../../k8s/draining.ts';
import type { Fields, Table } from '../table.ts';
import { METADATA } from './metadata.ts';

/** Where routes open that name no entry point. */
const DEFAULT_ENTRY_POINT: unknown = schemaAt(['components', 'ingress', 'entryPoint'])?.default;

const UNREACHED = { effect: 'stops' } as const;
const DRAINS: Weight = { class: 'work', ...UNREACHED, says: 'the agent drains: new requests are refused' };

/** Whether a route is one of what an agent serves besides PAP-Hooks at its own host. */
const isFurther = (object: KubeObject | undefined): boolean => object !== undefined && isAgents(object) && !object.metadata.name.endsWith('-hooks');
const routesOf = (object: KubeObject | undefined): Record<string, unknown>[] => {
  const routes = get(object, ['spec', 'routes']);
  return Array.isArray(routes) ? routes.filter(isMap) : [];
};
const UNSERVED = 'a host or a path of an agent is no longer served';

/** The middlewares of a rule of a route, apart from the one by which an agent drains: a component alone makes that, and marks the route. */
function drainingOf(object: KubeObject | undefined, middlewares: unknown): { readonly drains: boolean; readonly others: readonly unknown[] } {
  const all: readonly unknown[] = Array.isArray(middlewares) ? middlewares : [];
  const drains = object !== undefined && isDrained(object) && equal(all[0], { name: refusalOf(object) });
  return { drains, others: drains ? all.slice(1) : all };
}

const match: Rule = {
  weigh(before, after, spot) {
    if (spot.verb === 'create')
      return isFurther(spot.after) ? { class: 'power', says: 'a host or a path of an agent opens to the outside' } : undefined;
    if (before === undefined) return { class: 'power', says: 'another route opens' };
    if (after === undefined)
      return isFurther(spot.before) ? { class: 'names', says: UNSERVED } : { class: 'work', effect: 'stops', says: 'a route closes' };
    if (equal(ruleHosts(text(before) ?? ''), ruleHosts(text(after) ?? '')))
      return { class: 'power', says: 'the route opens other paths to the outside' };
    return { class: 'names', says: 'the hosts of a route change: clients no longer reach the old ones' };
  },
};

const ROUTE: Fields = {
  'spec.entryPoints': setting(
    first(
      when(
        (before, after, { verb }) => wider(before, after) && !(verb === 'create' && equal(after, [DEFAULT_ENTRY_POINT])),
        'power',
        'the route opens at another entry point',
      ),
      when(narrower, 'work', 'clients no longer reach the route', UNREACHED),
    ),
  ),
  'spec.ingressClassName': any('work', 'another controller, or none, serves the route', UNREACHED),
  'spec.routes[].match': setting(match),
  'spec.routes[].kind': none,
  'spec.routes[].middlewares': {
    weigh(before, after, spot) {
      if (spot.verb === 'create') return undefined;
      const [old, now] = [drainingOf(spot.before, before), drainingOf(spot.after, after)];
      if (now.drains && !old.drains && equal(old.others, now.others)) return DRAINS;
      // What it was before it drained, it is again.
      if (old.drains && !isDrained(spot.after) && equal(old.others, now.others)) return undefined;
      // With the rule that they were before, as that of a host that goes: what is left has them all.
      if (after === undefined && routesOf(spot.after).every((item) => !wider(item['middlewares'], before))) return undefined;
      if (narrower(before, after)) return { class: 'power', says: 'authentication or a limit in front of the agent is taken away' };
      if (wider(before, after))
        return { class: 'work', effect: 'weakens', says: 'requests pass another middleware, which may refuse or change them' };
      return { class: 'power', says: 'requests pass the middlewares in another order' };
    },
  },
  'spec.routes[].observability': none,
  'spec.routes[].priority': any('power', 'the route takes requests from others'),
  'spec.routes[].syntax': any('power', 'the rule is read in another way'),
  'spec.routes[].services': {
    weigh(before, after, spot) {
      if (spot.verb === 'create' || before === undefined || after === undefined) return undefined;
      const names = (value: unknown): unknown[] =>
        Array.isArray(value) ? value.map((item) => [get(item, ['name']), get(item, ['namespace']), get(item, ['kind'])]) : [];
      if (!equal(names(before), names(after))) return { class: 'identity', says: 'requests for one go to another' };
      if (isFurther(spot.after)) return { class: 'power', says: 'clients reach another port of the agent' };
      return { class: 'work', effect: 'stops', says: 'requests take another way to the pods' };
    },
  },
  'spec.tls': any('power', 'connections are encrypted in another way, or not at all'),
  'spec.tls.options': any('power', 'connections are accepted by other rules'),
  'spec.tls.secretName': any('identity', 'hosts answer with another certificate'),
};

const OPEN = any('power', 'a route opens to the outside');
const CLOSED = any('work', 'clients no longer reach the agent', UNREACHED);

const route: Table = {
  kinds: ['traefik.io/IngressRoute'],
  fields: { ...METADATA, ...ROUTE, 'spec.parentRefs': any('power', 'the route is part of another') },
  gone: first(
    when((before) => isFurther(before as KubeObject), 'names', UNSERVED),
    CLOSED,
  ),
  brought: OPEN,
};

const tcp: Table = {
  kinds: ['traefik.io/IngressRouteTCP'],
  fields: {
    ...METADATA,
    ...Object.fromEntries(Object.entries(ROUTE).filter(([path]) => !/\.(kind|observability)$/.test(path))),
    'spec.tls.passthrough': any('power', 'connections are opened by another than before'),
  },
  gone: CLOSED,
  brought: OPEN,
};

const udp: Table = {
  kinds: ['traefik.io/IngressRouteUDP'],
  fields: {
    ...METADATA,
    'spec.entryPoints': any('power', 'the route opens at another entry point'),
    'spec.ingressClassName': ROUTE['spec.ingressClassName'] as Rule,
    'spec.routes': any('power', 'the route leads elsewhere'),
  },
  gone: CLOSED,
  brought: OPEN,
};

/** A limit may be raised to twice its height; above that it hardly limits any more. */
const slack = (before: unknown, after: unknown): boolean => {
  const [old, now] = [size(before), size(after)];
  return removed(before, after) || now === 0 || (old !== undefined && now !== undefined && now > 2 * old);
};
const LIMIT = when(slack, 'power', 'the limit of requests is taken away, or raised to more than twice');
const REFUSES = 'the limit is so low that most requests are refused';
const ALWAYS = { effect: 'stops', always: true } as const;
const STRANGLED = when((before, after) => size(before) !== undefined && Number(size(after)) * 10 < Number(size(before)), 'work', REFUSES, ALWAYS);
/** The component writes it where the version of Traefik has it; another value refuses every answer, or takes every length. */
const SIZE = when((before) => before !== undefined, 'power', 'requests are authenticated in another way: answers of other lengths are taken');
const slower = (before: unknown, after: unknown): boolean => {
  const [old, now] = [seconds(before), seconds(after)];
  return old !== undefined && now !== undefined && now > 10 * old;
};
const AUTH = 'whoever answers there decides who may reach the agents';

const middleware: Table = {
  kinds: ['traefik.io/Middleware'],
  fields: {
    ...METADATA,
    'spec.forwardAuth.address': setting(any('power', AUTH)),
    'spec.forwardAuth': any('power', 'requests are authenticated in another way'),
    'spec.forwardAuth.trustForwardHeader': when(becomes(true), 'power', 'the authentication believes what a client says about itself'),
    'spec.forwardAuth.authResponseHeaders': any('power', 'agents believe other headers about who asks'),
    'spec.forwardAuth.maxResponseBodySize': SIZE,
    'spec.forwardAuth.maxBodySize': SIZE,
    'spec.rateLimit.average': first(LIMIT, STRANGLED),
    'spec.rateLimit.burst': LIMIT,
    'spec.rateLimit.period': first(when(slower, 'work', REFUSES, ALWAYS), when(shorter, 'power', 'the limit of requests counts over a shorter time')),
    'spec.rateLimit.redis': any('power', 'the limit of requests is counted elsewhere'),
    'spec.rateLimit.sourceCriterion': any('power', 'the limit of requests counts others as one'),
    'spec.inFlightReq.amount': LIMIT,
    'spec.inFlightReq.sourceCriterion': any('power', 'the limit of requests counts others as one'),
    'spec.basicAuth': any('power', 'requests are authenticated in another way'),
    'spec.digestAuth': any('power', 'requests are authenticated in another way'),
    'spec.ipAllowList': any('power', 'other addresses reach the agents'),
    'spec.ipWhiteList': any('power', 'other addresses reach the agents'),
    'spec.passTLSClientCert': any('power', 'agents believe other headers about who asks'),
    'spec.plugin': any('power', 'other code handles requests'),
    'spec.headers': any('power', 'headers of requests and answers change'),
    'spec.chain': any('power', 'requests pass other middlewares'),
    ...Object.fromEntries(
      [
        'addPrefix',
        'buffering',
        'circuitBreaker',
        'compress',
        'contentType',
        'encodedCharacters',
        'errors',
        'grpcWeb',
        'redirectRegex',
        'redirectScheme',
        'replacePath',
        'replacePathRegex',
        'retry',
        'stripPrefix',
        'stripPrefixRegex',
      ].map((way): [string, Rule] => [`spec.${way}`, any('power', 'requests reach the agents in another form, or not at all')]),
    ),
  },
  gone: when((before) => !isRefusal(before as KubeObject), 'power', 'authentication or a limit in front of the agents is taken away'),
  brought: any('power', 'routes that refer to it pass requests through it'),
};

const middlewareTcp: Table = {
  kinds: ['traefik.io/MiddlewareTCP'],
  fields: {
    ...METADATA,
    'spec.inFlightConn.amount': LIMIT,
    'spec.ipAllowList': any('power', 'other addresses reach the agents'),
    'spec.ipWhiteList': any('power', 'other addresses reach the agents'),
  },
  gone: any('power', 'a limit in front of the agents is taken away'),
  brought: any('power', 'routes that refer to it pass connections through it'),
};

const TLS = ['VersionTLS10', 'VersionTLS11', 'VersionTLS12', 'VersionTLS13'];

const tlsOption: Table = {
  kinds: ['traefik.io/TLSOption'],
  fields: {
    ...METADATA,
    'spec.minVersion': when(
      (before, after) => TLS.indexOf(text(after) ?? '') < TLS.indexOf(text(before) ?? ''),
      'power',
      'connections with older, weaker TLS are accepted',
    ),
    'spec.maxVersion': any('power', 'connections with other versions of TLS are accepted'),
    'spec.sniStrict': when(leaves([true], false), 'power', 'connections for unknown names are accepted'),
    'spec.alpnProtocols': any('work', 'clients speak another protocol', { effect: 'weakens', always: true }),
    'spec.cipherSuites': any('power', 'connections with other ciphers are accepted'),
    'spec.clientAuth': any('power', 'other clients are accepted'),
    'spec.curvePreferences': any('power', 'connections with other curves are accepted'),
    'spec.disableSessionTickets': none,
    'spec.preferServerCipherSuites': none,
  },
  gone: any('power', 'routes fall back to the default of Traefik, which accepts TLS 1.2'),
  brought: any('power', 'one named default holds for every route'),
};

const TRUST = any('power', 'the proxy trusts other servers');

const transport: Table = {
  kinds: ['traefik.io/ServersTransport'],
  fields: {
    ...METADATA,
    ...Object.fromEntries(
      [
        'certificatesSecrets',
        'cipherSuites',
        'disableHTTP2',
        'forwardingTimeouts',
        'insecureSkipVerify',
        'maxIdleConnsPerHost',
        'maxVersion',
        'minVersion',
        'peerCertURI',
        'rootCAs',
        'rootCAsSecrets',
        'serverName',
        'spiffe',
      ].map((field): [string, Rule] => [`spec.${field}`, TRUST]),
    ),
  },
  gone: CLOSED,
  brought: TRUST,
};

const transportTcp: Table = {
  kinds: ['traefik.io/ServersTransportTCP'],
  fields: {
    ...METADATA,
    'spec.dialKeepAlive': none,
    'spec.dialTimeout': none,
    'spec.proxyProtocol': TRUST,
    'spec.terminationDelay': none,
    'spec.tls': TRUST,
  },
  gone: CLOSED,
  brought: TRUST,
};

const tlsStore: Table = {
  kinds: ['traefik.io/TLSStore'],
  fields: {
    ...METADATA,
    'spec.certificates': any('identity', 'hosts answer with another certificate'),
    'spec.defaultCertificate': any('identity', 'hosts answer with another certificate'),
    'spec.defaultGeneratedCert': any('identity', 'hosts answer with another certificate'),
  },
  gone: any('identity', 'hosts answer with another certificate'),
  brought: any('identity', 'hosts answer with another certificate'),
};

const traefikService: Table = {
  kinds: ['traefik.io/TraefikService'],
  fields: {
    ...METADATA,
    ...Object.fromEntries(
      ['failover', 'highestRandomWeight', 'mirroring', 'weighted'].map((way): [string, Rule] => [
        `spec.${way}`,
        any('identity', 'requests go to other Services'),
      ]),
    ),
  },
  gone: CLOSED,
  brought: any('identity', 'requests go to other Services'),
};

export const traefik: readonly Table[] = [route, tcp, udp, middleware, middlewareTcp, tlsOption, transport, transportTcp, tlsStore, traefikService];
