import { furtherHosts } from '../../../fleet/hosts.ts';
import type { Placement } from '../../../fleet/fleet.ts';
import type { Region } from '../../../fleet/region.ts';
import { defineRule, type Layers, type Pointer } from '../../kit.ts';

/** A host that an agent has in a region. */
interface Claim {
  readonly host: string;
  readonly agent: string;
  readonly region: string;
  readonly at: () => Pointer;
  /** Whether it lies outside of the region's part of the zone, so that other regions may claim it as well. */
  readonly full: boolean;
}

export const rule = defineRule('fleet', {
  code: 'fleet/duplicate-host',
  severity: 'error',
  what: 'Two agents claim one host in a region, or two regions one host.',
  why: 'Requests would reach either of them.',
  fix: 'Give one of them another `host`; a host that is written in full belongs to one agent of one region.',
  order: 110,
  *run(fleet, where) {
    const everywhere = new Map<string, Claim>();
    for (const region of fleet.regions) {
      const here = new Map<string, Claim>();
      for (const placement of region.placements) {
        for (const claim of claimsOf(placement, region, fleet.zone.name, where)) {
          const first = here.get(claim.host);
          const elsewhere = everywhere.get(claim.host);
          if (first !== undefined) yield twice(claim, first);
          else here.set(claim.host, claim);
          if (!claim.full || region.state === 'decommissioned') continue;
          if (elsewhere === undefined) everywhere.set(claim.host, claim);
          else if (elsewhere.region !== claim.region) yield inTwoRegions(claim, elsewhere);
        }
      }
    }
  },
});

function claimsOf({ agent, host }: Placement, { name: region }: Region, zone: string, where: Layers): Claim[] {
  const own = { host, agent: agent.name, region, at: () => where.agent(agent.name, region, 'host'), full: false };
  const further = furtherHosts(agent, region, zone).map(({ name, key, full }) => ({
    host: name,
    agent: agent.name,
    region,
    at: () => where.agent(agent.name, region, 'hosts', key),
    full,
  }));
  return [own, ...further];
}

function twice(claim: Claim, first: Claim) {
  const both = claim.agent !== first.agent;
  return {
    path: claim.at(),
    message: both
      ? `host "${claim.host}" is claimed by the agents "${first.agent}" and "${claim.agent}"`
      : `"${claim.host}" is the host of the agent "${claim.agent}" already`,
    hint: both
      ? 'give one of them another "host", or remove it so that it follows the name'
      : 'what it serves besides PAP-Hooks stands under "paths"',
    related: [{ path: first.at(), note: `claimed here by "${first.agent}"` }],
  };
}

function inTwoRegions(claim: Claim, first: Claim) {
  return {
    path: claim.at(),
    message: `host "${claim.host}" is claimed in the regions "${first.region}" and "${claim.region}": it would lead to either of them`,
    hint: 'write it in one region, below "overrides"; one label is a host of each region',
    related: [{ path: first.at(), note: `claimed here in "${first.region}"` }],
  };
}
