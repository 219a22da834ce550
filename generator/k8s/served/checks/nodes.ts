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
  amount,
  bytes,
  map,
  unrepeated,
  type Check,
} from '../check.ts';
import { containerResources } from '../resources.ts';

const driver = text((name) => isDriver(name), 'name of a driver');

const requestName = text((name) => name.split('/').length <= 2 && name.split('/').every(isDnsLabel), 'name of a request');

/** kubernetes, pkg/apis/resource/validation/validation.go, validateFullyQualifiedName. */
const attribute = text((name) => name.includes('/') && isQualified(name), 'name of an attribute such as driver.example.com/model');

/** validateQualifiedName: of more than two parts it says nothing. */
function isQualified(name: string): boolean {
  const parts = name.split('/');
  const isIdentifier = (part: string): boolean => part.length <= 32 && /^[A-Za-z_]\w*$/.test(part);
  if (parts.length === 1) return isIdentifier(name);
  return parts.length > 2 || (isDriver(parts[0] as string) && isIdentifier(parts[1] as string));
}

const isDriver = (name: string): boolean => name.length <= 63 && isSubdomain(name.toLowerCase());

/** apimachinery, pkg/apis/meta/v1/micro_time.go: as Go reads RFC3339Micro, with six digits behind the second. */
const microTime = text(
  (time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$/.test(time),
  'time with millionths of a second, such as 2026-01-31T12:00:00.000000Z',
);

/** semver.org, as validateDeviceAttributeVersionValue has it. */
const isSemver = (version: string): boolean =>
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$/.test(
    version,
  );

export const NODES_CHECKS: Readonly<Record<string, Check>> = {
  'node.v1.Overhead.podFixed': containerResources,
  'storage.v1.StorageClass.reclaimPolicy': oneOf('Delete', 'Retain'),
  'storage.v1.StorageClass.volumeBindingMode': alsoEmpty(oneOf('Immediate', 'WaitForFirstConsumer')),
  'storage.v1.CSIDriverSpec.nodeAllocatableUpdatePeriodSeconds': number(10),
  'storage.v1.CSINodeDriver.nodeID': both(filled, bytes(256)),
  'storage.v1.VolumeNodeResources.count': natural,
  'storage.v1.CSIStorageCapacity.capacity': amount,
  'storage.v1.StorageClass.provisioner': alsoEmpty(text((name) => isLabelKey(name.toLowerCase()), 'name of a provisioner')),
  'storage.v1.StorageClass.parameters': keys((key) => key !== '', 'name of a parameter'),
  'storage.v1.CSIDriverSpec.fsGroupPolicy': alsoEmpty(oneOf('File', 'None', 'ReadWriteOnceWithFSType')),
  'storage.v1.CSIDriverSpec.volumeLifecycleModes': items(alsoEmpty(oneOf('Ephemeral', 'Persistent'))),
  'storage.v1.TokenRequest.expirationSeconds': number(600, 2 ** 32),
  'storage.v1.CSINodeDriver.name': alsoEmpty(driver),
  'storage.v1.CSINodeDriver.topologyKeys': both(items(alsoEmpty(qualified)), unrepeated),
  'storage.v1.VolumeAttributesClass.driverName': alsoEmpty(text((name) => isLabelKey(name.toLowerCase()), 'name of a driver')),
  'storage.v1.VolumeAttachmentSource.persistentVolumeName': alsoEmpty(subdomain),
  'storage.v1.CSIStorageCapacity.storageClassName': alsoEmpty(subdomain),
  'storage.v1.VolumeAttachmentSpec.attacher': alsoEmpty(driver),
  'storage.v1.VolumeAttachmentSpec.nodeName': alsoEmpty(subdomain),
  'scheduling.v1.PriorityClass.preemptionPolicy': alsoEmpty(oneOf('Never', 'PreemptLowerPriority')),
  'scheduling.v1.PriorityClass.value': (value) => (typeof value === 'number' && value > 1_000_000_000 ? 'must be at most 1000000000' : undefined),
  'node.v1.RuntimeClass.handler': alsoEmpty(label),
  'coordination.v1.LeaseSpec.leaseDurationSeconds': positive,
  'coordination.v1.LeaseSpec.leaseTransitions': natural,
  'coordination.v1.LeaseSpec.acquireTime': microTime,
  'coordination.v1.LeaseSpec.renewTime': microTime,
  'resource.v1.DeviceRequest.name': alsoEmpty(label),
  'resource.v1.DeviceSubRequest.name': alsoEmpty(label),
  'resource.v1.ExactDeviceRequest.deviceClassName': alsoEmpty(subdomain),
  'resource.v1.ExactDeviceRequest.count': natural,
  'resource.v1.ExactDeviceRequest.allocationMode': oneOf('All', 'ExactCount'),
  'resource.v1.DeviceSubRequest.deviceClassName': alsoEmpty(subdomain),
  'resource.v1.DeviceSubRequest.count': natural,
  'resource.v1.OpaqueDeviceConfiguration.driver': alsoEmpty(driver),
  'resource.v1.DeviceConstraint.requests': items(alsoEmpty(requestName)),
  'resource.v1.DeviceClaimConfiguration.requests': items(alsoEmpty(requestName)),
  'resource.v1.DeviceConstraint.matchAttribute': alsoEmpty(attribute),
  'resource.v1.CELDeviceSelector.expression': both(filled, bytes(10_240), cel),
  'resource.v1.DeviceClassSpec.selectors': atMost(32),
  'resource.v1.DeviceClassSpec.config': atMost(32),
  'resource.v1.DeviceClaim.requests': atMost(32),
  'resource.v1.DeviceClaim.constraints': atMost(32),
  'resource.v1.DeviceClaim.config': atMost(32),
  'resource.v1.DeviceRequest.firstAvailable': atMost(8),
  'resource.v1.ExactDeviceRequest.selectors': atMost(32),
  'resource.v1.DeviceSubRequest.selectors': atMost(32),
  'resource.v1.ResourceSliceSpec.driver': alsoEmpty(driver),
  'resource.v1.ResourceSliceSpec.nodeName': alsoEmpty(subdomain),
  'resource.v1.ResourceSliceSpec.devices': atMost(128),
  'resource.v1.ResourcePool.name': alsoEmpty(text((name) => name.length <= 253 && name.split('/').every(isSubdomain), 'name of a pool')),
  'resource.v1.ResourcePool.resourceSliceCount': positive,
  'resource.v1.ResourcePool.generation': natural,
  'resource.v1.Device.name': alsoEmpty(label),
  'resource.v1.Device.attributes': keys(isQualified, 'name of an attribute'),
  'resource.v1.Device.capacity': keys(isQualified, 'name of a capacity'),
  'resource.v1.DeviceAttribute.string': bytes(64),
  'resource.v1.DeviceAttribute.version': both(alsoEmpty(text(isSemver, 'version such as 1.2.3')), bytes(64)),
  'resource.v1.OpaqueDeviceConfiguration.parameters': map,
};
