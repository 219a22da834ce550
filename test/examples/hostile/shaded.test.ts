// What stops reading early is shown with its line, which nobody has looked at yet: no password may stand in it. Seen to fail: with lines
// that are shown as they are, and with messages that repeat what their line covers.
import { describe, expect, test } from 'vitest';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import type { Finding } from '../../../generator/model/finding.ts';
import { findingsText } from '../../../generator/report/findings.ts';
import { githubText } from '../../../generator/report/github.ts';
import { jsonText } from '../../../generator/report/json.ts';
import { sarifText } from '../../../generator/report/sarif.ts';
import { style } from '../../../generator/report/style.ts';
import { withExcerpt } from '../../../generator/secrets/redact.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';
import { parseSource } from '../../../generator/yaml/source.ts';
import { Lines } from '../../../generator/yaml/text.ts';
import { FLEET, compiled } from './fleet.ts';

// Put together here, so that nothing in this repository looks like a secret. No form of a token, and too plain to be told by its looks.
const WORD = ['hunter2', 'canary', 'value'].join('');
/** Too short to be told by its looks where its line is not read as YAML. */
const SHORT = ['canary', '2fish'].join('');
const NUMBER = '48291';
const KEY = `MII${'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3hJ6'.repeat(2)}`;
const HIDDEN = new RegExp(`${WORD.slice(0, 8)}|${WORD.slice(7, 14)}|${NUMBER}|${KEY.slice(10, 30)}`, 'i');

function hold(findings: readonly Finding[], about: string): void {
  expect(findings.length, about).toBeGreaterThan(0);
  const told = {
    text: findingsText(findings, style(true)),
    github: githubText(findings),
    json: jsonText(findings),
    sarif: sarifText(findings, { version: '0', exitCode: 2 }),
  };
  for (const [format, text] of Object.entries(told)) expect(text, `${format} of ${about}`).not.toMatch(HIDDEN);
}

/** Each is wrong in a way that ends the reading before values are looked at, or is wrong where the secret stands. */
const BROKEN: readonly string[] = [
  `env: {DB_PASSWORD: "${WORD}", B: *a}`,
  `env: {DB_PASSWORD: ${WORD}, B: *a}`,
  `env: {B: *a, DB_PASSWORD: ${WORD}}`,
  `env: {DB_PASSWORD: '${WORD}'`,
  `DB_PASSWORD: *${WORD}`,
  `DB_PASSWORD: &${WORD} x`,
  `DB_PASSWORD: !${WORD}`,
  `DB_PASSWORD: !${WORD} x`,
  `DB_PASSWORD: @${WORD}`,
  `DB_PASSWORD: \`${WORD}`,
  `DB_PASSWORD: %${WORD}`,
  `DB_PASSWORD: ]${WORD}`,
  `DB_PASSWORD: |${WORD}`,
  `DB_PASSWORD: |\n${WORD}`,
  `DB_PASSWORD: >-\n    a\n  ${WORD}\n b`,
  `DB_PASSWORD:\n${WORD}`,
  `DB_PASSWORD:\n\t${WORD}`,
  `\tDB_PASSWORD: ${WORD}`,
  `DB_PASSWORD:${WORD}\nb: c`,
  `DB_PASSWORD: ${WORD}: x`,
  `DB_PASSWORD: ${WORD}\u0007`,
  `DB_PASSWORD: ${WORD}\u200b`,
  `DB_PASSWORD: "${WORD}\n  and ${WORD}`,
  `DB_PASSWORD: "${WORD}\\q"`,
  `DB_PASSWORD: '${WORD}' x`,
  `DB_PASSWORD: 'it''s ${WORD}' x`,
  `DB_PASSWORD: 'it\n  is''nt\n  ${WORD}' x`,
  `DB_PASSWORD: [${WORD}`,
  `DB_PASSWORD: {${WORD}}}`,
  `DB_PASSWORDS:\n- ${WORD}\n- *a${WORD}`,
  `DB_PASSWORD: ${NUMBER}\nDB_PASSWORD: ${NUMBER}`,
  `DB_PASSWORD: 0${NUMBER}`,
  `DB_PASSWORD: ${NUMBER}_0`,
  `DB_PASSWORD_2: ${WORD} *x: &y`,
  `"DB PASSWORD": "${WORD}", b: *a`,
  `db-password: "${WORD}" # *a\n\tx: 1`,
  `# DB_PASSWORD: ${WORD}\u0007`,
  `# password=${WORD}\u0007`,
  `# the password is ${WORD}\u0007`,
  `# was --password ${WORD}\u0007`,
  `a: x # token ${WORD}\u0007`,
  `? DB_PASSWORD\n: *${WORD}`,
  `- {name: DB_PASSWORD, value: ${WORD}, x: *a}`,
  `- {value: ${WORD}, name: DB_PASSWORD, x: *a}`,
  `- name: DB_PASSWORD\n  value: *${WORD}`,
  `- value: *${WORD}\n  name: DB_PASSWORD`,
  `- name: DB_PASSWORD\n  value: |\n    a\n   ${WORD}\n  x`,
  `- {op: add, path: /data/db-password, value: *${WORD}}`,
  `- {op: add, path: /data/x~1token, value: *${WORD}}`,
  `args: ["--password=${WORD}", *a]`,
  `args: ["--password=${WORD.slice(0, 8)}", *a]`,
  `args: ["--password", "${WORD}", *a]`,
  `args: [--api-token, ${WORD}, *a]`,
  `args:\n- --password\n- *${WORD}`,
  `headers: {Authorization: "Bearer ${WORD}", x: *a}`,
  `headers: {X: "Bearer ${WORD}", x: *a}`,
  `headers: {X: "Basic ${Buffer.from(`u:${WORD}`).toString('base64')}", x: *a}`,
  `url: https://user:${WORD}@example.net/ *a\n\tb: 1`,
  `tls.key: ${KEY} *a: b: c`,
  `tls.key: |\n  ${KEY}\n *${WORD}`,
  `x: ${KEY}: *a: b`,
  `x: |\n  ${KEY}\n  ${KEY}\n*${WORD.slice(0, 4)}\n b: c: d`,
  `x: |\n  ${'-----BEGIN'} RSA PRIVATE KEY-----\n  ${WORD}\n ${KEY}\n  -----END RSA PRIVATE KEY-----\n y: *a`,
  `stringData:\n  user: *${WORD}\n  b: |\n   ${WORD}\n  c: &a x`,
  `stringData: {user: ${WORD}, b: *a}`,
  `kind: Secret\ndata:\n  user: *${WORD}\n  b: ${WORD}: c: d`,
  `DB_PASSWORD: ${WORD}\nDB_PASSWORD: ${WORD}`,
  `x: {DB_PASSWORD: ${WORD}, DB_PASSWORD: 'x'}\n---\nx: 1`,
  `DB_PASSWORD: ${'x'.repeat(70)}${WORD}: b: c`,
];

