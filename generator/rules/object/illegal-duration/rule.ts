import { goSeconds, prometheusSeconds } from '../../../k8s/duration.ts';
import { having } from '../../../k8s/having.ts';
import { child, defineRule, fields, group, shownValue, type FoundIn, type KubeObject } from '../../kit.ts';

interface Dialect {
  readonly keys: readonly string[];
  readonly seconds: (text: string) => number | undefined;
  readonly example: string;
}

const GO = { seconds: goSeconds, example: '1h30m; there are no days' };
/** Traefik reads a bare number as seconds (traefik/paerser, types.Duration). */
const TRAEFIK = { seconds: (text: string) => (/^[0-9]+$/.test(text) ? Number(text) : goSeconds(text)), example: '10s or 1h30m; there are no days' };
const PROMETHEUS = { seconds: prometheusSeconds, example: '30s or 1d12h, whole numbers only' };

const HEALTH = ['interval', 'timeout', 'unhealthyInterval', 'flushInterval'];

/** Which fields hold durations, and in which of the languages. */
const DIALECTS: Readonly<Record<string, Dialect>> = {
  'argoproj.io/AppProject': { ...GO, keys: ['duration'] },
  'argoproj.io/Application': { ...GO, keys: ['duration', 'maxDuration'] },
  'cert-manager.io/Certificate': { ...GO, keys: ['duration', 'renewBefore'] },
  'external-secrets.io/ExternalSecret': { ...GO, keys: ['refreshInterval', 'duration'] },
  'monitoring.coreos.com/PodMonitor': { ...PROMETHEUS, keys: ['interval', 'scrapeTimeout'] },
  'monitoring.coreos.com/Probe': { ...PROMETHEUS, keys: ['interval', 'scrapeTimeout'] },
  'monitoring.coreos.com/PrometheusRule': { ...PROMETHEUS, keys: ['for', 'keep_firing_for', 'interval', 'query_offset'] },
  'monitoring.coreos.com/ServiceMonitor': { ...PROMETHEUS, keys: ['interval', 'scrapeTimeout'] },
  'traefik.io/IngressRoute': { ...TRAEFIK, keys: HEALTH },
  'traefik.io/Middleware': {
    ...TRAEFIK,
    keys: [
      'period',
      'initialInterval',
      'checkPeriod',
      'fallbackDuration',
      'recoveryDuration',
      'dialTimeout',
      'readTimeout',
      'writeTimeout',
      ...HEALTH,
    ],
  },
  'traefik.io/ServersTransport': {
    ...TRAEFIK,
    keys: ['dialTimeout', 'idleConnTimeout', 'pingTimeout', 'readIdleTimeout', 'responseHeaderTimeout'],
  },
  'traefik.io/ServersTransportTCP': { ...TRAEFIK, keys: ['dialTimeout', 'dialKeepAlive', 'terminationDelay'] },
  'traefik.io/TraefikService': { ...TRAEFIK, keys: HEALTH },
  'velero.io/Backup': { ...GO, keys: ['ttl', 'csiSnapshotTimeout', 'itemOperationTimeout', 'timeout'] },
  'velero.io/BackupStorageLocation': { ...GO, keys: ['backupSyncPeriod', 'validationFrequency'] },
  'velero.io/Schedule': { ...GO, keys: ['ttl', 'csiSnapshotTimeout', 'itemOperationTimeout', 'timeout'] },
};

export const rule = defineRule('object', {
  code: 'object/illegal-duration',
  severity: 'error',
  what: 'Its controller cannot read a duration, or two durations contradict each other.',
  why: 'Go has no days and Prometheus no fractions; the controller refuses the whole object.',
  fix: 'Write a duration that its controller reads, within the limits that are named.',
  order: 280,
  kinds: Object.keys(DIALECTS),
  *run(object) {
    const { keys, seconds, example } = DIALECTS[`${group(object)}/${object.kind}`] as Dialect;
    for (const key of keys) {
      for (const { at, item } of having(object, key)) {
        const text = item[key];
        // What a plugin is told means what the plugin says.
        if (at.startsWith('/spec/plugin/')) continue;
        // Texts of the Secret that an ExternalSecret makes.
        if (at === '/spec/target/template/data') continue;
        // To the operator of Prometheus an empty text is as good as none.
        if (text === '' && seconds === prometheusSeconds) continue;
        if (typeof text === 'string' && seconds(text) === undefined)
          yield { path: child(at, key), message: `${shownValue(text)} is no duration`, hint: `such as ${example}` };
      }
    }
    for (const { at, item } of having(object, 'scrapeTimeout')) {
      const [interval, timeout] = [item['interval'], item['scrapeTimeout']].map((text) => (typeof text === 'string' ? seconds(text) : undefined));
      if (interval !== undefined && timeout !== undefined && timeout > interval)
        yield {
          path: child(at, 'scrapeTimeout'),
          message: 'is longer than the interval, and the operator refuses the whole monitor',
          hint: `write ${String(item['interval'])} or less`,
        };
    }
    if (object.kind === 'Certificate') yield* certificate(object);
  },
});

/** What cert-manager asks for where nothing is said: 90 days. */
const DEFAULT_DURATION = 90 * 24 * 3600;

/** cert-manager's own limits: an hour, and five minutes (https://cert-manager.io/docs/usage/certificate/). */
function* certificate(object: KubeObject): Iterable<FoundIn<'object'>> {
  const spec = fields(object['spec']);
  const read = (key: string): number | undefined => (typeof spec[key] === 'string' ? goSeconds(spec[key]) : undefined);
  const duration = 'duration' in spec ? read('duration') : DEFAULT_DURATION;
  const before = read('renewBefore');
  if (duration !== undefined && duration < 3600) yield { path: '/spec/duration', message: 'must be an hour at least' };
  if (before !== undefined && before < 300) yield { path: '/spec/renewBefore', message: 'must be five minutes at least' };
  if (duration !== undefined && before !== undefined && before >= duration)
    yield { path: '/spec/renewBefore', message: 'must be shorter than the duration: else the certificate would be renewed for ever' };
  const { renewBeforePercentage: percentage } = spec;
  if (typeof percentage !== 'number') return;
  const path = '/spec/renewBeforePercentage';
  if ('renewBefore' in spec) yield { path, message: 'stands beside renewBefore: one of them, not both' };
  if (!(percentage >= 1 && percentage <= 99)) yield { path, message: `must be from 1 to 99, not ${percentage}` };
  else if (duration !== undefined && (duration * percentage) / 100 < 300)
    yield { path, message: 'must leave five minutes at least before the certificate ends' };
}
