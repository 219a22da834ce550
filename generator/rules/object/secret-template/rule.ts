import { rootFields } from '../../../k8s/go-template/root-fields.ts';
import { child, defineRule, each, fields, quoted, text, textMap, type Placed } from '../../kit.ts';

/** external-secrets, pkg/template/v2/template.go, execute: `missingkey=error`; pkg/controllers/externalsecret/externalsecret_controller_template.go. */
export const rule = defineRule('object', {
  code: 'object/secret-template',
  severity: 'error',
  what: 'A template of an ExternalSecret asks for a key that its data does not bring.',
  why: 'The cluster takes the object. External Secrets stops at the template (SecretSyncedError), and the Secret is not made, or stays as it was.',
  fix: 'Name a `secretKey` of `data`; a key with a hyphen or a dot is asked for by `{{ index . "a-b" }}`.',
  kinds: ['external-secrets.io/ExternalSecret', 'external-secrets.io/ClusterExternalSecret'],
  readsPlaceholders: true,
  forgives: (_, { sketch }) => sketch,
  *run(object) {
    const [spec] = each(object, object.kind === 'ClusterExternalSecret' ? 'spec.externalSecretSpec' : 'spec');
    const [template] = spec === undefined ? [] : each(spec, 'target.template');
    // What dataFrom brings, the store knows.
    if (spec === undefined || template === undefined || (Array.isArray(spec.item['dataFrom']) && spec.item['dataFrom'].length > 0)) return;
    const keys = new Set(each(spec, 'data[]').map(({ item }) => text(item['secretKey']) ?? ''));
    for (const [path, source] of texts(template)) {
      const missing = rootFields(source).find(({ name }) => !keys.has(name));
      if (missing === undefined) continue;
      yield {
        path,
        offset: missing.at,
        message: `asks for ${quoted(missing.name)}, which data does not bring`,
        hint: keys.size === 0 ? 'add it under data' : `there is ${[...keys].map(quoted).join(', ')}`,
      };
    }
  },
});

/** The texts that are templates, and where they stand. */
function texts(template: Placed): (readonly [string, string])[] {
  const { labels, annotations } = fields(template.item['metadata']);
  const maps = [
    [child(template.at, 'data'), template.item['data']],
    [`${template.at}/metadata/labels`, labels],
    [`${template.at}/metadata/annotations`, annotations],
  ] as const;
  const own = maps.flatMap(([at, map]) => Object.entries(textMap(map)).map(([key, value]) => [child(at, key), value] as const));
  const literal = each(template, 'templateFrom[]').flatMap(({ item, at }) => {
    const value = text(item['literal']);
    return value === undefined ? [] : [[child(at, 'literal'), value] as const];
  });
  return [...own, ...literal];
}
