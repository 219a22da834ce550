import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { Memory } from '../../../generator/model/memory.ts';
import type { ConfigFile } from '../../../generator/yaml/read.ts';

const GOLDEN = join(import.meta.dirname, '../../examples/golden/kinds/config');
const golden = new Map(
  readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .map((path) => [path, readFileSync(join(GOLDEN, path), 'utf8')]),
);
const SCALER = 'extra/all/agents/recorder.yaml';
const CLASS = 'extra/north/agents/class.yaml';
const SCHEMAS = 'schemas/scaling.yml';

type Edit = readonly [path: string, from: string | RegExp, to: string];

/** The golden fleet with some texts replaced, each in one file. */
function config(...edits: readonly Edit[]): ConfigFile[] {
  const made = new Map(golden);
  for (const [path, from, to] of edits) {
    const text = made.get(path) ?? '';
    const now = text.replace(from, () => to);
    if (now === text) throw new Error(`${path} does not hold ${String(from)}`);
    made.set(path, now);
  }
  return [...made].map(([relative, text]) => ({ path: `config/${relative}`, relative, bytes: Buffer.from(text) }));
}

const said = (...edits: readonly Edit[]): string[] =>
  compile(config(...edits)).findings.map(
    ({ place, code, message, hint }) => `${place.file}:${place.line}:${place.col} ${code}: ${message}${hint === undefined ? '' : ` | ${hint}`}`,
  );

describe('a kind of config/schemas', () => {
  test('is known: the golden fleet has nothing to say', () => {
    expect(said()).toEqual([]);
  });

  test.each([
    [
      'a field',
      [SCALER, 'min: 1', 'mim: 1'],
      `config/${SCALER}:6:3 object/wrong-shape: Scaler agents/recorder /spec/mim: "mim" is no field here | did you mean "min"?`,
    ],
    [
      'a value',
      [SCALER, 'type: queue', 'type: queu'],
      `config/${SCALER}:8:27 object/wrong-shape: Scaler agents/recorder /spec/triggers/0/type: must be one of cron, queue, not "queu" | did you mean "queue"?`,
    ],
    [
      'a rule',
      [SCALER, 'min: 1', 'min: 11'],
      `config/${SCALER}:6:8 object/broken-rule: Scaler agents/recorder /spec/min: min must not be more than max | the kind asks: !has(self.min) || !has(self.max) || self.min <= self.max`,
    ],
    [
      'a default in a list',
      [SCALER, ', useCached: false', ''],
      `config/${SCALER}:8:7 object/filled-in-later: Scaler agents/recorder /spec/triggers/0: leaves out useCached, which the cluster fills in and Argo CD compares | write useCached: false`,
    ],
    [
      'a version that is not served',
      [SCALER, '/v1', '/v1alpha1'],
      `config/${SCALER}:1:13 object/unserved-api: Scaler agents/recorder /apiVersion: the definition of Scaler does not serve v1alpha1 | write scaling.example.org/v1`,
    ],
    [
      'a version that there is not',
      [SCALER, '/v1', '/v2'],
      `config/${SCALER}:1:13 object/unserved-api: Scaler agents/recorder /apiVersion: the definition of Scaler has no version v2 | write scaling.example.org/v1`,
    ],
    [
      'its scope',
      [SCALER, ', namespace: agents', ''],
      `config/${SCALER}:3:1 extra/invalid-object: Scaler "recorder" names no namespace | add "namespace: agents"`,
    ],
    [
      'its scope, for the cluster',
      [CLASS, 'name: queue }', 'name: queue, namespace: agents }'],
      `config/${CLASS}:3:37 extra/invalid-object: a ScalerClass has no namespace`,
    ],
    [
      'a grant',
      ['fleet.yaml', ', scope: cluster', ''],
      'config/fleet.yaml:15:15 fleet/invalid-grant: scaling.example.org/ScalerClass has no namespace | add "scope: cluster"',
    ],
    [
      'a grant of the other scope',
      ['fleet.yaml', 'Scaler], reason', 'Scaler], scope: cluster, reason'],
      'config/fleet.yaml:14:15 fleet/invalid-grant: scaling.example.org/Scaler has a namespace | remove "scope: cluster"; "namespaces" says in which it may be',
    ],
    [
      'a format',
      [CLASS, 'amqps://queue', 'queue '],
      `config/${CLASS}:4:16 object/wrong-shape: ScalerClass queue /spec/queue: must have the format uri, and "queue .example.net:5671/" has not`,
    ],
    [
      'a flaw of the second document',
      [SCHEMAS, 'format: uri', 'pattern: "("'],
      `config/${SCHEMAS}:71:81 kind/invalid-definition: the pattern leaves a parenthesis open`,
    ],
  ] as const)('is held to %s', (_, edit, expected) => {
    const found = said(edit);
    expect(
      found.some((line) => line.startsWith(expected)),
      found.join('\n'),
    ).toBe(true);
  });

  test('that is deprecated is a warning', () => {
    expect(
      said([
        SCHEMAS,
        '      served: true\n      storage: true\n      subresources',
        '      served: true\n      deprecated: true\n      deprecationWarning: use v2\n      storage: true\n      subresources',
      ]),
    ).toEqual([
      `config/${SCALER}:1:13 object/deprecated-api: Scaler agents/recorder /apiVersion: the definition of its kind calls this version deprecated: use v2 | the release notes of its controller say what to write instead`,
    ]);
  });

  test('that nobody defines says where its definition belongs, whatever its scope is', () => {
    const without = config().filter(({ relative }) => relative !== SCHEMAS);
    const found = compile(without).findings.filter(({ code }) => code === 'object/unknown-kind');
    expect(found.map(({ place: { file }, hint }) => [file, hint])).toEqual(
      [SCALER, CLASS].map((file) => [
        `config/${file}`,
        'put its CustomResourceDefinition, as upstream ships it, into config/schemas/; lint takes it from the manifests, or from --schemas DIR',
      ]),
    );
  });

  test('makes no file while anything is wrong with it', () => {
    const { files, findings } = compile(config([SCHEMAS, 'type: string, format: uri', 'type: uri']));
    expect(files).toBeUndefined();
    expect(findings.map(({ code }) => code)).toEqual(['kind/invalid-definition']);
  });

  test('is read once, and judged anew when its definition changes', () => {
    const memory = new Memory();
    const first = compile(config(), [], memory);
    expect(compile(config(), [], memory).kinds).toBe(first.kinds);
    const codes = (...edits: readonly Edit[]) => compile(config(...edits), [], memory).findings.map(({ code }) => code);
    expect(codes([SCHEMAS, 'enum: [cron, queue]', 'enum: [cron]'])).toEqual(['object/wrong-shape']);
    expect(codes([SCHEMAS, 'enum: [cron, queue]', 'enum: [cron, queue, other]'])).toEqual([]);
    expect(codes([SCALER, 'min: 1', 'min: 50'])).toEqual(['object/broken-rule']);
    expect(codes()).toEqual([]);
  });
});
