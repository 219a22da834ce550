// What routes say of agents: their hosts, and what they serve there.
import { fields, maps, text, textMap } from '../k8s/look.ts';
import type { Brought, Told, View } from './brought.ts';
import type { AgentSeen } from './agent.ts';
import type { Values } from './layers.ts';
import { hasAll } from '../k8s/selector.ts';

const PORT = /^[0-9]+$/;

/** `Host(…)`, and what path follows: as ours are written, and as most people write them. */
const RULE = /^Host\(`([^`]+)`\)(?:\s*&&\s*(.+))?$/;
const PATHS: readonly RegExp[] = [/^\(Path\(`([^`]+)`\) \|\| PathPrefix\(`\1\/`\)\)$/, /^PathPrefix\(`([^`]+)`\)$/, /^Path\(`([^`]+)`\)$/];

/** Which paths lead to which port of an agent. */
interface Served {
  readonly host: string;
  readonly path: string;
  readonly port: string;
}

/** @param zone of the fleet */
export function routesOf(view: View, agents: readonly AgentSeen[], zone: string, told: Told): ReadonlyMap<string, Values> {
  const found = new Map<string, Values>();
  const served = new Map<string, Served[]>();
  for (const route of view.of('traefik.io/IngressRoute')) {
    for (const { item, at } of maps(fields(route.object['spec'])['routes'], '/spec/routes')) {
      for (const { item: service } of maps(item['services'], '')) {
        const agent = agents.find(({ deployment, labels }) => isService(view, deployment, text(service['name']) ?? '', labels));
        if (agent === undefined) continue;
        told.take(route, `agents.${agent.name}`);
        const [, host, rest = ''] = RULE.exec(text(item['match']) ?? '') ?? [];
        const path = rest === '' ? '/' : PATHS.flatMap((pattern) => pattern.exec(rest)?.[1] ?? [])[0];
        if (host === undefined || path === undefined)
          told.left(route, `${at}/match`, '', 'the rule is more than a host and a path, and those of an agent are no more');
        else served.set(agent.name, [...(served.get(agent.name) ?? []), { host, path, port: portName(agent, service['port']) }]);
      }
    }
  }
  for (const route of view.of('traefik.io/IngressRouteTCP')) {
    for (const { item } of maps(fields(route.object['spec'])['routes'], '')) {
      for (const { item: service } of maps(item['services'], '')) {
        const agent = agents.find(({ deployment, labels }) => isService(view, deployment, text(service['name']) ?? '', labels));
        if (agent !== undefined) told.take(route, 'components.ingress.grpc');
      }
    }
  }
  for (const agent of agents) found.set(agent.name, hostsOf(agent, view.region, zone, served.get(agent.name) ?? [], told));
  return found;
}

/** Whether a Service is one of an agent's: it selects its pods. */
function isService(view: View, { object }: Brought, name: string, labels: Readonly<Record<string, string>>): boolean {
  const service = view
    .of('Service')
    .find((each) => each.object.metadata.name === name && each.object.metadata.namespace === object.metadata.namespace);
  if (service === undefined) return name === object.metadata.name;
  const selector = textMap(fields(service.object['spec'])['selector']);
  return Object.keys(selector).length > 0 && hasAll(selector, labels);
}

function portName({ values }: AgentSeen, port: unknown): string {
  if (typeof port === 'string' && !PORT.test(port)) return port;
  const extra = Object.entries(fields(values['extraPorts'])).find(([, number]) => number === Number(port));
  return extra?.[0] ?? 'http';
}

function hostsOf(agent: AgentSeen, region: string, zone: string, served: readonly Served[], told: Told): Values {
  const below = `.${region}.${zone}`;
  const label = (host: string): string | undefined => {
    const first = host.endsWith(below) ? host.slice(0, -below.length) : undefined;
    return first === undefined || first.includes('.') ? undefined : first;
  };
  const hooks = served.find(({ path, host }) => path === '/hooks' && label(host) !== undefined);
  const own = label(agent.told['AGENT_DNS_NAME'] ?? '') ?? label(hooks?.host ?? '') ?? agent.name;
  const paths: Record<string, string> = {};
  const hosts: Record<string, { paths: Record<string, string> }> = {};
  for (const { host, path, port } of served) {
    const key = label(host) ?? host;
    if (key === own) {
      if (path !== '/hooks') paths[path] = port;
    } else if (key !== host || host.endsWith(`.${zone}`)) (hosts[key] ??= { paths: {} }).paths[path] = port;
    else told.left(agent.deployment, '', `host ${host}`, `it lies outside of the zone ${zone}, whose names are the only ones that a fleet writes`);
  }
  return { host: own, paths, hosts };
}

export function routeHostsIn(view: View): string[] {
  return view
    .of('traefik.io/IngressRoute')
    .flatMap(({ object }) => maps(fields(object['spec'])['routes'], ''))
    .flatMap(({ item }) => RULE.exec(text(item['match']) ?? '')?.[1] ?? []);
}
