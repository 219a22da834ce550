import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { FLEET as PINNED } from '../../support/program.ts';
import { files } from '../../support/fleets.ts';

// Seen to fail: with a finding for each region, with the setting of one region taken for all, and without extra objects.

const FLEET = PINNED.replaceAll(/@sha256:[0-9a-f]{64}/g, '');
const DIGEST = `@sha256:${'0123456789abcdef'.repeat(4)}`;
const JOB = (image: string): string => `apiVersion: batch/v1
kind: Job
metadata: { name: once, namespace: agents }
spec:
  template:
    spec:
      restartPolicy: Never
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - { name: a, image: "${image}", securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } }
`;

function unpinned(fleet: string, more: Readonly<Record<string, string>> = {}): string[] {
  const { findings } = compile(files({ 'fleet.yaml': fleet, ...more }));
  const found = findings.filter(({ code }) => code === 'security/unpinned-image');
  return found.map(({ place: { file, line }, message }) => `${file}:${line} ${message.split(':')[0]}`);
}

test('an image named by a tag is said once, however many run it', () => {
  expect(unpinned(FLEET)).toEqual([
    'config/fleet.yaml:13 agent "alpha" in 2 regions runs registry.example.net/alpha',
    'config/fleet.yaml:17 agent "beta" in south runs registry.example.net/beta',
  ]);
  expect(unpinned(FLEET.replace('beta:2.1.0', 'alpha:1.0.0'))).toEqual([
    'config/fleet.yaml:13 2 workloads in 2 regions run registry.example.net/alpha',
  ]);
  expect(unpinned(FLEET.replaceAll(/(image: \S+)/g, `$1${DIGEST}`))).toEqual([]);
});

test('where somebody has decided it is not said', () => {
  expect(unpinned(`${FLEET}components: { cluster: { images: tag } }\n`)).toEqual([]);
  const south = FLEET.replace('"1.34" }', '"1.34" }, components: { cluster: { images: tag } }');
  expect(unpinned(south)).toEqual(['config/fleet.yaml:13 agent "alpha" in north runs registry.example.net/alpha']);
});

test('pods of extra objects are looked at as well', () => {
  const fleet = FLEET.replaceAll(/(image: \S+)/g, `$1${DIGEST}`);
  const at = 'extra/all/agents/once.yaml';
  expect(unpinned(fleet, { [at]: JOB('registry.example.net/once:1') })).toEqual([
    `config/${at}:10 Job once in 2 regions runs registry.example.net/once`,
  ]);
  expect(unpinned(fleet, { [at]: JOB(`registry.example.net/once:1${DIGEST}`) })).toEqual([]);
});
