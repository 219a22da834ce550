import { HOOKS_PATH, httpPorts, type Paths } from '../../../fleet/hosts.ts';
import type { Agent } from '../../../fleet/agent.ts';
import { speaksHooks } from '../../../components/agent-facts.ts';
import { defineRule, quoted, type FoundIn } from '../../kit.ts';
import { onePerAgent } from '../../per-agent.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/path-target',
  severity: 'error',
  what: 'A path that an agent serves leads nowhere, or to what is served already.',
  why: 'Requests would find no port, or two rules would match them.',
  fix: 'Name `http`, one of `extraPorts` or a port of a sidecar; leave `/hooks` of the own host to `mode`; and give a host at least one path, or remove it.',
  order: 112,
  *run(fleet, where) {
    for (const { agent, region } of onePerAgent(fleet)) {
      const at = (...path: string[]): string => where.agent(agent.name, region, ...path);
      yield* ofHost(agent, undefined, agent.paths, at('paths'), (path) => at('paths', path));
      for (const [host, { paths }] of Object.entries(agent.hosts)) {
        yield* ofHost(agent, host, paths, at('hosts', host), (path) => at('hosts', host, 'paths', path));
        if (Object.keys(paths).length > 0) continue;
        yield {
          path: at('hosts', host),
          message: `host ${quoted(host)} of agent "${agent.name}" serves no path`,
          hint: 'name a path and a port, as in "/": http, or remove the host with null',
        };
      }
    }
  },
});

function* ofHost(agent: Agent, host: string | undefined, paths: Paths, at: string, where: (path: string) => string): Iterable<FoundIn<'fleet'>> {
  const ports = httpPorts(agent);
  for (const [path, port] of Object.entries(paths)) {
    const isHooks = path === HOOKS_PATH || path.startsWith(`${HOOKS_PATH}/`);
    if (isHooks && host === undefined) {
      yield {
        path: where(path),
        message: `agent "${agent.name}" serves ${HOOKS_PATH} of its own host by its "mode"`,
        hint: 'choose a path that is not below it; further hosts may serve it as well',
      };
    } else if (isHooks && port === 'http' && !speaksHooks(agent)) {
      yield {
        path: at,
        message: `agent "${agent.name}" does not speak PAP-Hooks, by its "mode", so that nothing answers at ${path} of ${quoted(host ?? '')}`,
        hint: 'name other paths, or use another mode',
      };
    } else if (ports[port] === undefined) {
      yield {
        path: where(path),
        message: `the path ${path} leads to ${quoted(port)}, which is no HTTP port of agent "${agent.name}"`,
        hint: `name one of ${Object.keys(ports).join(', ')}`,
      };
    }
  }
}
