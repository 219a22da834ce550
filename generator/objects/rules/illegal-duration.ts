import { group } from '../../kube/object.ts';
import type { KubeObject } from '../../kube/object.ts';
import { child } from '../../model/pointer.ts';
import type { Fault, Rule } from '../rule.ts';
import { shown } from '../shown.ts';
import { goSeconds, prometheusSeconds } from '../syntax.ts';
import { having, mapAt } from '../visit.ts';

interface Dialect {
  readonly keys: readonly string[];
  readonly seconds: (text: string) => number | undefined;
  readonly example: string;
}

const GO = { seconds: goSeconds, example: '1h30m; there are no days' };
const PROMETHEUS = { seconds: prometheusSeconds, example: '30s or 1d12h, whole numbers only' };

/** Which fields hold durations, and in which of the two languages. */
const DIALECTS: Readonly<Record<string, Dialect>> = {
  'argoproj.io/Application': { ...GO, keys: ['duration', 'maxDuration'] },
  'cert-manager.io/Certificate': { ...GO, keys: ['duration', 'renewBefore'] },
  'external-secrets.io/ExternalSecret': { ...GO, keys: ['refreshInterval'] },
  'monitoring.coreos.com/PodMonitor': { ...PROMETHEUS, keys: ['interval', 'scrapeTimeout'] },
  'monitoring.coreos.com/Probe': { ...PROMETHEUS, keys: ['interval', 'scrapeTimeout'] },
  'monitoring.coreos.com/PrometheusRule': { ...PROMETHEUS, keys: ['for', 'keep_firing_for', 'interval', 'query_offset'] },
  'monitoring.coreos.com/ServiceMonitor': { ...PROMETHEUS, keys: ['interval', 'scrapeTimeout'] },
  'velero.io/Backup': { ...GO, keys: ['ttl', 'csiSnapshotTimeout', 'itemOperationTimeout', 'timeout'] },
  'velero.io/BackupStorageLocation': { ...GO, keys: ['backupSyncPeriod', 'validationFrequency'] },
  'velero.io/Schedule': { ...GO, keys: ['ttl', 'csiSnapshotTimeout', 'itemOperationTimeout', 'timeout'] },
};

export const illegalDuration: Rule = {
  code: 'object/illegal-duration',
  kinds: Object.keys(DIALECTS),
  *run(object) {
    const { keys, seconds, example } = DIALECTS[`${group(object)}/${object.kind}`] as Dialect;
    for (const key of keys) {
      for (const { path, value } of having(object, key)) {
        const text = value[key];
        if (typeof text === 'string' && seconds(text) === undefined)
          yield { path: child(path, key), message: `${shown(text)} is no duration`, hint: `such as ${example}` };
      }
    }
    for (const { path, value } of having(object, 'scrapeTimeout')) {
      const [interval, timeout] = [value['interval'], value['scrapeTimeout']].map((text) => (typeof text === 'string' ? seconds(text) : undefined));
      if (interval !== undefined && timeout !== undefined && timeout > interval)
        yield { path: child(path, 'scrapeTimeout'), message: 'is longer than the interval, and the operator refuses the whole monitor' };
    }
    if (object.kind === 'Certificate') yield* certificate(object);
  },
};

/** cert-manager's own limits: an hour, and five minutes (https://cert-manager.io/docs/usage/certificate/). */
function* certificate(object: KubeObject): Iterable<Fault> {
  const spec = mapAt(object, 'spec')?.value ?? {};
  const [duration, before] = ['duration', 'renewBefore'].map((key) => (typeof spec[key] === 'string' ? goSeconds(spec[key]) : undefined));
  if (duration !== undefined && duration < 3600) yield { path: '/spec/duration', message: 'must be an hour at least' };
  if (before !== undefined && before < 300) yield { path: '/spec/renewBefore', message: 'must be five minutes at least' };
  if (duration !== undefined && before !== undefined && before >= duration)
    yield { path: '/spec/renewBefore', message: 'must be shorter than the duration: else the certificate would be renewed for ever' };
}
