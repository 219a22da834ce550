import { httpPorts } from '../../../fleet/hosts.ts';
import type { Agent, Egress } from '../../../fleet/agent.ts';
import type { Fleet } from '../../../fleet/fleet.ts';
import type { Region } from '../../../fleet/region.ts';
import { child, defineRule, quoted, type Pointer } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/egress-target',
  severity: 'error',
  what: 'An entry of `egress` names no destination, or one that is not there.',
  why: 'Nothing would be opened, or something else than what was meant.',
  fix: 'Name addresses, an agent that runs in the same region with ports of its own, a component of the fleet’s own that runs there, or a host of `externals` with its addresses.',
  order: 216,
  *run(fleet, where) {
    const said = new Set<Pointer>();
    for (const { name: region, placements, components } of fleet.regions) {
      const here = new Map(placements.map(({ agent }) => [agent.name, agent]));
      for (const { agent } of placements) {
        for (const [i, egress] of agent.egress.entries()) {
          const at = child(where.agent(agent.name, region, 'egress'), i);
          const problem = problemOf({ fleet, here, components }, egress, region);
          if (problem === undefined || said.has(at)) continue;
          said.add(at);
          yield { path: at, message: `agent "${agent.name}" ${problem}` };
        }
      }
    }
  },
});

interface Scene {
  readonly fleet: Fleet;
  /** Agents of the region. */
  readonly here: ReadonlyMap<string, Agent>;
  readonly components: Region['components'];
}

function problemOf({ fleet, here, components }: Scene, egress: Egress, region: string): string | undefined {
  const { cidr, agent, host, component, labels, cidrs, pods, ports } = egress;
  if ([cidr, agent, host, component].filter((each) => each !== null).length !== 1)
    return 'has egress that is not exactly one of cidr, agent, component and host';
  if (component !== null) {
    if (!fleet.declared.some(({ name }) => name === component))
      return `may reach the component ${quoted(component)}, which is not in config/components`;
    if (components[component]?.enabled === false) return `may reach the component ${quoted(component)}, which does not run in ${region}`;
    return pods.length === 0
      ? `may reach the component ${quoted(component)}, whose namespace is that of the agents: its "labels" are missing`
      : undefined;
  }
  if (Object.keys(labels).length > 0) return 'has egress with labels and without a component';
  if (host !== null && cidrs.length === 0) {
    const some = fleet.externals.some(({ kind, name }) => kind === 'Host' && name === host);
    return `may reach the host ${quoted(host)}, ${some ? 'which "externals" declares without addresses, or for one region alone' : 'which "externals" does not declare'}`;
  }
  if (agent === null) return undefined;
  const other = here.get(agent);
  if (other === undefined) return `may reach the agent ${quoted(agent)}, which does not run in ${region}`;
  const known = { ...other.ports, ...httpPorts(other) };
  const strange = ports.find((port) => !Object.values(known).includes(port));
  if (strange === undefined) return undefined;
  return `may reach port ${strange} of ${quoted(agent)}, which has ${Object.entries(known)
    .map(([name, port]) => `${port} (${name})`)
    .join(', ')}`;
}
