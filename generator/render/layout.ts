import { objectCount, type Overlay } from './overlay.ts';
import type { TextFile } from '../components/component.ts';
import { emit, emitAll } from '../k8s/emit.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { circumstances } from '../fleet/resolve/kept.ts';
import { deliveryFolder, regionPath, rootPath } from '../model/delivery-paths.ts';
import { memo } from '../model/memo.ts';
import { FORGETFUL } from '../model/memory.ts';
import type { Keeper, Kept } from '../model/memory.ts';
import { GENERATOR_VERSION } from '../model/generator.ts';
import { deliveryObjects, rootObjects } from './argocd.ts';
import { Content, FileSet, type FileMap } from './files.ts';
import { baseFiles, overlayFiles } from './kustomization.ts';
import { strictnessOf, trustsOf } from './trusts.ts';
import { LOCK_NAME, lockText } from './lock.ts';
import type { Limits } from './lock.ts';
import { canonical } from './mixed.ts';
import { OWNERS_NAME, ownersFile } from './owners.ts';
import { readme } from './readme.ts';

/** Where everything lies: overlays → the files of out/. */
export function layOut(fleet: Fleet, overlays: readonly Overlay[], texts: readonly TextFile[], memory: Keeper = FORGETFUL): FileMap {
  const [kept, applications, written] = ['region files', 'applications', 'other files'].map((kind) => memory.open(kind)) as [Kept, Kept, Kept];
  const head = circumstances(fleet);
  const files = new FileSet();
  const rest = new Map<string, Content>();
  const add = (path: string, content: Content): void => {
    memo(rest, path, () => content);
    files.add(path, content);
  };
  const addRest = (path: string, plain: string): void => {
    add(
      path,
      written.of(path, [plain], () => new Content(() => canonical(path, plain))),
    );
  };

  for (const overlay of overlays) {
    for (const unit of overlay.units) {
      if (files.has(`${unit.folder}/objects.yaml`)) {
        files.add(`${unit.folder}/objects.yaml`, unit.text); // throws if two units share a folder but not their text
        continue;
      }
      for (const [name, content] of Object.entries(baseFiles(unit))) addRest(`${unit.folder}/${name}`, content);
    }
  }
  const argocd = deliveryObjects(fleet, overlays, memory);
  const byRegion = new Map<Region, Overlay[]>();
  for (const overlay of overlays) memo(byRegion, overlay.region, () => []).push(overlay);
  for (const region of fleet.regions) {
    const [{ name }, own] = [region, byRegion.get(region) ?? []];
    if (own.length > 0)
      for (const [path, content] of kept.of(name, [head, ...own], () => regionFiles(name, own, fleet.gate))) files.add(path, content);
    for (const { hub, objects } of argocd.get(region) ?? []) {
      const path = regionPath(hub.name, name);
      add(
        path,
        applications.of(path, [objects], () => new Content(() => emitAll(objects))),
      );
    }
  }
  for (const hub of fleet.gitops.hubs) {
    addRest(rootPath(hub.name), emitAll(rootObjects(fleet, hub)));
    // The root of a fleet that had no hubs reads their folders too, and would take such a file for an object.
    if (hub.name !== '') continue;
    addRest(
      `${deliveryFolder(hub.name)}/kustomization.yaml`,
      emit({
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        resources: [...fleet.regions.map(({ name }) => `${name}.yaml`), 'root.yaml'],
      }),
    );
  }
  for (const { path, text } of texts) addRest(path, text);
  addRest('README.md', readme(fleet, overlays));
  const owners = ownersFile(fleet);
  if (owners !== undefined) addRest(OWNERS_NAME, owners);
  const trusts = trustsOf(fleet);
  const strict = strictnessOf(fleet);
  const believed = {
    ...(trusts.length === 0 ? {} : { trusts }),
    ...(strict.length === 0 ? {} : { strict }),
  };
  files.add(
    LOCK_NAME,
    new Content(() => lockText({ lockVersion: 1, generator: GENERATOR_VERSION, gate: fleet.gate, ...believed, files: hashesOf(rest) })),
  );
  return files.sorted();
}

function regionFiles(region: string, overlays: readonly Overlay[], gate: Limits): ReadonlyMap<string, Content> {
  const below = new Map(
    overlays.flatMap((overlay) => Object.entries(overlayFiles(overlay)).map(([name, content]) => [`${overlay.component.name}/${name}`, content])),
  );
  const lock = (): string => {
    const objects = Object.fromEntries(overlays.map((overlay) => [overlay.component.name, objectCount(overlay)]));
    // Without the component nothing runs, so the list does not change unless objects do.
    const agents = overlays.find(({ component }) => component.name === 'agents')?.region.placements.map(({ agent }) => agent.name) ?? [];
    return lockText({ lockVersion: 1, region, generator: GENERATOR_VERSION, gate, objects: sorted(objects), agents, files: hashesOf(below) });
  };
  return new Map([...below, [LOCK_NAME, new Content(lock)] as const].map(([path, content]) => [`overlays/${region}/${path}`, content]));
}

function hashesOf(files: ReadonlyMap<string, Content>): Record<string, string> {
  return sorted(Object.fromEntries([...files].map(([path, { hash }]) => [path, hash])));
}

function sorted<V>(map: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
