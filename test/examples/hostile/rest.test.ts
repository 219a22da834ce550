// The cases of the catalogue that are not an edit of fleet.yaml alone: run here where they can be, else with the test that
// covers them, or with the reason why there is nothing to cover. A test below holds that none of the 184 is forgotten.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CASES, GOOD, GOOD_EDITS } from './cases.ts';
import { FLEET, compiled } from './fleet.ts';
import type { Files } from './fleet.ts';

const edit = (find: string, replace: string): Files => {
  if (!FLEET.includes(find)) throw new Error(`the fleet holds no ${find}`);
  return { 'fleet.yaml': FLEET.replaceAll(find, () => replace) };
};
const own = (metadata: string): Files => ({
  'fleet.yaml': FLEET,
  'extra/all/agents/own.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: own, namespace: agents, ${metadata} }\ndata: { a: b }\n`,
});
const large = Array.from({ length: 140 }, (_, i) => `a${i}: "${'x'.repeat(2000)}"`).join(', ');
const OTHER = `  other:
    ref: acme/other@1.0.0
    image: registry.example.com/agents/other@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    host: research
    regions: [us-east]
`;

/** Beyond the catalogue. */
const REFUSED_TOO: readonly (readonly [title: string, files: Files, pointer: string])[] = [
  ['a label of ours', own('labels: {pap.plugged.in/state: persistent}'), '/metadata/labels/pap.plugged.in~1state'],
  ['who manages it', own('labels: {app.kubernetes.io/managed-by: pap-fleet}'), '/metadata/labels/app.kubernetes.io~1managed-by'],
  [
    'what a controller writes',
    own('annotations: {deployment.kubernetes.io/revision: "1"}'),
    '/metadata/annotations/deployment.kubernetes.io~1revision',
  ],
];

const REFUSED: readonly (readonly [id: string, title: string, files: Files, code: string, pointer: string])[] = [
  [
    'S14',
    'renewal and duration of certificates are ours: there is no such key',
    edit('email: admin@example.com }', 'email: a@example.com, renewBefore: 2160h }'),
    'schema/unknown-key',
    '/components/certs/renewBefore',
  ],
  [
    'S16',
    'bad quantity',
    edit('    replicas: 3\n', '    resources: { requests: { memory: 512MB } }\n'),
    'schema/format',
    '/agents/research/resources/requests/memory',
  ],
  ['S19', 'duplicate region name', edit('  eu-west: {}\n', '  us-east: {}\n'), 'yaml/duplicate-key', '/regions'],
  ['S22', 'two agents on the same host', { 'fleet.yaml': FLEET + OTHER }, 'fleet/duplicate-host', '/agents/research'],
  ['N17', 'a device of Windows as a region', edit('us-east', 'nul'), 'fleet/illegal-name', '/regions/nul'],
  ['N26', 'punycode look-alike', edit('us-east', 'xn--80ak6aa92e'), 'fleet/illegal-name', '/regions/xn--80ak6aa92e'],
  ['N29', 'a name the generator reserves', edit('us-east', 'root'), 'fleet/illegal-name', '/regions/root'],
  ['N32', 'namespace kube-system', edit('name: pap\n', 'name: pap\nnamespace: kube-system\n'), 'fleet/reserved-namespace', '/namespace'],
  ['N33', 'namespace argocd', edit('name: pap\n', 'name: pap\nnamespace: argocd\n'), 'fleet/reserved-namespace', '/namespace'],
  ['N35', 'bad label key', own('labels: {"bad key!": x}'), 'extra/invalid-object', '/metadata/labels/bad key!'],
  ['N37', 'tracking label', own('labels: {app.kubernetes.io/instance: x}'), 'extra/invalid-object', '/metadata/labels/app.kubernetes.io~1instance'],
  [
    'N38',
    'sync options that replace',
    own('annotations: {argocd.argoproj.io/sync-options: "Prune=true,Replace=true"}'),
    'security/delivery-key',
    '/metadata/annotations/argocd.argoproj.io~1sync-options',
  ],
  [
    'N40',
    'a sync hook',
    own('annotations: {argocd.argoproj.io/hook: PreSync}'),
    'security/delivery-key',
    '/metadata/annotations/argocd.argoproj.io~1hook',
  ],
  ['N41', 'annotations over 256 KiB', own(`annotations: {${large}}`), 'object/illegal-annotation', '/metadata/annotations'],
  [
    'D03',
    'names are written without the final dot',
    edit('ingress-us-east.example.com', 'ingress-us-east.example.com.'),
    'schema/format',
    '/regions/us-east/ingressHost',
  ],
  [
    'D11',
    'an address as the target of an alias',
    edit('ingress-us-east.example.com', '10.0.0.1'),
    'fleet/illegal-name',
    '/regions/us-east/ingressHost',
  ],
  [
    'T03',
    'path without slash',
    edit('    replicas: 3\n', '    probes: { liveness: healthz }\n'),
    'schema/format',
    '/agents/research/probes/liveness',
  ],
  ['T24', 'a wildcard as cluster', edit('us-east-prod', '"*"'), 'schema/format', '/regions/us-east/cluster'],
  [
    'T26',
    'a cluster is a name that Argo CD knows, never a URL',
    edit('us-east-prod', '"http://10.0.0.1:6443"'),
    'schema/format',
    '/regions/us-east/cluster',
  ],
  [
    'G11',
    'a region of 63 characters: what is derived from it would be too long, and that is said',
    edit('  us-east:\n', `  ${'a'.repeat(63)}:\n`),
    'fleet/unknown-region',
    '/agents/research/regions/0',
  ],
];

