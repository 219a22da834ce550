import { offersOf } from '../../../k8s/secrets.ts';
import { child, defineRule, each, kindOf, objectTitle, sameNamespace, text, type Cluster, type KubeObject } from '../../kit.ts';

const WAYS = ['basicAuth', 'digestAuth'] as const;

/** traefik, pkg/provider/kubernetes/crd/kubernetes.go, createBasicAuthMiddleware, createDigestAuthMiddleware, loadAuthCredentials, loadBasicAuthCredentials. */
export const rule = defineRule('cluster', {
  code: 'reference/auth-users',
  severity: 'error',
  what: 'A middleware of Traefik lets in users of a Secret, and names none, or one that holds something else.',
  why: 'Traefik leaves the middleware out, and every route that goes through it answers 404.',
  fix: 'Give the Secret one key, such as `users`, with a line for each user; for basicAuth alone, a Secret of the type kubernetes.io/basic-auth with `username` and `password` will do.',
  order: 45,
  forgives: (_, { sketch }) => sketch,
  *run(cluster) {
    for (const middleware of cluster.subjects('traefik.io/Middleware')) {
      for (const way of WAYS) {
        for (const { item, at } of each(middleware, `spec.${way}`)) {
          const name = text(item['secret']);
          const path = name === undefined ? at : child(at, 'secret');
          if (name === undefined)
            yield { object: middleware, path, message: `${way} names no Secret`, hint: 'write secret, the name of one with the users' };
          const made = name === undefined ? undefined : makerOf(cluster, middleware, name);
          const wrong = made === undefined ? undefined : wrongWith(made.keys, way === 'basicAuth' ? typeOf(made.by) : undefined);
          if (made === undefined || wrong === undefined) continue;
          yield {
            object: middleware,
            path,
            message: `knows users by ${objectTitle(made.by)}, which ${wrong}`,
            hint: 'give it one key, such as users, with a line for each user',
            related: [{ object: made.by, path: made.at, note: 'it is made here' }],
          };
        }
      }
    }
  },
});

/** Who makes the Secret, if that is one alone and it is known which keys it has. */
function makerOf(cluster: Cluster, { metadata: { namespace } }: KubeObject, name: string): Required<ReturnType<typeof offersOf>[number]> | undefined {
  const [made, ...others] = offersOf(cluster, name).filter((offer) => sameNamespace(offer.namespace, namespace));
  return made?.keys === undefined || others.length > 0 ? undefined : { ...made, keys: made.keys };
}

function typeOf(maker: KubeObject): unknown {
  if (kindOf(maker) === '/Secret') return maker['type'];
  const [template] = each(maker, kindOf(maker) === 'bitnami.com/SealedSecret' ? 'spec.template' : 'spec.target.template');
  return template?.item['type'];
}

function wrongWith(keys: ReadonlySet<string>, type: unknown): string | undefined {
  if (type === 'kubernetes.io/basic-auth') return keys.has('username') && keys.has('password') ? undefined : 'has not both username and password';
  return keys.size === 1 ? undefined : `has ${keys.size === 0 ? 'no key' : `${keys.size} keys`}, and Traefik takes one alone`;
}
