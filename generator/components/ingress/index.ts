// Traefik CRDs: https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/
import type { IIngressRoute } from '@kubernetes-models/traefik/traefik.io/v1alpha1/IngressRoute';
import type { IIngressRouteTCP } from '@kubernetes-models/traefik/traefik.io/v1alpha1/IngressRouteTCP';
import type { IMiddleware } from '@kubernetes-models/traefik/traefik.io/v1alpha1/Middleware';
import type { ITLSOption } from '@kubernetes-models/traefik/traefik.io/v1alpha1/TLSOption';
import { speaksControlPlane, speaksHooks } from '../agent-facts.ts';
import { DRAINING_ANNOTATION, agentLabels, fleetLabels } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { hostAndPath, hostSni } from '../../k8s/traefik-rule.ts';
import { serves } from '../../fleet/versions/serves.ts';
import { HOOKS_PATH, fullNames, furtherHosts, type Paths } from '../../fleet/hosts.ts';
import { drainingMiddleware, hostsTlsSecret, wildcardSecret, workloadName } from '../../model/names.ts';
import type { RequiredSecret } from '../../model/required-secret.ts';
import { defineComponent, type AgentContext, type SharedContext } from '../component.ts';
import { ingressConsequences } from './consequences.ts';
import { refusal } from './draining.ts';
import { ingressProtection } from './protection.ts';
import type { IngressSettings } from './settings.generated.ts';

/** How clients reach an agent's PAP-Hooks: exactly `/hooks` and what lies below it. */
export const ingress = defineComponent<IngressSettings>({
  name: 'ingress',
  summary: 'Traefik routes to the agents with TLS 1.3, rate limit and forward authentication',
  order: 60,
  requires: ['cluster', 'agents'],
  optional: true,
  // Traefik reads certificates and middlewares only from the namespace of the route.
  protection: ingressProtection,
  namespaces: (fleet) => [fleet.namespace],
  kinds: [
    { group: 'traefik.io', kind: 'IngressRoute' },
    { group: 'traefik.io', kind: 'IngressRouteTCP' },
    { group: 'traefik.io', kind: 'Middleware' },
    { group: 'traefik.io', kind: 'TLSOption' },
  ],
  causes: {
    agent: [['traefik.io/IngressRoute', /\/match/, 'host']],
    settings: [
      ['traefik.io/Middleware', /\/forwardAuth/, 'forwardAuth'],
      ['traefik.io/Middleware', /\/rateLimit/, 'rateLimit'],
    ],
  },
  consequences: ingressConsequences,
  secrets: ({ fleet, region }) => [
    {
      namespace: fleet.namespace,
      name: wildcardSecret(region),
      type: 'kubernetes.io/tls',
      keys: [
        { key: 'tls.crt', what: `certificate chain for *.${region}.${fleet.zone.name}` },
        { key: 'tls.key', what: 'its private key' },
      ],
      consumer: 'Traefik, for every agent host of the region',
      make: ['cp /path/to/fullchain.pem tls.crt', 'cp /path/to/privkey.pem tls.key'],
      madeBy: 'certs',
    },
  ],
  common: (context) => [tlsOption(context), ...rateLimit(context), ...forwardAuth(context)],
  agentSecrets: (context) => hostsSecret(context),
  placement: (context) => {
    const routes = [
      ...(speaksHooks(context.agent) ? [route(context, 'hooks', [[context.host, { [HOOKS_PATH]: 'http' }]])] : []),
      ...furtherRoutes(context),
    ];
    return [
      ...routes,
      ...(routes.length > 0 && isDraining(context) ? [refusal(context)] : []),
      ...(speaksControlPlane(context.agent) ? grpcRoute(context) : []),
    ];
  },
});

type Shared = SharedContext<IngressSettings>;

function isDraining({ agent }: Pick<AgentContext, 'agent'>): boolean {
  return agent.state === 'draining';
}

const names = {
  tls: (fleet: string) => `${fleet}-tls`,
  rateLimit: (fleet: string) => `${fleet}-rate-limit`,
  forwardAuth: (fleet: string) => `${fleet}-forward-auth`,
};

function tlsOption({ fleet, settings }: Shared): KubeObject {
  return {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'TLSOption',
    metadata: { name: names.tls(fleet.name), namespace: fleet.namespace, labels: fleetLabels(fleet.name) },
    spec: { minVersion: settings.minTLSVersion, sniStrict: true },
  } satisfies ITLSOption;
}

function rateLimit({ fleet, settings }: Shared): KubeObject[] {
  if (settings.rateLimit === null) return [];
  const { sourceCriterion, ...limits } = settings.rateLimit;
  return [
    {
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'Middleware',
      metadata: { name: names.rateLimit(fleet.name), namespace: fleet.namespace, labels: fleetLabels(fleet.name) },
      spec: { rateLimit: { ...limits, ...criterion(sourceCriterion) } },
    } satisfies IMiddleware,
  ];
}

type SourceCriterion = NonNullable<NonNullable<IngressSettings['rateLimit']>['sourceCriterion']>;

