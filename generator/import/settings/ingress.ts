import { fields, integer, maps, text, texts } from '../../k8s/look.ts';
import type { Brought } from '../brought.ts';
import type { Values } from '../layers.ts';
import { present, some } from '../pod.ts';
import type { Context } from './context.ts';

/** How the routes of the agents are: by the first that has been read. */
export function ingressSeen({ view, told, namespace }: Context): Values {
  const routes = view.of('traefik.io/IngressRoute').filter((route) => told.taken.has(route));
  const [first] = routes;
  const streams = view.of('traefik.io/IngressRouteTCP').filter((route) => told.taken.has(route));
  if (first === undefined && streams.length === 0) return { enabled: false };
  const spec = fields(first?.object['spec']);
  const used = new Set(
    routes
      .flatMap(({ object }) => maps(fields(object['spec'])['routes'], ''))
      .flatMap(({ item }) => maps(item['middlewares'], ''))
      .map(({ item }) => item['name']),
  );
  const middlewares = view.of('traefik.io/Middleware').filter(({ object }) => object.metadata.namespace === namespace);
  const mine = middlewares.filter(
    ({ object }) => used.has(object.metadata.name) || object.metadata.labels?.['app.kubernetes.io/managed-by'] === 'pap-fleet',
  );
  const rate = mine.find(({ object }) => fields(object['spec'])['rateLimit'] !== undefined);
  const auth = mine.find(({ object }) => fields(object['spec'])['forwardAuth'] !== undefined);
  const draining = mine.filter(({ object }) => object.metadata.name.endsWith('-draining'));
  told.take(rate, 'components.ingress.rateLimit');
  told.take(auth, 'components.ingress.forwardAuth');
  for (const each of draining) told.take(each, 'agents');
  const option = view.named('traefik.io/TLSOption', text(fields(fields(spec['tls'])['options'])['name']) ?? '');
  told.take(option, 'components.ingress.minTLSVersion');
  const grpc = texts(fields(streams[0]?.object['spec'])['entryPoints'])[0];
  return present({
    enabled: true,
    entryPoint: texts(spec['entryPoints'])[0],
    minTLSVersion: option === undefined ? undefined : text(fields(option.object['spec'])['minVersion']),
    rateLimit: rate === undefined ? null : rateLimit(rate),
    forwardAuth: auth === undefined ? null : forwardAuth(auth),
    grpc: streams.length === 0 ? null : present({ entryPoint: grpc }),
  });
}

function rateLimit({ object }: Brought): Values {
  const { average, burst, period, sourceCriterion } = fields(fields(object['spec'])['rateLimit']);
  const { ipStrategy, requestHeaderName, requestHost } = fields(sourceCriterion);
  const { depth, excludedIPs } = fields(ipStrategy);
  const strategy = some(present({ depth: integer(depth), excludedIPs: texts(excludedIPs).length === 0 ? undefined : texts(excludedIPs) }));
  const criterion = some(
    present({ ipStrategy: strategy, requestHeaderName: text(requestHeaderName), requestHost: requestHost === true ? true : undefined }),
  );
  return present({
    average: integer(average),
    burst: integer(burst),
    period: typeof period === 'string' ? period : period === undefined ? '1s' : undefined,
    sourceCriterion: criterion ?? null,
  });
}

function forwardAuth({ object }: Brought): Values {
  const { address, authResponseHeaders, trustForwardHeader } = fields(fields(object['spec'])['forwardAuth']);
  return present({ address: text(address), responseHeaders: texts(authResponseHeaders), trustForwardHeader: trustForwardHeader === true });
}
