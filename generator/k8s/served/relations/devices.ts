import { isMap } from '../../../model/data.ts';
import { child, type Pointer } from '../../../model/pointer.ts';
import { fields, maps, texts, type Fields } from '../../look.ts';
import { shownValue } from '../../shown.ts';
import { has, listOf, one, twice, unlike, type Relation, type Wrong } from '../relation.ts';

/** kubernetes, pkg/apis/resource/validation/validation.go, validateDeviceClaim. */
export const claim: Relation = function* (item) {
  const requests = maps(item['requests'], '/requests');
  yield* twice(
    requests.map((each) => each.item),
    'name',
    '/requests',
  );
  const names = new Set<string>();
  for (const { item: request, at } of requests) {
    const inner = listOf(request['firstAvailable']).map(fields);
    yield* twice(inner, 'name', child(at, 'firstAvailable'));
    names.add(String(request['name']));
    for (const each of inner) names.add(`${String(request['name'])}/${String(each['name'])}`);
    // The namespace has a label that allows it, or has not.
  }
  for (const key of ['constraints', 'config']) for (const { item: of, at } of maps(item[key], child('', key))) yield* referring(of, at, names);
};

function* referring(item: Fields, at: Pointer, names: ReadonlySet<string>): Iterable<Wrong> {
  const requests = texts(item['requests']);
  yield* unlike(requests, child(at, 'requests'));
  for (const [i, request] of requests.entries())
    if (!names.has(request)) yield { below: child(child(at, 'requests'), i), message: `${shownValue(request)} is no request of the claim` };
}

/** validateDeviceAllocationMode. */
export const uncounted: Relation = function* ({ allocationMode, count }) {
  if (allocationMode === 'All' && typeof count === 'number' && count !== 0) yield { key: 'count', message: 'is not for allocationMode: All' };
};

const OF_TEMPLATES = new Set(['annotations', 'labels']);

/** kubernetes, pkg/apis/core/validation/validation.go, ValidateTemplateObjectMeta. */
export const templateMetadata: Relation = function* (item) {
  if (!isMap(item['metadata'])) return;
  for (const [key, value] of Object.entries(item['metadata']))
    if (!OF_TEMPLATES.has(key) && !isZero(value)) yield { below: child('/metadata', key), message: 'must be left out of a template' };
};

/** What Go takes for absent. */
const isZero = (value: unknown): boolean => value === null || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);

/** validateResourceSliceSpec. */
export const slice: Relation = function* (item) {
  yield* one(item, ['nodeName', 'nodeSelector', 'allNodes', 'perDeviceNodeSelection']);
  for (const key of ['allNodes', 'perDeviceNodeSelection']) if (item[key] === false) yield { key, message: 'must be true, or left out' };
  if (isMap(item['nodeSelector']) && listOf(item['nodeSelector']['nodeSelectorTerms']).length !== 1)
    yield { key: 'nodeSelector', message: 'must have one term' };
  yield* twice(listOf(item['devices']).map(fields), 'name', '/devices');
  yield* twice(listOf(item['sharedCounters']).map(fields), 'name', '/sharedCounters');
  for (const { item: device, at } of maps(item['devices'], '/devices')) {
    for (const key of ['nodeName', 'nodeSelector', 'allNodes'])
      if (item['perDeviceNodeSelection'] !== true && has(device, key))
        yield { below: child(at, key), message: 'is for a slice with perDeviceNodeSelection' };
    for (const [name, attribute] of Object.entries(fields(device['attributes']))) {
      const values = ['bool', 'int', 'string', 'version'].filter((key) => (fields(attribute)[key] ?? null) !== null);
      if (values.length !== 1) yield { below: child(child(at, 'attributes'), name), message: 'needs one of bool, int, string and version' };
    }
  }
};
