import { REGION_LABEL } from '../k8s/labels.ts';
import type { KubeObject } from '../k8s/object.ts';
import { group, objectId, objectTitle, version } from '../k8s/object.ts';
import { isMap } from '../model/data.ts';
import { folderFiles } from '../model/delivery-paths.ts';
import { memo } from '../model/memo.ts';
import { patchOperations, replaced } from './overlay-patch.ts';
import { Unreadable, documents } from './tree.ts';
import type { Tree } from '../render/tree.ts';

const KEYS = ['apiVersion', 'kind', 'labels', 'resources', 'patches'];
const TARGET_KEYS = ['group', 'version', 'kind', 'name', 'namespace'];

/**
 * What `kubectl kustomize` gives for an overlay of ours: base objects with the region's name put in, objects of the
 * region, the region label. An overlay of any other shape was made by somebody else and is refused.
 */
export class OverlayReader {
  readonly #tree: Tree;
  readonly #bases = new Map<string, readonly KubeObject[]>();

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  /** @param folder such as `overlays/us-east/agents` @param text of its kustomization.yaml, where a part of it is meant */
  objects(folder: string, text?: string): KubeObject[] {
    const path = `${folder}/kustomization.yaml`;
    const kustomization = this.#kustomization(path, KEYS, text);
    const found = this.#resources(path, kustomization, (name) =>
      name === 'objects.yaml' ? this.#file(`${folder}/${name}`) : this.#base(path, name),
    );
    const patches = kustomization['patches'] ?? [];
    if (!Array.isArray(patches)) throw this.#odd(path, 'patches is no list');
    for (const patch of patches) this.#apply(path, patch, found);
    const pairs = this.#pairs(path, kustomization['labels']);
    return found.map((object) => ({ ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...pairs } } }));
  }

  /** The unit of each object that an overlay has from a base, by identity. @param folder such as `overlays/us-east/agents` */
  units(folder: string, text?: string): Map<string, string> {
    const path = `${folder}/kustomization.yaml`;
    return new Map(
      basesOf(this.#tree, path, text).flatMap((base) =>
        this.#base(path, `../../../${base}`).map((object): [string, string] => [objectId(object), base.split('/')[2] as string]),
      ),
    );
  }

  #odd(path: string, reason: string): Unreadable {
    return new Unreadable(this.#tree, path, reason);
  }

  #kustomization(path: string, keys: readonly string[], text?: string): Record<string, unknown> {
    const [data, ...more] = documents(this.#tree, path, text);
    if (!isMap(data) || data['kind'] !== 'Kustomization' || more.length > 0) throw this.#odd(path, 'it is not one Kustomization');
    const other = Object.keys(data).find((key) => !keys.includes(key));
    if (other !== undefined) throw this.#odd(path, `"${other}" is nothing pap-fleet writes there`);
    return data;
  }

  #resources(path: string, kustomization: Record<string, unknown>, read: (name: string) => readonly KubeObject[]): KubeObject[] {
    const { resources } = kustomization;
    if (!Array.isArray(resources)) throw this.#odd(path, 'it has no list of resources');
    if (new Set(resources).size !== resources.length) throw this.#odd(path, 'a resource stands there twice');
    return resources.flatMap((name: unknown) => read(String(name)));
  }

  #base(path: string, name: string): readonly KubeObject[] {
    const folder = baseFolder(name);
    if (folder === undefined) throw this.#odd(path, `"${name}" is no base of pap-fleet`);
    return memo(this.#bases, folder, () => {
      const own = `${folder}/kustomization.yaml`;
      const kustomization = this.#kustomization(own, ['apiVersion', 'kind', 'resources']);
      return this.#resources(own, kustomization, (file) => {
        if (file !== 'objects.yaml') throw this.#odd(own, `"${file}" is nothing pap-fleet puts into a base`);
        return this.#file(`${folder}/${file}`);
      });
    });
  }

  #file(path: string): readonly KubeObject[] {
    return objectsIn(this.#tree, path);
  }

  #apply(path: string, patch: unknown, objects: KubeObject[]): void {
    const target = isMap(patch) ? patch['target'] : undefined;
    if (!isMap(patch) || !isMap(target) || Object.keys(target).some((key) => !TARGET_KEYS.includes(key)))
      throw this.#odd(path, 'a patch is not as pap-fleet writes them');
    // Names are anchored regular expressions; ours are a name with its dots escaped.
    const plain = (key: string): string | undefined => (typeof target[key] === 'string' ? target[key].replaceAll('\\.', '.') : undefined);
    const [name, namespace] = [plain('name'), plain('namespace')];
    const matching = objects.flatMap((object, i) =>
      object.kind === target['kind'] &&
      object.metadata.name === name &&
      object.metadata.namespace === namespace &&
      group(object) === (target['group'] ?? '') &&
      version(object) === target['version']
        ? [i]
        : [],
    );
    const at = matching[0];
    if (at === undefined || matching.length > 1) throw this.#odd(path, `the target of a patch, ${String(target['kind'])} ${name}, is not one object`);
    const operations = patchOperations(String(patch['patch']));
    if (operations === undefined) throw this.#odd(path, `the patch of ${String(target['kind'])} ${name} is not as pap-fleet writes them`);
    for (const operation of operations) {
      const result = replaced(objects[at] as KubeObject, operation);
      if (result === undefined)
        throw this.#odd(path, `the patch of ${objectTitle(objects[at] as KubeObject)} does not fit its base at ${operation.path}`);
      objects[at] = result;
    }
  }

  #pairs(path: string, labels: unknown): Record<string, string> {
    const [first, ...more] = Array.isArray(labels) ? (labels as unknown[]) : [];
    const pairs = isMap(first) ? first['pairs'] : undefined;
    const only = isMap(pairs) && isMap(first) && Object.keys(first).length === 1 && Object.keys(pairs).join() === REGION_LABEL;
    if (!only || more.length > 0) throw this.#odd(path, 'the labels are not the region label alone');
    return pairs as Record<string, string>;
  }
}

/** The base folders that an overlay points at. @param path of its kustomization.yaml */
export function basesOf(tree: Tree, path: string, text?: string): string[] {
  const [data] = documents(tree, path, text);
  const resources = isMap(data) ? data['resources'] : undefined;
  return Array.isArray(resources) ? resources.flatMap((name: unknown) => baseFolder(String(name)) ?? []) : [];
}

/** The files of the bases that a kustomization.yaml names, as far as its text tells without being read: what is expected, and no more. */
export function baseFilesIn(text: string): string[] {
  return [...text.matchAll(/^- (?:\.\.\/){3}(base\/\S+)$/gm)].flatMap(([, base]) => folderFiles(base as string));
}

function baseFolder(resource: string): string | undefined {
  const folder = /^\.\.\/\.\.\/\.\.\/(base\/[^/]+\/[^/]+\/[^/]+)$/.exec(resource)?.[1];
  return folder?.includes('..') === true ? undefined : folder;
}

/** The Kubernetes objects of a file. */
export function objectsIn(tree: Tree, path: string): KubeObject[] {
  return documents(tree, path).map((data) => {
    const metadata = isMap(data) ? data['metadata'] : undefined;
    if (
      !isMap(data) ||
      !isMap(metadata) ||
      typeof data['apiVersion'] !== 'string' ||
      typeof data['kind'] !== 'string' ||
      typeof metadata['name'] !== 'string'
    )
      throw new Unreadable(tree, path, 'it holds something that is no Kubernetes object');
    return data as unknown as KubeObject;
  });
}
