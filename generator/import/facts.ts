// What the objects say of the fleet as a whole, and what a person said where they do not.
import { fields, maps, text, texts } from '../k8s/look.ts';
import { byCodeUnit } from '../model/order.ts';
import { containerOf, isAgentWorkload } from './workload.ts';
import type { Brought, Told, View } from './brought.ts';
import type { Refusal } from './gather.ts';
import { literals } from './pod.ts';
import { routeHostsIn } from './routes.ts';
import { isExternalDns, zoneTold } from './settings/dns.ts';
import type { Values } from './layers.ts';
import { present, some } from './pod.ts';
import { SUPPORTED } from '../fleet/versions/table.ts';

/** What a person says of the fleet: it counts before what objects say. */
export interface Said {
  readonly name?: string;
  readonly namespace?: string;
  readonly zone?: string;
  readonly repo?: string;
}

export interface FleetFacts {
  readonly name: string;
  readonly namespace: string;
  readonly zone: string;
  readonly gitops: Values;
  /** Region → the name that Argo CD knows its cluster by. */
  readonly clusters: ReadonlyMap<string, string>;
}

const UNKNOWN_REPO = 'https://git.example.org/your-team/fleet.git';

export function factsOf(views: readonly View[], argocd: readonly Brought[], said: Said, told: Told): FleetFacts | Refusal {
  const workloads = views.flatMap((view) => view.of('apps/Deployment')).filter(({ object }) => isAgentWorkload(object));
  const namespace =
    said.namespace ?? mostOften(workloads.flatMap(({ object }) => object.metadata.namespace ?? [])) ?? ownNamespace(views) ?? 'agents';
  const zone = said.zone ?? zoneOf(views, workloads);
  if (zone === undefined)
    return {
      refusal: 'no object says which zone the agents answer in',
      hint: 'say it: --zone a.example.org, where an agent answers at <agent>.<region>.a.example.org',
    };
  const name = said.name ?? fleetName(views);
  if (name === undefined)
    told.guessed('name: pap', 'no object says how the fleet is called: --name NAME says it. It is in the names and labels of what the fleet makes');
  return { name: name ?? 'pap', namespace, zone, ...deliveryOf(argocd, argoVersion(views), said, told) };
}

function mostOften(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || byCodeUnit(a, b))[0]?.[0];
}

/** Where the facts of a region stand, which a fleet writes even where no agent runs. */
function ownNamespace(views: readonly View[]): string | undefined {
  const facts = views
    .flatMap((view) => view.of('ConfigMap'))
    .filter(({ object }) => object.metadata.name.endsWith('-region') && 'zone' in fields(object['data']));
  return mostOften(facts.flatMap(({ object }) => object.metadata.namespace ?? []));
}

function fleetName(views: readonly View[]): string | undefined {
  const labels = views.flatMap(({ all }) => all).map(({ object }) => object.metadata.labels ?? {});
  const ours = labels.filter((each) => each['app.kubernetes.io/managed-by'] === 'pap-fleet');
  return mostOften(ours.flatMap((each) => each['app.kubernetes.io/part-of'] ?? []));
}

/** The zone: as agents, certificates, routes or ExternalDNS have it. */
function zoneOf(views: readonly View[], workloads: readonly Brought[]): string | undefined {
  const after = (host: string, region: string): string | undefined => {
    const at = host.indexOf(`.${region}.`);
    return at === -1 ? undefined : host.slice(at + region.length + 2);
  };
  const found = views.flatMap((view) => {
    const names = [
      ...workloads.filter(({ region }) => region === view.region).flatMap(({ object }) => literals(containerOf(object).item)['AGENT_DNS_NAME'] ?? []),
      ...view.of('cert-manager.io/Certificate').flatMap(({ object }) => texts(fields(object['spec'])['dnsNames'])),
      ...view
        .of('externaldns.k8s.io/DNSEndpoint')
        .flatMap(({ object }) => maps(fields(object['spec'])['endpoints'], '').flatMap(({ item }) => text(item['dnsName']) ?? [])),
      ...routeHostsIn(view),
    ];
    return names.flatMap((host) => after(host, view.region) ?? []);
  });
  const dns = views.flatMap((view) => view.of('apps/Deployment')).filter(isExternalDns);
  return mostOften(found) ?? dns.map(zoneTold).find((zone) => zone !== undefined);
}

/** Said where namespaces are kept from Argo CD in the way of an older one. */
function argoVersion(views: readonly View[]): string | undefined {
  const options = views
    .flatMap((view) => view.of('Namespace'))
    .flatMap(({ object }) => object.metadata.annotations?.['argocd.argoproj.io/sync-options'] ?? []);
  return options.some((each) => each.includes('Delete=false')) ? SUPPORTED.argocd.from : undefined;
}

function deliveryOf(argocd: readonly Brought[], version: string | undefined, said: Said, told: Told): Pick<FleetFacts, 'gitops' | 'clusters'> {
  const clusters = new Map<string, string>();
  const applications = argocd.filter(({ object }) => object.kind === 'Application');
  const sources = applications.map(({ object }) => fields(fields(object['spec'])['source']));
  const overlay = applications.flatMap(({ object, region }) => {
    const spec = fields(object['spec']);
    const [, out, own] = /^(.*)\/overlays\/([^/]+)\//.exec(text(fields(spec['source'])['path']) ?? '') ?? [];
    const name = own ?? region;
    const cluster = text(fields(spec['destination'])['name']);
    if (cluster !== undefined && name !== '' && cluster !== name) clusters.set(name, cluster);
    return out ?? [];
  });
  const repo = said.repo ?? mostOften(overlay.length === 0 ? [] : sources.flatMap((source) => text(source['repoURL']) ?? []));
  if (repo === undefined) told.guessed(`gitops.repoURL: ${UNKNOWN_REPO}`, 'no object says where this repository will be: --repo URL says it');
  const revision = mostOften(overlay.length === 0 ? [] : sources.flatMap((source) => text(source['targetRevision']) ?? []));
  return {
    gitops: present({
      repoURL: repo ?? UNKNOWN_REPO,
      branch: revision?.replace(/^refs\/heads\//, ''),
      path: mostOften(overlay),
      argocd: some(present({ namespace: applications[0]?.object.metadata.namespace, version })),
    }),
    clusters,
  };
}
