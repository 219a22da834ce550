import { unknownRegion } from '../../../fleet/schema/rules.ts';
import { hintFor, keyMeant, valueMeant } from '../../../fleet/schema/suggest.ts';
import type { AgentSpec } from '../../../fleet/spec.ts';
import { defineRule, pointer } from '../../kit.ts';

/** Most who name a region that is none have misspelt it; some have just removed it. */
function wayOut(region: string, regions: readonly string[], taken: readonly string[]): string {
  const hint = hintFor(region, regions, taken) ?? 'there is no region';
  return hint.startsWith('there is') ? `${hint}; to take a region away, keep its entry with \`state: decommissioning\`` : hint;
}

/** The regions that people name where they choose some, and what stands beside each. */
function named({
  regions,
  chosenBy,
}: Pick<AgentSpec, 'regions' | 'chosenBy'>): { steps: (string | number)[]; region: string; among: readonly string[]; isLeftOut: boolean }[] {
  const isLeftOut = chosenBy !== undefined;
  const among = (typeof chosenBy === 'object' ? chosenBy.except : isLeftOut ? [] : regions) ?? [];
  return among.map((region, i) => ({ steps: ['regions', ...(isLeftOut ? ['except'] : []), i], region, among, isLeftOut }));
}

export const rule = defineRule('spec', {
  ...unknownRegion,
  *run(spec) {
    const regions = Object.keys(spec.regions);
    for (const [group, own] of Object.entries(spec.groups ?? {}))
      for (const { steps, region, among, isLeftOut } of named(own)) {
        if (region in spec.regions) continue;
        yield {
          path: pointer('groups', group, ...steps),
          message: `group "${group}" ${isLeftOut ? 'leaves out' : 'has'} the region "${region}", which the fleet does not have`,
          hint: wayOut(region, regions, among),
          ...valueMeant(region, regions, among),
        };
      }
    for (const [hub, own] of Object.entries(spec.gitops.hubs ?? {})) {
      const { leaving = [] } = own;
      const left = leaving.map((region, i) => ({ steps: ['leaving', i], region, among: leaving, isLeftOut: false }));
      for (const { steps, region, among, isLeftOut } of [...named(own), ...left]) {
        if (region in spec.regions) continue;
        yield {
          path: pointer('gitops', 'hubs', hub, ...steps),
          message: `hub "${hub}" ${isLeftOut ? 'leaves out' : 'has'} the region "${region}", which the fleet does not have`,
          hint: wayOut(region, regions, among),
          ...valueMeant(region, regions, among),
        };
      }
    }
    for (const [agent, { overrides, ...own }] of Object.entries(spec.agents ?? {})) {
      for (const { steps, region, among, isLeftOut } of named(own)) {
        if (region in spec.regions) continue;
        yield {
          path: pointer('agents', agent, ...steps),
          message: `agent "${agent}" is ${isLeftOut ? 'kept out of' : 'placed in'} the region "${region}", which the fleet does not have`,
          hint: wayOut(region, regions, among),
          ...valueMeant(region, regions, among),
        };
      }
      for (const region of Object.keys(overrides ?? {})) {
        if (region in spec.regions) continue;
        yield {
          path: pointer('agents', agent, 'overrides', region),
          key: true,
          message: `agent "${agent}" has overrides for the region "${region}", which the fleet does not have`,
          hint: wayOut(region, regions, Object.keys(overrides ?? {})),
          ...keyMeant(region, regions, Object.keys(overrides ?? {})),
        };
      }
    }
  },
});
