import { REGION_LABEL } from '../k8s/labels.ts';
import { isClusterKind, kindName, objectId, objectTitle } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import { each, fields, maps, text } from '../k8s/look.ts';
import { equal } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import { isDnsLabel } from '../model/names.ts';
import { byCodeUnit } from '../model/order.ts';
import { quoted } from '../model/quoted.ts';
import type { Place } from '../model/finding.ts';
import type { Manifest } from '../yaml/manifests.ts';
import { View } from './brought.ts';
import type { Brought, Note } from './brought.ts';
import { cleaned } from './cleaned.ts';

/** Manifests of one file. */
export interface Batch {
  readonly path: string;
  /** The region that was said of it. */
  readonly said?: string;
  /** The folder just below the one that was named, if it lies in one. */
  readonly folder?: string;
  readonly manifests: readonly Manifest[];
}

/** A Secret that is there: what it is called, never what it holds. */
export interface ExistingSecret {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly keys: readonly string[];
}

export interface Gathered {
  readonly views: readonly View[];
  /** Applications and projects of Argo CD, which belong to no region's cluster. */
  readonly argocd: readonly Brought[];
  readonly secrets: readonly ExistingSecret[];
  readonly notes: readonly Note[];
  /** Fields that the cluster wrote → how often, and where first. */
  readonly dropped: ReadonlyMap<string, { readonly count: number; readonly first: Place }>;
}

/** Why nothing can be read. */
export interface Refusal {
  readonly refusal: string;
  readonly hint: string;
}

/** Kinds that controllers make of other objects, or that say what happened. */
const MADE = new Set([
  'Pod',
  'Node',
  'Event',
  'Endpoints',
  'Binding',
  'events.k8s.io/Event',
  'apps/ReplicaSet',
  'apps/ControllerRevision',
  'discovery.k8s.io/EndpointSlice',
  'coordination.k8s.io/Lease',
  'cert-manager.io/CertificateRequest',
  'acme.cert-manager.io/Order',
  'acme.cert-manager.io/Challenge',
  'velero.io/Backup',
  'velero.io/PodVolumeBackup',
  'velero.io/BackupRepository',
  'metrics.k8s.io/PodMetrics',
]);

/** What every cluster has by itself. */
const OF_EVERY_CLUSTER = new Set(['ConfigMap kube-root-ca.crt', 'ServiceAccount default', 'Service kubernetes']);

/** Sort what was given by region, without what clusters write and make. */
export function gather(batches: readonly Batch[]): Gathered | Refusal {
  const notes: Note[] = [];
  const dropped = new Map<string, { count: number; first: Place }>();
  const byRegion = new Map<string, Brought[]>();
  const argocd: Brought[] = [];
  const secrets = new Map<string, ExistingSecret>();
  const ids = new Map<string, Brought>();
  for (const batch of batches) {
    const told = regionsTold(batch);
    if (batch.said === undefined && batch.folder !== undefined && told.length === 1 && told[0] !== batch.folder && !labelled(batch))
      return {
        refusal: `${batch.path} lies in the folder ${quoted(batch.folder)}, and its pods are told that their region is ${quoted(told[0] as string)}`,
        hint: `say which region it is: ${told[0] as string}=${batch.path}, or --region for all of it`,
      };
    for (const manifest of batch.manifests) {
      const { object, dropped: gone } = cleaned(manifest.data);
      const { name } = object.metadata as { name?: unknown };
      const place = manifest.locate('');
      const drop = (why: string): void => void notes.push({ kind: 'dropped', place, about: objectTitle(object), why });
      if (typeof name !== 'string' || name === '') {
        notes.push({ kind: 'left', place, about: object.kind, why: 'it has no name, so that the cluster would make a new one each time' });
        continue;
      }
      for (const what of gone) memo(dropped, what, () => ({ count: 0, first: place })).count += 1;
      const region = batch.said ?? object.metadata.labels?.[REGION_LABEL] ?? batch.folder ?? (told.length === 1 ? told[0] : undefined);
      const isArgo = object.apiVersion.startsWith('argoproj.io/') && ['Application', 'AppProject', 'ApplicationSet'].includes(object.kind);
      if (isArgo) {
        argocd.push({ object, region: region ?? '', locate: (at = '') => manifest.locate(at) });
        continue;
      }
      if (region === undefined) return unknownRegion(place);
      if (!isDnsLabel(region))
        return {
          refusal: `${quoted(region)} is no name for a region (${place.file}:${place.line})`,
          hint: 'lower-case letters, digits and hyphens: us-east',
        };
      const kind = kindName(object);
      if (kind === 'Secret') {
        noteSecret(object, region, secrets, drop);
        continue;
      }
      const why = madeBy(object, manifest, kind);
      if (why !== undefined) {
        drop(why);
        continue;
      }
      const brought: Brought = { object, region, locate: (at = '') => manifest.locate(at) };
      const id = `${region} ${objectId(object)}`;
      const other = ids.get(id);
      if (other !== undefined) {
        const [first, second] = [other.locate(), place];
        if (!equal(other.object, object))
          return {
            refusal: `${objectTitle(object)} of ${region} is there twice, and the two differ: ${first.file}:${first.line} and ${second.file}:${second.line}`,
            hint: 'leave out the older one; for two clusters say which region each file is of: us-east=FILE eu-west=FILE',
          };
        drop(`it is there twice, and says the same at ${first.file}:${first.line}`);
        continue;
      }
      ids.set(id, brought);
      memo(byRegion, region, () => [] as Brought[]).push(brought);
    }
  }
  if (byRegion.size === 0)
    return {
      refusal: 'there is no object of a cluster in what was given',
      hint: 'kubectl get -o yaml prints objects; helm template renders a chart',
    };
  const views = [...byRegion].sort(([a], [b]) => byCodeUnit(a, b)).map(([region, objects]) => new View(region, objects));
  return { views, argocd, secrets: [...secrets.values()], notes, dropped };
}

