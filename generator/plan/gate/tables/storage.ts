// https://kubernetes.io/docs/concepts/storage/persistent-volumes/
import type { Weight } from '../../../components/weight.ts';
import { TEAM_LABEL } from '../../../k8s/labels.ts';
import { any, becomes, lower, none, when } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Table } from '../table.ts';
import { METADATA, eachKey, labelDanger } from './metadata.ts';

const OTHERS: Weight = { class: 'identity', says: 'the volume goes to another agent, with the data in it' };
const LOST = any('loss', 'data is lost when the volume is made anew');
const DATA = any('loss', 'its data is lost, or nobody manages it any more');

const claim: Table = {
  kinds: ['/PersistentVolumeClaim'],
  fields: {
    ...METADATA,
    'metadata.labels': eachKey(
      (key, before, _after, spot) =>
        labelDanger(key, spot) ??
        (key === 'app.kubernetes.io/name' && before !== undefined ? OTHERS : undefined) ??
        (before === undefined || key === TEAM_LABEL ? undefined : { class: 'loss', says: 'backups no longer select the volume' }),
    ),
    'spec.accessModes': LOST,
    'spec.resources.requests': when(lower(), 'loss', 'a volume cannot shrink: it would have to be made anew'),
    'spec.resources.requests.storage': when(lower(), 'loss', 'a volume cannot shrink: it would have to be made anew'),
    'spec.resources.limits': none,
    'spec.storageClassName': LOST,
    'spec.volumeAttributesClassName': any('work', 'the store changes how fast the volume is', { effect: 'weakens' }),
    'spec.volumeMode': LOST,
    'spec.volumeName': any('identity', 'the claim takes the volume of another'),
    'spec.selector': any('identity', 'the claim takes another volume'),
    'spec.dataSource': any('identity', 'the volume is filled with data of another'),
    'spec.dataSourceRef': any('identity', 'the volume is filled with data of another'),
  },
  gone: DATA,
  brought: any('identity', 'a volume is made, or taken from another, that pods may mount'),
};

const SOURCES: readonly string[] = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'csi',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'glusterfs',
  'hostPath',
  'iscsi',
  'local',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
];

const volume: Table = {
  kinds: ['/PersistentVolume'],
  fields: {
    ...METADATA,
    'spec.persistentVolumeReclaimPolicy': when(becomes('Delete', 'Recycle', undefined), 'loss', 'the data is deleted when its claim goes'),
    'spec.capacity': when(lower(), 'loss', 'a volume cannot shrink'),
    'spec.capacity.storage': when(lower(), 'loss', 'a volume cannot shrink'),
    'spec.accessModes': DATA,
    'spec.claimRef': any('identity', 'the volume goes to another claim'),
    'spec.mountOptions': DATA,
    'spec.nodeAffinity': any('work', 'pods with the volume may find no node', { effect: 'stops' }),
    'spec.storageClassName': DATA,
    'spec.volumeAttributesClassName': none,
    'spec.volumeMode': DATA,
    ...Object.fromEntries(SOURCES.map((source): [string, Rule] => [`spec.${source}`, any('loss', 'the volume is another store')])),
  },
  gone: DATA,
  brought: any('power', 'a store, perhaps of a node, becomes a volume'),
};

const storageClass: Table = {
  kinds: ['storage.k8s.io/StorageClass'],
  fields: {
    ...METADATA,
    allowVolumeExpansion: none,
    allowedTopologies: any('work', 'pods with a volume may find no node', { effect: 'stops', always: true }),
    mountOptions: any('power', 'volumes are mounted in another way'),
    parameters: any('power', 'volumes are made in another store, or without encryption'),
    provisioner: any('power', 'another driver makes volumes'),
    reclaimPolicy: when(becomes('Delete', undefined), 'loss', 'the data of volumes is deleted when their claims go'),
    volumeBindingMode: any('work', 'pods with a volume may find no node', { effect: 'stops', always: true }),
  },
  gone: any('work', 'no more volumes of the class are made', { effect: 'stops', always: true }),
  brought: any('power', 'volumes are made in another way'),
};

export const storage: readonly Table[] = [claim, volume, storageClass];
