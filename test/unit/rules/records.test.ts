import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { found, object, workload } from '../../support/worlds.ts';

// What records do beside the others of a cluster. Seen to fail: with names compared as they are written, with a filter taken
// for the end of a name without its dot, and with names that have underscores taken for hosts.

const OWNED = { 'app.kubernetes.io/name': 'research', 'pap.plugged.in/owner': 'example' };
const ZONE = 'us-east.a.example.net';

const dns = (...args: string[]): KubeObject => workload('apps/Deployment', 'dns/external-dns', { container: { args: ['--source=crd', ...args] } });
const ours = dns(
  '--namespace=dns',
  `--domain-filter=${ZONE}`,
  '--rfc2136-zone=a.example.net',
  '--managed-record-types=A',
  '--managed-record-types=CNAME',
  '--managed-record-types=TXT',
);
const endpoint = (name: string, ...records: readonly (readonly [name: string, type: string, ...targets: string[]])[]): KubeObject =>
  object('externaldns.k8s.io/DNSEndpoint', name, {
    spec: { endpoints: records.map(([dnsName, recordType, ...targets]) => ({ dnsName, recordType, targets })) },
  });
const agent: KubeObject = {
  ...workload('apps/Deployment', 'agents/research-agent', { container: { env: [{ name: 'AGENT_DNS_NAME', value: `research.${ZONE}` }] } }),
};
const owned: KubeObject = { ...agent, metadata: { ...agent.metadata, labels: OWNED } };
const wildcard = endpoint('dns/agents', [`*.${ZONE}`, 'CNAME', 'in.example.net']);
const at = (code: string, objects: readonly KubeObject[]): string[] =>
  found(objects, { whole: false })
    .filter((each) => each.startsWith(`${code} `))
    .map((each) => each.slice(each.indexOf('/spec')));

describe('dns/unpublished-record', () => {
  test.each<[string, KubeObject, KubeObject, string[]]>([
    ['what it covers', ours, endpoint('dns/docs', [`docs.${ZONE}`, 'A', '192.0.2.1']), []],
    ['the name of the filter itself', ours, endpoint('dns/docs', [ZONE, 'A', '192.0.2.1']), []],
    ['a type it does not manage', ours, endpoint('dns/docs', [`docs.${ZONE}`, 'MX', '10 in.example.net']), ['/spec/endpoints/0/dnsName']],
    ['a type that nobody manages unless told to', dns(), endpoint('dns/docs', ['docs.example.net', 'TXT', 'x']), ['/spec/endpoints/0/dnsName']],
    ['another region', ours, endpoint('dns/docs', ['docs.eu-west.a.example.net', 'A', '192.0.2.1']), ['/spec/endpoints/0/dnsName']],
    ['a name that only ends alike', ours, endpoint('dns/docs', [`docs.x${ZONE}`, 'A', '192.0.2.1']), ['/spec/endpoints/0/dnsName']],
    ['capitals and a final dot', ours, endpoint('dns/docs', [`Docs.${ZONE.toUpperCase()}.`, 'A', '192.0.2.1']), []],
    ['no filter', dns(), endpoint('web/docs', ['docs.example.net', 'A', '192.0.2.1']), []],
    ['a pattern for a filter', dns('--regex-domain-filter=^docs'), endpoint('web/docs', ['docs.example.net', 'A', '192.0.2.1']), []],
    [
      'flags as two arguments',
      dns('--domain-filter', 'example.org'),
      endpoint('web/docs', ['docs.example.net', 'A', '192.0.2.1']),
      ['/spec/endpoints/0/dnsName'],
    ],
    [
      'a filter with a dot',
      dns('--domain-filter=.example.net'),
      endpoint('web/docs', ['example.net', 'A', '192.0.2.1']),
      ['/spec/endpoints/0/dnsName'],
    ],
  ])('%s', (_, instance, records, expected) => {
    expect(at('dns/unpublished-record', [instance, records])).toEqual(expected);
    expect(at('dns/unpublished-record', [records, instance])).toEqual(expected);
  });

  test('another instance may publish it', () => {
    const other = dns('--domain-filter=example.org');
    expect(
      at('dns/unpublished-record', [
        ours,
        { ...other, metadata: { ...other.metadata, name: 'other' } },
        endpoint('dns/docs', ['docs.example.org', 'A', '192.0.2.1']),
      ]),
    ).toEqual([]);
  });

  test('a namespace that nobody reads', () => {
    const all = found([ours, endpoint('web/docs', [`docs.${ZONE}`, 'A', '192.0.2.1'])]).filter((each) => each.startsWith('dns/'));
    expect(all).toEqual(['dns/unpublished-record DNSEndpoint /metadata/namespace']);
  });
});

