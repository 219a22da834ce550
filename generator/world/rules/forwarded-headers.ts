import { fields } from '../look.ts';
import type { WorldRule } from '../rule.ts';

/** Whoever can send X-Forwarded-For can be whom he likes, unless the entry point takes it from known proxies only. */
export const forwardedHeaders: WorldRule = {
  code: 'security/forwarded-headers',
  *run(cluster) {
    for (const middleware of cluster.subjects('traefik.io/Middleware')) {
      if (fields(fields(middleware['spec'])['forwardAuth'])['trustForwardHeader'] !== true) continue;
      // Traefik's own arguments, where they are here, say whom it believes.
      if (
        cluster.allPods.some(({ spec }) =>
          JSON.stringify(spec['containers'] ?? '')
            .toLowerCase()
            .includes('forwardedheaders.trustedips'),
        )
      )
        continue;
      yield {
        object: middleware,
        path: '/spec/forwardAuth/trustForwardHeader',
        message: 'hands on the X-Forwarded headers that clients send',
        hint: 'write false, or set forwardedHeaders.trustedIPs on the entry point (never insecure)',
      };
    }
  },
};
