import { describe, expect, test } from 'vitest';
import { anyCluster, judge } from '../../../generator/lint/lint.ts';
import { lintDefinitions } from '../../../generator/lint/definitions.ts';
import { NO_KINDS } from '../../../generator/k8s/crd/kinds.ts';
import { regexpFlaw } from '../../../generator/model/regexp.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

// Input that is to take for ever, or more memory than there is. Seen to fail: without the size of an object bounded, each row of megabytes of an expression
// had not ended after a minute; without the ends of parts bounded, nor had the fences.

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: x }\n';
const TOO_LARGE = 'the object is larger than 3 MiB';

const said = (text: string, path = 'a.yaml'): string[] => {
  const { manifests, findings } = parseManifests({ path, bytes: Buffer.from(text) });
  const { kinds, findings: ofKinds } = lintDefinitions(manifests, NO_KINDS);
  return [...findings, ...ofKinds, ...judge(manifests, anyCluster, kinds).findings].map(
    ({ severity, code, message }) => `${severity} ${code} ${message}`,
  );
};

const route = (match: string) =>
  `apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata: { name: a, namespace: x }\nspec: { routes: [{ kind: Rule, match: "${match}", services: [{ name: a, port: 1 }] }] }\n`;
const definition = (pattern: string, rule: string) =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: as.b.c }\nspec: { group: b.c, scope: Namespaced, names: { kind: A, plural: as, singular: a, listKind: AList }, versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { a: { type: string, pattern: "${pattern}" } }, x-kubernetes-validations: [{ rule: "${rule}" }] } } } } }] }\n---\napiVersion: b.c/v1\nkind: A\nmetadata: { name: a, namespace: x }\nspec: { a: "${'a'.repeat(100_000)}b" }\n`;
const bomb = (depth: number, level: (i: number) => string) =>
  `${CONFIG_MAP}data:\n${Array.from({ length: depth }, (_, i) => `  ${level(i)}\n`).join('')}`;

describe('is bounded, and named', () => {
  test.each<[string, () => string, RegExp]>([
    ['an object of 3 MB', () => `${CONFIG_MAP}data: { a: ${'a'.repeat(3.3e6)} }\n`, new RegExp(TOO_LARGE)],
    [
      'a secret of 3 MB',
      () => `apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: x }\ndata: { a: ${'QUFB'.repeat(8.5e5)} }\n`,
      new RegExp(TOO_LARGE),
    ],
    ['an expression of 3 MB of a route', () => route(`HostRegexp(\`${'(a|b)*'.repeat(5.5e5)}\`)`), new RegExp(TOO_LARGE)],
    ['a pattern of 3 MB of a definition', () => definition(`${'(a*)*'.repeat(6.6e5)}$`, 'true'), new RegExp(TOO_LARGE)],
    [
      'an expression of 100 kB of a route',
      () => route(`HostRegexp(\`${'(a|b)*'.repeat(17_000)}\`)`),
      /object\/traefik-rule .*is longer than 65536 characters/,
    ],
    ['a pattern that takes others for ever', () => definition('^(a+)+$', "self.a.matches('^(a+)+$')"), /object\/wrong-shape A x\/a: must match/],
    ['CEL of 1 MB', () => definition('a', `${'1 == 1 && '.repeat(100_000)}true`), /kind\/invalid-expression /],
    ['CEL in parentheses', () => definition('a', `${'('.repeat(500_000)}true${')'.repeat(500_000)}`), /kind\/invalid-expression /],
    [
      'lists that stand for lists',
      () =>
        bomb(
          12,
          (i) =>
            `a${i}: &a${i} [${
              i === 0
                ? 'lol'
                : Array(9)
                    .fill(`*a${i - 1}`)
                    .join()
            }]`,
        ),
      /aliases stand for too much/,
    ],
    [
      'maps that stand for maps',
      () => bomb(30, (i) => `a${i}: &a${i} { l: ${i === 0 ? 'x' : `*a${i - 1}`}, r: ${i === 0 ? 'x' : `*a${i - 1}`} }`),
      /aliases stand for too much/,
    ],
    [
      'maps that hold maps',
      () => bomb(400, (i) => `a${i}: &a${i} { ${i === 0 ? '' : `<<: [*a${i - 1}, *a${i - 1}], `}k${i}: x }`),
      /aliases stand for too much/,
    ],
    ['a million lists in a line', () => `${CONFIG_MAP}data: ${'['.repeat(1e6)}`, /too deep/],
    ['as many maps', () => `${CONFIG_MAP}data: ${'{a: '.repeat(500_000)}`, /too deep/],
    ['maps on lines', () => `${CONFIG_MAP}data:\n${Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i + 1)}a:\n`).join('')}`, /too deep/],
    [
      'lists of objects in lists',
      () =>
        Array.from({ length: 1000 }, (_, i) =>
          ['apiVersion: v1', 'kind: List', 'items:'].map((line, n) => `${'  '.repeat(i)}${i > 0 ? (n === 0 ? '- ' : '  ') : ''}${line}\n`).join(''),
        ).join(''),
      /too deep/,
    ],
    ['a program', () => '\u007fELF\u0002\u0001\u0001\u0000'.repeat(100_000), /yaml\/encoding /],
    ['a million of no character', () => `${CONFIG_MAP}${'\0'.repeat(1e6)}`, /yaml\/encoding /],
  ])('%s', { timeout: 20_000 }, (_, text, wanted) => {
    expect(said(text())).toContainEqual(expect.stringMatching(wanted));
  });

  test('an object of just the size is looked at', () => {
    const of = (length: number) => said(`${CONFIG_MAP}data: { a: ${'a'.repeat(length)} }\n`);
    expect(of(3 * 2 ** 20)).toEqual([expect.stringContaining(TOO_LARGE)]);
    expect(of(3 * 2 ** 20 - 200)).toEqual([expect.stringContaining('object/config-key')]);
  });

  test('what is larger only by its aliases as well', () => {
    const text = `${CONFIG_MAP}data:\n  a: &a ${'a'.repeat(800_000)}\n${Array.from({ length: 4 }, (_, i) => `  b${i}: *a\n`).join('')}`;
    expect(said(text)).toEqual([expect.stringContaining(TOO_LARGE)]);
  });
});

describe('takes time in proportion to its size', () => {
  test.each<[string, () => string, string?]>([
    ['20,000 documents', () => `---\n${CONFIG_MAP}`.repeat(20_000)],
    ['200,000 empty ones', () => '---\n'.repeat(200_000)],
    ['20,000 fences of broken YAML', () => `${'```yaml\napiVersion: v1\na: [\n```\n'.repeat(20_000)}`, 'a.md'],
    ['50,000 waivers', () => `${CONFIG_MAP}${'# pap-fleet: waive a/b: c\n'.repeat(50_000)}`],
  ])('%s', { timeout: 20_000 }, (_, text, path = 'a.yaml') => {
    const { manifests, findings, notes } = parseManifests({ path, bytes: Buffer.from(text()) });
    expect([manifests.length <= 100_000, findings.length <= 100_000, notes.length <= 10_000]).toEqual([true, true, true]);
  });
});

test('a regular expression is read up to a length', () => {
  expect(regexpFlaw('a'.repeat(65_536))).toBeUndefined();
  expect(regexpFlaw('a'.repeat(65_537))).toContain('is longer than 65536 characters');
});
