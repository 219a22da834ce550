import { holds, network, single } from './ip.ts';
import type { Network } from './ip.ts';
import { integer, text, texts } from './look.ts';
import type { Fields } from './look.ts';
import type { ClusterFacts } from '../fleet/region.ts';

/** Addresses that no agent has business with, and what answers there. */
interface Closed {
  readonly at: Network;
  readonly what: string;
  /** A network that holds them must be at least this narrow to be meant for them. */
  readonly from: number;
}

const closed = (what: string, from: number, cidrs: readonly string[]): Closed[] =>
  cidrs.map((cidr) => ({ at: network(cidr) as Network, what, from }));

const ALWAYS: readonly Closed[] = [
  ...closed('the node itself', 0, ['127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128']),
  ...closed('link-local addresses, where clouds hand out credentials of the node', 0, ['169.254.0.0/16', 'fe80::/10']),
  // Metadata services outside the link-local networks: Azure, Alibaba, Oracle; AWS and Google by IPv6.
  ...closed('the metadata service of a cloud', 16, ['168.63.129.16/32', '100.100.100.200/32', '192.0.0.192/32']),
  ...closed('the metadata service of a cloud', 32, ['fd00:ec2::254/128', 'fd20:ce::254/128']),
  // The first address of the Services, as kubeadm, k3s, EKS, MicroK8s, OpenShift, DigitalOcean and GKE give it to the API server unless told otherwise.
  ...closed('the API server', 24, [
    '10.96.0.1/32',
    '10.43.0.1/32',
    '10.100.0.1/32',
    '172.20.0.1/32',
    '10.152.183.1/32',
    '172.30.0.1/32',
    '10.245.0.1/32',
    '34.118.224.1/32',
  ]),
];

/** From which length of prefix on a network is one that somebody chose, and not most of the world. */
const NARROW = { 32: 8, 128: 16 };

/** Whether a network is so wide that nobody can say who is in it. */
export function isBroad(cidr: string): boolean {
  const range = rangeOf(cidr);
  return range !== undefined && range.length < NARROW[range.bits];
}

/** What a rule of egress opens that stays closed; undefined if nothing. @param ports those of the rule: the node's own resolver may be asked */
export function opens(block: Fields, ports: readonly Fields[], facts: Pick<ClusterFacts, 'dns' | 'apiServer'>): string | undefined {
  const cidr = text(block['cidr']) ?? '';
  const range = rangeOf(cidr);
  if (range === undefined || isResolver(range, ports, facts)) return undefined;
  const without = texts(block['except']).flatMap((each) => rangeOf(each) ?? []);
  const declared = facts.apiServer.flatMap((each): Closed[] => {
    const at = rangeOf(each);
    return at === undefined ? [] : [{ at, what: 'the API server', from: 0 }];
  });
  return [...ALWAYS, ...declared].find(({ at, from }) => {
    const shared = holds(at, range) ? range : holds(range, at) && range.length >= Math.max(from, NARROW[range.bits]) ? at : undefined;
    return shared !== undefined && !without.some((except) => holds(except, shared));
  })?.what;
}

/** NodeLocal DNSCache answers at a link-local address. */
function isResolver(range: Network, ports: readonly Fields[], { dns }: Pick<ClusterFacts, 'dns'>): boolean {
  const local = dns.nodeLocal === null ? undefined : single(dns.nodeLocal);
  return (
    local !== undefined &&
    holds(local, range) &&
    ports.length > 0 &&
    ports.every(({ port, endPort }) => integer(port) === 53 && (endPort === undefined || endPort === 53))
  );
}

/** Prefixes under which IPv6 means addresses of IPv4 (RFC 4291 §2.5.5.2, RFC 6052). */
const EMBEDDING = ['::ffff:0:0/96', '64:ff9b::/96'].map((cidr) => network(cidr) as Network);

/** A network; one of IPv4 also where it is written as IPv6. */
function rangeOf(cidr: string): Network | undefined {
  const range = network(cidr);
  if (range === undefined || !EMBEDDING.some((each) => holds(each, range))) return range;
  return { address: BigInt.asUintN(32, range.address), length: range.length - 96, bits: 32 };
}
