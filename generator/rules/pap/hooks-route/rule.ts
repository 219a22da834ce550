import { isAgent, isAgentHost, isLabelled } from '../../../k8s/agent.ts';
import { ruleHosts } from '../../../k8s/hosts.ts';
import { podsBehind } from '../../../k8s/service.ts';
import { defineRule, each, fields, text, type Cluster, type KubeObject, type Placed } from '../../kit.ts';

/** PAP-Hooks demands TLS 1.3 and its path exactly (PAP-RFC-001 §4): `PathPrefix` alone also takes `/hooks-anything`. */
export const rule = defineRule('cluster', {
  code: 'pap/hooks-route',
  severity: 'warning',
  what: 'The route of PAP-Hooks takes more than PAP allows.',
  why: 'Paths beside `/hooks` reach the agent, or TLS 1.2 is accepted where PAP requires 1.3.',
  source: 'PAP-RFC-001, 4',
  fix: 'Match the path exactly and name a TLSOption.',
  order: 90,
  *run(cluster) {
    for (const route of cluster.subjects('traefik.io/IngressRoute')) {
      const spec = fields(route['spec']);
      for (const place of each(route, 'spec.routes[]')) {
        const match = text(place.item['match']) ?? '';
        if (!/\(`\/hooks\/?`\)/.test(match) || !leadsToAgent(cluster, route, place, match)) continue;
        if (/PathPrefix\(`\/hooks`\)/.test(match))
          yield {
            object: route,
            path: `${place.at}/match`,
            message: 'takes every path that begins with /hooks, such as /hooks-anything',
            hint: 'write Path(`/hooks`) || PathPrefix(`/hooks/`)',
          };
        if (spec['tls'] !== undefined && fields(spec['tls'])['options'] === undefined)
          yield {
            object: route,
            path: '/spec/tls',
            message: 'accepts TLS 1.2, where PAP requires 1.3',
            hint: 'name a TLSOption with minVersion: VersionTLS13 under tls.options',
          };
      }
    }
  },
});

/** Whether a route is one of PAP: others have webhooks under that path too. */
function leadsToAgent(cluster: Cluster, route: KubeObject, rule: Placed, match: string): boolean {
  if (isLabelled(route) || ruleHosts(match).some(isAgentHost)) return true;
  return each(rule, 'services[]').some(({ item }) => {
    const service = cluster.find('/Service', text(item['namespace']) ?? route.metadata.namespace, text(item['name']) ?? '');
    return service !== undefined && (isLabelled(service) || podsBehind(cluster, service).some(isAgent));
  });
}
