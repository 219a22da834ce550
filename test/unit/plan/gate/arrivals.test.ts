// What comes to a region with less protection than every other region has.
import { expect, test } from 'vitest';
import type { Fleet } from '../../../../generator/fleet/fleet.ts';
import { components } from '../../../../generator/components/index.ts';
import { arrivals } from '../../../../generator/plan/gate/arrivals.ts';
import { leaving } from '../../../../generator/plan/gate/leaving.ts';
import type { Memory } from '../../../../generator/plan/memory.ts';

type Components = Readonly<Record<string, object>>;
const OBJECTS = { cluster: 1, ingress: 1, certs: 1, secrets: 1, dns: 1, backup: 1, policies: 1, monitoring: 1 };

/** What a new region says beside one that is delivered. */
function told(now: Components, delivered: Components, state = 'active', objects: object = OBJECTS): string[] {
  const memory = { regions: new Map([['north', { state: 'active', agents: [], objects }]]) } as unknown as Memory;
  const regions = [
    { name: 'north', state: 'active', components: delivered },
    { name: 'south', state, components: now },
  ];
  return arrivals(memory, { regions } as unknown as Fleet).map(({ weight }) => weight.says);
}

const ROWS: readonly (readonly [name: string, now: Components, delivered: Components, says: string | undefined])[] = [
  ['the same', { cluster: { podSecurity: 'baseline' } }, { cluster: { podSecurity: 'baseline' } }, undefined],
  ['more', { cluster: { podSecurity: 'restricted' } }, { cluster: { podSecurity: 'baseline' } }, undefined],
  ['less', { cluster: { podSecurity: 'baseline' } }, { cluster: { podSecurity: 'restricted' } }, 'the cluster admits pods with more rights'],
  ['one of the registries', { cluster: { registries: ['a'] } }, { cluster: { registries: ['a', 'b'] } }, undefined],
  ['another registry', { cluster: { registries: ['c'] } }, { cluster: { registries: ['a'] } }, 'the cluster admits images of more registries'],
  ['every registry', { cluster: { registries: [] } }, { cluster: { registries: ['a'] } }, 'the cluster admits images of more registries'],
  ['every registry, as elsewhere', { cluster: { registries: [] } }, { cluster: { registries: [] } }, undefined],
  [
    'no authentication',
    { ingress: {} },
    { ingress: { forwardAuth: { address: 'x' } } },
    'Traefik hands requests to the agents without authentication',
  ],
  ['no authentication, as elsewhere', { ingress: { forwardAuth: null } }, { ingress: {} }, undefined],
  ['another authentication', { ingress: { forwardAuth: { address: 'y' } } }, { ingress: { forwardAuth: { address: 'x' } } }, undefined],
  [
    'other headers',
    { ingress: { forwardAuth: { responseHeaders: ['X-User'] } } },
    { ingress: { forwardAuth: { responseHeaders: ['X-Name'] } } },
    'agents believe other headers about who asks',
  ],
  [
    'fewer headers',
    { ingress: { forwardAuth: { responseHeaders: ['X-Name'] } } },
    { ingress: { forwardAuth: { responseHeaders: ['X-Name', 'X-Mail'] } } },
    undefined,
  ],
  ['a second port', { ingress: { grpc: { port: 1 } } }, { ingress: { grpc: null } }, 'a second port of every agent is open to the outside'],
  ['a second port, as elsewhere', { ingress: { grpc: { port: 1 } } }, { ingress: { grpc: { port: 2 } } }, undefined],
  [
    'headers that are believed',
    { ingress: { forwardAuth: { trustForwardHeader: true } } },
    { ingress: { forwardAuth: { trustForwardHeader: false } } },
    'the authentication believes what a client says about itself',
  ],
  [
    'headers that are believed elsewhere',
    { ingress: { forwardAuth: { trustForwardHeader: true } } },
    { ingress: { forwardAuth: { trustForwardHeader: true } } },
    undefined,
  ],
  ['a limit twice as high', { ingress: { rateLimit: { average: 200 } } }, { ingress: { rateLimit: { average: 100 } } }, undefined],
  [
    'a higher one',
    { ingress: { rateLimit: { average: 201 } } },
    { ingress: { rateLimit: { average: 100 } } },
    'the limit of requests is more than twice as high',
  ],
  ['a limit where there is none', { ingress: { rateLimit: { average: 201 } } }, { ingress: { rateLimit: null } }, undefined],
  ['longer certificates', { certs: { clientDuration: '48h' } }, { certs: { clientDuration: '24h' } }, 'a stolen key is of use for longer'],
  [
    'a shorter period',
    { ingress: { rateLimit: { period: '1s' } } },
    { ingress: { rateLimit: { period: '2s' } } },
    'the limit of requests counts over a shorter time: no region has that yet (ingress.rateLimit.period)',
  ],
  ['a longer period', { ingress: { rateLimit: { period: '3s' } } }, { ingress: { rateLimit: { period: '2s' } } }, undefined],
  ['the same period', { ingress: { rateLimit: { period: '2s' } } }, { ingress: { rateLimit: { period: '2s' } } }, undefined],
  [
    'a higher burst',
    { ingress: { rateLimit: { burst: 21 } } },
    { ingress: { rateLimit: { burst: 10 } } },
    'the limit of requests is more than twice as high: no region has that yet (ingress.rateLimit.burst)',
  ],
  [
    'no limit',
    { ingress: { rateLimit: null } },
    { ingress: { rateLimit: { burst: 10 } } },
    'one client may occupy every agent: no region has that yet (ingress.rateLimit)',
  ],
  [
    'images by tag',
    { cluster: { images: 'tag' } },
    { cluster: { images: 'digest' } },
    'the cluster admits images by tags, which can be moved to other code: no region has that yet (cluster.images)',
  ],
  ['images by digest', { cluster: { images: 'digest' } }, { cluster: { images: 'tag' } }, undefined],
  [
    'pods of any rights',
    { cluster: { podSecurity: 'privileged' } },
    { cluster: { podSecurity: 'baseline' } },
    'the cluster admits pods with more rights: no region has that yet (cluster.podSecurity)',
  ],
  [
    'older TLS',
    { ingress: { minTLSVersion: 'VersionTLS12' } },
    { ingress: { minTLSVersion: 'VersionTLS13' } },
    'connections with older, weaker TLS are accepted: no region has that yet (ingress.minTLSVersion)',
  ],
  ['newer TLS', { ingress: { minTLSVersion: 'VersionTLS13' } }, { ingress: { minTLSVersion: 'VersionTLS12' } }, undefined],
  [
    'another authority',
    { certs: { clientCA: 'b' } },
    { certs: { clientCA: 'a' } },
    'certificates are signed with the key of another authority: no region has that yet (certs.clientCA)',
  ],
  [
    'an issuer of all namespaces',
    { certs: { clientIssuer: 'ClusterIssuer' } },
    { certs: { clientIssuer: 'Issuer' } },
    'whoever may write Certificates in any namespace gets client certificates: no region has that yet (certs.clientIssuer)',
  ],
  ['an issuer of one namespace', { certs: { clientIssuer: 'Issuer' } }, { certs: { clientIssuer: 'ClusterIssuer' } }, undefined],
  ['certificates as long', { certs: { clientDuration: '24h' } }, { certs: { clientDuration: '24h' } }, undefined],
  [
    'another solver',
    { certs: { solver: 'cloudflare' } },
    { certs: { solver: 'rfc2136' } },
    'another token may prove control over the zone: no region has that yet (certs.solver)',
  ],
  [
    'another provider of secrets',
    { secrets: { provider: 'sealed-secrets' } },
    { secrets: { provider: 'external-secrets' } },
    'Secrets come by another way: no region has that yet (secrets.provider)',
  ],
  [
    'records that stay',
    { dns: { policy: 'upsert-only' } },
    { dns: { policy: 'sync' } },
    'records of agents that are gone stay and lead to others: no region has that yet (dns.policy)',
  ],
  ['records that go', { dns: { policy: 'sync' } }, { dns: { policy: 'upsert-only' } }, undefined],
  [
    'another place of backups',
    { backup: { storageLocation: 'b' } },
    { backup: { storageLocation: 'a' } },
    'backups go to another store: no region has that yet (backup.storageLocation)',
  ],
  [
    'no policies',
    { policies: { enabled: false } },
    { policies: { enabled: true } },
    'nothing separates the pods from the network and from each other, as in no other region',
  ],
  ['no alerts', { monitoring: { enabled: false } }, { monitoring: { enabled: true } }, 'no alert tells of anything, as in no other region'],
  ['shorter backups', { backup: { ttl: '24h' } }, { backup: { ttl: '720h' } }, 'backups are deleted sooner'],
  ['longer backups', { backup: { ttl: '720h' } }, { backup: { ttl: '24h' } }, undefined],
  [
    'a component that is off',
    { backup: { enabled: false, ttl: '24h' } },
    { backup: { enabled: false, ttl: '720h' } },
    'no volume is backed up, as in no other region',
  ],
];

