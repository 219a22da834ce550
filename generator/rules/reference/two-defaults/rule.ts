import { defineRule, fields, get, objectTitle, pointer, text, type KubeObject, type Pointer } from '../../kit.ts';

interface Default {
  /** Where an object says that it is one. */
  readonly at: (object: KubeObject) => Pointer | undefined;
  /** Of several kinds of storage, each has its own. */
  readonly scope: (object: KubeObject) => unknown;
  /** Whoever serves it: manifests for several clouds lie side by side. */
  readonly server: (object: KubeObject) => unknown;
  /** What becomes of two. */
  readonly then: string;
}

const NEWER = 'the newer one is taken';

const DEFAULTS: Readonly<Record<string, Default>> = {
  'storage.k8s.io/StorageClass': {
    at: (object) => annotation(object, 'storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'),
    scope: () => '',
    server: (object) => object['provisioner'],
    then: NEWER,
  },
  'networking.k8s.io/IngressClass': {
    at: (object) => annotation(object, 'ingressclass.kubernetes.io/is-default-class'),
    scope: () => '',
    server: ({ spec }) => fields(spec)['controller'],
    then: NEWER,
  },
  'snapshot.storage.k8s.io/VolumeSnapshotClass': {
    at: (object) => annotation(object, 'snapshot.storage.kubernetes.io/is-default-class'),
    scope: (object) => object['driver'],
    server: () => '',
    then: 'no snapshot is made that names no class',
  },
  'velero.io/BackupStorageLocation': {
    at: (object) => (get(object, ['spec', 'default']) === true ? '/spec/default' : undefined),
    scope: ({ metadata }) => metadata.namespace,
    server: ({ spec }) => fields(spec)['provider'],
    then: 'Velero keeps one and takes the word from the other, and Git gives it back',
  },
};

function annotation({ metadata: { annotations } }: KubeObject, ...keys: readonly string[]): Pointer | undefined {
  const key = keys.find((each) => text(annotations?.[each]) === 'true');
  return key === undefined ? undefined : pointer('metadata', 'annotations', key);
}

/** kubernetes, plugin/pkg/admission/network/defaultingressclass/admission.go, getDefaultClass; the others as under source. */
export const rule = defineRule('cluster', {
  code: 'reference/two-defaults',
  severity: 'warning',
  what: 'Two classes, or two places for backups, are the one that is taken where nothing is named.',
  why: 'Which of them it is depends on when each was made or looked at: after the cluster is made anew, volumes, routes and backups go elsewhere.',
  source:
    'kubernetes, pkg/volume/util/storageclass.go, GetDefaultClass; velero, pkg/controller/backup_storage_location_controller.go, ensureSingleDefaultBSL',
  fix: 'Let one of them be the default.',
  *run(cluster) {
    for (const [kind, { at, scope, server, then }] of Object.entries(DEFAULTS)) {
      const rivalry = (object: KubeObject): string => JSON.stringify([scope(object), cluster.whole || server(object)]);
      const firsts = new Map<string, KubeObject>();
      for (const object of cluster.all(kind)) if (at(object) !== undefined && !firsts.has(rivalry(object))) firsts.set(rivalry(object), object);
      for (const object of cluster.subjects(kind)) {
        const path = at(object);
        if (path === undefined) continue;
        const first = firsts.get(rivalry(object));
        // The same object twice is one of two alternatives, as documentation has them.
        if (first === undefined || objectTitle(first) === objectTitle(object)) continue;
        yield {
          object,
          path,
          message: `is the default, as ${objectTitle(first)} is: ${then}`,
          hint: 'let one of them be the default',
          related: [{ object: first, path: at(first) ?? '', note: 'the other one' }],
        };
      }
    }
  },
});
