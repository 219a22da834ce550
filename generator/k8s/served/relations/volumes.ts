import { isMap } from '../../../model/data.ts';
import { texts, type Fields } from '../../look.ts';
import { isSubdomain } from '../../../model/names.ts';
import { shownValue } from '../../shown.ts';
import { all, has, needing, oneOfThese, oneAtMost, claims, type Wrong, type Relation } from '../relation.ts';

const VOLUMES =
  'awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir ephemeral fc flexVolume flocker gcePersistentDisk gitRepo glusterfs hostPath image iscsi nfs persistentVolumeClaim photonPersistentDisk portworxVolume projected quobyte rbd scaleIO secret storageos vsphereVolume'.split(
    ' ',
  );

const PERSISTENT =
  'awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume'.split(
    ' ',
  );

function* exclusive(item: Fields): Iterable<Wrong> {
  const modes = texts(item['accessModes']);
  if (modes.includes('ReadWriteOncePod') && modes.length > 1) yield { key: 'accessModes', message: 'ReadWriteOncePod must be the only one' };
}

/** kubernetes, pkg/apis/core/validation/validation.go, validateDataSourceRef. */
export function* source(item: Fields, key: string): Iterable<Wrong> {
  const from = item[key];
  if (!isMap(from)) return;
  for (const part of ['name', 'kind']) if (!has(from, part)) yield { key, message: `needs ${part}` };
  const { apiGroup, kind } = from;
  if (!has(from, 'apiGroup') && has(from, 'kind') && kind !== 'PersistentVolumeClaim')
    yield { key, message: `needs apiGroup, since kind is ${shownValue(kind)}` };
  if (typeof apiGroup === 'string' && apiGroup !== '' && !isSubdomain(apiGroup)) yield { key, message: `${shownValue(apiGroup)} is no group` };
}

export const VOLUMES_RELATIONS: Readonly<Record<string, Relation>> = {
  'core.v1.Volume': all(needing('name'), oneAtMost(...VOLUMES)),
  'core.v1.PersistentVolumeSpec': all(
    needing('capacity', 'accessModes'),
    function* (item) {
      if (has(item, 'volumeAttributesClassName') && !isMap(item['csi'])) yield { message: 'needs csi, since volumeAttributesClassName is set' };
      if (isMap(item['local']) && !isMap(item['nodeAffinity'])) yield { message: 'needs nodeAffinity, since it is local' };
      if (isMap(item['capacity']) && Object.keys(item['capacity']).join() !== 'storage')
        yield { key: 'capacity', message: 'must hold storage, and nothing else' };
    },
    oneOfThese(...PERSISTENT),
    exclusive,
  ),
  'core.v1.VolumeNodeAffinity': needing('required'),
  'core.v1.PersistentVolumeClaimSpec': all(claims, exclusive, function* (item) {
    // `dataSource` is left out by the server where it is none that it knows.
    yield* source(item, 'dataSourceRef');
  }),
  'core.v1.ConfigMapVolumeSource': needing('name'),
  'core.v1.SecretVolumeSource': needing('secretName'),
  'core.v1.ConfigMapProjection': needing('name'),
  'core.v1.SecretProjection': needing('name'),
  'core.v1.DownwardAPIVolumeFile': oneOfThese('fieldRef', 'resourceFieldRef'),
  'core.v1.VolumeProjection': oneOfThese('clusterTrustBundle', 'configMap', 'downwardAPI', 'podCertificate', 'secret', 'serviceAccountToken'),
};
