// What comes to a region with less protection than every other region has.
import { expect, test } from 'vitest';
import type { Fleet } from '../../../../generator/fleet/fleet.ts';
import { arrivals } from '../../../../generator/plan/gate/arrivals.ts';
import type { Memory } from '../../../../generator/plan/memory.ts';

type Components = Readonly<Record<string, object>>;
const OBJECTS = { cluster: 1, ingress: 1, certs: 1, backup: 1, policies: 1, monitoring: 1 };

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