test.each(BROKEN.map((text) => [text]))('a password is not shown: %j', (text) => {
  const indented = text.replace(/^(?!$)/gm, '      ');
  hold(compiled({ 'fleet.yaml': `${text}\n` }).findings, 'a file of its own');
  hold(compiled({ 'fleet.yaml': `${FLEET}${text}\n` }).findings, 'the end of a fleet');
  hold(compiled({ 'fleet.yaml': `${FLEET}x:\n  y:\n    z:\n${indented}\n*a\n` }).findings, 'the depth of a fleet');
  hold(compiled({ 'fleet.yaml': FLEET, 'extra/all/agents/a.yaml': `${text}\nb: *a\n` }).findings, 'an extra');
  hold(compiled({ 'fleet.yaml': FLEET, 'patches/all/agents/a.yaml': `${text}\r\nb: *a\r\n` }).findings, 'a patch');
  for (const path of ['a.yaml', 'a.md']) {
    const manifest = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A_B, namespace: Bad_Name}\n${text}\n"\n`;
    const { manifests, findings, secrets } = parseManifests({
      path,
      bytes: Buffer.from(path === 'a.md' ? `\`\`\`yaml\n${manifest}\`\`\`\n` : manifest),
    });
    hold([...findings, ...lint(manifests, anyCluster)], `a manifest in ${path}, with ${secrets.length} secrets known`);
  }
});

test('a password in a key is not in the pointer to it either', () => {
  const object = `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: agents, labels: {' DB_PASSWORD: ${SHORT} x': z}}, data: {}}`;
  const { findings } = compiled({ 'fleet.yaml': FLEET, 'extra/all/agents/a.yaml': `${object}\n` });
  expect(findings.map(({ code }) => code)).toEqual(['extra/invalid-object']);
  hold(findings, 'a label');
  expect(jsonText(findings)).not.toContain(SHORT);
});

