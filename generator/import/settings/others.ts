import { spread } from '../../components/backup/index.ts';
import { goSeconds } from '../../k8s/duration.ts';
import { fields, integer, maps, text, texts } from '../../k8s/look.ts';
import type { Values } from '../layers.ts';
import { present } from '../pod.ts';
import type { Context } from './context.ts';

/** @returns settings, and the namespace of Velero */
export function backupSeen({ view, told, namespace }: Context): { readonly settings: Values; readonly facts: Values } {
  const schedule = view
    .of('velero.io/Schedule')
    .find(({ object }) => texts(fields(fields(object['spec'])['template'])['includedNamespaces']).includes(namespace));
  if (schedule === undefined) return { settings: { enabled: false }, facts: {} };
  told.take(schedule, 'components.backup');
  const spec = fields(schedule.object['spec']);
  const template = fields(spec['template']);
  const seconds = goSeconds(text(template['ttl']) ?? '');
  const cron = text(spec['schedule']);
  const before = cron === undefined ? undefined : unspread(cron, view.region);
  const isOurs = schedule.object.metadata.labels?.['app.kubernetes.io/managed-by'] === 'pap-fleet';
  return {
    settings: present({
      enabled: true,
      schedule: isOurs && before !== undefined ? before : cron,
      spread: isOurs && before !== undefined,
      ttl: seconds === undefined || seconds % 3600 !== 0 ? undefined : `${seconds / 3600}h`,
      storageLocation: text(template['storageLocation']),
    }),
    facts: { velero: { namespace: schedule.object.metadata.namespace } },
  };
}

/** The schedule of the fleet that becomes this one in a region. */
function unspread(cron: string, region: string): string | undefined {
  const [minute = '', ...rest] = cron.split(' ');
  if (!/^[0-9]{1,2}$/.test(minute)) return undefined;
  const [shift] = spread(['0', ...rest].join(' '), region).split(' ');
  return [(Number(minute) - Number(shift) + 60) % 60, ...rest].join(' ');
}

/** How Secrets come into the cluster. @returns settings, and the namespace of cert-manager */
export function secretsSeen({ view, namespace }: Context): { readonly settings: Values; readonly facts: Values } {
  const known = new Set([namespace, 'external-dns', 'cert-manager']);
  const external = view.of('external-secrets.io/ExternalSecret').filter(({ object }) => isOfFleet(object.metadata, known));
  const sealed = view.of('bitnami.com/SealedSecret').filter(({ object }) => isOfFleet(object.metadata, known));
  const elsewhere = external.find(({ object }) => !['external-dns', namespace].includes(object.metadata.namespace ?? ''))?.object.metadata.namespace;
  const facts = elsewhere === undefined ? {} : { certManager: { namespace: elsewhere } };
  const [first] = external;
  if (first === undefined) return { settings: { provider: sealed.length > 0 ? 'sealed-secrets' : 'manual' }, facts };
  const spec = fields(first.object['spec']);
  const keys = external.flatMap(({ object }) =>
    keysIn(object).map((key) => [key, `/${view.region}/${String(object.metadata.namespace)}/${object.metadata.name}`] as const),
  );
  const prefix = keys.find(([key, end]) => key.endsWith(end));
  return {
    settings: present({
      provider: 'external-secrets',
      store: text(fields(spec['secretStoreRef'])['name']),
      prefix: prefix === undefined ? undefined : prefix[0].slice(0, -prefix[1].length),
      refreshInterval: whole(text(spec['refreshInterval'])),
    }),
    facts,
  };
}

function isOfFleet(
  { labels = {}, namespace }: { labels?: Readonly<Record<string, string>>; namespace?: string },
  known: ReadonlySet<string>,
): boolean {
  return labels['app.kubernetes.io/managed-by'] === 'pap-fleet' || known.has(namespace ?? '');
}

function keysIn(object: Readonly<Record<string, unknown>>): string[] {
  const spec = fields(object['spec']);
  return [
    ...maps(spec['data'], '').flatMap(({ item }) => text(fields(item['remoteRef'])['key']) ?? []),
    ...maps(spec['dataFrom'], '').flatMap(({ item }) => text(fields(item['extract'])['key']) ?? []),
  ];
}

/** `1h0m0s` as people write it. */
function whole(duration: string | undefined): string | undefined {
  return duration?.replace(/^([0-9]+h)0m0s$/, '$1').replace(/^((?:[0-9]+h)?[0-9]+m)0s$/, '$1');
}

/** What every agent's Deployment has alike. */
export function agentsSeen({ agents }: Context): Values {
  const kept = agents.map(({ deployment }) => integer(fields(deployment.object['spec'])['revisionHistoryLimit'])).find((each) => each !== undefined);
  return present({ revisionHistoryLimit: kept });
}
