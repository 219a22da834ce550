// https://prometheus-operator.dev/docs/api-reference/api/
import { prometheusSeconds } from '../../../k8s/duration.ts';
import { maps, text, type Fields as Data } from '../../../k8s/look.ts';
import { equal, get, isMap } from '../../../model/data.ts';
import type { Weight } from '../../../components/weight.ts';
import { any, first, none, when } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Fields, Table } from '../table.ts';
import { METADATA, selectedLabels } from './metadata.ts';

const UNSEEN: Weight = { class: 'work', effect: 'weakens', always: true, says: 'Prometheus no longer selects the object: metrics or alerts go' };
const LESS = { effect: 'weakens' } as const;
const CREDENTIALS = any('power', 'Prometheus sends credentials, or speaks through another');
const MEASURED = any('work', 'other metrics are collected, or none', LESS);

/** What the operator lets users say about how Prometheus speaks to a target. */
const AUTHENTICATION = [
  'authorization',
  'basicAuth',
  'bearerTokenSecret',
  'bearerTokenFile',
  'oauth2',
  'tlsConfig',
  'noProxy',
  'proxyConnectHeader',
  'proxyFromEnvironment',
  'proxyUrl',
];
const SCRAPE = [
  'enableHttp2',
  'followRedirects',
  'honorLabels',
  'honorTimestamps',
  'trackTimestampsStaleness',
  'filterRunning',
  'params',
  'relabelings',
  'metricRelabelings',
  'scheme',
  'path',
  'port',
  'portNumber',
  'targetPort',
];

/** A scrape may become twice as rare. */
const RARER = when(
  (before, after) => {
    const [old, now] = [before, after].map((value) => (typeof value === 'string' ? prometheusSeconds(value) : undefined));
    return old !== undefined && now !== undefined && now > 2 * old;
  },
  'work',
  'metrics are collected much more rarely: alerts come late',
  LESS,
);

/** Labels by which alerts know whose a sample is. */
const OWNERS = /^(agent|region|namespace|job|pod|service)$/;

const RELABELED = first(
  when(
    (before, after) => targetsOf(before, after).some((name) => name.startsWith('__') || OWNERS.test(name)),
    'identity',
    'Prometheus asks another address, or takes metrics of one for those of another',
  ),
  MEASURED,
);
const HONOURED = first(
  when((_, after) => after === true, 'identity', 'targets say themselves whose metrics theirs are'),
  MEASURED,
);

/** Labels that new steps of a relabelling write; `labelmap` writes any. */
function targetsOf(before: unknown, after: unknown): string[] {
  const old = Array.isArray(before) ? before : [];
  return (Array.isArray(after) ? after : [])
    .filter((step) => !old.some((other) => equal(step, other)))
    .map((step) => text(get(step, ['targetLabel'])) ?? (get(step, ['action']) === 'labelmap' ? '__' : ''));
}

function endpoint(list: string, fields: readonly string[]): Fields {
  return Object.fromEntries(
    fields.map((field): [string, Rule] => [
      `spec.${list}[].${field}`,
      AUTHENTICATION.includes(field) ? CREDENTIALS : (OF_ENDPOINT[field] ?? MEASURED),
    ]),
  );
}

/** Fields of an endpoint that do something of their own. */
const OF_ENDPOINT: Readonly<Record<string, Rule>> = { relabelings: RELABELED, honorLabels: HONOURED, interval: RARER, scrapeTimeout: none };

const LIMITS = [
  'convertClassicHistogramsToNHCB',
  'nativeHistogramBucketLimit',
  'nativeHistogramMinBucketFactor',
  'scrapeClassicHistograms',
  'scrapeNativeHistograms',
  'fallbackScrapeProtocol',
  'keepDroppedTargets',
  'labelLimit',
  'labelNameLengthLimit',
  'labelValueLengthLimit',
  'sampleLimit',
  'scrapeClass',
  'scrapeProtocols',
  'targetLimit',
];

const MONITOR: Fields = {
  ...METADATA,
  'metadata.labels': selectedLabels(UNSEEN),
  ...Object.fromEntries(LIMITS.map((field): [string, Rule] => [`spec.${field}`, MEASURED])),
};

const SELECTION: Fields = {
  'spec.selector': MEASURED,
  'spec.selectorMechanism': MEASURED,
  'spec.namespaceSelector': first(
    when((_, after) => get(after, ['any']) === true, 'power', 'Prometheus asks pods of every namespace'),
    MEASURED,
  ),
  'spec.attachMetadata': none,
  'spec.bodySizeLimit': MEASURED,
  'spec.jobLabel': MEASURED,
  'spec.podTargetLabels': MEASURED,
};

const MONITOR_GONE = any('work', 'metrics are no longer collected', LESS);

