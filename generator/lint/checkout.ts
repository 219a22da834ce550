import { posix } from 'node:path';
import { memo } from '../model/memo.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Pointer } from '../model/pointer.ts';
import type { Manifest } from '../yaml/manifests.ts';
import { fields, text, type Fields } from '../k8s/look.ts';
import { normalAddress, sourcesOf } from '../k8s/project.ts';

/** What lint may ask about the folders that it was handed. Paths are absolute. */
export interface Surroundings {
  /** The folders around one, nearest first and it among them, up to the root of its working copy or the folder that was handed in. */
  around(folder: string): readonly string[];
  /** Whether a folder is there, or may be where all of its repository is checked out. */
  mayHave(path: string): boolean;
  isFile(path: string): boolean;
  /** Where the working copy around a folder was cloned from, if that is known. */
  origin(folder: string): string | undefined;
}

/** Manifests of one file, or of one kustomization, and the folder that it lies in: none for standard input. */
export interface Batch {
  readonly folder: string | undefined;
  /** Name of the file; absent for what a kustomization became. */
  readonly name?: string | undefined;
  readonly manifests: readonly Manifest[];
}

/** A folder of a repository that an Application, or the template of an ApplicationSet, takes objects from. */
export interface Source {
  readonly manifest: Manifest;
  /** The Application, also where it stands in a template. */
  readonly application: KubeObject;
  readonly item: Fields;
  readonly at: Pointer;
  readonly repository: string;
  readonly path: string;
  /** The folder in this tree, where objects were read from it. */
  readonly folder: string | undefined;
}

/** An Application whose source is not there, and one that shows that it would be. */
interface Astray {
  readonly source: Source;
  readonly sibling: Source;
}

/**
 * Which repository the files are a checkout of, as far as they show it themselves: a folder that holds objects, and that an
 * Application takes its objects from, is that folder of its repository. docs/adr/0063 says why nothing else counts.
 */
export class Checkout {
  /** Sources that lie in this tree. */
  readonly here: readonly Source[];
  readonly astray: readonly Astray[];

  constructor(batches: readonly Batch[], surroundings: Surroundings) {
    const read = new Set(batches.flatMap((batch) => (batch.folder !== undefined && isSource(batch) ? batch.folder : [])));
    const groups = new Map<string, Found[]>();
    for (const { folder, manifests } of batches) {
      if (folder === undefined) continue;
      for (const source of manifests.flatMap(sources)) {
        const around = surroundings.around(folder);
        const root = isNamed(source.path) ? around.find((each) => read.has(posix.join(each, source.path))) : undefined;
        const own = root !== undefined && isCloneOf(surroundings.origin(root), source.repository) ? root : undefined;
        const found = { ...source, around, root: own, folder: own === undefined ? undefined : posix.join(own, source.path) };
        memo(groups, `${normalAddress(source.repository)} ${source.revision}`, () => [] as Found[]).push(found);
      }
    }
    const all = [...groups.values()];
    this.here = all.flatMap((group) => group.filter(({ folder }) => folder !== undefined));
    this.astray = all.flatMap((group) => {
      // The first of each root: copies of a tree have as many roots as there are copies.
      const siblings = new Map<string, Found>();
      for (const source of group) if (source.root !== undefined && !siblings.has(source.root)) siblings.set(source.root, source);
      return group.flatMap((source) => astray(source, siblings, surroundings));
    });
  }
}

/** Whether a folder with such a file is one that an Application could mean. */
function isSource({ name, manifests }: Batch): boolean {
  return name === 'Chart.yaml' || manifests.some(({ sketch }) => !sketch);
}

interface Found extends Source {
  readonly revision: string;
  readonly around: readonly string[];
  /** The root of the repository, in this tree. */
  readonly root: string | undefined;
}

function astray(source: Found, siblings: ReadonlyMap<string, Found>, surroundings: Surroundings): Astray[] {
  const { around, path, revision } = source;
  if (source.root !== undefined || path === '.' || isFixed(revision)) return [];
  const root = around.find((folder) => siblings.has(folder));
  if (root === undefined || (isNamed(path) && around.some((folder) => surroundings.mayHave(posix.join(folder, path))))) return [];
  return [{ source, sibling: siblings.get(root) as Found }];
}

/** What an Application takes from folders. What is left to a generator to fill in is nobody's to judge, nor what documentation shows. */
function sources(manifest: Manifest): Omit<Found, 'around' | 'root' | 'folder'>[] {
  const { data, sketch } = manifest;
  const isSet = data['kind'] === 'ApplicationSet';
  if (sketch || !(isSet || data['kind'] === 'Application') || !String(data['apiVersion']).startsWith('argoproj.io/')) return [];
  const spec = fields(data['spec']);
  if (isSet && spec['templatePatch'] !== undefined) return [];
  const application = (isSet ? { ...data, spec: fields(spec['template'])['spec'] } : data) as unknown as KubeObject;
  return sourcesOf({ item: fields(application['spec']), at: isSet ? '/spec/template/spec' : '/spec' }).flatMap(({ item, at }) => {
    const [repository, path] = [text(item['repoURL']), text(item['path'])];
    if (repository === undefined || path === undefined || item['chart'] !== undefined || OPEN.test(path + repository)) return [];
    const revision = text(item['targetRevision']) ?? 'HEAD';
    return [{ manifest, application, item, at, repository, revision, path: trimmed(path) }];
  });
}

const OPEN = /[{}$<>*]/;

function trimmed(path: string): string {
  return posix.normalize(path).replace(/(.)\/$/, '$1');
}

/** Every tree has a root, and none has what lies outside of it. */
function isNamed(path: string): boolean {
  return !/^(?:\.$|\.\.|\/)/.test(path);
}

/** Tags, commits and ranges of versions name a state of the repository that may be another than this one. */
function isFixed(revision: string): boolean {
  return /^[0-9a-f]{7,64}$|^refs\/tags\/|[0-9x*]\.[0-9x*]|^[~^<>=]|^v[0-9]/.test(revision);
}

/** A clone may be one of a fork, which goes by the same name. */
function isCloneOf(origin: string | undefined, repository: string): boolean {
  return origin === undefined || nameOf(origin) === nameOf(repository);
}

function nameOf(address: string): string | undefined {
  return normalAddress(address).split(/[/:]/).filter(Boolean).at(-1);
}
