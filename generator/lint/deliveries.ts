import { posix } from 'node:path';
import { group, isClusterKind, objectTitle, type KubeObject } from '../k8s/object.ts';
import { memo } from '../model/memo.ts';
import { byPlace, type By, type Finding } from '../model/finding.ts';
import type { Pointer } from '../model/pointer.ts';
import { quoted, shown } from '../model/quoted.ts';
import type { Manifest } from '../yaml/manifests.ts';
import { sameNamespace } from '../k8s/cluster.ts';
import { globMatches } from '../k8s/glob.ts';
import { fields, text } from '../k8s/look.ts';
import { allowsDestination, destinationOf, refusingList } from '../k8s/project.ts';
import { rule as missingPath } from '../rules/reference/missing-path/rule.ts';
import { rule as projectRefuses } from '../rules/reference/project-refuses/rule.ts';
import { Checkout, type Batch, type Source, type Surroundings } from './checkout.ts';
import { findingOf, type FoundInManifest } from './finding.ts';
import { Folders } from './folders.ts';

type Fault = By<FoundInManifest>;

/** Holds Applications against the folders they name, as far as those lie in the tree that was handed in. */
export function lintDeliveries(batches: readonly Batch[], surroundings: Surroundings): Finding[] {
  return faults(batches, surroundings)
    .map(({ rule, ...found }) => findingOf(rule, objectTitle(objectOf(found.manifest)), found))
    .sort(byPlace);
}

function faults(batches: readonly Batch[], surroundings: Surroundings): Fault[] {
  const checkout = new Checkout(batches, surroundings);
  if (checkout.here.length === 0) return [];
  const projects = new Map<unknown, Manifest[]>();
  for (const { manifests } of batches)
    for (const manifest of manifests) if (isProject(manifest)) memo(projects, objectOf(manifest).metadata.name, () => []).push(manifest);
  const folders = new Folders(batches);
  return [
    ...checkout.astray.map(({ source: { manifest, at, path, repository }, sibling }): Fault => {
      const outside = path.startsWith('/') || path.startsWith('..');
      return {
        rule: missingPath,
        manifest,
        path: `${at}/path`,
        message: `takes its objects from ${quoted(path)} of ${shown(repository)}, which ${outside ? 'lies outside of it' : 'is no folder there'}`,
        hint: outside ? 'write the path from the root of the repository, without a slash before it' : 'correct the path, or add the folder',
        related: [{ manifest: sibling.manifest, path: `${sibling.at}/path`, note: 'this folder of the same repository is there' }],
      };
    }),
    ...checkout.here.flatMap((source) => refusals(source, folders, projects, surroundings)),
  ];
}

function isProject({ data, sketch }: Manifest): boolean {
  return !sketch && data['kind'] === 'AppProject' && String(data['apiVersion']).startsWith('argoproj.io/');
}

function objectOf(manifest: Manifest): KubeObject {
  return manifest.data as unknown as KubeObject;
}

/** What a folder holds and the project of its Application refuses. Of several projects of one name, one that allows it is enough. */
function refusals(source: Source, folders: Folders, projects: ReadonlyMap<unknown, readonly Manifest[]>, surroundings: Surroundings): Fault[] {
  const { application } = source;
  const name = text(fields(application['spec'])['project']);
  const own = (projects.get(name) ?? []).filter((project) => sameNamespace(objectOf(project).metadata.namespace, application.metadata.namespace));
  if (own.length === 0) return [];
  const delivered = deliveredBy(source, folders, surroundings);
  const [first, ...others] = own as [Manifest, ...Manifest[]];
  const faults = refused(source, delivered, first);
  return faults.length === 0 || others.some((other) => refused(source, delivered, other).length === 0) ? [] : faults;
}

/** The objects that Argo CD finds in the folder of a source; none where it makes them by other means than files. */
function deliveredBy({ folder, item }: Source, folders: Folders, surroundings: Surroundings): readonly Manifest[] {
  const top = folder as string;
  const directory = fields(item['directory']);
  if (['helm', 'plugin'].some((key) => item[key] !== undefined) || directory['jsonnet'] !== undefined) return [];
  const built = folders.built(top);
  if (built.length > 0) return built.flatMap(({ manifests }) => manifests);
  if (MADE_OTHERWISE.some((name) => surroundings.isFile(posix.join(top, name)))) return [];
  const [include, exclude] = [text(directory['include']), text(directory['exclude'])];
  return folders.files(top, directory['recurse'] === true).flatMap(({ folder: at, name, manifests }) => {
    const relative = posix.relative(top, posix.join(at, name));
    const left = (include !== undefined && !globMatches(include, relative)) || (exclude !== undefined && globMatches(exclude, relative));
    return left || !/\.(?:ya?ml|json)$/.test(name) ? [] : manifests;
  });
}

const MADE_OTHERWISE = ['kustomization.yaml', 'kustomization.yml', 'Kustomization', 'Chart.yaml'];

function refused({ application, manifest: from, item, at }: Source, delivered: readonly Manifest[], projectManifest: Manifest): Fault[] {
  const project = objectOf(projectManifest);
  const destination = destinationOf(fields(application['spec'])['destination']);
  // Kustomize may be told to put another namespace there; and of a destination that is refused as a whole, that is said.
  const judged = item['kustomize'] === undefined && allowsDestination(project, destination);
  // What is wrong with one kind, or one namespace, is said once.
  const found = new Map<string, { readonly first: Fault; count: number }>();
  const say = (key: string, manifest: Manifest, path: Pointer, message: string, hint: string): void => {
    const related = [
      { manifest: from, path: at, note: `${objectTitle(application)} delivers it` },
      { manifest: projectManifest, path: '/spec', note: 'the project' },
    ];
    memo(found, key, () => ({ first: { rule: projectRefuses, manifest, path, message, hint, related }, count: 0 })).count += 1;
  };
  const title = objectTitle(project);
  for (const manifest of delivered) {
    const object = objectOf(manifest);
    const list = refusingList(project, object);
    if (list !== undefined) {
      const kind = `{group: "${shown(group(object))}", kind: ${shown(object.kind)}}`;
      const way = list.endsWith('Blacklist') ? `take it out of ${list}` : `add ${kind} to ${list}`;
      say(
        `kind ${group(object)}/${object.kind}`,
        manifest,
        '/kind',
        `is of a kind that ${title} does not allow`,
        `${way} of the project, or take it elsewhere`,
      );
    }
    const namespace = text(object.metadata.namespace);
    if (!judged || namespace === undefined || isClusterKind(object) || allowsDestination(project, { ...destination, namespace })) continue;
    say(
      `namespace ${namespace}`,
      manifest,
      '/metadata/namespace',
      `goes to the namespace ${quoted(namespace)}, which ${title} does not allow`,
      'add it to destinations of the project, or correct the namespace',
    );
  }
  return [...found.values()].map(({ first, count }) =>
    count === 1 ? first : { ...first, message: `${first.message}, and so in ${count - 1} more of this folder` },
  );
}
