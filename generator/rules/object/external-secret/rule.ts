import { child, defineRule, each, fields, isMap, quoted, text, type FoundIn, type Placed } from '../../kit.ts';

/** external-secrets, apis/externalsecrets/v1/externalsecret_validator.go; the policies are filled in before its webhook looks. */
export const rule = defineRule('object', {
  code: 'object/external-secret',
  severity: 'error',
  what: 'The policies or the sources of an ExternalSecret contradict each other.',
  why: 'The webhook of External Secrets refuses it; where the webhook is off, the Secret is not made or is left behind.',
  fix: 'Keep one of the policies, and give each item of `dataFrom` one source.',
  kinds: ['external-secrets.io/ExternalSecret', 'external-secrets.io/ClusterExternalSecret'],
  forgives: (_, { sketch }) => sketch,
  *run(object) {
    const [spec] = each(object, object.kind === 'ClusterExternalSecret' ? 'spec.externalSecretSpec' : 'spec');
    if (spec === undefined) return;
    yield* policies(spec);
    const [data, from] = [each(spec, 'data[]'), each(spec, 'dataFrom[]')];
    const isNone = (value: unknown): boolean => value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    if (isNone(spec.item['data']) && isNone(spec.item['dataFrom']))
      yield { path: spec.at, message: 'has neither data nor dataFrom', hint: 'say what is read: data, or dataFrom' };
    for (const item of from) yield* source(item);
    const keys = new Map<string, Placed>();
    // The default, Retain, is the policy under which keys are looked at.
    if ((fields(spec.item['target'])['deletionPolicy'] ?? 'Retain') !== 'Retain') return;
    for (const item of data) {
      const key = text(item.item['secretKey']);
      if (key === undefined) continue;
      const other = keys.get(key);
      if (other !== undefined)
        yield {
          path: child(item.at, 'secretKey'),
          message: `${quoted(key)} is written twice`,
          hint: 'give each item a secretKey of its own',
          related: [{ path: child(other.at, 'secretKey'), note: 'the first one' }],
        };
      else keys.set(key, item);
    }
  },
});

function* policies(spec: Placed): Iterable<FoundIn<'object'>> {
  for (const { at, item } of each(spec, 'target')) {
    const { creationPolicy = 'Owner', deletionPolicy = 'Retain' } = item;
    const path = child(at, 'deletionPolicy');
    if (deletionPolicy === 'Delete' && (creationPolicy === 'Merge' || creationPolicy === 'None'))
      yield {
        path,
        message: `deletes a Secret that it does not own: creationPolicy is ${creationPolicy}`,
        hint: 'write Retain, or creationPolicy: Owner',
      };
    if (deletionPolicy === 'Merge' && creationPolicy === 'None')
      yield {
        path,
        message: 'takes keys out of a Secret that it does not make: creationPolicy is None',
        hint: 'write Retain, or creationPolicy: Merge',
      };
  }
}

function* source({ at, item }: Placed): Iterable<FoundIn<'object'>> {
  const origin = fields(item['sourceRef']);
  const isGenerated = isMap(origin['generatorRef']);
  const ways = [...['extract', 'find'].filter((key) => isMap(item[key])), ...(isGenerated ? ['generatorRef'] : [])];
  if (ways.length > 1) yield { path: at, message: `has ${ways.join(' and ')}, of which one alone may be there`, hint: `keep ${ways.join(' or ')}` };
  if (ways.length === 0 && !isMap(item['sourceRef'])) yield { path: at, message: 'says not what is read', hint: 'add extract, find or sourceRef' };
  if (isMap(item['sourceRef']) && !isGenerated && !isMap(origin['storeRef']))
    yield { path: child(at, 'sourceRef'), message: 'names no source', hint: 'add storeRef or generatorRef' };
}
