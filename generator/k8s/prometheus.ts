import { kindOf, type Cluster } from './cluster.ts';
import { get } from '../model/data.ts';
import { fields, text, type Fields } from './look.ts';
import type { KubeObject } from './object.ts';
import { selects } from './selector.ts';

const GROUP = 'monitoring.coreos.com';

/** Who takes an object that is made for it, and the begin of the fields by which it is selected. */
interface Taker {
  readonly kinds: readonly string[];
  readonly field: string;
}

/** Kinds that something selects by labels. prometheus-operator, Documentation/api-reference/api.md */
const TAKERS: Readonly<Record<string, Taker>> = {
  ServiceMonitor: { kinds: ['Prometheus', 'PrometheusAgent'], field: 'serviceMonitor' },
  PodMonitor: { kinds: ['Prometheus', 'PrometheusAgent'], field: 'podMonitor' },
  Probe: { kinds: ['Prometheus', 'PrometheusAgent'], field: 'probe' },
  ScrapeConfig: { kinds: ['Prometheus', 'PrometheusAgent'], field: 'scrapeConfig' },
  PrometheusRule: { kinds: ['Prometheus', 'ThanosRuler'], field: 'rule' },
  AlertmanagerConfig: { kinds: ['Alertmanager'], field: 'alertmanagerConfig' },
};

/** Kinds that Prometheus and its neighbours select, as `group/Kind`. */
export const SELECTED: readonly string[] = Object.keys(TAKERS).map((kind) => `${GROUP}/${kind}`);

/** Whoever could take an object, among the objects here. */
export function takersOf(cluster: Cluster, object: KubeObject): readonly KubeObject[] {
  const { kinds } = TAKERS[object.kind] as Taker;
  return kinds.flatMap((kind) => cluster.all(`${GROUP}/${kind}`));
}

/** Whether one of them takes it; where that depends on the labels of a Namespace that is not here, it does. */
export function takes(cluster: Cluster, taker: KubeObject, object: KubeObject): boolean {
  const { field } = TAKERS[object.kind] as Taker;
  const spec = fields(taker['spec']);
  const [selector, namespaces] = [spec[`${field}Selector`], spec[`${field}NamespaceSelector`]];
  if (isUnmanaged(taker, spec) || isNamed(spec, object)) return true;
  // Without a selector it takes none, and with an empty one all.
  if (selector === undefined || selector === null || !selects(selector, object.metadata.labels ?? {})) return false;
  const { namespace } = object.metadata;
  if (namespaces === undefined || namespaces === null)
    return namespace === undefined || taker.metadata.namespace === undefined || namespace === taker.metadata.namespace;
  if (Object.keys(fields(namespaces)).length === 0) return true;
  const here = namespace === undefined ? undefined : cluster.find('/Namespace', undefined, namespace);
  return here === undefined || selects(namespaces, { ...here.metadata.labels, 'kubernetes.io/metadata.name': here.metadata.name });
}

const MANAGED = ['serviceMonitor', 'podMonitor', 'probe', 'scrapeConfig'];

/** Without any selector, the configuration of a Prometheus is somebody's own Secret. */
function isUnmanaged({ kind }: KubeObject, spec: Fields): boolean {
  return kind.startsWith('Prometheus') && MANAGED.every((field) => (spec[`${field}Selector`] ?? undefined) === undefined);
}

/** An Alertmanager may name the one configuration it has. */
function isNamed(spec: Fields, object: KubeObject): boolean {
  return kindOf(object) === `${GROUP}/AlertmanagerConfig` && text(get(spec, ['alertmanagerConfiguration', 'name'])) === object.metadata.name;
}
