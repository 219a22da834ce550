import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prerequisites } from '../../../generator/render/prerequisites.ts';
import { compile } from '../../../generator/compile.ts';
import { BARE, configOf } from '../../support/fleets.ts';

const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-prerequisites-'));
let commands: Map<string, string>;

beforeAll(() => {
  const spec = {
    ...BARE,
    externals: [
      { kind: 'Secret', namespace: 'web', name: 'tls', keys: ['tls.crt'], reason: 'made by the web team', until: '2027-01-31' },
      { kind: 'Secret', namespace: 'web', name: 'other', region: 'south', reason: 'made by the web team', until: '2027-01-31' },
    ],
    components: { secrets: { provider: 'external-secrets' } },
    regions: { south: {}, north: { versions: { kubernetes: '1.35', traefik: '2.11', 'cert-manager': '1.20', 'external-secrets': '2.3' } } },
    agents: {
      alpha: {
        ref: 'example/alpha@1.0.0',
        image: 'registry.example.net/alpha:v1.0.0',
        regions: ['north'],
        hosts: { docs: {}, 'docs.a.example.net': {} },
      },
    },
  };
  const { fleet, overlays = [] } = compile(configOf({ spec, customs: {} }));
  const region = fleet?.regions.find(({ name }) => name === 'north');
  if (fleet === undefined || region === undefined) throw new Error('the fleet is not valid');
  commands = new Map(
    prerequisites(
      fleet,
      region,
      overlays.filter((overlay) => overlay.region === region),
      [],
      () => false,
    ).map(({ what, command }) => [what, command]),
  );
  // Says what the cluster of a test would.
  writeFileSync(join(folder, 'kubectl'), '#!/bin/sh\nprintf %s "$ANSWER"\n');
  chmodSync(join(folder, 'kubectl'), 0o755);
  writeFileSync(join(folder, 'dig'), '#!/bin/sh\ncase "$*" in *CNAME*) printf %s "$ALIAS" ;; *) printf %s "$ANSWER" ;; esac\n');
  chmodSync(join(folder, 'dig'), 0o755);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ['Kubernetes 1.35', '{\n  "major": "1",\n  "minor": "35",\n}', true],
  ['Kubernetes 1.35', '{"major":"1","minor":"35+"}', true],
  ['Kubernetes 1.35', '{"major":"1","minor":"34"}', false],
  ['Kubernetes 1.35', '{"major":"1","minor":"350"}', false],
  ['Kubernetes 1.35', '', false],
  ['Traefik 2.11', 'docker.io/library/traefik:v2.11.4 busybox:1', true],
  ['Traefik 2.11', 'traefik:2.11', true],
  ['Traefik 2.11', 'traefik:v2.110.0', false],
  ['Traefik 2.11', 'traefik:v2.1.9', false],
  ['cert-manager 1.20', 'quay.io/jetstack/cert-manager-controller:v1.20.1', true],
  ['cert-manager 1.20', 'quay.io/jetstack/cert-manager-controller:v1.2.0', false],
  ['External Secrets 2.3', 'traefik:v3.7 ghcr.io/external-secrets/external-secrets:v2.3.1', true],
  ['External Secrets 2.3', 'ghcr.io/external-secrets/external-secrets:v2.30.0', false],
])('%s is there where a cluster answers %j: %j', (what, answer, there) => {
  const { status } = spawnSync('sh', ['-c', commands.get(what) ?? 'exit 9'], { env: { PATH: `${folder}:${process.env['PATH']}`, ANSWER: answer } });
  expect(status).toBe(there ? 0 : 1);
});

test('what people declared is listed, for its region alone', () => {
  const declared = [...commands].filter(([what]) => what.includes('web team'));
  expect(declared).toEqual([['Secret web/tls with tls.crt: made by the web team', 'kubectl --context north --namespace web get secret tls']]);
});

test.each([
  ['nothing', '', '', true],
  ['an alias of the ingress', '198.51.100.1', 'ingress-north.example.net.', true],
  ['an alias of another', '203.0.113.9', 'docs.example.com.', false],
  ['an address of its own', '203.0.113.9', '', false],
])('a host outside of the regions is free where DNS has %s: %j', (_, answer, alias, free) => {
  const named = [...commands].filter(([what]) => what.includes('docs.'));
  expect(named.map(([what]) => what)).toEqual([
    'nobody else has docs.a.example.net; the name server lets the keys of the region write it, by its part of named.conf',
  ]);
  const env = { PATH: `${folder}:${process.env['PATH']}`, ANSWER: answer, ALIAS: alias };
  expect(spawnSync('sh', ['-c', named[0]?.[1] ?? 'exit 9'], { env }).status).toBe(free ? 0 : 1);
});
