import { ruleFlaw } from '../../../k8s/traefik-syntax.ts';
import { defineRule, each, get, isMap, shownValue } from '../../kit.ts';

export const rule = defineRule('object', {
  code: 'object/traefik-rule',
  severity: 'error',
  what: 'Traefik cannot read a routing rule: in the syntax of version 3, or where the route says so, of version 2.',
  why: 'Traefik leaves the router out and says so only in its log; the host answers 404.',
  fix: 'Correct what the message names; put texts in backticks.',
  order: 370,
  kinds: ['traefik.io/IngressRoute', 'traefik.io/IngressRouteTCP', 'traefik.containo.us/IngressRoute', 'traefik.containo.us/IngressRouteTCP'],
  *run(object) {
    for (const { at, item } of each(object, 'spec.routes[]')) {
      const { match, syntax } = item;
      if (typeof match !== 'string') continue;
      const protocol = object.kind === 'IngressRouteTCP' ? 'tcp' : 'http';
      const isOld = syntax === 'v2' || object.apiVersion.startsWith('traefik.containo.us/');
      const flaw = ruleFlaw(match, isOld ? `${protocol} of version 2` : protocol);
      if (flaw !== undefined)
        yield {
          path: `${at}/match`,
          offset: flaw.offset,
          message: `${shownValue(match)} ${flaw.message}`,
          hint: 'such as Host(`a.example.net`) && PathPrefix(`/x`)',
        };
    }
    if (object.kind === 'IngressRouteTCP' && !isMap(get(object, ['spec', 'tls']))) {
      for (const { at, item } of each(object, 'spec.routes[]'))
        if (typeof item['match'] === 'string' && /HostSNI\(`[^*`]/.test(item['match']))
          yield { path: `${at}/match`, message: 'names a host, which Traefik can see only with TLS', hint: 'add spec.tls, or match HostSNI(`*`)' };
    }
  },
});