/** What is set, and nothing where nothing is. That it is one way alone is checked in the object. */
function criterion(settings: SourceCriterion | null) {
  const { ipStrategy, requestHeaderName, requestHost } = settings ?? { ipStrategy: null, requestHeaderName: null, requestHost: false };
  const { depth, excludedIPs } = ipStrategy ?? { depth: null, excludedIPs: [] };
  const strategy = { ...(depth === null ? {} : { depth }), ...(excludedIPs.length === 0 ? {} : { excludedIPs: [...excludedIPs] }) };
  const sourceCriterion = {
    ...(Object.keys(strategy).length === 0 ? {} : { ipStrategy: strategy }),
    ...(requestHeaderName === null ? {} : { requestHeaderName }),
    ...(requestHost ? { requestHost } : {}),
  };
  return Object.keys(sourceCriterion).length === 0 ? {} : { sourceCriterion };
}

/** What an answer of the authentication service may hold, in octets: Traefik keeps it in memory, and would take any size. */
const MOST_OF_ANSWER = 1_048_576;

function forwardAuth({ fleet, settings, versions }: Shared): KubeObject[] {
  if (settings.forwardAuth === null) return [];
  const { address, responseHeaders, trustForwardHeader } = settings.forwardAuth;
  return [
    {
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'Middleware',
      metadata: { name: names.forwardAuth(fleet.name), namespace: fleet.namespace, labels: fleetLabels(fleet.name) },
      spec: {
        forwardAuth: {
          address,
          ...(responseHeaders.length === 0 ? {} : { authResponseHeaders: [...responseHeaders] }),
          ...(serves(versions, 'maxResponseBodySize') ? { maxResponseBodySize: MOST_OF_ANSWER } : {}),
          trustForwardHeader,
        },
      },
    } satisfies IMiddleware,
  ];
}

/** What a route is for: a host, and what it serves there. */
type Served = readonly [host: string, paths: Paths];

/** Routes of what an agent serves besides PAP-Hooks at its own host: one object for each certificate. */
function furtherRoutes(context: AgentContext<IngressSettings>): KubeObject[] {
  const { fleet, agent, host, region } = context;
  const hosts = furtherHosts(agent, region, fleet.zone.name);
  const under = (full: boolean): Served[] => hosts.filter((each) => each.full === full).map(({ name, paths }) => [name, paths]);
  const below = [...(Object.keys(agent.paths).length === 0 ? [] : [[host, agent.paths] as const]), ...under(false)];
  const named = under(true);
  return [
    ...(below.length === 0 ? [] : [route(context, 'paths', below)]),
    ...(named.length === 0 ? [] : [route(context, 'hosts', named, hostsTlsSecret(agent.name))]),
  ];
}

/** The certificate of hosts that the wildcard of the region does not stand for. */
function hostsSecret({ fleet, agent }: AgentContext): RequiredSecret[] {
  const names = fullNames(agent);
  if (names.length === 0) return [];
  return [
    {
      namespace: fleet.namespace,
      name: hostsTlsSecret(agent.name),
      type: 'kubernetes.io/tls',
      keys: [
        { key: 'tls.crt', what: `certificate chain for ${names.join(', ')}` },
        { key: 'tls.key', what: 'its private key' },
      ],
      consumer: `Traefik, for further hosts of the agent ${agent.name}`,
      make: ['cp /path/to/fullchain.pem tls.crt', 'cp /path/to/privkey.pem tls.key'],
      madeBy: 'certs',
    },
  ];
}

function route(
  { fleet, settings, region, agent }: AgentContext<IngressSettings>,
  what: 'hooks' | 'paths' | 'hosts',
  served: readonly Served[],
  secretName = wildcardSecret(region),
): KubeObject {
  const draining = isDraining({ agent });
  // In this order: what exceeds the limit must not reach the authentication service either, and what is refused neither.
  const middlewares = [
    ...(draining ? [{ name: drainingMiddleware(agent.name) }] : []),
    ...(settings.rateLimit === null ? [] : [{ name: names.rateLimit(fleet.name) }]),
    ...(settings.forwardAuth === null ? [] : [{ name: names.forwardAuth(fleet.name) }]),
  ];
  return {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'IngressRoute',
    metadata: {
      name: `${workloadName(agent.name)}-${what}`,
      namespace: fleet.namespace,
      labels: agentLabels(fleet.name, agent),
      ...(draining ? { annotations: { [DRAINING_ANNOTATION]: 'true' } } : {}),
    },
    spec: {
      entryPoints: [settings.entryPoint],
      routes: served.flatMap(([host, paths]) =>
        Object.entries(paths).map(([path, port]) => ({
          kind: 'Rule' as const,
          match: hostAndPath(host, path),
          ...(middlewares.length === 0 ? {} : { middlewares }),
          services: [{ kind: 'Service' as const, name: workloadName(agent.name), port, scheme: 'http' }],
        })),
      ),
      tls: { secretName, options: { name: names.tls(fleet.name) } },
    },
  } satisfies IIngressRoute;
}

/**
 * PAP-CP demands mutual TLS end to end, so Traefik hands the connection on unopened. It cannot answer one either: of an agent that drains the
 * route goes, and connections that stand go on.
 */
function grpcRoute({ fleet, settings, agent, host }: AgentContext<IngressSettings>): KubeObject[] {
  if (settings.grpc === null || isDraining({ agent })) return [];
  return [
    {
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'IngressRouteTCP',
      metadata: { name: `${workloadName(agent.name)}-grpc`, namespace: fleet.namespace, labels: agentLabels(fleet.name, agent) },
      spec: {
        entryPoints: [settings.grpc.entryPoint],
        routes: [{ match: hostSni(host), services: [{ name: workloadName(agent.name), port: 'grpc' }] }],
        tls: { passthrough: true },
      },
    } satisfies IIngressRouteTCP,
  ];
}
