import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../generator/compile.ts';
import { importFleet } from '../../generator/import/import.ts';
import type { Asked, Imported } from '../../generator/import/import.ts';
import type { Batch } from '../../generator/import/gather.ts';
import { readConfig } from '../../generator/io/read-config.ts';
import { emitAll } from '../../generator/k8s/emit.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { pathText } from '../../generator/plan/fields.ts';
import { overlayObjects } from '../../generator/render/overlay.ts';
import { parseManifests } from '../../generator/yaml/manifests.ts';

const root = join(import.meta.dirname, '../..');
const golden = join(root, 'test/examples/golden');

/** Every fleet of the repository with a `config/`, by name. */
export const fleets: ReadonlyMap<string, string> = new Map([
  ['this repository', join(root, 'config')],
  ['open-world', join(root, 'examples/open-world/config')],
  ...readdirSync(golden)
    .filter((name) => existsSync(join(golden, name, 'config')))
    .map((name) => [name, join(golden, name, 'config')] as const),
]);

/** Objects of each region that a fleet makes. */
export function objectsByRegion(config: string): Map<string, KubeObject[]> {
  const found = new Map<string, KubeObject[]>();
  for (const overlay of compile(readConfig(config, 1 << 20)).overlays ?? [])
    found.set(overlay.region.name, [...(found.get(overlay.region.name) ?? []), ...overlayObjects(overlay)]);
  return found;
}

export function batch(text: string, more: Partial<Batch> = {}): Batch {
  const path = more.path ?? 'manifests.yaml';
  return { path, ...more, manifests: parseManifests({ path, bytes: Buffer.from(text) }).manifests };
}

export const ASKED: Asked = { folder: 'config', today: '2026-11-30', repo: 'https://git.example.net/fleet.git' };

/** @throws where nothing can be read */
export function imported(batches: readonly Batch[], more: Partial<Asked> = {}): Imported {
  const found = importFleet(batches, { ...ASKED, ...more });
  if ('refusal' in found) throw new Error(found.refusal);
  return found;
}

/** The round trip of a fleet: what it makes, imported again. @param as how its objects are written down */
export function roundTrip(config: string, as: (objects: readonly KubeObject[]) => string = emitAll, more: Partial<Asked> = {}): Imported {
  return imported(
    [...objectsByRegion(config)].map(([region, objects]) => batch(as(objects), { path: `${region}.yaml`, said: region })),
    more,
  );
}

/** `region verb Kind namespace/name fields`, of each object that would change. */
export function differences({ first }: Imported): string[] {
  if (first === undefined) throw new Error('config/ has errors');
  return first.changes.map(({ region, verb, before, after, fields }) => {
    const { kind, metadata } = (after ?? before) as KubeObject;
    return `${region} ${verb} ${kind} ${metadata.namespace ?? ''}/${metadata.name} ${fields.map(({ path }) => pathText(path)).join(' ')}`.trim();
  });
}

/** What kubectl prints of objects that a cluster has: a List, with all that the API server and controllers have written into them. */
export function exported(objects: readonly KubeObject[]): string {
  const items = objects.map((object, i) => {
    const { name, namespace, labels, annotations, ...more } = object.metadata;
    const all = structuredClone({ ...object }) as Record<string, unknown>;
    all['metadata'] = {
      ...more,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels: { ...labels, ...(object.kind === 'Namespace' ? { 'kubernetes.io/metadata.name': name } : {}) } }),
      annotations: {
        ...annotations,
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(object),
        'argocd.argoproj.io/tracking-id': `app:${object.kind}/${name}`,
      },
      uid: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      resourceVersion: String(1000 + i),
      generation: 3,
      creationTimestamp: '2026-01-01T00:00:00Z',
      managedFields: [
        {
          manager: 'argocd-controller',
          operation: 'Apply',
          apiVersion: object.apiVersion,
          time: '2026-01-01T00:00:00Z',
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:spec': {} },
        },
      ],
    };
    all['status'] = { conditions: [{ type: 'Available', status: 'True' }] };
    const spec = all['spec'] as Record<string, unknown> | undefined;
    if (object.kind === 'Deployment' && spec !== undefined) {
      spec['progressDeadlineSeconds'] = 600;
      spec['replicas'] ??= 3;
      const pod = (spec['template'] as { spec: Record<string, unknown>; metadata: Record<string, unknown> }).spec;
      (spec['template'] as { metadata: Record<string, unknown> }).metadata['creationTimestamp'] = null;
      Object.assign(pod, {
        restartPolicy: 'Always',
        dnsPolicy: 'ClusterFirst',
        schedulerName: 'default-scheduler',
        serviceAccount: pod['serviceAccountName'],
      });
      for (const container of pod['containers'] as Record<string, unknown>[]) {
        Object.assign(container, { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' });
        for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'])
          if (container[probe] !== undefined) Object.assign(container[probe] as object, { successThreshold: 1 });
      }
    }
    if (object.kind === 'Service' && spec !== undefined)
      Object.assign(spec, {
        clusterIP: '10.96.0.7',
        clusterIPs: ['10.96.0.7'],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
        sessionAffinity: 'None',
      });
    if (object.kind === 'PersistentVolumeClaim' && spec !== undefined) {
      Object.assign(all['metadata'] as object, { finalizers: ['kubernetes.io/pvc-protection'] });
      spec['volumeName'] = 'pvc-0001';
    }
    if (object.kind === 'Namespace') all['spec'] = { finalizers: ['kubernetes'] };
    return all;
  });
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items }, null, 2);
}
