import { isDnsLabel, isLabelKey, isSubdomain } from '../../../model/names.ts';
import {
  text,
  number,
  items,
  filled,
  alsoEmpty,
  both,
  oneOf,
  atMost,
  keys,
  label,
  subdomain,
  qualified,
  positive,
  natural,
  cel,
  type Check,
} from '../check.ts';

const driver = text((name) => name.length <= 63 && isSubdomain(name.toLowerCase()), 'name of a driver');

const requestName = text((name) => name.split('/').length <= 2 && name.split('/').every(isDnsLabel), 'name of a request');

const attribute = text((name) => name.includes('/') || /^[A-Za-z_]\w*$/.test(name), 'name of an attribute such as driver.example.com/model');

export const NODES_CHECKS: Readonly<Record<string, Check>> = {
  'storage.v1.StorageClass.provisioner': alsoEmpty(text((name) => isLabelKey(name.toLowerCase()), 'name of a provisioner')),
  'storage.v1.StorageClass.parameters': keys((key) => key !== '', 'name of a parameter'),
  'storage.v1.CSIDriverSpec.fsGroupPolicy': alsoEmpty(oneOf('File', 'None', 'ReadWriteOnceWithFSType')),
  'storage.v1.CSIDriverSpec.volumeLifecycleModes': items(alsoEmpty(oneOf('Ephemeral', 'Persistent'))),
  'storage.v1.TokenRequest.expirationSeconds': number(600, 2 ** 32),
  'storage.v1.CSINodeDriver.name': alsoEmpty(driver),
  'storage.v1.CSINodeDriver.topologyKeys': items(alsoEmpty(qualified)),
  'storage.v1.CSINodeDriver.nodeID': filled,
  'storage.v1.VolumeAttributesClass.driverName': alsoEmpty(text((name) => isLabelKey(name.toLowerCase()), 'name of a driver')),
  'storage.v1.VolumeAttachmentSource.persistentVolumeName': alsoEmpty(subdomain),
  'storage.v1.CSIStorageCapacity.storageClassName': alsoEmpty(subdomain),
  'storage.v1.VolumeAttachmentSpec.attacher': alsoEmpty(driver),
  'storage.v1.VolumeAttachmentSpec.nodeName': alsoEmpty(subdomain),
  'scheduling.v1.PriorityClass.value': (value) => (typeof value === 'number' && value > 1_000_000_000 ? 'must be at most 1000000000' : undefined),
  'node.v1.RuntimeClass.handler': alsoEmpty(label),
  'coordination.v1.LeaseSpec.leaseDurationSeconds': positive,
  'coordination.v1.LeaseSpec.leaseTransitions': natural,
  'resource.v1.DeviceRequest.name': alsoEmpty(label),
  'resource.v1.DeviceSubRequest.name': alsoEmpty(label),
  'resource.v1.ExactDeviceRequest.deviceClassName': alsoEmpty(subdomain),
  'resource.v1.ExactDeviceRequest.count': natural,
  'resource.v1.ExactDeviceRequest.allocationMode': oneOf('All', 'ExactCount'),
  'resource.v1.DeviceSubRequest.deviceClassName': alsoEmpty(subdomain),
  'resource.v1.DeviceSubRequest.count': natural,
  'resource.v1.OpaqueDeviceConfiguration.driver': alsoEmpty(text((name) => isSubdomain(name.toLowerCase()), 'name of a driver')),
  'resource.v1.DeviceConstraint.requests': items(alsoEmpty(requestName)),
  'resource.v1.DeviceClaimConfiguration.requests': items(alsoEmpty(requestName)),
  'resource.v1.DeviceConstraint.matchAttribute': alsoEmpty(attribute),
  'resource.v1.DeviceConstraint.distinctAttribute': alsoEmpty(attribute),
  'resource.v1.CELDeviceSelector.expression': both(filled, cel),
  'resource.v1.DeviceClassSpec.selectors': atMost(32),
};