test.each(ROWS)('%s', (_, now, delivered, says) => {
  const found = told(now, delivered);
  expect(found.length).toBe(says === undefined ? 0 : 1);
  if (says !== undefined) expect(found[0]).toContain(says);
});

test('a period, where the delivered ones have none', () => {
  expect(told({ ingress: { rateLimit: { period: '1s' } } }, { ingress: { rateLimit: {} } })).toEqual([]);
});
test('nothing of a region that goes', () =>
  expect(told({ cluster: { podSecurity: 'privileged' } }, { cluster: { podSecurity: 'baseline' } }, 'decommissioning')).toEqual([]));
test('nothing of a component that no region has', () =>
  expect(told({ cluster: { podSecurity: 'privileged' } }, { cluster: { podSecurity: 'baseline' } }, 'active', {})).toEqual([]));

test('each with its class', () => {
  const memory = { regions: new Map([['north', { state: 'active', agents: [], objects: OBJECTS }]]) } as unknown as Memory;
  const north = { policies: {}, monitoring: {}, certs: { clientCA: 'a' }, dns: { policy: 'sync' }, backup: { ttl: '9h' } };
  const south = {
    policies: { enabled: false },
    monitoring: { enabled: false },
    certs: { clientCA: 'b' },
    dns: { policy: 'upsert-only' },
    backup: { ttl: '1h' },
  };
  const regions = [
    { name: 'north', state: 'active', components: north },
    { name: 'south', state: 'active', components: south },
  ];
  const found = arrivals(memory, { regions } as unknown as Fleet);
  expect(found.map(({ region, component, weight }) => [region, component, weight.class, weight.always, weight.effect])).toEqual([
    ['south', 'dns', 'names', undefined, undefined],
    ['south', 'certs', 'identity', undefined, undefined],
    ['south', 'backup', 'loss', undefined, undefined],
    ['south', 'policies', 'power', undefined, undefined],
    ['south', 'monitoring', 'work', true, 'weakens'],
  ]);
});