const serviceMonitor: Table = {
  kinds: ['monitoring.coreos.com/ServiceMonitor'],
  fields: {
    ...MONITOR,
    ...SELECTION,
    'spec.targetLabels': MEASURED,
    'spec.serviceDiscoveryRole': MEASURED,
    ...endpoint('endpoints', [...AUTHENTICATION, ...SCRAPE.filter((field) => field !== 'portNumber'), 'interval', 'scrapeTimeout']),
  },
  gone: MONITOR_GONE,
  brought: none,
};

const podMonitor: Table = {
  kinds: ['monitoring.coreos.com/PodMonitor'],
  fields: {
    ...MONITOR,
    ...SELECTION,
    ...endpoint('podMetricsEndpoints', [...AUTHENTICATION.filter((field) => field !== 'bearerTokenFile'), ...SCRAPE, 'interval', 'scrapeTimeout']),
  },
  gone: MONITOR_GONE,
  brought: none,
};

const probe: Table = {
  kinds: ['monitoring.coreos.com/Probe'],
  fields: {
    ...MONITOR,
    ...Object.fromEntries(
      AUTHENTICATION.filter((field) => !/^(bearerTokenFile|noProxy|proxy)/.test(field)).map((field): [string, Rule] => [
        `spec.${field}`,
        CREDENTIALS,
      ]),
    ),
    'spec.enableHttp2': none,
    'spec.followRedirects': none,
    'spec.interval': RARER,
    'spec.scrapeTimeout': none,
    'spec.jobName': MEASURED,
    'spec.metricRelabelings': MEASURED,
    'spec.module': MEASURED,
    'spec.params': any('power', 'the prober asks something else of others'),
    'spec.prober': any('power', 'another prober asks others for Prometheus'),
    'spec.targets': any('power', 'the prober asks others for Prometheus'),
  },
  gone: MONITOR_GONE,
  brought: any('power', 'a prober asks others for Prometheus'),
};

/** Rules of groups, each with its group. */
function rulesIn(groups: unknown): { readonly group: Data; readonly rule: Data }[] {
  return maps(groups, '').flatMap(({ item: group }) => maps(group['rules'], '').map(({ item: rule }) => ({ group, rule })));
}

/** Alerts of groups: name → what decides when, and whom, they tell. */
function alerts(groups: unknown): Map<string, string> {
  const found = new Map<string, string>();
  for (const { group, rule } of rulesIn(groups)) {
    if (rule['alert'] === undefined) continue;
    // The team of an agent is the fleet's to name: another one is told, and nobody is told less.
    const labels = isMap(rule['labels']) ? { ...rule['labels'], team: undefined } : rule['labels'];
    found.set(
      JSON.stringify([group['name'], rule['alert']]),
      JSON.stringify([rule['expr'], rule['for'], labels, ...['interval', 'limit', 'query_offset'].map((key) => group[key])]),
    );
  }
  return found;
}

/** Names of metrics that recording rules write. Those of targets have no colon (Prometheus, "Metric and label naming"). */
function recorded(groups: unknown): Set<string> {
  return new Set(rulesIn(groups).flatMap(({ rule }) => text(rule['record']) ?? []));
}

const THRESHOLD = /([<>])=? ?([0-9.]+)/g;

/** Whether an alert is another one, unless nothing but a threshold changes, so that it tells sooner. */
function isWeaker(before: string, after: string): boolean {
  if (before === after) return false;
  if (before.replace(THRESHOLD, '$1') !== after.replace(THRESHOLD, '$1')) return true;
  const now = [...after.matchAll(THRESHOLD)];
  return [...before.matchAll(THRESHOLD)].some(([, way, old], i) =>
    way === '<' ? Number(now[i]?.[2]) < Number(old) : Number(now[i]?.[2]) > Number(old),
  );
}

const rules: Table = {
  kinds: ['monitoring.coreos.com/PrometheusRule'],
  fields: {
    ...METADATA,
    'metadata.labels': selectedLabels(UNSEEN),
    'spec.groups': {
      weigh(before, after, { verb, cluster }) {
        const old = alerts(before);
        const had = recorded(before);
        const forged = [...recorded(after)].find((name) => !had.has(name) && !name.includes(':'));
        if (forged !== undefined)
          return { class: 'power', says: `samples are written under the name of the metric ${forged}, which alerts may read` };
        if (verb === 'create') return undefined;
        // What is of no agent tells of the whole region.
        const weight: Omit<Weight, 'says'> = { class: 'work', ...LESS, ...(cluster.agent === undefined ? { always: true } : {}) };
        const now = alerts(after);
        const gone = [...old.keys()].some((name) => !now.has(name));
        if (gone) return { ...weight, says: 'an alert goes' };
        return [...old].some(([name, what]) => isWeaker(what, now.get(name) as string))
          ? { ...weight, says: 'an alert tells of something else, or others' }
          : undefined;
      },
    },
  },
  gone: first(
    when((_before, _after, { cluster }) => cluster.agent === undefined, 'work', 'alerts go', { ...LESS, always: true }),
    any('work', 'alerts go', LESS),
  ),
  brought: none,
};

export const monitoring: readonly Table[] = [serviceMonitor, podMonitor, probe, rules];
