import { isFull } from '../../../fleet/hosts.ts';
import type { Agent } from '../../../fleet/agent.ts';
import { defineRule, pointer, quoted, type Pointer } from '../../kit.ts';

/**
 * Names that PAP's own application gives to no agent (pluggedin-app, `lib/agent-name-policy.ts`): an agent of such a name
 * can be deployed and never registered.
 */
const BY_PAP = new Set(
  `account admin api app auth dashboard login logout profile register settings signin signup user users
  assets cdn files ftp images imap mail media pop proxy smtp ssh static vpn www
  blog community docs documentation forum health help logs metrics monitor news status support wiki
  agent agents cluster clusters collector gateway hub node nodes pap registry satellite station
  default demo dev development example false internal null private prod production public root sample staging system test
  testing true undefined`.split(/\s+/),
);

/** Of these, the ones that an agent may well serve under a host of its own beside its name: a page about it, its files, its API. */
const OWN_PAGES = new Set(
  `api app assets blog cdn community demo dev development docs documentation example files forum health help images logs media metrics monitor news
  private prod production public sample staging static status support test testing wiki www`.split(/\s+/),
);

/** Names that resolvers, browsers and name servers look for by themselves below whatever domain they are in. */
const BY_DNS = /^(?:localhost|wpad|isatap|autoconfig|autodiscover|ns[0-9]*|mx[0-9]*)$/;

/** RFC 5890: hyphens in third and fourth place are kept for encodings such as `xn--`. */
const ENCODED = /^..--/;

export const rule = defineRule('fleet', {
  code: 'fleet/reserved-name',
  severity: 'error',
  what: 'PAP or the DNS reserves the name of an agent, or of a host of it, for something else.',
  why: 'PAP registers no agent under it; and `auth`, `login` or `wpad` below the zone is trusted by people and programs that do not know the agent.',
  fix: 'Choose another name, or waive the finding for `Agent NAME`.',
  order: 130,
  waivable: true,
  *run({ regions, zone }, where) {
    const said = new Set<Pointer>();
    const once = (at: Pointer): boolean => !said.has(at) && said.add(at).has(at);
    for (const { name: region, placements } of regions) {
      for (const { agent } of placements) {
        const { name } = agent;
        const whose = reservedBy(name);
        if (whose !== undefined && once(pointer('agents', name))) yield found(agent, pointer('agents', name), `Agent ${name}: ${whose}`);
        for (const { key, path } of chosenHosts(agent)) {
          const other = hostReservedBy(key, zone.name);
          const at = where.agent(name, region, ...path);
          if (other !== undefined && once(at)) yield found(agent, at, `Agent ${name}: its host ${quoted(key)} ${other}`, path[0] === 'hosts');
        }
      }
    }
  },
});

function found({ name }: Agent, path: Pointer, message: string, key = true) {
  const hint = `choose another name; or if it is yours by agreement, waive this for the object "Agent ${name}"`;
  return { path, ...(key ? { key } : {}), about: { object: `Agent ${name}` }, message, hint };
}

/** Hosts that people wrote. What follows from the name is as the name is. */
function chosenHosts({ name, host, hosts }: Agent): { readonly key: string; readonly path: readonly string[] }[] {
  const further = Object.keys(hosts).map((key) => ({ key, path: ['hosts', key] }));
  return host === name ? further : [{ key: host, path: ['host'] }, ...further];
}

function reservedBy(name: string): string | undefined {
  return BY_PAP.has(name) ? 'PAP gives this name to no agent' : trap(name, 'a host of this name');
}

/** @param key one label, or a name within the zone */
function hostReservedBy(key: string, zone: string): string | undefined {
  const labels = (isFull(key) && key.endsWith(`.${zone}`) ? key.slice(0, -zone.length - 1) : key).split('.');
  const [first = ''] = labels;
  if (BY_PAP.has(first) && !OWN_PAGES.has(first)) return 'has a name that people take for a part of PAP';
  const trapped = labels.map((label) => trap(label, 'it')).find((each) => each !== undefined);
  return trapped === undefined ? undefined : `is reserved: ${trapped}`;
}

function trap(label: string, what: string): string | undefined {
  if (BY_DNS.test(label)) return `resolvers and clients take ${what} for a part of the network`;
  return ENCODED.test(label) ? 'two hyphens in third and fourth place are kept for encoded names such as xn--' : undefined;
}
