import { ruleFlaw } from '../../../k8s/traefik-syntax.ts';
import { defineRule, isMap, itemsOf, mapAt, shownValue } from '../../kit.ts';

/** Traefik leaves a router with a broken rule out, and says so only in its log. */
export const rule = defineRule('object', {
  code: 'object/traefik-rule',
  severity: 'error',
  what: 'A routing rule is none that Traefik 3 can read.',
  why: 'Traefik leaves the router out and says so only in its log; the host answers 404.',
  fix: 'Correct what the message names; texts stand in backticks.',
  order: 370,
  kinds: ['traefik.io/IngressRoute', 'traefik.io/IngressRouteTCP', 'traefik.containo.us/IngressRoute', 'traefik.containo.us/IngressRouteTCP'],
  *run(object) {
    const spec = mapAt(object, 'spec');
    for (const { at, item } of spec === undefined ? [] : itemsOf(spec, 'routes')) {
      const { match, syntax } = item;
      if (typeof match !== 'string' || syntax === 'v2' || object.apiVersion.startsWith('traefik.containo.us/')) continue;
      const flaw = ruleFlaw(match, object.kind === 'IngressRouteTCP' ? 'tcp' : 'http');
      if (flaw !== undefined)
        yield { path: `${at}/match`, message: `${shownValue(match)} ${flaw}`, hint: 'such as Host(`a.example.net`) && PathPrefix(`/x`)' };
    }
    if (object.kind === 'IngressRouteTCP' && spec !== undefined && !isMap(spec.item['tls'])) {
      for (const { at, item } of itemsOf(spec, 'routes'))
        if (typeof item['match'] === 'string' && /HostSNI\(`[^*`]/.test(item['match']))
          yield { path: `${at}/match`, message: 'names a host, which Traefik can see only with TLS', hint: 'add spec.tls, or match HostSNI(`*`)' };
    }
  },
});
