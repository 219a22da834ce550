import { defineRule, pointer } from '../../kit.ts';

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

/** Names that resolvers, browsers and name servers look for by themselves below whatever domain they are in. */
const BY_DNS = /^(?:localhost|wpad|isatap|autoconfig|autodiscover|ns[0-9]*|mx[0-9]*)$/;

/** RFC 5890: hyphens in third and fourth place are kept for encodings such as `xn--`. */
const ENCODED = /^..--/;

export const rule = defineRule('fleet', {
  code: 'fleet/reserved-name',
  severity: 'error',
  what: 'PAP or the DNS reserves the name of an agent for something else.',
  why: 'PAP registers no agent under it; and `api`, `auth` or `wpad` below the zone is trusted by people and programs that do not know the agent.',
  fix: 'Choose another name, or waive the finding for `Agent NAME`.',
  order: 130,
  waivable: true,
  *run({ regions }) {
    const names = new Set(regions.flatMap(({ placements }) => placements.map(({ agent }) => agent.name)));
    for (const name of names) {
      const whose = reservedBy(name);
      if (whose === undefined) continue;
      yield {
        path: pointer('agents', name),
        key: true,
        about: { object: `Agent ${name}` },
        message: `Agent ${name}: ${whose}`,
        hint: `choose another name; or if it is yours by agreement, waive this for the object "Agent ${name}"`,
      };
    }
  },
});

function reservedBy(name: string): string | undefined {
  if (BY_PAP.has(name)) return 'PAP gives this name to no agent';
  if (BY_DNS.test(name)) return 'resolvers and clients take a host of this name for a part of the network';
  return ENCODED.test(name) ? 'two hyphens in third and fourth place are kept for encoded names such as xn--' : undefined;
}
