import { isMap } from '../../../model/data.ts';
import { fields, maps, texts, type Fields } from '../../look.ts';
import { deviceExpression } from './policies.ts';
import { claim, slice, templateMetadata, uncounted } from './devices.ts';
import { has, all, needing, oneOfThese, listOf, twice, unlike, type Relation } from '../relation.ts';

const sortedTerm = ({ key, values }: Fields): string => JSON.stringify([key, texts(values).sort()]);

export const NODES_RELATIONS: Readonly<Record<string, Relation>> = {
  'resource.v1.CELDeviceSelector': deviceExpression,
  'resource.v1.DeviceClaim': claim,
  'resource.v1.ResourceClaimTemplateSpec': templateMetadata,
  'resource.v1.ResourceSliceSpec': slice,
  'resource.v1.DeviceSelector': needing('cel'),
  'resource.v1.DeviceClaimConfiguration': needing('opaque'),
  'resource.v1.DeviceClassConfiguration': needing('opaque'),
  'resource.v1.OpaqueDeviceConfiguration': needing('driver', 'parameters'),
  'resource.v1.DeviceRequest': all(needing('name'), oneOfThese('exactly', 'firstAvailable')),
  'resource.v1.ExactDeviceRequest': all(needing('deviceClassName'), uncounted),
  'resource.v1.DeviceConstraint': function* (item) {
    if (!has(item, 'matchAttribute') && !has(item, 'distinctAttribute')) yield { message: 'needs matchAttribute' };
  },
  'storage.v1.VolumeAttachmentSource': oneOfThese('inlineVolumeSpec', 'persistentVolumeName'),
  'storage.v1.VolumeAttributesClass': function* (item) {
    if (!isMap(item['parameters']) || Object.keys(item['parameters']).length === 0) yield { message: 'needs parameters' };
  },
  'storage.v1.StorageClass': all(needing('provisioner'), function* (item) {
    const terms = maps(item['allowedTopologies'], '/allowedTopologies');
    // Whatever the reason, a term of nothing is the same as the ones that the server has made room for: validateAllowedTopologies.
    for (const { item: term, at } of terms)
      if (listOf(term['matchLabelExpressions']).length === 0) yield { below: at, message: 'needs matchLabelExpressions' };
    yield* unlike(
      terms.map(({ item: term }) =>
        JSON.stringify(
          listOf(term['matchLabelExpressions'])
            .map((each) => sortedTerm(fields(each)))
            .sort(),
        ),
      ),
      '/allowedTopologies',
    );
  }),
  'core.v1.TopologySelectorTerm': function* (item) {
    yield* twice(listOf(item['matchLabelExpressions']).map(fields), 'key', '/matchLabelExpressions');
  },
  'core.v1.TopologySelectorLabelRequirement': needing('key', 'values'),
  'node.v1.Scheduling': function* (item) {
    yield* unlike(
      listOf(item['tolerations']).map((each) => JSON.stringify(['key', 'operator', 'value', 'effect'].map((key) => fields(each)[key] ?? ''))),
      '/tolerations',
    );
  },
  'core.v1.NodeSpec': function* (item) {
    // Beside podCIDR, another first range is passed over, with all behind it: pkg/apis/core/v1/conversion.go.
    if (!has(item, 'podCIDR') && texts(item['podCIDRs']).includes('')) yield { key: 'podCIDRs', message: 'has an empty range of addresses' };
    yield* unlike(
      listOf(item['taints']).map((each) => JSON.stringify(['key', 'effect'].map((key) => fields(each)[key] ?? ''))),
      '/taints',
    );
  },
  'storage.v1.CSIDriverSpec': function* (item) {
    if (has(item, 'serviceAccountTokenInSecrets') && listOf(item['tokenRequests']).length === 0)
      yield { key: 'serviceAccountTokenInSecrets', message: 'needs tokenRequests beside it' };
    yield* unlike(
      listOf(item['tokenRequests']).map((each) => JSON.stringify(fields(each)['audience'] ?? '')),
      '/tokenRequests',
    );
  },
};
