import { ruleFlaw } from '../../../k8s/traefik-syntax.ts';
import { defineRule, each, get, isMap, shownValue } from '../../kit.ts';

export const rule = defineRule('object', {
  code: 'object/traefik-rule',
  severity: 'error',
  what: 'Traefik 3 cannot read a routing rule.',
  why: 'Traefik leaves the router out and says so only in its log; the host answers 404.',
  fix: 'Correct what the message names; put texts in backticks.',
  order: 370,
  kinds: ['traefik.io/IngressRoute', 'traefik.io/IngressRouteTCP', 'traefik.containo.us/IngressRoute', 'traefik.containo.us/IngressRouteTCP'],
  *run(object) {
    for (const { at, item } of each(object, 'spec.routes[]')) {
      const { match, syntax } = item;
      if (typeof match !== 'string' || syntax === 'v2' || object.apiVersion.startsWith('traefik.containo.us/')) continue;
      const flaw = ruleFlaw(match, object.kind === 'IngressRouteTCP' ? 'tcp' : 'http');
      if (flaw !== undefined)
        yield { path: `${at}/match`, message: `${shownValue(match)} ${flaw}`, hint: 'such as Host(`a.example.net`) && PathPrefix(`/x`)' };
    }
    if (object.kind === 'IngressRouteTCP' && !isMap(get(object, ['spec', 'tls']))) {
      for (const { at, item } of each(object, 'spec.routes[]'))
        if (typeof item['match'] === 'string' && /HostSNI\(`[^*`]/.test(item['match']))
          yield { path: `${at}/match`, message: 'names a host, which Traefik can see only with TLS', hint: 'add spec.tls, or match HostSNI(`*`)' };
    }
  },
});
