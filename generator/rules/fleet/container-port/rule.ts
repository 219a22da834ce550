import type { Agent } from '../../../fleet/agent.ts';
import { child, defineRule, quoted, type Pointer } from '../../kit.ts';
import { onePerAgent } from '../../per-agent.ts';

/** A port of one of the containers of an agent's pods. */
interface OwnPort {
  readonly name: string;
  readonly number: number;
  /** What has it, in words. */
  readonly of: string;
  /** Where it is written. */
  readonly map: 'ports' | 'extraPorts';
  readonly sidecar?: number;
}

export const rule = defineRule('fleet', {
  code: 'fleet/container-port',
  severity: 'error',
  what: 'Two containers of an agent have one port, or a probe asks none that its container has.',
  why: 'The containers of a pod share their addresses: only the first can listen, and the Service can have a port once. What is asked at no port never becomes ready.',
  fix: 'Give each port of `ports`, `extraPorts` and `sidecars` a name and a number of its own; name a port of the sidecar in its `probes`, and a path.',
  order: 205,
  *run(fleet, where) {
    for (const { agent, region } of onePerAgent(fleet)) {
      const sidecars = where.agent(agent.name, region, 'sidecars');
      const at = ({ map, sidecar, name }: OwnPort): Pointer =>
        sidecar === undefined ? where.agent(agent.name, region, map, name) : child(child(child(sidecars, sidecar), map), name);
      const known: OwnPort[] = [];
      for (const port of portsOf(agent)) {
        const first = known.find(({ name, number }) => name === port.name || number === port.number);
        known.push(port);
        if (first === undefined) continue;
        yield {
          path: at(port),
          message: `agent "${agent.name}" has ${said(port)} and ${said(first)}: a pod has each name and each number once`,
          hint: 'choose another name and another number',
          related: [{ path: at(first), note: 'the other one' }],
        };
      }
      for (const [i, { name, ports, probes }] of agent.sidecars.entries()) {
        if (probes === null) continue;
        const asks = probes.liveness !== null || probes.readiness !== null;
        if (asks && ports[probes.port] !== undefined) continue;
        yield {
          path: child(child(sidecars, i), 'probes'),
          message: asks
            ? `the probes of the sidecar "${name}" ask the port ${quoted(probes.port)}, which it does not have`
            : `the probes of the sidecar "${name}" ask no path`,
          hint: asks ? `name one of its "ports"${list(Object.keys(ports))}` : 'write liveness, readiness or both, or leave probes out',
        };
      }
    }
  },
});

function portsOf({ ports, extraPorts, sidecars }: Agent): OwnPort[] {
  const of = (what: string, all: Readonly<Record<string, number>>, where: Pick<OwnPort, 'map' | 'sidecar'>): OwnPort[] =>
    Object.entries(all).map(([name, number]) => ({ name, number, of: what, ...where }));
  return [
    ...of('ports', ports, { map: 'ports' }),
    ...of('extraPorts', extraPorts, { map: 'extraPorts' }),
    ...sidecars.flatMap((own, sidecar) => of(`the sidecar "${own.name}"`, own.ports, { map: 'ports', sidecar })),
  ];
}

function said({ name, number, of }: OwnPort): string {
  return `${number} (${name}) of ${of}`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '' : `: ${names.join(', ')}`;
}
