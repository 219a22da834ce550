// https://prometheus-operator.dev/docs/api-reference/api/
import { prometheusSeconds } from '../../../k8s/duration.ts';
import { get, isMap } from '../../../model/data.ts';
import type { Weight } from '../danger.ts';
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

function endpoint(list: string, fields: readonly string[]): Fields {
  return Object.fromEntries(
    fields.map((field): [string, Rule] => [
      `spec.${list}[].${field}`,
      AUTHENTICATION.includes(field) ? CREDENTIALS : field === 'interval' ? RARER : field === 'scrapeTimeout' ? none : MEASURED,
    ]),
  );
}

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
    when((_, after) => get(after, ['any']) === true, 'work', 'Prometheus asks pods of every namespace', LESS),
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

/** Alerts of groups: name → what decides when, and whom, they tell. */
function alerts(groups: unknown): Map<string, string> {
  const found = new Map<string, string>();
  for (const group of Array.isArray(groups) ? groups : []) {
    const rules = get(group, ['rules']);
    for (const rule of Array.isArray(rules) ? rules : []) {
      if (!isMap(rule) || rule['alert'] === undefined) continue;
      // The team of an agent is the fleet's to name: another one is told, and nobody is told less.
      const labels = isMap(rule['labels']) ? { ...rule['labels'], team: undefined } : rule['labels'];
      found.set(JSON.stringify([get(group, ['name']), rule['alert']]), JSON.stringify([rule['expr'], rule['for'], labels]));
    }
  }
  return found;
}

const rules: Table = {
  kinds: ['monitoring.coreos.com/PrometheusRule'],
  fields: {
    ...METADATA,
    'metadata.labels': selectedLabels(UNSEEN),
    'spec.groups': {
      weigh(before, after, { verb, cluster }) {
        if (verb === 'create') return undefined;
        // What is of no agent tells of the whole region.
        const weight: Omit<Weight, 'says'> = { class: 'work', ...LESS, ...(cluster.agent === undefined ? { always: true } : {}) };
        const now = alerts(after);
        const old = [...alerts(before)];
        if (old.some(([name]) => !now.has(name))) return { ...weight, says: 'an alert goes' };
        return old.some(([name, what]) => now.get(name) !== what)
          ? { class: 'work', ...LESS, says: 'an alert tells of something else, or others' }
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
