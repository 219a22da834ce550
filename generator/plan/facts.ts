import { isMap } from '../model/data.ts';
import type { KubeObject } from '../k8s/object.ts';
import { isHidden, isSecretOption } from '../secrets/keys.ts';
import { isSecretEntry, pathText } from './fields.ts';
import type { FieldChange, Step } from './fields.ts';
import { pairs } from './list-items.ts';

/** Characters of an item that needs no line of its own. */
const SHORT = 48;
/** Of what stands here each key, and each item, is a field of its own: pods, containers, groups of alerts. */
const OPENED =
  /^(|spec|data|lines|.*\.(template|jobTemplate)|.*\.(template|jobTemplate)\.spec|metadata|.*\.volumes|(.*\.)?(initContainers|containers|ephemeralContainers)(\[[^\]]*\](\.env(\[[^\]]*\])?)?)?|spec\.groups(\[[^\]]*\](\.rules)?)?)$/;
/** What says nothing about what an object does. */
const SILENT = new RegExp(
  [
    '^(apiVersion|kind|status|content|metadata\\.(name|namespace|labels|annotations))$',
    '\\.template\\.metadata$',
    '^spec\\.(revisionHistoryLimit|progressDeadlineSeconds|minReadySeconds|strategy|updateStrategy|volumeMode|privateKey|renewBefore|refreshInterval)$',
    '\\.spec\\.(terminationGracePeriodSeconds|enableServiceLinks|dnsPolicy|restartPolicy|schedulerName|topologySpreadConstraints|affinity)$',
    '\\]\\.(livenessProbe|readinessProbe|startupProbe|imagePullPolicy|terminationMessage(Path|Policy)|resources|name|volumeMounts)$',
    '\\.env\\[[^\\]]*\\]\\.(name|value)$',
  ].join('|'),
);
const WORKLOADS = /^(Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob)$/;

/** What every pod of its kind has, and gives it nothing. */
function isUsual(text: string, value: unknown, kind: string): boolean {
  if (WORKLOADS.test(kind) && text === 'spec.selector') return true;
  if (text.endsWith('.automountServiceAccountToken') && value === false) return true;
  return isMap(value) && ((/\.volumes\[[^\]]*\]$/.test(text) && 'emptyDir' in value) || (text.endsWith('.valueFrom') && 'fieldRef' in value));
}

/** What a reader looks for first. */
const FIRST = [
  /^(roleRef|subjects|rules)\b|^webhooks\b/,
  /\.host(Network|PID|IPC|Users)$|hostPath|[pP]rivileged|"add"/,
  /\.image$/,
  /\.(command|args)$/,
  /\.serviceAccountName$|automountServiceAccountToken/,
  /^spec\.(replicas|rules|routes|hosts|dnsNames|endpoints|egress|ingress|provider|acme|sourceRepos|destination|source)\b/,
  /\.(volumes|envFrom|valueFrom)\b/,
];

/** What a created object does, may do and speaks with, as fields that come: those that are looked for first before the others. */
export function facts(object: KubeObject): FieldChange[] {
  const found: FieldChange[] = [];
  visit(object, [], false, object.kind, found);
  const told: Partial<KubeObject['metadata']> = /^(Namespace|ServiceAccount|Ingress)$/.test(object.kind) ? object.metadata : {};
  // Here labels and annotations are what it may do: Pod Security, roles of a cloud, settings of a controller.
  for (const key of ['labels', 'annotations'] as const) {
    const own = Object.entries(told[key] ?? {}).filter(([name]) => !/^(app\.kubernetes\.io|pap\.plugged\.in|argocd\.argoproj\.io)\//.test(name));
    found.push(
      ...own.map(([name, after]) => ({ path: ['metadata', key, name], after, ...(isHidden(name, false) ? { hidden: true as const } : {}) })),
    );
  }
  const rank = new Map(found.map((field) => [field, importance(field)]));
  const secret = object.kind === 'Secret';
  return found
    .sort((a, b) => (rank.get(a) as number) - (rank.get(b) as number))
    .map((field) => (secret && ['data', 'stringData'].includes(field.path[0] as string) ? { ...field, hidden: true } : field));
}

/** The place of a field among those of a created object: the lower, the earlier a reader looks for it. */
export function importance({ path, after }: FieldChange): number {
  const text = pathText(path);
  const at = FIRST.findIndex((pattern) => pattern.test(text) || (isMap(after) && pattern.test(Object.keys(after).join(' '))));
  return at === -1 ? FIRST.length : at;
}

function visit(value: unknown, path: readonly Step[], hidden: boolean, kind: string, found: FieldChange[]): void {
  const text = pathText(path);
  if (SILENT.test(text) || isUsual(text, value, kind) || (isMap(value) && Object.keys(value).length === 0 && path.length > 2)) return;
  if (isMap(value) && OPENED.test(text)) {
    const named = isSecretEntry(value);
    for (const [key, item] of Object.entries(value))
      visit(item, [...path, key], key !== 'name' && isHidden(key, hidden || (named && key === 'value')), kind, found);
    return;
  }
  if (Array.isArray(value) && value.some((item) => isMap(item)) && (OPENED.test(text) || JSON.stringify(value).length > SHORT * value.length)) {
    for (const { step, now } of pairs([], value) ?? [])
      visit(value[now as number], [...path, step], hidden || isSecretOption(value[(now as number) - 1]), kind, found);
    return;
  }
  found.push({ path, after: value, ...(hidden ? { hidden } : {}) });
}
