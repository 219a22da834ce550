import { child, defineRule, each, fields, type Fields, type FoundIn } from '../../kit.ts';

/** In the order in which they are tried. */
const WAYS = ['tokenSecretRef', 'appRole', 'kubernetes', 'ldap', 'userPass', 'jwt', 'cert', 'iam', 'gcp'];

/** external-secrets, pkg/provider/vault/auth.go, setAuth; validate.go, ValidateStore. */
export const rule = defineRule('object', {
  code: 'object/store-auth',
  severity: 'error',
  what: 'A store signs in to Vault in no way, in half a way, or in two at once.',
  why: 'The cluster takes the object. Of two ways External Secrets takes one by an order of its own, and the other is never used; without one, the store is never ready and no Secret is made.',
  source: 'external-secrets, pkg/provider/vault/auth.go, setAuth; validate.go, ValidateStore',
  fix: 'Keep the one way under `auth` that is meant, with all that it needs.',
  kinds: ['external-secrets.io/SecretStore', 'external-secrets.io/ClusterSecretStore'],
  forgives: (_, { sketch }) => sketch,
  *run(store) {
    for (const { item, at } of each(store, 'spec.provider.vault')) {
      yield* signsIn(fields(item['auth']), child(at, 'auth'), isThere(item['auth']));
      const { certSecretRef, keySecretRef } = fields(item['tls']);
      if (isThere(certSecretRef) !== isThere(keySecretRef))
        yield {
          path: child(at, 'tls'),
          message: `has ${isThere(certSecretRef) ? 'certSecretRef' : 'keySecretRef'} alone`,
          hint: 'write both certSecretRef and keySecretRef',
        };
    }
  },
});

const isThere = (value: unknown): boolean => (value ?? null) !== null;

function* signsIn(auth: Fields, at: string, written: boolean): Iterable<FoundIn<'object'>> {
  const ways = WAYS.filter((way) => isThere(auth[way]));
  const [first, ...others] = ways;
  if (first === undefined) {
    const isOther = Object.keys(auth).some((key) => key !== 'namespace');
    if (written && !isOther) yield { path: at, message: 'names no way to sign in', hint: 'add one, such as kubernetes or appRole' };
    return;
  }
  if (others.length > 0)
    yield {
      path: at,
      severity: 'warning',
      message: `has ${ways.join(' and ')}: ${first} is used, and nothing else`,
      hint: 'keep the one that is meant',
    };
  const { appRole, jwt } = auth;
  if (isThere(appRole) && (fields(appRole)['roleId'] ?? '') === '' && !isThere(fields(appRole)['roleRef']))
    yield { path: child(at, 'appRole'), message: 'names no role', hint: 'write roleId or roleRef' };
  if (isThere(jwt) && !isThere(fields(jwt)['secretRef']) && !isThere(fields(jwt)['kubernetesServiceAccountToken']))
    yield { path: child(at, 'jwt'), message: 'has no token', hint: 'write secretRef or kubernetesServiceAccountToken' };
}