describe('dns/hidden-wildcard', () => {
  test.each<[string, KubeObject, string[]]>([
    ['a host of its own', endpoint('dns/docs', [`docs.${ZONE}`, 'A', '192.0.2.1']), []],
    ['a host with text alone', endpoint('dns/docs', [`docs.${ZONE}`, 'TXT', 'x']), []],
    ['text at the host of an agent', endpoint('dns/docs', [`research.${ZONE}`, 'TXT', 'x']), ['/spec/endpoints/0/dnsName']],
    [
      'a service below the host of an agent',
      endpoint('dns/docs', [`_x._tcp.research.${ZONE}`, 'SRV', '1 1 1 in.example.net.']),
      ['/spec/endpoints/0/dnsName'],
    ],
    ['a host below another', endpoint('dns/docs', [`a.docs.${ZONE}`, 'A', '192.0.2.1']), ['/spec/endpoints/0/dnsName']],
    ['a wildcard below another', endpoint('dns/docs', [`*.docs.${ZONE}`, 'A', '192.0.2.1']), []],
    ['both of them', endpoint('dns/docs', [`a.docs.${ZONE}`, 'A', '192.0.2.1'], [`docs.${ZONE}`, 'CNAME', 'in.example.net']), []],
    ['two of one', endpoint('dns/docs', [`a.docs.${ZONE}`, 'A', '192.0.2.1'], [`b.docs.${ZONE}`, 'A', '192.0.2.1']), ['/spec/endpoints/0/dnsName']],
    ['a service of the region', endpoint('dns/docs', [`_x._tcp.${ZONE}`, 'TXT', 'x']), []],
    ['a name elsewhere', endpoint('dns/docs', ['a.docs.example.net', 'A', '192.0.2.1']), []],
  ])('%s', (_, records, expected) => {
    expect(at('dns/hidden-wildcard', [wildcard, owned, records])).toEqual(expected);
  });
});

describe('dns/record-clash', () => {
  test.each<[string, KubeObject[], string[]]>([
    ['addresses of both kinds', [endpoint('dns/docs', ['a.example.net', 'A', '192.0.2.1'], ['a.example.net', 'AAAA', '2001:db8::1'])], []],
    [
      'text beside an alias',
      [endpoint('dns/docs', ['a.example.net', 'CNAME', 'in.example.net'], ['A.example.net', 'TXT', 'x'])],
      ['/spec/endpoints/1/dnsName'],
    ],
    [
      'an alias beside text',
      [endpoint('dns/docs', ['a.example.net', 'TXT', 'x'], ['a.example.net', 'CNAME', 'in.example.net'])],
      ['/spec/endpoints/1/dnsName'],
    ],
    ['an alias at the top of the zone', [ours, endpoint('dns/docs', ['a.example.net', 'CNAME', 'in.example.net'])], ['/spec/endpoints/0/dnsName']],
    ['the same twice', [endpoint('dns/docs', ['a.example.net', 'A', '192.0.2.1'], ['a.example.net', 'A', '192.0.2.1'])], []],
    [
      'the same with other targets',
      [endpoint('dns/docs', ['a.example.net', 'A', '192.0.2.1'], ['a.example.net', 'A', '192.0.2.2'])],
      ['/spec/endpoints/1/dnsName'],
    ],
  ])('%s', (_, objects, expected) => {
    expect(at('dns/record-clash', objects)).toEqual(expected);
  });

  test('in two objects, one of them', () => {
    const [a, b] = [endpoint('dns/a', ['a.example.net', 'A', '192.0.2.1']), endpoint('dns/b', ['a.example.net', 'CNAME', 'in.example.net'])];
    expect(at('dns/record-clash', [a, b]).length).toBeGreaterThan(0);
  });
});

test.each<[string, string, string[]]>([
  ['the host of an agent', `research.${ZONE}`, ['/spec/endpoints/0/dnsName']],
  ['in capitals', `RESEARCH.${ZONE}.`, ['/spec/endpoints/0/dnsName']],
  ['below it', `_pap-hooks._tcp.research.${ZONE}`, ['/spec/endpoints/0/dnsName']],
  ['a wildcard above it', `*.${ZONE}`, ['/spec/endpoints/0/dnsName']],
  ['its neighbour', `docs.${ZONE}`, []],
  ['a longer name', `xresearch.${ZONE}`, []],
])('pap/foreign-record: %s', (_, name, expected) => {
  expect(at('pap/foreign-record', [owned, endpoint('dns/docs', [name, 'TXT', 'x'])])).toEqual(expected);
});
