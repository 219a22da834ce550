import { isSlip } from '../../../fleet/schema/suggest.ts';
import { child, defineRule, fields, quoted, texts, type Cluster } from '../../kit.ts';

/** traefik, pkg/config/runtime/runtime_http.go: a router without an entry point that is there is left out. */
export const rule = defineRule('cluster', {
  code: 'reference/entry-point',
  severity: 'error',
  what: 'A route of Traefik is for an entry point that Traefik, as it is started here, does not have.',
  why: 'Traefik says "EntryPoint doesn\'t exist" in its log. A route without any other is left out: it answers 404.',
  fix: 'Name an entry point that the arguments of Traefik define.',
  order: 94,
  *run(cluster) {
    const routes = cluster.subjects('traefik.io/IngressRoute', 'traefik.io/IngressRouteTCP', 'traefik.io/IngressRouteUDP');
    const known = routes.length === 0 ? [] : cluster.derive('entry points by arguments', '', definedIn);
    if (known.length === 0) return;
    for (const route of routes)
      for (const [i, name] of texts(fields(route['spec'])['entryPoints']).entries()) {
        const wanted = name.toLowerCase();
        if (known.includes(wanted) || cluster.external('EntryPoint', undefined, wanted) !== undefined || wanted === 'traefik') continue;
        const near = known.find((each) => isSlip(wanted, each));
        // A Traefik that is not among these objects may have it.
        if (near === undefined && !cluster.whole) continue;
        yield {
          object: route,
          path: child('/spec/entryPoints', i),
          message: `there is no entry point ${quoted(name)}`,
          hint: near === undefined ? `there is: ${[...known].sort().join(', ')}` : `write ${near}`,
        };
      }
  },
});

/** Entry points that arguments define, in lower case; none where a file, or the chart, may define others. */
function definedIn(cluster: Cluster): readonly string[] {
  if (cluster.subjects('helm.cattle.io/HelmChart', 'helm.cattle.io/HelmChartConfig').length > 0) return [];
  const args = cluster.pods.flatMap(({ containers }) => containers.flatMap(({ item }) => [...texts(item['command']), ...texts(item['args'])]));
  if (args.some((arg) => /^--configfile\b/i.test(arg))) return [];
  return args.flatMap((arg) => /^--entrypoints\.([^.=]+)\.address=/i.exec(arg)?.[1]?.toLowerCase() ?? []);
}
