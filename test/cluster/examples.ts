// Objects of examples: manifests as they lie there, and what a fleet becomes, also one that the checks refuse.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { components as ours, componentsOf } from '../../generator/components/index.ts';
import { readDeclared } from '../../generator/fleet/declared/read.ts';
import { resolve } from '../../generator/fleet/resolve/resolve.ts';
import { regionsByGroup } from '../../generator/fleet/resolve/groups.ts';
import { withRegionsByName } from '../../generator/fleet/resolve/selection.ts';
import type { FleetAsWritten } from '../../generator/fleet/spec.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { regionObjects, rootObjects } from '../../generator/render/argocd.ts';
import { build } from '../../generator/render/build.ts';
import { overlayObjects } from '../../generator/render/overlay.ts';
import { FORGETFUL } from '../../generator/model/memory.ts';
import { readFleetKinds } from '../../generator/render/read-kinds.ts';
import { readCustoms } from '../../generator/render/read-customs.ts';
import { parseManifests } from '../../generator/yaml/manifests.ts';
import { readSources } from '../../generator/yaml/read.ts';
import type { Files } from '../support/rule-examples.ts';

const goldens = join(import.meta.dirname, '../examples/golden');
const shown = join(import.meta.dirname, '../../examples');

function foldersIn(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** Those of the tests, and those that are shown in examples/. */
export const goldenFleets: readonly string[] = [...foldersIn(goldens), ...foldersIn(shown)];

export function golden(name: string): Files {
  const folder = join(foldersIn(shown).includes(name) ? shown : goldens, name, 'config');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  // Archives of charts are no text.
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.endsWith('.tgz'));
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}

/** Of a fleet: what each region gets, and what Argo CD gets. Of manifests: one list. Of what is no fleet and no manifest: nothing. */
export function clustersOf(files: Files): readonly (readonly KubeObject[])[] {
  if (!files.has('fleet.yaml')) return [[...files].flatMap(([path, bytes]) => manifestsIn(path, bytes))];
  return ofFleet(files);
}

function manifestsIn(path: string, bytes: Buffer): KubeObject[] {
  return parseManifests({ path, bytes }).manifests.map(({ data }) => data as unknown as KubeObject);
}

/** The kinds that a fleet, or what is linted, defines by itself. */
export function definitionsIn(files: Files): readonly KubeObject[] {
  const all = [...files].filter(([path]) => /\.ya?ml$/.test(path) && (path.startsWith('schemas/') || !files.has('fleet.yaml')));
  return all.flatMap(([path, bytes]) => manifestsIn(path, bytes)).filter(({ kind }) => kind === 'CustomResourceDefinition');
}

/** The steps of generator/compile.ts, but those that refuse. */
function ofFleet(files: Files): KubeObject[][] {
  const config = [...files].map(([relative, bytes]) => ({ path: `config/${relative}`, relative, bytes }));
  const { sources, customFiles, componentFiles, renderedFiles, sourceFiles, schemaFiles } = readSources(config);
  if (sources === undefined) return [];
  const { declared } = readDeclared(
    componentFiles,
    ours.map(({ name }) => name),
    { rendered: renderedFiles, sources: sourceFiles },
  );
  const spec = withRegionsByName(sources.data as FleetAsWritten);
  const fleet = resolve(spec, declared);
  const components = componentsOf(declared);
  const { kinds } = readFleetKinds(schemaFiles, declared, FORGETFUL);
  const { customs } = readCustoms(customFiles, { fleet, components, kinds, groups: regionsByGroup(spec) });
  const { overlays } = build(fleet, components, customs);
  const regions = fleet.regions.map((region) => overlays.filter((overlay) => overlay.region === region));
  const argocd = fleet.regions.flatMap((region, i) => regionObjects(fleet, region, regions[i] ?? []));
  // Through JSON: a key that is undefined is not there.
  return JSON.parse(
    JSON.stringify([
      ...regions.map((own) => own.flatMap(overlayObjects)),
      [...fleet.gitops.hubs.flatMap((hub) => rootObjects(fleet, hub)), ...argocd],
    ]),
  ) as KubeObject[][];
}
