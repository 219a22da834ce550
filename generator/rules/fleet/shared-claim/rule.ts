import { claimOf } from '../../../fleet/agent.ts';
import { defineRule, quoted } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/shared-claim',
  severity: 'error',
  what: 'Two agents of a region keep their data in one volume.',
  why: 'Each would write over what the other remembers, and a volume for one node keeps one of them from starting.',
  fix: 'Give each a claim of its own; without `claim` it has one by its name.',
  order: 115,
  *run(fleet, where) {
    const said = new Set<string>();
    for (const { name: region, placements } of fleet.regions) {
      const holders = new Map<string, string>();
      for (const { agent } of placements) {
        if (agent.storage === null) continue;
        const claim = claimOf(agent);
        const holder = holders.get(claim);
        if (holder === undefined) {
          holders.set(claim, agent.name);
          continue;
        }
        const key = `${holder} ${agent.name} ${claim}`;
        if (said.has(key)) continue;
        said.add(key);
        // One of them says so in words; the other may follow its name.
        const [at, other] = agent.storage.claim === null ? [holder, agent.name] : [agent.name, holder];
        yield {
          path: where.agent(at, region, 'storage', 'claim'),
          message: `agents "${holder}" and "${agent.name}" keep their data in the volume ${quoted(claim)} in ${region}`,
          hint: 'remove "claim" from one of them, for a volume by its own name',
          related: [{ path: where.agent(other, region, 'storage', 'claim'), note: `the volume of "${other}"` }],
        };
      }
    }
  },
});