test('a number that the schema refuses is not repeated where it is a password', () => {
  for (const value of [NUMBER, `"${WORD}" x`, `[${WORD}]`, `{${WORD}: 1}`, `{value: ${WORD}}`]) {
    const { findings } = compiled({ 'fleet.yaml': FLEET.replace(/LEVEL: [^}]*/, `DB_PASSWORD: ${value}`) });
    if (!value.startsWith('{')) hold(findings, value);
  }
});

describe('columns stay, and what says something is still shown', () => {
  test.each([
    ['  image: registry.example.net/agents/research:v1.2.0 # the one', '  image: registry.example.net/agents/research:v1.2.0 # the one'],
    ['secretName: wildcard-us-east-tls', 'secretName: wildcard-us-east-tls'],
    ['secret: research-db', 'secret: research-db'],
    ['secrets: [research-db, memory-db]', 'secrets: [research-db, memory-db]'],
    ['tokenPath: /var/run/secrets/token', 'tokenPath: /var/run/secrets/token'],
    ['token: /var/run/secrets/token', 'token: /var/run/secrets/token'],
    ['  password: ${DB_PASSWORD}', '  password: ${DB_PASSWORD}'],
    ['password: # to come', 'password: # to come'],
    ['password: null', 'password: null'],
    [`digest: sha256:${'0f3a9c2b'.repeat(8)}`, `digest: sha256:${'0f3a9c2b'.repeat(8)}`],
    ['path: /spec/acme/solvers/0/dns01/rfc2136/tsigAlgorithm', 'path: /spec/acme/solvers/0/dns01/rfc2136/tsigAlgorithm'],
    ['- ../../../base/certs/common/b9e10ecf', '- ../../../base/certs/common/b9e10ecf'],
    ['image: example.net/secret-agent:v1.2.0', 'image: example.net/secret-agent:v1.2.0'],
    ['# basic authentication, bearer tokens', '# basic authentication, bearer tokens'],
    ['password: swordfish # the old one', 'password: ********* # the old one'],
    ['{a: b, password: swordfish, c: d}', '{a: b, password: *********, c: d}'],
    ['- {name: X_TOKEN, value: hunter22, c: d}', '- {name: X_TOKEN, value: ********, c: d}'],
    ['a="b" password="sword fish" c', 'a="b" password=************ c'],
  ])('%j', (line, shown) => expect(new Lines(line).line(1)).toBe(shown));

  test('what follows a value is none of it', () => {
    const text =
      'a:\n  password: |\n    swordfish\n    x: y\n\n    z\n  level: info\npassword:\nlevel: info\nsecrets:\n  provider: vault\n- --password\n- x\n- y';
    const lines = new Lines(text);
    expect(text.split('\n').map((_, i) => lines.line(i + 1))).toEqual(
      'a:\n  password: |\n    *********\n    ****\n\n    *\n  level: info\npassword:\nlevel: info\nsecrets:\n  provider: vault\n- --password\n***\n- y'.split(
        '\n',
      ),
    );
  });
});

test('a finding is shown without what its line covers, with a way out or without one', () => {
  const lines = new Lines(`a: 1\npassword: ${WORD}\n`);
  const finding: Finding = { code: 'yaml/syntax', severity: 'error', message: `not ${WORD}`, place: { file: 'f', line: 2, col: 1, length: 1 } };
  const shown = { message: 'not ************', excerpt: `password: ${'*'.repeat(WORD.length)}` };
  expect(withExcerpt(finding, lines)).toEqual({ ...finding, ...shown });
  expect(withExcerpt({ ...finding, hint: `no ${WORD}` }, lines)).toEqual({ ...finding, ...shown, hint: 'no ************' });
  const { source } = parseSource({ path: 'f', bytes: Buffer.from(`password: *${WORD}`) });
  expect(source.covered(1)).toContain(WORD);
});

test('any line is shown in a time that grows with its length alone', () => {
  const pieces = [
    'a',
    'a: ',
    'token: ',
    'token="',
    "password '",
    'bearer ',
    '-',
    'aB3',
    '? ',
    '{[',
    'name: token, value: ',
    '-----BEGIN A PRIVATE KEY',
  ];
  for (const piece of pieces) {
    const line = piece.repeat(Math.floor(4096 / piece.length));
    const lines = new Lines(`${line}\n`.repeat(250));
    const began = performance.now();
    for (let i = 1; i <= 50; i++) lines.line(i);
    expect(performance.now() - began, piece).toBeLessThan(2000);
  }
});