/** Covered elsewhere: a file, and a text in it. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, text: string]>> = {
  A16: ['test/system/cli/config.test.ts', 'fleet.yaml'],
  A17: ['test/system/cli/generate.test.ts', 'a fleet.yaml that is'],
  A19: ['test/system/cli/generate.test.ts', 'a link out of the repository'],
  S13: ['generator/rules/quantity/blocking-budget/expected.txt', 'quantity/blocking-budget'],
  D18: ['test/unit/components/dns/escape.test.ts', 'characterStrings'],
  G12: ['test/unit/components/dns/escape.test.ts', '255'],
  T12: ['generator/rules/security/refused-image/expected.txt', 'security/refused-image'],
  T23: ['generator/rules/security/open-project/expected.txt', 'security/open-project'],
  U03: ['test/unit/plan/gate.test.ts', 'another zone'],
  U04: ['test/unit/plan/gate.test.ts', 'an Application that goes to another cluster'],
  U05: ['test/unit/plan/gate.test.ts', 'an Application that goes to another project'],
  U06: ['test/unit/plan/gate.test.ts', 'everything moves to another namespace'],
  U07: ['test/unit/plan/gate.test.ts', 'other name servers'],
  U08: ['test/unit/plan/gate.test.ts', 'another name for the fleet'],
  U10: ['test/system/workflows/story.test.ts', 'a slightly different one does not'],
  U11: ['test/unit/plan/gate.test.ts', 'let their change pass'],
  U13: ['test/unit/plan/gate.test.ts', 'exactly at the limit'],
  U15: ['test/unit/plan/gate.test.ts', 'another release that rewrites more than the budget is gated'],
  W01: ['test/system/cli/generate.test.ts', 'through a symbolic link'],
  W02: ['test/system/cli/generate.test.ts', 'a link in the place of a folder of ours'],
  W06: ['test/system/cli/generate.test.ts', 'refuses to write over a file that it did not make'],
  W10: ['test/system/cli/generate.test.ts', 'a lock with the marks of a merge conflict'],
  W11: ['test/system/cli/generate.test.ts', 'a lock of a later release'],
  W12: ['test/system/torture/disk.torture.ts', 'a read-only file system'],
  W13: ['test/system/torture/disk.torture.ts', 'without the right to write'],
  W15: ['test/system/cli/generate.test.ts', 'where out/ is a file'],
  W16: ['test/system/cli/generate.test.ts', 'a folder that holds more than out/'],
  W17: ['test/system/torture/kill.torture.ts', 'killed at up to 1,000 random moments'],
  W18: ['.gitattributes', 'out/'],
  W19: ['test/system/torture/matrix.torture.ts', 'umask'],
  W20: ['test/system/cli/config.test.ts', 'gone'],
  W21: ['test/system/torture/two-runs.torture.ts', 'two at once, up to 1,000 rounds'],
  C01: ['test/system/workflows/written.test.ts', 'puts no expression into a script'],
  C03: ['test/system/workflows/steps.test.ts', 'refuses an edit of out/ by hand'],
  C06: ['test/system/workflows/written.test.ts', 'cache'],
  C07: ['test/system/workflows/steps.test.ts', 'none the next time'],
  C10: ['test/system/workflows/written.test.ts', 'puts no expression into a script'],
  G15: ['test/properties/laws.test.ts', 'style'],
  G18: ['test/system/torture/matrix.torture.ts', 'one tree on Node 20, 22 and 24'],
  G19: ['test/system/cli/generate.test.ts', 'writes out/, says what it wrote'],
};

/** Nothing to cover: our fleet says it in another way. */
const OTHERWISE: Readonly<Record<string, string>> = {
  N27: 'a region of digits only is no part of the name of a Service; an agent that begins with a digit is refused where the cluster does (fleet/illegal-name)',
  D13: 'people name no records: those of agents follow from the fleet, others are not its business',
  D14: 'as D13; a wildcard alias and a record of the same name cannot both follow from a fleet (dns.integration.ts loads them all)',
  D15: 'as D13; BIND refuses the keys everything at the apex (dns-keys.integration.ts)',
  D16: 'as D13; ExternalDNS may not write that name (dns-keys.integration.ts)',
  D17: 'as D13; names outside the zone are refused by the key rules (dns-keys.integration.ts)',
  D22: 'one name server is what a private zone may have; whether the parent takes it is the parent’s to say',
  D28: 'addresses are given for ingresses only, and each kind makes its own record type (address.test.ts)',
  T25: 'Argo CD may run in a cluster of the fleet; its namespace is refused to agents (N33)',
};

