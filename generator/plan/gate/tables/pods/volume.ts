import { any, none, restarts } from '../../rule.ts';
import type { Rule } from '../../rule.ts';
import type { Fields } from '../../table.ts';
import { ofAgent } from './agent.ts';
import { SECRET, PROJECTED_SECRET, CLAIM, CONFIG } from './references.ts';

/** A volume of a pod. */
export const VOLUME: Fields = {
  name: none,
  'secret.secretName': ofAgent(SECRET),
  'secret.defaultMode': restarts,
  'secret.items': restarts,
  'secret.optional': restarts,
  'persistentVolumeClaim.claimName': CLAIM,
  'persistentVolumeClaim.readOnly': restarts,
  configMap: restarts,
  'configMap.name': ofAgent(CONFIG),
  emptyDir: restarts,
  downwardAPI: restarts,
  hostPath: any('power', 'the pods read and write files of the node'),
  projected: any('power', 'the pods get a token, or Secrets of others'),
  'projected.defaultMode': restarts,
  'projected.sources[].secret': PROJECTED_SECRET,
  ephemeral: any('loss', 'the volume goes with its pod'),
  image: any('power', 'code of another image is mounted'),
  csi: any('power', 'a driver of the node mounts something into the pods'),
  ...Object.fromEntries(
    [
      'awsElasticBlockStore',
      'azureDisk',
      'azureFile',
      'cephfs',
      'cinder',
      'fc',
      'flexVolume',
      'flocker',
      'gcePersistentDisk',
      'gitRepo',
      'glusterfs',
      'iscsi',
      'nfs',
      'photonPersistentDisk',
      'portworxVolume',
      'quobyte',
      'rbd',
      'scaleIO',
      'storageos',
      'vsphereVolume',
    ].map((source): [string, Rule] => [source, any('power', 'the pods mount a store outside of the cluster')]),
  ),
};
