import { network } from '../../../k8s/ip.ts';
import { defineRule, fields, shown, texts } from '../../kit.ts';

/** Traefik, pkg/middlewares/extractor.go and pkg/ip/strategy.go. */
export const rule = defineRule('object', {
  code: 'object/source-criterion',
  severity: 'error',
  what: 'A Middleware says in two ways whose requests are counted together.',
  why: 'Traefik refuses a Middleware with two ways and answers 404 on its routes; of `depth` and `excludedIPs` it ignores the second.',
  fix: 'Keep one of `ipStrategy.depth`, `ipStrategy.excludedIPs`, `requestHeaderName` and `requestHost`.',
  order: 305,
  kinds: ['traefik.io/Middleware'],
  *run(object) {
    for (const limit of ['rateLimit', 'inFlightReq']) {
      const { sourceCriterion } = fields(fields(object['spec'])[limit]);
      if (sourceCriterion === undefined) continue;
      const path = `/spec/${limit}/sourceCriterion`;
      const { ipStrategy, requestHeaderName, requestHost } = fields(sourceCriterion);
      const ways = [
        ...(ipStrategy === undefined ? [] : ['ipStrategy']),
        ...(requestHeaderName === undefined || requestHeaderName === '' ? [] : ['requestHeaderName']),
        ...(requestHost === true ? ['requestHost'] : []),
      ];
      if (ways.length > 1) yield { path, message: `has ${ways.join(' and ')}, of which Traefik takes one alone`, hint: `keep ${ways.join(' or ')}` };
      const { depth, excludedIPs } = fields(ipStrategy);
      const own = texts(excludedIPs);
      const at = `${path}/ipStrategy`;
      if (typeof depth === 'number' && depth > 0 && own.length > 0)
        yield { path: `${at}/excludedIPs`, message: 'is ignored, as there is a depth', hint: 'keep depth or excludedIPs' };
      for (const [i, each] of own.entries()) {
        if (network(each.includes('/') ? each : `${each}/${each.includes(':') ? 128 : 32}`) === undefined)
          yield { path: `${at}/excludedIPs/${i}`, message: `${shown(each)} is no address and no network`, hint: 'for example 203.0.113.0/28' };
      }
    }
  },
});