describe('refused, at the place, and nothing is made', () => {
  test.each(REFUSED)('%s %s', (_, __, files, code, pointer) => {
    const { findings, files: made } = compiled(files);
    expect(made).toBeUndefined();
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map((finding) => `${finding.code} ${finding.pointer}`)).toContain(`${code} ${pointer}`);
  });
  test.each(REFUSED_TOO)('%s', (_, files, pointer) => {
    expect(compiled(files).findings).toMatchObject([{ code: 'extra/invalid-object', pointer }]);
  });
});

test.each(Object.entries(ELSEWHERE))('%s is covered elsewhere', (_, [file, text]) => {
  const path = join(import.meta.dirname, '../../..', file);
  expect(existsSync(path), file).toBe(true);
  expect(readFileSync(path, 'utf8')).toContain(text);
});

/** All of them: A bytes, Y YAML, S meaning, N names, D DNS, T routes, X secrets, U unsafe plans, W out/, C workflows, G good ones. */
const CATALOGUE: Readonly<Record<string, readonly string[]>> = {
  A: '01 02 03 05 07 08 10 12 14 15 16 17 19 20'.split(' '),
  Y: '01 02 05 07 08 10 12 15 16 18 19 20 21 22 23 25 28 29 30 33 34 35 36 37 38 39 41 42 43 44 47 50 51 54 55 56'.split(' '),
  S: '01 02 03 04 06 08 11 12 13 14 15 16 19 20 22 23 24 27'.split(' '),
  N: '02 04 05 07 08 10 13 14 15 17 18 22 24 25 26 27 28 29 30 32 33 35 37 38 40 41 42 43'.split(' '),
  D: '01 03 07 08 09 10 11 13 14 15 16 17 18 19 20 21 22 24 25 26 28'.split(' '),
  T: '03 05 06 08 10 11 12 13 15 16 18 20 21 23 24 25 26 28'.split(' '),
  X: '01 02 03 05 06 08 11'.split(' '),
  U: '03 04 05 06 07 08 10 11 13 15'.split(' '),
  W: '01 02 06 10 11 12 13 15 16 17 18 19 20 21'.split(' '),
  C: '01 03 06 07 08 10'.split(' '),
  G: '01 02 03 04 06 09 11 12 14 15 18 19'.split(' '),
};

test('none is forgotten or named twice', () => {
  const secrets = readFileSync(join(import.meta.dirname, 'secrets.test.ts'), 'utf8');
  const here = [...REFUSED.map(([id]) => id), ...Object.keys(ELSEWHERE), ...Object.keys(OTHERWISE)];
  expect(new Set(here).size).toBe(here.length);
  const all = new Set([
    ...here,
    ...CASES.map(({ id }) => id),
    ...GOOD.map(([id]) => id),
    ...GOOD_EDITS.map(([id]) => id),
    ...(secrets.match(/[A-Z]\d\d/g) ?? []),
  ]);
  for (const [letter, numbers] of Object.entries(CATALOGUE))
    for (const number of numbers) expect([...all], letter + number).toContain(letter + number);
});
