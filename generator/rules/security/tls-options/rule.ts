import { objectTitle } from '../../../k8s/object.ts';
import { isAgents } from '../../../k8s/agent.ts';
import type { Cluster, Index } from '../../../k8s/cluster.ts';
import { ROUTE_KINDS, claimsOf, share } from '../../../k8s/routes.ts';
import type { Claim } from '../../../k8s/routes.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/**
 * Traefik chooses TLS options by the name that a client asks for, before it reads a path: one host has one TLSOption for each
 * entry point. Where routes differ it takes `default` for all of them, and says so only in its log
 * (https://doc.traefik.io/traefik/reference/routing-configuration/http/tls/tls-options/). Whoever says nothing means `default`.
 */
export const rule: Rule<'cluster'> = {
  code: 'security/tls-options',
  severity: 'error',
  what: 'Two routes for one host on one entry point have different TLS options.',
  why: 'Traefik then takes the options named `default` for both: what one of them asks for, such as TLS 1.3 or client certificates, does not hold for anybody.',
  fix: 'Give both the same `tls.options`, which may name a namespace, or put one on another entry point.',
  scope: 'cluster',
  order: 71,
  *run(cluster) {
    for (const kind of ROUTE_KINDS) {
      for (const route of cluster.subjects(kind)) {
        for (const claim of claimsOf(route)) {
          const other = cluster.whole && isAgents(route) ? undefined : rival(cluster, claim);
          if (other === undefined) continue;
          yield {
            object: route,
            path: claim.at,
            message: `${saying(claim)} for ${quoted(other.host)}; ${objectTitle(other.claim.route)} ${saying(other.claim)} there, and Traefik takes the options "default" for both`,
            hint: 'give both the same tls.options, with namespace where they are in different ones; or use another entry point',
            related: [{ object: other.claim.route, path: other.claim.at, note: 'the other route' }],
          };
        }
      }
    }
  },
};

/** The first route for a host of this one that has other options, unless that one is said to have others than this. */
function rival(cluster: Cluster, claim: Claim): { readonly host: string; readonly claim: Claim } | undefined {
  for (const host of claim.hosts) {
    const all = cluster.lookup(byHost, host);
    const place = all.findIndex((each) => each.route === claim.route);
    for (const [i, other] of all.entries()) {
      // The same object twice is one of two alternatives, as documentation has them.
      if (objectTitle(other.route) === objectTitle(claim.route)) continue;
      // Of two, one is to blame: never the agent, and else the later.
      if (!isAgents(other.route) && (i > place || isAgents(claim.route))) continue;
      if (share(claim.entryPoints, other.entryPoints) && differ(claim, other)) return { host, claim: other };
    }
  }
  return undefined;
}

/** What says nothing of TLS meets it where the entry point does, or where the agent's route shows that it does. */
function differ(claim: Claim, other: Claim): boolean {
  if (claim.protocol === 'udp' || other.protocol === 'udp') return false;
  if (claim.tls === 'passes' && other.tls === 'passes') return false;
  const meets = isAgents(other.route) && other.tls === 'ends';
  if (claim.tls === 'unsaid' ? !meets || claim.protocol === 'tcp' : other.tls === 'unsaid') return false;
  return claim.options !== other.options || claim.protocol !== other.protocol;
}

function saying({ protocol, tls, options }: Claim): string {
  if (tls === 'passes') return 'hands on TLS unopened';
  const way = protocol === 'tcp' ? 'ends TLS for TCP' : 'ends TLS';
  return `${way} by ${options === 'default' ? 'the options "default"' : quoted(options)}`;
}

const byHost: Index<Claim> = (object) => claimsOf(object).flatMap((claim) => claim.hosts.map((host) => [host, claim] as const));
