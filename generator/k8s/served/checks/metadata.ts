import { isLabelKey } from '../../../model/names.ts';
import { text, items, filled, alsoEmpty, oneOf, keys, qualified, labelValue, type Check } from '../check.ts';

export const METADATA_CHECKS: Readonly<Record<string, Check>> = {
  'meta.v1.ObjectMeta.generateName': text((name) => /^[a-z0-9]/.test(name), 'begin of a name'),
  'meta.v1.ObjectMeta.labels': keys(isLabelKey, 'key of a label'),
  'meta.v1.ObjectMeta.annotations': keys((key) => isLabelKey(key.toLowerCase()), 'key of an annotation'),
  'meta.v1.ObjectMeta.finalizers': items(alsoEmpty(qualified)),
  'meta.v1.LabelSelectorRequirement.values': items(labelValue),
  'meta.v1.LabelSelectorRequirement.key': alsoEmpty(qualified),
  'meta.v1.LabelSelectorRequirement.operator': alsoEmpty(oneOf('In', 'NotIn', 'Exists', 'DoesNotExist')),
  'meta.v1.OwnerReference.name': filled,
  'meta.v1.OwnerReference.kind': filled,
  'meta.v1.OwnerReference.uid': filled,
  'meta.v1.OwnerReference.apiVersion': alsoEmpty(text((version) => version.split('/').length <= 2, 'apiVersion')),
};
