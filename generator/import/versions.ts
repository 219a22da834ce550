// Versions of a region's systems: as images of controllers say, and where they say nothing, as what was written for an older one shows.
import { fields, maps } from '../k8s/look.ts';
import type { Brought, View } from './brought.ts';
import { containerOf, podSpec } from './workload.ts';
import type { Values } from './layers.ts';
import { present } from './pod.ts';

/** Images of controllers, by the system whose version they have. */
const CONTROLLERS: Readonly<Record<string, RegExp>> = {
  traefik: /(?:^|\/)traefik:v?([0-9]+\.[0-9]+)/,
  'cert-manager': /(?:^|\/)cert-manager-controller:v?([0-9]+\.[0-9]+)/,
  'external-secrets': /(?:^|\/)external-secrets:v?([0-9]+\.[0-9]+)/,
};

/** Said of a version before a feature, where no object says which one it is: the newest that does not have it. */
const BEFORE = {
  preStopSleep: '1.29',
  ipAllowList: '2.10',
  rejectStatusCode: '2.11',
  maxResponseBodySize: '3.6',
  renewBeforePercentage: '1.15',
  rfc2136Protocol: '1.18',
} as const;

/** @param kubernetes as Pod Security is pinned */
export function versionsSeen(view: View, kubernetes: string | undefined, externalDns: string | undefined): Values {
  const written = writtenFor(view);
  return present({
    kubernetes: kubernetes ?? written['kubernetes'],
    'external-dns': externalDns,
    ...Object.fromEntries(Object.keys(CONTROLLERS).flatMap((system) => versionOf(view, system).map((version) => [system, version]))),
    ...Object.fromEntries(Object.entries(written).filter(([system]) => versionOf(view, system).length === 0 && system !== 'kubernetes')),
  });
}

function versionOf(view: View, system: string): string[] {
  const pattern = CONTROLLERS[system];
  if (pattern === undefined) return [];
  const images = ['apps/Deployment', 'apps/DaemonSet', 'apps/StatefulSet']
    .flatMap((kind) => view.of(kind))
    .flatMap(({ object }) => maps(podSpec(object)['containers'], ''));
  return images.flatMap(({ item }) => pattern.exec(String(item['image']))?.[1] ?? []).slice(0, 1);
}

/** Fields that we write from a version on, and that our objects here do not have. */
function writtenFor(view: View): Values {
  const ours = (kind: string): Brought[] =>
    view.of(kind).filter(({ object }) => object.metadata.labels?.['app.kubernetes.io/managed-by'] === 'pap-fleet');
  const all = (objects: readonly Brought[], lacks: (spec: Values) => boolean): boolean =>
    objects.length > 0 && objects.every(({ object }) => lacks(fields(object['spec'])));
  const agents = ours('apps/Deployment').filter(({ object }) => object.metadata.labels?.['pap.plugged.in/owner'] !== undefined);
  const sleepless = agents.length > 0 && agents.every(({ object }) => containerOf(object).item['lifecycle'] === undefined);
  const auth = ours('traefik.io/Middleware').filter(({ object }) => fields(object['spec'])['forwardAuth'] !== undefined);
  const wildcards = ours('cert-manager.io/Certificate').filter(({ object }) => object.metadata.name.startsWith('wildcard-'));
  const issuers = ours('cert-manager.io/ClusterIssuer').filter(({ object }) => JSON.stringify(object).includes('"rfc2136"'));
  const protocol = all(issuers, (spec) => !JSON.stringify(spec).includes('"protocol"'));
  const refusing = ours('traefik.io/Middleware').filter(({ object }) => object.metadata.name.endsWith('-draining'));
  const traefik = all(refusing, (spec) => 'ipWhiteList' in spec)
    ? BEFORE.ipAllowList
    : all(refusing, (spec) => !('rejectStatusCode' in fields(spec['ipAllowList'])))
      ? BEFORE.rejectStatusCode
      : all(auth, (spec) => !('maxResponseBodySize' in fields(spec['forwardAuth'])))
        ? BEFORE.maxResponseBodySize
        : undefined;
  return present({
    kubernetes: sleepless ? BEFORE.preStopSleep : undefined,
    traefik,
    'cert-manager': all(wildcards, (spec) => !('renewBeforePercentage' in spec))
      ? BEFORE.renewBeforePercentage
      : protocol
        ? BEFORE.rfc2136Protocol
        : undefined,
  });
}
