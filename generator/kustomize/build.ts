// What a folder of Kustomize makes, in the order in which Kustomize itself goes about it (internal/target/kusttarget.go).
import { posix } from 'node:path';
import type { Manifest } from '../yaml/manifests.ts';
import { hideSecrets } from '../yaml/manifests.ts';
import type { Place } from '../model/finding.ts';
import { quoted, shown } from '../model/quoted.ts';
import { Written, type Source } from '../yaml/written.ts';
import { isIn } from '../model/path.ts';
import { isRemote } from './addresses.ts';
import { absorb, generated } from './generate.ts';
import { hashOf } from './hash.ts';
import { setImages } from './images.ts';
import { applyReplacement } from './replacement.ts';
import { readKustomization, readReplacements, type Kustomization, type PatchEntry, type Word } from './kustomization.ts';
import { mergedSpecs, setPairs } from './labels.ts';
import { followNames } from './name-references.ts';
import { setAffix, setNamespace, setReplicas } from './names.ts';
import { dataOf, field, originOf, type Node, type Origin } from './node.ts';
import { applyPatch, patchFrom, type Patch } from './patch.ts';
import { Inline } from './inline.ts';
import { Reader } from './read.ts';
import { objectsOf } from './objects.ts';
import { Resource } from './resource.ts';
import { Resources } from './resources.ts';
import { Matcher } from './selector.ts';
import { Refused, Unbuilt } from './stop.ts';
import { tables } from './tables.ts';
import { Work } from './work.ts';

export const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** The files around a kustomization. Paths are as somebody would write them who stands where the command runs. */
export interface Tree {
  /** Where a path leads, all links followed; nothing where there is nothing. */
  real(path: string): { readonly path: string; readonly isFolder: boolean } | undefined;
  /** @returns nothing where it is too large to be read */
  read(path: string): Uint8Array | undefined;
  /** Whether a real path lies outside of the repository that the folder is part of. */
  isOutside(path: string): boolean;
}

/** Why a folder makes nothing. */
export interface Stopped {
  readonly message: string;
  readonly hint: string | undefined;
  readonly place: Place;
  /** The file of the place. */
  readonly source: Source;
}

interface Of {
  /** Parts of kustomizations that change nothing. */
  readonly idle: readonly Stopped[];
  /** Every file that was read. */
  readonly files: readonly string[];
  readonly secrets: readonly string[];
}

/** What a folder makes; or that Kustomize refuses it; or why it is not built here. */
export type Built = Of & ({ readonly manifests: readonly Manifest[] } | { readonly refused: Stopped } | { readonly unbuilt: Stopped });

/** Folders that one build goes into, each as often as it is named. */
const MOST_FOLDERS = 2000;
/** Bytes of all files. */
const MOST_BYTES = 64 << 20;

/** @param folder that holds a kustomization */
export function buildKustomization(folder: string, tree: Tree): Built {
  const build = new Build(tree);
  const of = (): Of => ({ files: build.files(), secrets: build.secrets(), idle: build.idle });
  try {
    const manifests = build.manifests(folder);
    return { manifests, ...of() };
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unbuilt)) throw error;
    const stopped = told(error.at ?? build.here, error.message, error instanceof Refused ? error.hint : undefined);
    return { ...(error instanceof Refused ? { refused: stopped } : { unbuilt: stopped }), ...of() };
  }
}

function told({ source, start, end }: Origin, message: string, hint?: string): Stopped {
  return { message, hint, place: source.place({ start, end }), source };
}

