// What is published, as data: the DNSEndpoint carries it, and so do the tests that ask a name server for it.
import { hooksService } from '../../k8s/dns-names.ts';
import { DNS_NAMESPACE } from '../../model/names.ts';
import { addressType, canonicalAddress } from '../../k8s/ip.ts';
import type { Placement, Zone } from '../../fleet/fleet.ts';
import { furtherHosts } from '../../fleet/hosts.ts';
import { byCodeUnit } from '../../model/order.ts';
import { speaksHooks } from '../agent-facts.ts';
import type { DnsSettings } from './settings.generated.ts';
import { fleetLabels } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';

/**
 * `DNSEndpoint`, narrower than its CRD, which requires nothing
 * (kubernetes-sigs/external-dns, apis/v1alpha1/dnsendpoint.go and endpoint/endpoint.go).
 */
interface IDNSEndpoint {
  readonly apiVersion: 'externaldns.k8s.io/v1alpha1';
  readonly kind: 'DNSEndpoint';
  readonly metadata: KubeObject['metadata'];
  readonly spec: { readonly endpoints: readonly DnsRecord[] };
}

/**
 * Names are absolute without a final dot, and so is the target of a CNAME: up to 0.20 ExternalDNS refused one that ends in a dot.
 * The host of an SRV must end in one: ExternalDNS drops the whole endpoint otherwise (endpoint/endpoint.go, NewSRVRecord).
 */
interface DnsRecord {
  readonly dnsName: string;
  readonly recordType: 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'TXT';
  /** Seconds. */
  readonly recordTTL: number;
  readonly targets: readonly string[];
}

interface RecordFacts {
  readonly fleet: { readonly name: string; readonly zone: Zone };
  readonly settings: Pick<DnsSettings, 'records' | 'discovery' | 'handover'>;
  readonly region: string;
  readonly ingressHost: string;
  readonly ingressAddresses: readonly string[];
  readonly placements: readonly Placement[];
}

/** Version of PAP that the discovery records announce (PAP service registry §3.1). */
const PAP_VERSION = '1.0';

/** Port of the ingress. */
const HTTPS = 443;

export function dnsEndpoint(facts: RecordFacts): KubeObject {
  const { fleet } = facts;
  return {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: { name: `${fleet.name}-agents`, namespace: DNS_NAMESPACE, labels: fleetLabels(fleet.name) },
    spec: { endpoints: records(facts) },
  } satisfies IDNSEndpoint;
}

/** Records by which every agent of the region is found, sorted. */
export function records(facts: RecordFacts): DnsRecord[] {
  const { fleet, settings, region, ingressHost, placements } = facts;
  const alias = (dnsName: string): DnsRecord => record(facts, dnsName, 'CNAME', [ingressHost]);
  const hasOwn = settings.records === 'per-agent' || settings.discovery || settings.handover !== 'none';
  // A name of its own hides the wildcard from an agent altogether (RFC 4592 §2.2.1), so with discovery each agent gets
  // addresses as well; and not a CNAME, because beside it no TXT may stand (RFC 1034 §3.6.2).
  const own = (placement: Placement): DnsRecord[] => {
    if (settings.discovery) return discovery(facts, placement);
    // What stood there before stays as it is: an alias does not replace addresses without a gap, nor they an alias.
    return settings.handover === 'addresses' ? addresses(facts, placement.host) : [alias(placement.host)];
  };
  // Further hosts are announced nowhere, so that an alias will do. No wildcard stands for those outside of the region's part of the zone.
  // The host that an agent had under an old name keeps what stood there, as in a handover.
  const further = placements.flatMap(({ agent }) =>
    furtherHosts(agent, region, fleet.zone.name).flatMap(({ name, key, full }) => {
      if (!full && !hasOwn) return [];
      const stays = key === agent.formerHost && (settings.discovery || settings.handover === 'addresses');
      return stays ? addresses(facts, name) : [alias(name)];
    }),
  );
  const all = [
    ...(settings.records === 'wildcard' ? [alias(`*.${region}.${fleet.zone.name}`)] : []),
    ...(hasOwn ? placements.flatMap(own) : []),
    ...further,
  ];
  return all.sort((a, b) => byCodeUnit(a.dnsName, b.dnsName) || byCodeUnit(a.recordType, b.recordType));
}

/**
 * The records of the PAP service registry. PAP-CP is announced nowhere: agents dial out to their Station, and no route
 * to their PAP-CP port exists.
 */
function discovery(facts: RecordFacts, { agent, host }: Placement): DnsRecord[] {
  return [
    ...addresses(facts, host),
    record(facts, host, 'TXT', [`agent-id=${agent.ref}`, `pap-version=${PAP_VERSION}`]),
    // Its target has addresses and is no alias (RFC 2782).
    ...(speaksHooks(agent) ? [record(facts, hooksService(host), 'SRV', [`10 10 ${HTTPS} ${host}.`])] : []),
  ];
}

function addresses(facts: RecordFacts, host: string): DnsRecord[] {
  const all = facts.ingressAddresses.map(canonicalAddress);
  return (['A', 'AAAA'] as const).flatMap((type) => {
    const own = all.filter((address) => addressType(address) === type);
    return own.length === 0 ? [] : [record(facts, host, type, own)];
  });
}

function record({ fleet }: RecordFacts, dnsName: string, recordType: DnsRecord['recordType'], targets: readonly string[]): DnsRecord {
  return { dnsName, recordType, recordTTL: fleet.zone.ttl, targets: [...new Set(targets)].sort(byCodeUnit) };
}
