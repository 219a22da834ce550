import { Cluster, kindOf, sameNamespace } from '../../k8s/cluster.ts';
import { fields, textMap } from '../../k8s/look.ts';
import { allowances, allowsWorkload, concerns } from '../../k8s/network.ts';
import { objectId } from '../../k8s/object.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { TEMPLATES } from '../../k8s/pod.ts';
import { hasAll, selects } from '../../k8s/selector.ts';
import { selectorOf } from '../../k8s/service.ts';
import type { Weight } from '../../components/weight.ts';
import { equal, get } from '../../model/data.ts';
import { memo } from '../../model/memo.ts';
import type { Overlay } from '../../render/overlay.ts';
import { filled } from '../../render/unit.ts';
import type { Change } from '../change.ts';
import { isWritten } from './maker.ts';
import type { Maker } from './maker.ts';

type Labels = Readonly<Record<string, string>>;

const SERVICE = '/Service';
const POLICY = 'networking.k8s.io/NetworkPolicy';
const ASKED: ReadonlySet<string> = new Set([SERVICE, POLICY, '/Namespace']);

/** Keys that components put on the pods of an agent; no setting writes them. */
const FLEET_KEYS = /^(pap\.plugged\.in\/.*|app\.kubernetes\.io\/(component|managed-by|name|part-of|version))$/;

/** What selects the pods of a region by their labels, as it will be. What comes with a change is judged by itself. */
export class Selections {
  readonly #overlays: readonly Overlay[];
  readonly #changes: readonly Change[];
  readonly #clusters = new Map<string, Cluster>();
  #new: Set<string> | undefined;

  constructor(overlays: readonly Overlay[], changes: readonly Change[]) {
    this.#overlays = overlays;
    this.#changes = changes;
  }

  /** What a change of the labels of pods does by selectors that stay, or that change themselves. */
  weights({ region, before, after }: Change, maker: Maker): Weight[] {
    const now = after === undefined ? undefined : labelsOf(after);
    if (after === undefined || now === undefined) return [];
    const old = before === undefined ? fleetLabels(now, maker, after) : (labelsOf(before) ?? {});
    if (equal(old, now)) return [];
    const { namespace = '' } = after.metadata;
    const cluster = memo(this.#clusters, region, () => this.#cluster(region));
    const found: Weight[] = [];
    for (const service of this.#delivered(region, cluster, SERVICE)) {
      const selector = selectorOf(service);
      if (selector === undefined || !sameNamespace(service.metadata.namespace, namespace)) continue;
      if (hasAll(selector, now) && !hasAll(selector, old))
        found.push({ class: 'identity', says: `by their labels, the pods take traffic of the Service ${nameOf(service)}` });
    }
    for (const policy of this.#delivered(region, cluster, POLICY)) {
      const says = changed(cluster, policy, namespace, old, now);
      if (says !== undefined) found.push({ class: 'power', says: `by their labels, ${says} the NetworkPolicy ${nameOf(policy)}` });
    }
    return found;
  }

  #delivered(region: string, cluster: Cluster, kind: string): KubeObject[] {
    return cluster.all(kind).filter((object) => !this.#isNew(`${region} ${objectId(object)}`));
  }

  /** Whether an object comes with these changes; one that goes from one component to another does not. */
  #isNew(key: string): boolean {
    if (this.#new === undefined) {
      const keys = (verb: Change['verb']): string[] =>
        this.#changes.filter((change) => change.verb === verb).map(({ region, id }) => `${region} ${id}`);
      this.#new = new Set(keys('create'));
      for (const gone of keys('delete')) this.#new.delete(gone);
    }
    return this.#new.has(key);
  }

  #cluster(name: string): Cluster {
    const objects = this.#overlays
      .filter(({ region }) => region.name === name)
      .flatMap(({ units, own }) => [...units, ...own].flatMap((part) => (part.kinds.some(isAsked) ? filled(part, name).filter(isAsked) : [])));
    return new Cluster({ objects, externals: [], whole: true });
  }
}

function isAsked(object: KubeObject): boolean {
  return ASKED.has(kindOf(object));
}

function nameOf({ metadata: { name, namespace } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Where an object has its pods; of a kind that is not known, where nearly all have them. */
function templateOf(object: KubeObject): readonly string[] {
  return TEMPLATES[kindOf(object)] ?? ['spec', 'template'];
}

/** The labels of the pods that an object runs; undefined where it runs none. */
function labelsOf(object: KubeObject): Labels | undefined {
  const { metadata, spec } = fields(get(object, templateOf(object)));
  return Array.isArray(fields(spec)['containers']) ? textMap(fields(metadata)['labels']) : undefined;
}

/** Of the labels of pods that come, those that say whose they are: what is selected by them came with the agent, or names it. */
function fleetLabels(labels: Labels, maker: Maker, object: KubeObject): Labels {
  if (maker === 'people') return {};
  const path = [...templateOf(object), 'metadata', 'labels'].join('.');
  const isFleets = (key: string): boolean => FLEET_KEYS.test(key) && (maker === 'component' || !isWritten(maker, `${path}.${key}`));
  return Object.fromEntries(Object.entries(labels).filter(([key]) => isFleets(key)));
}

/** What a policy says of pods that it did not say of their labels before. */
function changed(cluster: Cluster, policy: KubeObject, namespace: string, old: Labels, now: Labels): string | undefined {
  const rules = (['ingress', 'egress'] as const).filter((way) => concerns(policy, way)).flatMap((way) => allowances(policy, way));
  if (sameNamespace(policy.metadata.namespace, namespace)) {
    const { podSelector } = fields(policy['spec']);
    const [was, is] = [selects(podSelector, old), selects(podSelector, now)];
    if (was && !is) return 'the pods are no longer isolated by';
    if (!was && is && rules.length > 0) return 'more is let through to the pods, or from them, by';
  }
  const comes = rules.some((rule) => {
    const lets = (labels: Labels): boolean => allowsWorkload(cluster, rule, { namespace, labels });
    return !lets(old) && lets(now);
  });
  return comes ? 'the pods are let through by' : undefined;
}