test.each(components.filter(({ optional }) => optional).map(({ name }) => name))('it is said what it means that %s leaves', (name) => {
  expect(leaving(name)).toBe(components.find((component) => component.name === name)?.protection?.leaving);
});

test('that an unknown component leaves is a loss of power', () => {
  expect(leaving('unknown')).toEqual({ class: 'power', says: 'nobody has said yet what it means that the component leaves' });
});

test('nothing of a region that has the component, or protects as little, already', () => {
  const both = [
    ['north', { state: 'active', agents: [], objects: OBJECTS }],
    ['south', { state: 'active', agents: [], objects: { ...OBJECTS, backup: undefined } }],
  ] as const;
  const regions = [
    { name: 'north', state: 'active', components: { cluster: { podSecurity: 'restricted' }, backup: { ttl: '9h' } } },
    { name: 'south', state: 'active', components: { cluster: { podSecurity: 'privileged' }, backup: { ttl: '1h' }, policies: { enabled: false } } },
  ];
  const saying = (memory: Iterable<unknown>): string[] =>
    arrivals({ regions: new Map(memory as Iterable<[string, unknown]>) } as unknown as Memory, { regions } as unknown as Fleet).map(
      ({ region, component }) => `${region} ${component}`,
    );
  expect(saying(both)).toEqual(['south backup']);
  expect(saying(both.slice(0, 1))).toEqual(['south cluster', 'south backup', 'south policies']);
  expect(saying([])).toEqual([]);
});
