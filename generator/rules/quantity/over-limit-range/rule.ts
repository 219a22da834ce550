import { claimsIn } from '../../../k8s/claims.ts';
import { amountsIn, computeOf, podCompute, type Amounts, type Compute } from '../../../k8s/compute.ts';
import { defaultsOf } from '../../../k8s/limit-range.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { MILLIONTHS } from '../../../k8s/quantity.ts';
import { said } from '../../../k8s/quota-limits.ts';
import {
  child,
  defineRule,
  each,
  fields,
  rememberedOfBoth,
  objectTitle,
  sameNamespace,
  shown,
  type Cluster,
  type Fields,
  type KubeObject,
  type Pointer,
} from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'quantity/over-limit-range',
  severity: 'error',
  what: 'A container, a pod or a claim for a volume asks for more or less than the LimitRange of its namespace allows.',
  why: 'The API server refuses it: the Deployment is there and no pod ever is.',
  fix: 'Change the resources of the agent or its tier, or `components.cluster.limits`.',
  order: 60,
  *run(cluster) {
    for (const range of cluster.subjects('/LimitRange')) {
      for (const { item } of each(range, 'spec.limits[]')) {
        const bounds = { min: amountsIn(item['min']), max: amountsIn(item['max']), ratio: amountsIn(item['maxLimitRequestRatio']) };
        for (const all of askedOf(cluster, range, item)) {
          let inside = true;
          for (const asked of all.asked) {
            for (const [path, message] of outside(asked, bounds, objectTitle(range))) {
              inside = false;
              yield {
                object: asked.object,
                path,
                message,
                hint: 'ask for what the namespace allows, or change its LimitRange',
                related: [{ object: range, path: '/spec/limits', note: 'the range' }],
              };
            }
          }
          if (inside) all.inside?.();
        }
      }
    }
  },
});

/** Something that a range is about, with what the API server takes it to ask for. */
interface Asked extends Compute {
  readonly object: KubeObject;
  readonly at: Pointer;
  /** What stands there: `requests` and `limits`. */
  readonly written: Fields;
  /** Claims have no limits: for them it is requests that count. */
  readonly part: 'limits' | 'requests';
  /** Where an amount comes from that does not stand there. */
  readonly unwritten: 'by default' | 'in all';
}

/** What one pod or claim asks for. */
interface AskedTogether {
  readonly asked: Iterable<Asked>;
  /** To be told that all of it is allowed: in other clusters with the same range the same pod need not be looked at again. */
  readonly inside?: () => void;
}

/** Pods that are known to be within one item of a range, with what the namespace gives them. */
const insideOf = rememberedOfBoth((_item: Fields, _defaults: Compute) => new WeakSet<Pod>());

function* askedOf(cluster: Cluster, { metadata: { namespace } }: KubeObject, item: Fields): Iterable<AskedTogether> {
  const { type } = item;
  if (type === 'PersistentVolumeClaim') {
    for (const { object, at, spec } of cluster.derive('claims', '', claimsIn)) {
      if (!sameNamespace(object.metadata.namespace, namespace)) continue;
      const written = fields(spec['resources']);
      const requests = amountsIn(written['requests']);
      yield { asked: [{ object, at: `${at}/resources`, written, requests, limits: {}, part: 'requests', unwritten: 'by default' }] };
    }
    return;
  }
  if (type !== 'Container' && type !== 'Pod') return;
  const defaults = defaultsOf(cluster, namespace);
  const inside = insideOf(item, defaults);
  for (const pod of cluster.allPods) {
    if (inside.has(pod) || !sameNamespace(pod.owner.metadata.namespace, namespace)) continue;
    yield { asked: type === 'Pod' ? [askedInAll(pod, defaults)] : askedByEach(pod, defaults), inside: () => void inside.add(pod) };
  }
}

function askedInAll(pod: Pod, defaults: Compute): Asked {
  const written = fields(pod.spec['resources']);
  return { object: pod.owner, at: `${pod.at}/spec/resources`, written, ...podCompute(pod, defaults), part: 'limits', unwritten: 'in all' };
}

function askedByEach({ owner: object, containers }: Pod, defaults: Compute): Asked[] {
  return containers.map(({ item: container, at }) => ({
    object,
    at: `${at}/resources`,
    written: fields(container['resources']),
    ...computeOf(container, defaults),
    part: 'limits',
    unwritten: 'by default',
  }));
}

/** Where it is outside, and in which words: as the API server's LimitRanger compares. */
function* outside(asked: Asked, { min, max, ratio }: Record<'min' | 'max' | 'ratio', Amounts>, range: string): Iterable<[Pointer, string]> {
  const { requests, limits, part } = asked;
  for (const key of Object.keys(max)) {
    const bound = max[key] as number;
    const allowed = `${range} allows at most ${said(key, bound)}`;
    const over = (['limits', 'requests'] as const).find((each) => (asked[each][key] ?? 0) > bound);
    if (over !== undefined) yield [placed(asked, over, key), `${told(asked, over, key)}; ${allowed}`];
    else if (asked[part][key] === undefined) yield [placed(asked, part, key), `${without(part, key)}; ${allowed}`];
  }
  for (const key of Object.keys(min)) {
    const bound = min[key] as number;
    const demanded = `${range} demands at least ${said(key, bound)}`;
    const under = (['requests', 'limits'] as const).find((each) => (asked[each][key] ?? bound) < bound);
    if (under !== undefined) yield [placed(asked, under, key), `${told(asked, under, key)}; ${demanded}`];
    else if (requests[key] === undefined) yield [placed(asked, 'requests', key), `${without('requests', key)}; ${demanded}`];
  }
  for (const key of Object.keys(ratio)) {
    const bound = (ratio[key] as number) / MILLIONTHS;
    const missing = (['requests', 'limits'] as const).find((each) => (asked[each][key] ?? 0) === 0);
    const [limit, request] = [limits[key] as number, requests[key] as number];
    if (missing !== undefined)
      yield [placed(asked, missing, key), `${without(missing, key)}; ${range} allows a limit of at most ${bound} times the request`];
    else if (limit / request > bound)
      yield [
        placed(asked, 'limits', key),
        `${told(asked, 'limits', key)}, ${Math.round((limit / request) * 100) / 100} times the request; ${range} allows at most ${bound} times`,
      ];
  }
}

/** The field, if it is written; or else what would hold it. */
function placed({ at, written }: Asked, part: 'limits' | 'requests', key: string): Pointer {
  const own = fields(written[part]);
  if (Object.hasOwn(own, key)) return child(`${at}/${part}`, key);
  return Object.keys(written).length > 0 ? at : at.slice(0, at.lastIndexOf('/'));
}

function told(asked: Asked, part: 'limits' | 'requests', key: string): string {
  const own = fields(asked.written[part])[key];
  const value =
    typeof own !== 'string' && typeof own !== 'number' ? `${said(key, asked[part][key] as number)} ${asked.unwritten}` : shown(String(own));
  return part === 'limits' ? `limits ${shown(key)} to ${value}` : `asks for ${value} of ${shown(key)}`;
}

function without(part: 'limits' | 'requests', key: string): string {
  return `${part === 'limits' ? 'sets no limit' : 'asks for no amount'} of ${shown(key)}`;
}
