import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../generator/compile.ts';
import { anyCluster, lint } from '../../generator/lint/lint.ts';
import type { Finding } from '../../generator/model/finding.ts';
import { CODES } from '../../generator/rules/rules.ts';
import { parseManifests } from '../../generator/yaml/manifests.ts';
import { treeFindings } from '../support/manifest-tree.ts';

// What a hint says to write is written into the bad example of its rule, and then that finding is gone. Hints that say the
// very text are applied as they stand; EDITS has what people do who follow one in prose. Seen to fail: `regions: all` with
// the hint `[all]`, where `all` is no region.

type Files = ReadonlyMap<string, string>;

const rules = join(import.meta.dirname, '../../generator/rules');

/** The bad example of a rule: paths as its findings name them. */
function badExample(code: string): Files {
  const folder = join(rules, code);
  if (existsSync(join(folder, 'bad.yaml'))) return new Map([['bad.yaml', readFileSync(join(folder, 'bad.yaml'), 'utf8')]]);
  const below = join(folder, 'bad');
  const entries = readdirSync(below, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(below.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

function findingsIn(files: Files): readonly Finding[] {
  const only = files.get('bad.yaml');
  if (only !== undefined) {
    const { manifests, findings } = parseManifests({ path: 'bad.yaml', bytes: Buffer.from(only) });
    return [...findings, ...lint(manifests, anyCluster)];
  }
  const all = [...files].map(([relative, text]) => ({ path: `config/${relative}`, relative, bytes: Buffer.from(text) }));
  return files.has('fleet.yaml') ? compile(all).findings : treeFindings(new Map(all.map(({ relative, bytes }) => [relative, bytes])));
}

/** The text that a hint says to write in the place of what was found; undefined where it says it in prose. */
function toWrite(hint: string): string | undefined {
  const forms = [
    /^did you mean "([^"…]+)"\?$/,
    /^quote it: write ("[^"]+")/,
    /^YAML reads .* write ("[^"]+")$/,
    /^a list has brackets, even of one: (\[[^\]]+\])$/,
    /^no word stands for all regions; write (\[[^\]]+\])$/,
    /^write ([0-9]+[a-z]) or less$/,
    /^write ([0-9]+[A-Za-z]*)$/,
    /^write (\S+) without quotes$/,
    /^write (\[[^\]]+\])$/,
    /^write ("[0-9]+"), or /,
    /^write (`?Path\(.*\))$/,
    /^the zone above is ("[^"]+")$/,
    /^use a name in the parent zone, such as ("[^"]+")$/,
    /^the last day may be ([0-9-]+)$/,
  ];
  return forms.map((form) => form.exec(hint)?.[1]).find((text) => text !== undefined);
}

/** The files with another text where a finding is. */
function written(files: Files, { place }: Finding, text: string): Files {
  const path = place.file.replace(/^config\//, '');
  const lines = (files.get(path) ?? '').split('\n');
  const line = lines[place.line - 1] ?? '';
  const [before, old, after] = [
    line.slice(0, place.col - 1),
    line.slice(place.col - 1, place.col - 1 + place.length),
    line.slice(place.col - 1 + place.length),
  ];
  const quote = /^["']/.test(old) && !/^["'[]/.test(text) ? old.charAt(0) : '';
  lines[place.line - 1] = `${before}${quote}${text}${quote}${after}`;
  return new Map([...files, [path, lines.join('\n')]]);
}

/** What to replace by what, in which file of the bad example; the file may be left out where there is one. */
type Edit = readonly [from: string | RegExp, to: string, file?: string];

/** What people write who follow a hint in prose: each in the bad example of its rule, of which one finding goes then. */
const EDITS: Readonly<Record<string, readonly Edit[]>> = {
  'quantity/absolute-budget': [['minAvailable: 2', 'maxUnavailable: 1']],
  'quantity/blocking-budget': [['minAvailable: 2', 'maxUnavailable: 1']],
  'pap/grpc-protocol': [['name: grpc, port: 50051', 'name: grpc, port: 50051, appProtocol: kubernetes.io/h2c']],
  'pap/key-algorithm': [['\nspec:\n', '\nspec:\n  privateKey: {algorithm: ECDSA, size: 256, rotationPolicy: Always}\n']],
  'security/restricted-pod': [
    ['- name: web\n', '- name: web\n          securityContext: { allowPrivilegeEscalation: false, capabilities: {drop: [ALL]} }\n'],
  ],
  'security/automounted-token': [['    spec:\n', '    spec:\n      automountServiceAccountToken: false\n']],
  'security/forwarded-headers': [['trustForwardHeader: true', 'trustForwardHeader: false']],
  'security/unpinned-image': [['web:1.0.0', `web:1.0.0@sha256:${'a'.repeat(64)}`]],
  'network/namespace-label': [['{ name: traefik }', '{ kubernetes.io/metadata.name: traefik }']],
  'fleet/agent-without-region': [['  alpha:\n', '  alpha:\n    regions: [north]\n']],
  'fleet/unreachable-station': [['station: { ', 'station: { cidrs: [203.0.113.10/32], ']],
  'fleet/invalid-grant': [['PriorityClass], ', 'PriorityClass], scope: cluster, ']],
  'fleet/needs-stateless': [['    autoscale:', '    stateless: true\n    autoscale:']],
  'fleet/sleep-autoscale': [['autoscale: { min: 1, max: 4 }', 'autoscale: null']],
  'fleet/no-nameserver': [['name: a.plugged.in }', 'name: a.plugged.in, nameservers: [ns1.plugged.in] }']],
  'fleet/incomplete': [['{ class: fast }', '{ class: fast, size: 1Gi }']],
  'fleet/caa-parameters': [['validationmethods: [http-01]', 'validationmethods: [dns-01]']],
  'fleet/caa-mismatch': [['caa: [letsencrypt.org]', 'caa: [letsencrypt.org, pki.goog]']],
  'fleet/caa-any-account': [['caa: [letsencrypt.org, ', 'caa: [']],
  'fleet/idle-rotation': [[', transferKeys: [1, 2]', '']],
  'pap/readable-key': [['secret: { secretName: web-keys }', 'secret: { secretName: web-keys, defaultMode: 0440 }']],
  'fleet/autoscale-bounds': [['max: 2', 'max: 4']],
  'fleet/unused-ca-bundle': [['https://acme-v02.api.letsencrypt.org/directory', 'https://acme.example.net/directory']],
  'extra/invalid-object': [['name: notes }', 'name: notes, namespace: agents }', 'extra/all/agents/a.yaml']],
  'backup/partial-backup': [[', includedResources: [deployments, secrets]', '']],
  'certificate/fixed-renewal': [['renewBefore: 720h', 'renewBeforePercentage: 34']],
  'certificate/unselective-solver': [['      - dns01:\n', '      - selector: {dnsZones: [example.net]}\n        dns01:\n']],
  'object/illegal-duration': [['duration: 90d', 'duration: 2160h0m0s', 'extra/north/certs/a.yaml']],
  'object/illegal-quantity': [['512MB', '512Mi', 'patches/all/agents/a.yaml']],
  'object/filled-in-later': [['Default }', 'Default, decodingStrategy: None, metadataPolicy: None }', 'extra/north/secrets/token.yaml']],
  'object/schedule-zone': [['CRON_TZ=America/New_York ', '']],
  'object/source-criterion': [[', requestHost: true', '']],
  'reference/unresolved-variable': [['$(USER_NAME)', '$$(USER_NAME)']],
};

/** The files with an edit made. */
function edited(files: Files, edits: readonly Edit[]): Files {
  const made = new Map(files);
  for (const [from, to, file] of edits) {
    const path = file ?? (made.has('bad.yaml') ? 'bad.yaml' : 'fleet.yaml');
    const before = made.get(path) ?? '';
    const after = before.replace(from, () => to);
    expect(after, `${path} holds what is to be replaced`).not.toBe(before);
    made.set(path, after);
  }
  return made;
}

const isMeant = (finding: Finding, { message, place }: Finding): boolean =>
  finding.message === message && finding.place.file === place.file && finding.place.line === place.line;

const executed = new Set<string>();
const cases = [...CODES.keys()].flatMap((code) => {
  if (code.startsWith('approval/') || code.startsWith('waiver/')) return [];
  const files = badExample(code);
  return findingsIn(files)
    .filter((finding) => finding.code === code)
    .flatMap((finding) => {
      const text = toWrite(finding.hint ?? '');
      if (text === undefined) return [];
      executed.add(code);
      return [{ code, files, finding, text, hint: finding.hint ?? '' }];
    });
});

describe('a hint that says what to write', () => {
  test.each(cases)('$code: $hint', ({ code, files, finding, text }) => {
    const after = findingsIn(written(files, finding, text));
    expect(after.filter((each) => each.code === code && isMeant(each, finding)).map(({ message }) => message)).toEqual([]);
    // Nor is there another mistake at that place, which the hint would have brought in.
    const fresh = after.filter(
      ({ place }) => place.file === finding.place.file && place.line === finding.place.line && place.col === finding.place.col,
    );
    expect(fresh.map(({ code: other, message }) => `${other}: ${message}`)).toEqual([]);
  });
});

describe('a hint in prose, followed', () => {
  test.each(Object.entries(EDITS))('%s', (code, edits) => {
    const files = badExample(code);
    const [before, after] = [findingsIn(files), findingsIn(edited(files, edits))];
    const of = (findings: readonly Finding[]): number => findings.filter((finding) => finding.code === code).length;
    expect(of(after)).toBeLessThan(of(before));
    // What it leads to is right, or is found at least by nothing that was not found before.
    const known = new Set(before.map((finding) => finding.code));
    expect(after.filter(({ code: other }) => !known.has(other)).map(({ code: other, message }) => `${other}: ${message}`)).toEqual([]);
  });
});

/** Rules whose hints nobody has followed here yet. A new rule takes part: its hint says the very text, or it has its row in EDITS. */
const MOST_UNTRIED = 142;

test('new rules take part', () => {
  const untried = [...CODES.keys()].filter((code) => !executed.has(code) && EDITS[code] === undefined);
  expect(untried.length, `not tried: ${untried.join(' ')}`).toBeLessThanOrEqual(MOST_UNTRIED);
});
