import { isMap } from '../../../model/data.ts';
import { isDnsLabel } from '../../../model/names.ts';
import { child, defineRule, fields, quoted, shown, text, type FoundIn, type Pointer } from '../../kit.ts';

/** external-secrets, runtime/esutils, ValidateReferentSecretSelector; runtime/esutils/resolvers, SecretKeyRef, which passes over the namespace. */
export const rule = defineRule('object', {
  code: 'object/store-namespace',
  severity: 'error',
  what: 'A SecretStore signs in with something of another namespace.',
  why: 'A SecretStore reads its own namespace alone: the webhook refuses it, or the namespace is passed over and the store is never ready.',
  fix: 'Put what it signs in with into its namespace, or use a ClusterSecretStore.',
  kinds: ['external-secrets.io/SecretStore'],
  *run(store) {
    const own = text(store.metadata.namespace);
    if (own !== undefined) yield* within(fields(store['spec'])['provider'], '/spec/provider', '', own);
  },
});

/** Names of fields that hold a reference to an object of the cluster. */
const REFERENCE = /(?:Ref|secretRef|serviceAccount|caProvider)$/;

function* within(value: unknown, at: Pointer, holder: string, own: string): Iterable<FoundIn<'object'>> {
  if (!isMap(value)) return;
  const [name, namespace] = [text(value['name']), text(value['namespace'])];
  if (name !== undefined && namespace !== undefined && namespace !== own && isDnsLabel(namespace) && REFERENCE.test(holder))
    yield {
      path: child(at, 'namespace'),
      message: `signs in with ${quoted(name)} of namespace ${shown(namespace)}, but lies in ${shown(own)}`,
      hint: `leave namespace out, with a copy in ${shown(own)}; or make it a ClusterSecretStore`,
    };
  // Below `secretRef` stand several references, each by what it is for.
  for (const [key, inner] of Object.entries(value))
    yield* within(inner, child(at, key), REFERENCE.test(key) || holder !== 'secretRef' ? key : 'secretRef', own);
}