function unknownRegion({ file, line }: Place): Refusal {
  return {
    refusal: `which region is ${file}:${line} of?`,
    hint: 'one region: --region us-east; several: us-east=exports/us-east eu-west=exports/eu-west, or a folder that has a folder for each',
  };
}

/** Regions that the pods of a file are told. */
function regionsTold({ manifests }: Batch): string[] {
  const told = manifests.flatMap(({ data }) =>
    each({ item: fields(data), at: '' }, 'spec.template.spec.containers[].env[]').flatMap(({ item }) =>
      item['name'] === 'AGENT_REGION' ? (text(item['value']) ?? []) : [],
    ),
  );
  return [...new Set(told)];
}

function labelled({ manifests }: Batch): boolean {
  return manifests.every(({ data }) => typeof fields(fields(fields(data)['metadata'])['labels'])[REGION_LABEL] === 'string');
}

/** Why an object is no concern of Git's; undefined where it is. */
function madeBy(object: KubeObject, { data }: Manifest, kind: string): string | undefined {
  const owner = maps(fields(data['metadata'])['ownerReferences'], '').find(({ item }) => item['controller'] === true)?.item;
  if (owner !== undefined) return `${String(owner['kind'])} ${String(owner['name'])} makes it`;
  if (MADE.has(kind)) return 'the cluster makes it by itself';
  const { name, namespace } = object.metadata;
  if (OF_EVERY_CLUSTER.has(`${object.kind} ${name}`)) return 'every cluster has it';
  if (object.kind === 'Namespace' ? /^kube-|^default$/.test(name) : namespace !== undefined && /^kube-/.test(namespace))
    return "it is the cluster's own";
  const annotations = object.metadata.annotations ?? {};
  if ('helm.sh/hook' in annotations) return 'Helm runs it as a hook; it is no part of what stays in the cluster';
  return undefined;
}

function noteSecret(object: KubeObject, region: string, secrets: Map<string, ExistingSecret>, drop: (why: string) => void): void {
  const type = text(object['type']) ?? 'Opaque';
  if (/^(?:helm\.sh\/release|kubernetes\.io\/service-account-token|bootstrap\.kubernetes\.io\/)/.test(type))
    return drop('the cluster or Helm makes it');
  const keys = [...new Set(['data', 'stringData'].flatMap((part) => Object.keys(fields(object[part]))))].sort(byCodeUnit);
  const { name, namespace = 'default' } = object.metadata;
  secrets.set(`${region} ${namespace}/${name}`, { region, namespace, name, type, keys });
  drop('a Secret never goes to Git; the list of Secrets says which must be there');
}

/** Whether objects of a kind belong to no namespace. */
export function isWide(object: KubeObject): boolean {
  return isClusterKind(object) || object.metadata.namespace === undefined;
}
