import { objectCount, type Overlay } from './overlay.ts';
import type { TextFile } from '../components/component.ts';
import { emit, emitAll } from '../k8s/emit.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { GENERATOR_VERSION } from '../model/generator.ts';
import { deliveryObjects, rootObjects } from './argocd.ts';
import { FileSet, type FileMap } from './files.ts';
import { baseFiles, overlayFiles } from './kustomization.ts';
import { strictnessOf, trustsOf } from './trusts.ts';
import { LOCK_NAME, lockText } from './lock.ts';
import type { Limits } from './lock.ts';
import { canonical } from './mixed.ts';
import { sha256 } from '../model/sha256.ts';
import { OWNERS_NAME, ownersFile } from './owners.ts';
import { readme } from './readme.ts';

/** Where everything lies: overlays → the files of out/. */
export function layOut(fleet: Fleet, overlays: readonly Overlay[], texts: readonly TextFile[]): FileMap {
  const files = new FileSet();
  const rest: Record<string, string> = {};
  const addRest = (path: string, plain: string): void => {
    const content = canonical(path, plain);
    if (rest[path] === undefined) rest[path] = sha256(content);
    files.add(path, content);
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
  const argocd = deliveryObjects(fleet, overlays);
  for (const region of fleet.regions) {
    const own = overlays.filter((overlay) => overlay.region === region);
    if (own.length > 0) addRegion(files, region.name, own, fleet.gate);
    addRest(`argocd/${region.name}.yaml`, emitAll(argocd.get(region) ?? []));
  }
  addRest('argocd/root.yaml', emitAll(rootObjects(fleet)));
  addRest(
    'argocd/kustomization.yaml',
    emit({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [...fleet.regions.map(({ name }) => `${name}.yaml`), 'root.yaml'],
    }),
  );
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
  files.add(LOCK_NAME, lockText({ lockVersion: 1, generator: GENERATOR_VERSION, gate: fleet.gate, ...believed, files: sorted(rest) }));
  return files.sorted();
}

function addRegion(files: FileSet, region: string, overlays: readonly Overlay[], gate: Limits): void {
  const hashes: Record<string, string> = {};
  const objects: Record<string, number> = {};
  for (const overlay of overlays) {
    const component = overlay.component.name;
    objects[component] = objectCount(overlay);
    for (const [name, content] of Object.entries(overlayFiles(overlay))) {
      hashes[`${component}/${name}`] = sha256(content);
      files.add(`overlays/${region}/${component}/${name}`, content);
    }
  }
  // Without the component nothing runs, so the list does not change unless objects do.
  const agents = overlays.find(({ component }) => component.name === 'agents')?.region.placements.map(({ agent }) => agent.name) ?? [];
  files.add(
    `overlays/${region}/${LOCK_NAME}`,
    lockText({ lockVersion: 1, region, generator: GENERATOR_VERSION, gate, objects: sorted(objects), agents, files: sorted(hashes) }),
  );
}

function sorted<V>(map: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
