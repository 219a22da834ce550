import { entryPoints, isTrusted } from '../../../k8s/entry-points.ts';
import { crdName } from '../../../k8s/routes.ts';
import { defineRule, each, fields, maps, objectTitle, quoted, text, texts, type Cluster, type KubeObject } from '../../kit.ts';

const PATH = '/spec/forwardAuth/trustForwardHeader';

export const rule = defineRule('cluster', {
  code: 'security/forwarded-headers',
  severity: 'warning',
  what: 'Forwarded headers of clients are trusted.',
  why: 'A client that sends X-Forwarded-For can claim any address, unless the entry point accepts the header from known proxies only.',
  source: 'https://doc.traefik.io/traefik/routing/entrypoints/#forwarded-headers',
  fix: 'Write `trustForwardHeader: false`, or set `forwardedHeaders.trustedIPs` on every entry point that its routes use; one that others configure so is declared under `externals`, as an `EntryPoint`.',
  order: 60,
  *run(cluster) {
    const routes = cluster.subjects('traefik.io/IngressRoute', 'networking.k8s.io/Ingress');
    const own = cluster.subjects('traefik.io/Middleware').filter(trusts);
    if (own.length === 0 && (routes.length === 0 || !cluster.all('traefik.io/Middleware').some(trusts))) return;
    const known = entryPoints(cluster);
    const hint = `write false, or set forwardedHeaders.trustedIPs on the entry point (never insecure)${cluster.whole ? '; one that others configure so is declared under "externals" in fleet.yaml as an EntryPoint' : ''}`;
    const used = new Set<KubeObject>();
    const said = new Set<string>();
    for (const route of routes) {
      const through = trustingOf(cluster, route);
      if (through.length === 0) continue;
      const written = entryPointsOf(route);
      // Without a word of it, a route is for all of them.
      const names = written.length > 0 ? written : known === undefined ? [] : [...known.keys()].filter((name) => !OWN.has(name));
      // Traefik's own arguments, where they are here, say whom it believes.
      const open = names.find((name) => !isTrusted(cluster, known, name));
      for (const middleware of through) {
        used.add(middleware);
        const key = `${objectTitle(middleware)} ${open ?? ''}`;
        if ((names.length > 0 && open === undefined) || said.has(key)) continue;
        said.add(key);
        yield {
          object: middleware,
          path: PATH,
          message: `hands on the X-Forwarded headers that clients send${open === undefined ? '' : ` to the entry point ${quoted(open)}`}`,
          hint,
          related: [{ object: route, path: '/spec', note: `${objectTitle(route)} goes through it` }],
        };
      }
    }
    // Who uses it is elsewhere; in a cluster whose entry points are known, that route will be judged.
    for (const middleware of own) {
      if (!used.has(middleware) && known === undefined && !cluster.whole)
        yield { object: middleware, path: PATH, message: 'hands on the X-Forwarded headers that clients send', hint };
    }
  },
});

const ANNOTATION = 'traefik.ingress.kubernetes.io/router.';

function entryPointsOf({ metadata, ['spec']: spec }: KubeObject): string[] {
  const written = text(metadata.annotations?.[`${ANNOTATION}entrypoints`]);
  return [...texts(fields(spec)['entryPoints']), ...(written?.split(',').map((name) => name.trim()) ?? [])];
}

/** Entry points of Traefik for itself. */
const OWN = new Set(['traefik', 'metrics']);

function trusts(middleware: KubeObject): boolean {
  return fields(fields(middleware['spec'])['forwardAuth'])['trustForwardHeader'] === true;
}

/** Middlewares of a route that believe what they are told, through chains too. */
function trustingOf(cluster: Cluster, route: KubeObject): KubeObject[] {
  const found = new Set<KubeObject>();
  const visit = (list: unknown, namespace: string | undefined): void => {
    for (const { item } of maps(list, '')) {
      const there = text(item['namespace']) ?? namespace;
      const middleware = cluster.find('traefik.io/Middleware', there, text(item['name']) ?? '');
      if (middleware === undefined || found.has(middleware)) continue;
      found.add(middleware);
      visit(fields(fields(middleware['spec'])['chain'])['middlewares'], middleware.metadata.namespace);
    }
  };
  for (const { item } of each(route, 'spec.routes[]')) visit(item['middlewares'], route.metadata.namespace);
  const annotated =
    text(route.metadata.annotations?.[`${ANNOTATION}middlewares`])
      ?.split(',')
      .map((name) => name.trim())
      .filter((name) => name.endsWith('@kubernetescrd'))
      .map(crdName) ?? [];
  for (const middleware of annotated.length === 0 ? [] : cluster.all('traefik.io/Middleware')) {
    const { namespace, name } = middleware.metadata;
    if (annotated.includes(`${namespace ?? 'default'}-${name}`)) visit([{ name, namespace }], namespace);
  }
  return [...found].filter(trusts);
}
