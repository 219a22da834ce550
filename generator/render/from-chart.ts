import { inOrder, isClusterKind, group, objectId, objectTitle, type KubeObject } from '../k8s/object.ts';
import type { Kinds } from '../k8s/crd/kinds.ts';
import { schemaOf } from '../k8s/schema/kinds.ts';
import { globMatches } from '../k8s/glob.ts';
import { get, isMap } from '../model/data.ts';
import { byCodeUnit } from '../model/order.ts';
import { quoted } from '../model/quoted.ts';

/** What a component takes of a chart. */
interface Taking {
  readonly namespace: string;
  /** All of the component. */
  readonly namespaces: readonly string[];
  readonly crds: 'first' | 'none';
  /** The folder of Kustomize that is built; absent: it is a chart. */
  readonly folder?: string;
  /** Kind and name, or a pattern of one as {@link globMatches} reads it. */
  readonly leaveOut: readonly string[];
  /** Those that the fleet brings. */
  readonly kinds: Kinds;
}

/** What a chart makes, as a component has it. */
export interface FromChart {
  /** Sorted, each with its namespace. */
  readonly objects: readonly KubeObject[];
  /** What keeps the chart from being taken, each with a way out. */
  readonly problems: readonly { readonly message: string; readonly hint: string }[];
  /** What was left out, in words. */
  readonly left: readonly string[];
  /** Entries of `leaveOut` that fitted something. */
  readonly used: ReadonlySet<string>;
}

const HOOK = 'helm.sh/hook';

/** Take what a chart was rendered to. @param documents as Kubernetes reads them */
export function fromChart(documents: readonly unknown[], taking: Taking): FromChart {
  const problems: { message: string; hint: string }[] = [];
  const left: string[] = [];
  const used = new Set<string>();
  const found: KubeObject[] = [];
  const refuse = (message: string, hint: string): void => void problems.push({ message, hint });
  const { folder } = taking;
  const maker = folder === undefined ? 'the chart' : `the folder ${folder}`;
  /** How an object goes. */
  const without = (name: string): string =>
    folder === undefined ? `add "${name}" to leaveOut` : 'take it out there, by "$patch: delete" where a base has it';
  for (const document of documents.flatMap(unfolded)) {
    if (document === null) continue;
    const object = asObject(document);
    if (object === undefined) {
      refuse(
        `${maker} makes something that is no Kubernetes object: ${quoted(JSON.stringify(document).slice(0, 80))}`,
        folder === undefined ? 'report it to whoever writes the chart' : 'take it out of the resources there',
      );
      continue;
    }
    const name = `${object.kind}/${object.metadata.name}`;
    const hooks = hooksOf(object);
    const entries = taking.leaveOut.filter((entry) => entry === name || (entry.includes('*') && globMatches(entry, name)));
    if (entries.length > 0) {
      for (const entry of entries) used.add(entry);
      left.push(`${name}, as leaveOut says`);
    } else if (hooks.length > 0 && hooks.every((hook) => hook.startsWith('test'))) left.push(`${name}, a test of the chart`);
    else if (hooks.some((hook) => hook !== 'crd-install'))
      refuse(
        `${name} is a hook of Helm (${hooks.join(', ')}): it runs at a moment of an installation, and nothing here is installed by Helm`,
        folder === undefined ? `turn it off by a value of the chart, or ${without(name)}` : without(name),
      );
    else if (object.kind === 'CustomResourceDefinition' && taking.crds === 'none') left.push(`${name}, since crds is none`);
    else if (object.kind === 'Namespace' && taking.namespaces.includes(object.metadata.name))
      left.push(`${name}, which the component cluster makes, with the fleet's Pod Security`);
    else if (object.kind === 'Namespace')
      refuse(
        `${maker} makes the Namespace ${object.metadata.name}, which is not the component's`,
        `add it to namespaces in component.yaml, if it is to be; or ${without(name)}`,
      );
    else if (object.kind === 'Secret')
      refuse(
        `${maker} makes the Secret ${object.metadata.name}, and no Secret is in Git`,
        folder === undefined
          ? `let the chart use one that is there (a value such as existingSecret), and name it under secrets; or ${without(name)}`
          : 'take its generator or its file out there, let what reads it name one that is there, and write that under secrets in component.yaml',
      );
    else found.push(object);
  }
  const scopes = new Map(
    found.filter(({ kind }) => kind === 'CustomResourceDefinition').map((definition) => [definedBy(definition), get(definition, ['spec', 'scope'])]),
  );
  const isNamespaced = (object: KubeObject): boolean => {
    if (isClusterKind(object)) return false;
    if (schemaOf(object) !== undefined) return true;
    const known = taking.kinds.definitionOf(object);
    return known === undefined ? scopes.get(`${group(object)}/${object.kind}`) === 'Namespaced' : !known.isClusterScoped;
  };
  const all = found
    .map((object) => (object.metadata.namespace === undefined && isNamespaced(object) ? inNamespace(object, taking.namespace) : object))
    .map(inOrder);
  const objects = sorted(all);
  const twice = objects.find((object, i) => i > 0 && objectId(object) === objectId(objects[i - 1] as KubeObject));
  if (twice !== undefined)
    refuse(
      `${maker} makes ${objectTitle(twice)} twice`,
      folder === undefined ? 'two of its values give one name: change one of them' : 'give one of them another name there',
    );
  return { objects, problems, left, used };
}

/** Definitions of kinds first, then by kind and name. */
export function sorted(objects: readonly KubeObject[]): KubeObject[] {
  return [...objects].sort((a, b) => byCodeUnit(sortKey(a), sortKey(b)));
}

function sortKey(object: KubeObject): string {
  const isDefinition = object.kind === 'CustomResourceDefinition' ? 0 : 1;
  return `${isDefinition} ${objectId(object)}`;
}

function definedBy(definition: KubeObject): string {
  return `${String(get(definition, ['spec', 'group']))}/${String(get(definition, ['spec', 'names', 'kind']))}`;
}

function inNamespace(object: KubeObject, namespace: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function hooksOf({ metadata }: KubeObject): string[] {
  const hook = metadata.annotations?.[HOOK];
  return hook === undefined
    ? []
    : String(hook)
        .split(',')
        .map((each) => each.trim());
}

/** The items of a List, which Helm takes apart as well. */
function unfolded(document: unknown): unknown[] {
  if (!isMap(document) || typeof document['kind'] !== 'string' || !document['kind'].endsWith('List') || !Array.isArray(document['items']))
    return [document];
  return (document['items'] as unknown[]).flatMap(unfolded);
}

/** What no API server keeps is left out: nulls, empty maps of labels, and the status, which controllers write. */
function asObject(document: unknown): KubeObject | undefined {
  if (!isMap(document) || typeof document['apiVersion'] !== 'string' || typeof document['kind'] !== 'string') return undefined;
  const { status: _, metadata, ...rest } = withoutNulls(document) as Record<string, unknown>;
  if (!isMap(metadata) || typeof metadata['name'] !== 'string') return undefined;
  const { labels, annotations, ...others } = metadata;
  const kept = Object.entries({ labels, annotations: withoutCrdHook(annotations) }).filter(([, map]) => isMap(map) && Object.keys(map).length > 0);
  return { ...rest, metadata: { ...others, ...Object.fromEntries(kept) } } as unknown as KubeObject;
}

/** How charts of Helm 2 said that a definition comes first. */
function withoutCrdHook(annotations: unknown): unknown {
  if (!isMap(annotations) || annotations[HOOK] !== 'crd-install') return annotations;
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !key.startsWith(HOOK)));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([key, item]) => [key, withoutNulls(item)]),
  );
}
