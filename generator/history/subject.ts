import { agentLayers, regionLayers, settingLayers, stationLayers } from '../fleet/resolve/layers.ts';
import type { Layer } from '../fleet/resolve/layers.ts';
import { componentNames } from '../fleet/resolve/resolve.ts';
import type { FleetAsWritten, FleetSpec } from '../fleet/spec.ts';
import { readDeclared } from '../fleet/declared/read.ts';
import { readHolds } from '../fleet/holds/read.ts';
import { readRollouts } from '../fleet/rollouts/read.ts';
import { withRollouts } from '../fleet/rollouts/waves.ts';
import { withRegionsByName } from '../fleet/resolve/selection.ts';
import { validate } from '../fleet/schema/validate.ts';
import { hasErrors } from '../model/finding.ts';
import { readSources } from '../yaml/read.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { blocks } from '../model/severity.ts';

/** Whose history is told; neither: of the whole fleet. */
export interface Subject {
  readonly kind: 'agent' | 'region' | 'fleet';
  readonly name: string;
}

/** The fleet that a config says; undefined where this release cannot read what an older one accepted. */
export function specIn(config: readonly ConfigFile[]): FleetSpec | undefined {
  const { sources, findings, ...read } = readSources(config);
  if (sources === undefined || hasErrors(findings)) return undefined;
  const { declared, reports } = readDeclared(read.componentFiles, componentNames, { rendered: read.renderedFiles, sources: read.sourceFiles });
  const { rollouts, reports: rolloutFlaws } = readRollouts(read.rolloutFiles, declared);
  const { holds, reports: holdFlaws } = readHolds(read.holdFiles, declared);
  const flaws = [...reports, ...rolloutFlaws, ...holdFlaws, ...validate(sources.data, sources.written, declared)];
  if (flaws.some(({ rule }) => blocks(rule))) return undefined;
  return withRollouts(withRegionsByName(sources.data as FleetAsWritten), { rollouts, holds });
}

/** All that a fleet says of a subject, as a text to compare. */
export function shapeOf(spec: FleetSpec | undefined, { kind, name }: Subject): string | undefined {
  if (spec === undefined) return undefined;
  const values = (layers: readonly Layer[]): unknown => layers.map(({ value }) => value);
  const agentIn = (agent: string, region: string): unknown => [agent, region, values(agentLayers(spec, agent, region))];
  if (kind === 'agent') return JSON.stringify((spec.agents?.[name]?.regions ?? []).map((region) => agentIn(name, region)));
  if (kind === 'fleet') return JSON.stringify(spec);
  const agents = Object.keys(spec.agents ?? {}).filter((agent) => spec.agents?.[agent]?.regions?.includes(name) === true);
  const components = Object.keys({ ...spec.components, ...spec.regions[name]?.components });
  return JSON.stringify([
    spec.regions[name] === undefined ? null : values(regionLayers(spec, name)),
    spec.regions[name] === undefined ? null : values(stationLayers(spec, name)),
    components.sort().map((component) => [component, spec.regions[name] === undefined ? null : values(settingLayers(spec, component, name))]),
    agents.sort().map((agent) => agentIn(agent, name)),
  ]);
}
