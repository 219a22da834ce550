import { isMap } from '../../../model/data.ts';
import { has, all, needing, oneOfThese, type Relation } from '../relation.ts';

export const NODES_RELATIONS: Readonly<Record<string, Relation>> = {
  'resource.v1.DeviceSelector': needing('cel'),
  'resource.v1.DeviceClaimConfiguration': needing('opaque'),
  'resource.v1.DeviceClassConfiguration': needing('opaque'),
  'resource.v1.OpaqueDeviceConfiguration': needing('driver', 'parameters'),
  'resource.v1.DeviceRequest': all(needing('name'), oneOfThese('exactly', 'firstAvailable')),
  'resource.v1.ExactDeviceRequest': needing('deviceClassName'),
  'resource.v1.DeviceConstraint': function* (item) {
    if (!has(item, 'matchAttribute') && !has(item, 'distinctAttribute')) yield { message: 'needs matchAttribute' };
  },
  'storage.v1.VolumeAttachmentSource': oneOfThese('inlineVolumeSpec', 'persistentVolumeName'),
  'storage.v1.VolumeAttributesClass': function* (item) {
    if (!isMap(item['parameters']) || Object.keys(item['parameters']).length === 0) yield { message: 'needs parameters' };
  },
  'storage.v1.StorageClass': needing('provisioner'),
};