class Build {
  readonly idle: Stopped[] = [];
  readonly #tree: Tree;
  readonly #reader = new Reader();
  readonly #work = new Work();
  readonly #written = new Map<string, Written>();
  #folders = 0;
  #bytes = 0;
  /** The kustomization that is being built: what goes wrong has its place there, if no nearer one is known. */
  here: Origin = { source: new Written({ path: '', bytes: new Uint8Array() }), start: 0, end: 1 };

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  files(): string[] {
    return [...this.#written.keys()];
  }

  secrets(): string[] {
    return [...this.#written.values()].flatMap(({ secrets }) => secrets);
  }

  manifests(folder: string): Manifest[] {
    const real = this.#tree.real(folder) as { path: string };
    const resources = this.#accumulate(folder, [real.path], undefined);
    for (const each of resources.all()) {
      if (!each.isHashed) continue;
      const hash = hashOf(each);
      each.storeId();
      each.setMeta('name', `${each.name}-${hash}`, (field(field(each.root, 'metadata'), 'name') as Node).at);
    }
    followNames(resources);
    const local = 'config.kubernetes.io/local-config';
    return resources
      .all()
      .filter((each) => (each.texts('annotations').get(local) ?? 'false') === 'false')
      .flatMap((each) => this.#manifest(each));
  }

  #manifest(resource: Resource): Manifest[] {
    resource.asTexts('annotations');
    const { root } = resource;
    const data = dataOf(root) as Record<string, unknown>;
    if (typeof data['apiVersion'] !== 'string' || typeof data['kind'] !== 'string') return [];
    const source = (file: string | undefined): Source => (file === undefined ? undefined : this.#written.get(file)) ?? root.at.source;
    return [
      {
        data,
        sketch: false,
        locate: (at, key = false, offset) => {
          const { source: from, start, end, value } = originOf(root, at, key);
          return from.place({ start, end }, offset === undefined || value === undefined ? undefined : { value, offset });
        },
        line: (number, file) => source(file).line(number),
        covered: (number, file) => source(file).covered(number),
        madeBy: this.here.source.place(this.here),
      },
    ];
  }

  /** @param into the objects that a component changes @param chain real paths of the folders that lead here @param named where the folder is named */
  #accumulate(folder: string, chain: readonly string[], into: Resources | undefined, named: Origin = this.here): Resources {
    if (++this.#folders > MOST_FOLDERS) throw new Unbuilt(`more than ${MOST_FOLDERS} folders are named`);
    const written = this.#kustomizationIn(folder, named);
    this.here = { source: written, start: 0, end: 1 };
    const kustomization = readKustomization(written);
    this.here = kustomization.at;
    if (kustomization.isComponent !== (into !== undefined) && chain.length > 1)
      throw new Refused(
        into === undefined ? `${quoted(folder)} is a component, and stands among resources` : `${quoted(folder)} is no component`,
        named,
        into === undefined ? 'name it under components' : 'say kind: Component there, or name it under resources',
      );
    if (kustomization.isComponent && chain.length === 1) throw new Unbuilt('a component is a part of other kustomizations', kustomization.at);
    const resources = into ?? new Resources(this.#work);
    for (const word of kustomization.resources) this.#resource(resources, word, folder, chain);
    for (const generator of kustomization.generators)
      absorb(
        resources,
        generated(generator, (path) => this.#load(path, folder)),
        generator.name.at,
      );
    for (const word of kustomization.components) {
      const at = this.#folder(word, folder, chain);
      this.#within(() => this.#accumulate(at.path, [...chain, at.real], resources, word.at));
      resources.settle();
    }
    this.#transform(resources, kustomization, folder);
    return resources;
  }

  /** What goes wrong in another folder has its place there. */
  #within<T>(run: () => T): T {
    const before = this.here;
    const result = run();
    this.here = before;
    return result;
  }

  #kustomizationIn(folder: string, named: Origin): Written {
    const found = KUSTOMIZATIONS.map((name) => posix.join(folder, name)).filter((path) => this.#tree.real(path)?.isFolder === false);
    const [path] = found;
    if (path === undefined) throw new Refused(`${quoted(folder)} has no kustomization.yaml`, named, 'add one, or name a file');
    if (found.length > 1)
      throw new Refused(`${quoted(folder)} has several kustomizations: ${found.map((each) => posix.basename(each)).join(', ')}`, named);
    return this.#open(path, named);
  }

  #open(path: string, at: Origin): Written {
    const known = this.#written.get(path);
    if (known !== undefined) return known;
    const written = new Written({ path, bytes: this.#bytesOf(path, at) });
    this.#written.set(path, written);
    return written;
  }

  #bytesOf(path: string, at: Origin): Uint8Array {
    const bytes = this.#tree.read(path);
    this.#bytes += bytes?.length ?? 0;
    if (bytes === undefined || this.#bytes > MOST_BYTES) throw new Unbuilt(`${shown(path)} is too large`, at);
    return bytes;
  }

  /** The path of a file that a kustomization names. @throws Refused where there is none, or where Kustomize does not follow it */
  #file({ text, at }: Word, folder: string): string {
    if (/^https?:\/\//.test(text)) throw new Unbuilt(`${shown(text)} is somewhere else, and nothing is fetched`, at);
    if (text.startsWith('/')) throw new Unbuilt(`${quoted(text)} is no path within the folder`, at);
    const path = posix.join(folder, text);
    const real = this.#tree.real(path);
    if (real === undefined || real.isFolder)
      throw new Refused(`there is no file ${quoted(text)} in ${quoted(folder)}`, at, 'correct the path, or add the file');
    const root = this.#tree.real(folder) as { path: string };
    if (!isIn(real.path, root.path))
      throw new Refused(
        `${quoted(text)} lies outside of ${quoted(folder)}, and Kustomize reads no file from there`,
        at,
        'name the folder that it lies in, with a kustomization of its own, or move it here',
      );
    return path;
  }

  #load(word: Word, folder: string): Uint8Array {
    return this.#bytesOf(this.#file(word, folder), word.at);
  }

  #folder({ text, at }: Word, folder: string, chain: readonly string[]): { path: string; real: string } {
    if (isRemote(text)) throw new Unbuilt(`${shown(text)} is somewhere else, and nothing is fetched`, at);
    if (text === '') throw new Refused('a path is empty', at);
    if (text.startsWith('/'))
      throw new Refused(`${quoted(text)} must not begin with a slash: Kustomize goes from the folder of the kustomization`, at);
    const path = posix.join(folder, text).replace(/(.)\/$/, '$1');
    const real = this.#tree.real(path);
    if (real === undefined)
      throw new Refused(`there is no file or folder ${quoted(text)} in ${quoted(folder)}`, at, 'correct the path, or add what it names');
    if (!real.isFolder) throw new Refused(`${quoted(text)} is a file, and a component is a folder`, at);
    if (this.#tree.isOutside(real.path)) throw new Unbuilt(`${quoted(text)} lies outside of the repository`, at);
    if (chain.some((each) => isIn(each, real.path)))
      throw new Refused(
        `${quoted(text)} leads back to a kustomization that it is part of`,
        at,
        'take it out, or move the files that are meant to a folder of their own',
      );
    return { path, real: real.path };
  }

  #resource(resources: Resources, word: Word, folder: string, chain: readonly string[]): void {
    const real = /^https?:\/\//.test(word.text) || word.text === '' ? undefined : this.#tree.real(posix.join(folder, word.text));
    if (real?.isFolder === false) {
      for (const each of this.#objects(this.#file(word, folder), word.at)) this.#add(resources, each, word.at);
      return;
    }
    const at = this.#folder(word, folder, chain);
    const made = this.#within(() => this.#accumulate(at.path, [...chain, at.real], undefined, word.at));
    for (const each of made.all()) this.#add(resources, each, word.at);
  }

  #add(resources: Resources, resource: Resource, at: Origin): void {
    try {
      resources.add(resource);
    } catch (error) {
      if (error instanceof Refused) throw new Refused(error.message, at, error.hint);
      throw error;
    }
  }

  #objects(path: string, at: Origin): Resource[] {
    const written = this.#open(path, at);
    return objectsOf(this.#documents(written, written, 'kustomize')).map((node) => new Resource(node));
  }

  #documents(written: Written, source: Source & { readonly text: string; hide: Written['hide'] }, rules: 'kustomize' | 'kubernetes'): Node[] {
    if ('problem' in written.decoded) {
      const start = written.decoded.offset;
      throw new Unbuilt(`the file ${written.decoded.problem}`, { source: written, start, end: start + 1 });
    }
    return this.#reader.documents(source.text, source, rules, (document) => hideSecrets(document, source));
  }

  #patch({ path, patch, at }: Pick<PatchEntry, 'path' | 'patch' | 'at'>, folder: string, here: Written): Patch {
    const written = path === '' ? here : this.#open(this.#file({ text: path, at }, folder), at);
    const source = path === '' ? new Inline(written, patch, at) : written;
    return patchFrom(source.text, at, (rules) => this.#documents(written, source, rules));
  }

  #transform(resources: Resources, kustomization: Kustomization, folder: string): void {
    // Folders that lie within each other change every object once more.
    this.#work.look(resources.all().length, kustomization.at);
    const { written, namespace, namePrefix, nameSuffix, commonLabels, commonAnnotations } = kustomization;
    for (const { text, at } of kustomization.mergePatches) {
      // For long it was the patch itself, or the path of one.
      const isInline = /[\n{]/.test(text);
      const patch = this.#patch({ path: isInline ? '' : text, patch: isInline ? text : '', at }, folder, written);
      applyPatch(resources, patch, undefined, { at, isCopied: true });
    }
    for (const each of kustomization.patches) {
      const { target, at } = each;
      const count = applyPatch(resources, this.#patch(each, folder, written), target === undefined ? undefined : new Matcher(target, at), { at });
      if (target !== undefined && count === 0)
        this.#sayIdle(kustomization, each.targetAt, 'the target of a patch fits none of the resources', 'correct the target, or take the patch out');
    }
    if (namespace.text !== '') setNamespace(resources, namespace.text, namespace.at);
    if (namePrefix.text !== '') setAffix(resources, 'prefixes', namePrefix.text);
    if (nameSuffix.text !== '') setAffix(resources, 'suffixes', nameSuffix.text);
    this.#labels(resources, kustomization);
    const { fields } = tables();
    if (commonLabels.size > 0) setPairs(resources, commonLabels, fields.commonLabels);
    if (commonAnnotations.size > 0) setPairs(resources, commonAnnotations, fields.commonAnnotations);
    for (const each of kustomization.jsonPatches) {
      const { target, at } = each;
      if ((target?.name ?? '') === '') throw new Refused('patchesJson6902 needs a target with a name', at);
      applyPatch(resources, this.#patch(each, folder, written), new Matcher(target ?? {}, at), { at, isOld: true });
    }
    for (const { name, count, at } of kustomization.replicas) setReplicas(resources, name, count, at);
    for (const image of kustomization.images)
      if (!setImages(resources, image))
        this.#sayIdle(
          kustomization,
          image.at,
          `no container runs ${shown(image.name)}`,
          'correct the name, which is that of the image without its tag, or take it out',
        );
    for (const each of kustomization.replacements) {
      const all = 'text' in each ? readReplacements(this.#open(this.#file(each, folder), each.at)) : [each];
      for (const one of all) applyReplacement(resources, one);
    }
  }

  /** A component is there for several kustomizations, of which some may lack what it changes. */
  #sayIdle({ isComponent }: Kustomization, at: Origin, message: string, hint: string): void {
    if (!isComponent) this.idle.push(told(at, message, hint));
  }

  #labels(resources: Resources, { labels }: Kustomization): void {
    const { fields } = tables();
    for (const { pairs, inSelectors, inTemplates, fields: own, at } of labels) {
      const more = inSelectors ? fields.commonLabels : [...(inTemplates ? fields.templateLabels : []), { path: 'metadata/labels', create: true }];
      setPairs(resources, pairs, mergedSpecs(own, more, at));
    }
  }
}
