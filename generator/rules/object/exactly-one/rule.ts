import { containers, podSpec } from '../../../k8s/pod.ts';
import { child, defineRule, each, shown, type FoundIn, type Placed, type KubeObject } from '../../kit.ts';

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const SOURCES = ['configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'];

export const rule = defineRule('object', {
  code: 'object/exactly-one',
  severity: 'error',
  what: 'An object has several fields of which exactly one is allowed, or lacks the one that is required.',
  why: 'The API server refuses the object.',
  fix: 'Keep the one that is meant.',
  order: 140,
  *run(object) {
    for (const container of containers(object)) {
      for (const probe of each(container, 'livenessProbe|readinessProbe|startupProbe')) yield* one(probe, HANDLERS);
      for (const hook of each(container, 'lifecycle.postStart|preStop')) yield* one(hook, [...HANDLERS, 'sleep']);
      for (const variable of each(container, 'env[]')) {
        // An empty text is as good as none.
        if ((variable.item['value'] ?? '') !== '' && 'valueFrom' in variable.item)
          yield { path: child(variable.at, 'valueFrom'), message: 'stands beside value: one of them, not both' };
        for (const from of each(variable, 'valueFrom')) yield* one(from, SOURCES);
      }
    }
    const pod = podSpec(object);
    for (const volume of pod === undefined ? [] : each(pod, 'volumes[]')) {
      const sources = Object.keys(volume.item).filter((key) => key !== 'name');
      // Without a source it is an emptyDir.
      if (sources.length > 1) yield* one(volume, sources);
    }
    const [spec] = each(object, 'spec');
    if (spec === undefined) return;
    if (object.kind === 'NetworkPolicy') yield* peers(object);
    if (object.kind === 'Middleware' || object.kind === 'MiddlewareTCP') yield* middleware(spec);
    if (object.kind === 'PrometheusRule') for (const rule of each(spec, 'groups[].rules[]')) yield* one(rule, ['alert', 'record']);
    if (object.kind === 'Deployment')
      for (const strategy of each(spec, 'strategy'))
        if (strategy.item['type'] === 'Recreate' && 'rollingUpdate' in strategy.item)
          yield { path: child(strategy.at, 'rollingUpdate'), message: 'is not for the strategy Recreate' };
  },
});

function* one({ at, item }: Placed, keys: readonly string[]): Iterable<FoundIn<'object'>> {
  const there = keys.filter((key) => key in item);
  if (there.length === 1) return;
  yield {
    path: at,
    message: there.length === 0 ? `needs one of ${keys.join(', ')}` : `has ${there.map(shown).join(' and ')}, and may have one only`,
  };
}

/** Of several, Traefik takes one and leaves the whole middleware out (pkg/server/middleware, "cannot create middleware: multi-types"). */
function* middleware({ at, item }: Placed): Iterable<FoundIn<'object'>> {
  const there = Object.keys(item);
  if (there.length === 1) return;
  yield {
    path: at,
    message: there.length === 0 ? 'needs what the middleware does, such as headers' : `does ${there.length} things, and may do one only`,
    hint: there.length === 0 ? undefined : 'make a middleware of each, and a chain of them',
  };
}

function* peers(policy: KubeObject): Iterable<FoundIn<'object'>> {
  for (const peer of [...each(policy, 'spec.ingress[].from[]'), ...each(policy, 'spec.egress[].to[]')]) {
    const selects = 'podSelector' in peer.item || 'namespaceSelector' in peer.item;
    if ('ipBlock' in peer.item && selects) yield { path: peer.at, message: 'ipBlock may not stand beside a selector' };
    if (!('ipBlock' in peer.item) && !selects) yield { path: peer.at, message: 'needs ipBlock, podSelector or namespaceSelector' };
  }
}
