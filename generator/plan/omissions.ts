import { components } from '../components/index.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { groupsOf } from '../fleet/resolve/groups.ts';
import { labelsOf, mismatch, valuesOf } from '../fleet/resolve/selection.ts';
import type { AgentSpec, FleetSpec } from '../fleet/spec.ts';
import { hubSteps, hubsBegun } from './hub-moves.ts';
import { notRenamed } from './moves.ts';
import type { KnownRegion, Memory } from './memory.ts';

/** Something that vanished without having been said, or was said too early. No approval helps: it can be said. */
export interface Omission {
  readonly what: string;
  /** What to write instead. */
  readonly instead: string;
  /** The region it is about; absent: the fleet as a whole. */
  readonly region?: string;
}

/** What the old out/ knows and the new fleet leaves out. */
export function omissions(memory: Memory, fleet: Fleet, spec: FleetSpec): Omission[] {
  const { regions: known, path } = memory;
  const now = new Map(fleet.regions.map((region) => [region.name, region]));
  const found: Omission[] = [];
  if (!fleet.regions.some(({ state }) => state !== 'decommissioned'))
    found.push({
      what: 'the fleet has no region left',
      instead: 'an empty fleet is never delivered; remove its Applications by hand if it is to end',
    });
  if (path !== undefined && path !== fleet.gitops.path)
    found.push({
      what: `gitops.path moves the folder that Argo CD reads from ${path}/ to ${fleet.gitops.path}/`,
      instead: 'the folder is moved by hand, in one commit with the setting: docs/operations.md, "Moving out/"',
    });
  found.push(...hubsBegun(memory, fleet));
  for (const [name, old] of known) {
    const region = now.get(name);
    const omitted = region === undefined ? regionGone(name, old, spec) : regionSteps(name, old, region, spec);
    const gone =
      omitted.length === 0 && region !== undefined && region.state !== 'decommissioned'
        ? [...agentsGone(region, old, fleet, spec), ...componentsGone(region, old, fleet, spec)]
        : omitted;
    const moved = region === undefined ? [] : hubSteps(old, region);
    found.push(...[...gone, ...moved].map((omission) => ({ ...omission, region: name })));
  }
  return found;
}

/** Agents that a region on its way out has lost in the same change: they stay where they are until it is gone. At most six are named. */
function asTheyWere(region: string, { agents }: KnownRegion, spec: FleetSpec): string {
  const lost = agents.filter((agent) => spec.agents?.[agent]?.regions?.includes(region) !== true);
  const rest = lost.length - 6;
  return lost.length === 0
    ? ''
    : `, and the agents that run there as they were: ${lost.slice(0, 6).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}

function regionGone(name: string, old: KnownRegion, spec: FleetSpec): Omission[] {
  const { state } = old;
  if (state === 'decommissioned') return [];
  const next = state === 'active' ? 'decommissioning' : 'decommissioned';
  return [
    {
      what: `region ${name} is no longer in the fleet, but ${state === 'active' ? 'it is active' : 'its Applications are still there'}`,
      instead: `put its entry back with \`state: ${next}\`${state === 'active' ? asTheyWere(name, old, spec) : ''}; a region goes in three merges: decommissioning, decommissioned, then the entry`,
    },
  ];
}

function regionSteps(name: string, old: KnownRegion, { state }: Region, spec: FleetSpec): Omission[] {
  if (state !== 'decommissioned' || old.state !== 'active') return [];
  return [
    {
      what: `region ${name} goes from active to decommissioned at once`,
      instead: `set \`state: decommissioning\` first${asTheyWere(name, old, spec)}: its Applications need their finalizers before they are removed`,
    },
  ];
}

function agentsGone({ name: region, placements }: Region, old: KnownRegion, { moved }: Fleet, spec: FleetSpec): Omission[] {
  const placed = new Set(placements.map(({ agent }) => agent.name));
  return old.agents
    .filter((agent) => !placed.has(agent))
    .flatMap((agent): Omission[] => {
      const own = spec.agents?.[agent];
      const move = own === undefined ? moved.find(({ from }) => from === agent) : undefined;
      if (move !== undefined) return [notRenamed(move, region, old, placed)].filter((omission) => omission !== undefined);
      if (own === undefined)
        return [
          {
            what: `agent ${agent} runs in ${region} and is no longer in the fleet`,
            instead: `put its entry back with \`state: terminated\`; it may go once that has been delivered. One that has another name now is named under \`moved\``,
          },
        ];
      if (own.regions?.includes(region) === true) return [];
      // Terminated everywhere is said, also where its list of regions has been emptied with it.
      if (own['state'] === 'terminated') return [];
      const { why, back } = left(own.chosenBy, region, spec);
      return [
        {
          what: `agent ${agent} runs in ${region}, and ${why}`,
          instead: `${back} and add \`overrides: { ${region}: { state: terminated } }\`; both may go once that has been delivered`,
        },
      ];
    });
}

/** Why an agent's regions no longer hold one, and what brings it back. */
function left(chosenBy: AgentSpec['chosenBy'], region: string, { regions }: FleetSpec): { readonly why: string; readonly back: string } {
  if (typeof chosenBy !== 'object') return { why: 'its regions no longer name it', back: `leave ${region} among its regions` };
  const { match = {}, except = [] } = chosenBy;
  if (except.includes(region)) return { why: `its regions leave ${region} out`, back: `take ${region} from \`except\`` };
  const labels = labelsOf(regions, region);
  const label = mismatch(match, labels) as string;
  const has = labels[label] === undefined ? `has no label ${label}` : `has the label ${label}: ${labels[label]}`;
  const wanted = valuesOf(match, label);
  return {
    why: `its regions no longer match it: they want ${label}: ${wanted.join(' or ')}, and ${region} ${has}`,
    back: `leave ${region} its label \`${label}: ${wanted[0]}\``,
  };
}

/** A component that is there no longer, be it of this release or of the fleet's own. All others run until somebody writes `enabled: false`. */
function componentsGone({ name: region, components: settings }: Region, { objects }: KnownRegion, { declared }: Fleet, spec: FleetSpec): Omission[] {
  return Object.keys(objects).flatMap((component): Omission[] => {
    if (components.some(({ name }) => name === component)) return [];
    if (!declared.some(({ name }) => name === component))
      return [
        {
          what: `component ${component} runs in ${region}, and neither config/components nor this release has one of that name`,
          instead: `put config/components/${component} back with \`components.${component}.enabled: false\`, or switch it off with the release that has it; it may go once that has been delivered`,
        },
      ];
    // One that the fleet brings runs where it is named: leaving out its name is no decision yet.
    return settings[component]?.['enabled'] === false && !isSwitchedOff(component, region, spec)
      ? [
          {
            what: `component ${component} runs in ${region}, and nothing names it there any more`,
            instead: `write \`components: { ${component}: { enabled: false } }\`, for the fleet or for ${region}; it may go once that has been delivered`,
          },
        ]
      : [];
  });
}

/** Whether somebody wrote that a component does not run in a region. */
function isSwitchedOff(component: string, region: string, spec: FleetSpec): boolean {
  const ofGroups = groupsOf(spec, region).map(({ spec: group }) => group.components);
  return [spec.components, ...ofGroups, spec.regions[region]?.components].some((map) => map?.[component]?.['enabled'] === false);
}
