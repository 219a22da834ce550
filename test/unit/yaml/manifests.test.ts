import { describe, expect, test } from 'vitest';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

const read = (text: string | Buffer, path = 'm.yaml') => parseManifests({ path, bytes: Buffer.from(text) });
const names = (text: string, path?: string): unknown[] => read(text, path).manifests.map(({ data }) => (data['metadata'] as { name: unknown }).name);
const told = (text: string | Buffer, path?: string): string[] =>
  read(text, path).findings.map(({ code, place: { line, col }, message }) => `${code} ${line}:${col} ${message}`);
const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

describe('manifests of others are read', () => {
  test.each<[string, string, unknown[]]>([
    ['one', map('a'), ['a']],
    ['several documents', `${map('a')}---\n${map('b')}`, ['a', 'b']],
    ['empty documents', `---\n---\n${map('a')}---\n# nothing\n---\n`, ['a']],
    ['a list, taken apart', 'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: a}}\n- 1\n- {kind: B}\n', ['a']],
    ['a list of one kind', 'apiVersion: v1\nkind: ConfigMapList\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n', ['a']],
    [
      'a list in a list',
      `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: A, metadata: {name: a}}]}\n`,
      ['a'],
    ],
    [
      'what a list holds that is no object',
      'apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, metadata: {name: a}}, {kind: A, metadata: {name: b}}, {apiVersion: 1, kind: A, metadata: {name: c}}, {apiVersion: v1, kind: 1, metadata: {name: d}}, {apiVersion: v1, kind: A}]\n',
      [],
    ],
    ['what is only named like a list', 'apiVersion: v1\nkind: AllowList\nmetadata: {name: a}\n', ['a']],
    ['JSON', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}', ['a']],
    ['anchors and aliases', 'apiVersion: v1\nkind: A\nmetadata: &m {name: a}\nspec: {m: *m}\n', ['a']],
    ['merge keys', 'x: &x {name: a}\napiVersion: v1\nkind: A\nmetadata: {<<: *x}\n', ['a']],
    ['a key twice, as kubectl does', `${map('a')}kind: B\n`, ['a']],
    ['settings that are no object', 'replicas: 1\n', []],
    ['a text', 'hello\n', []],
    ['nothing', '', []],
    ['an object without metadata', 'apiVersion: v1\nkind: A\n', []],
    ['a kustomization without a kind', 'resources: [a.yaml]\n', []],
    ['a kind that is no text', 'apiVersion: v1\nkind: 1\nmetadata: {name: a}\n', []],
    ['a version that is no text', 'apiVersion: 1\nkind: A\nmetadata: {name: a}\n', []],
  ])('%s', (_, text, expected) => {
    expect(names(text)).toEqual(expected);
    expect(told(text)).toEqual([]);
  });

  test('items of a list of one kind are of that kind, unless they say another', () => {
    const { manifests } = read('apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: a}\n- {kind: B, metadata: {name: b}}\n');
    expect(manifests.map(({ data }) => [data['apiVersion'], data['kind']])).toEqual([
      ['v1', 'ConfigMap'],
      ['v1', 'B'],
    ]);
    expect(names('apiVersion: v1\nkind: List\nitems:\n- metadata: {name: a}\n')).toEqual([]);
  });
  test.each<[string, string | Buffer, string[]]>([
    ['what is not UTF-8', Buffer.from([0x61, 0x3a, 0xff]), ['yaml/encoding 1:3 the file is not valid UTF-8 here']],
    ['an open quote', `${map('a')}x: "y\n`, ['yaml/syntax 4:4 a quote is not closed']],
    ['an alias of nothing', `${map('a')}x: *y\n`, ['yaml/syntax 4:4 the alias *y stands for nothing']],
    ['an alias of something that comes later', `a: *x\nb: &x 1\n`, ['yaml/syntax 1:4 the alias *x stands for nothing']],
    [
      'a few lines that stand for gigabytes',
      `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
      ['yaml/syntax 2:17 aliases stand for too much'],
    ],
  ])('but not %s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test('thousands of aliases are read, as Kubernetes does', () => {
    const n = 3000;
    const text = `apiVersion: v1\nkind: A\nmetadata: {name: a}\na: [${Array.from({ length: n }, (_, i) => `&a${i} 1`).join(', ')}]\nb: [${Array.from({ length: n }, (_, i) => `*a${i}`).join(', ')}]\n`;
    expect([names(text), told(text)]).toEqual([['a'], []]);
  });
  test('a key that is read as something else has its place', () => {
    const [only] = read(`${map('a')}data: {x: 1, on: b, "on": c, 0x10: d}\n`).manifests;
    expect(['/data/on', '/data/true', '/data/16', '/data/no'].map((at) => only?.locate(at, true).col)).toEqual([21, 14, 30, 1]);
  });
  test('values are what Kubernetes takes them for', () => {
    const [only] = read(`${map('a')}data: {a: yes, b: 0644, c: 0o17, d: 9223372036854775807, 1: 2020-01-01}\n`).manifests;
    expect(only?.data['data']).toEqual({ a: true, b: 420, c: 15, d: 2 ** 63, 1: '2020-01-01' });
  });
  test.each(['a', '!!binary YWFh', '1', '0x1', '"', '!!timestamp 2020-01-01T1:1:1.1'])('a value of megabytes is read or refused: %s…', (start) => {
    const { findings, manifests } = read(`${map('a')}x: ${start}${'1'.repeat(2 ** 22)}\n`);
    expect(findings.length + manifests.length).toBe(1);
  });
  test('JSON after JSON is read, and its values have places', () => {
    const { manifests } = read(
      `{"apiVersion":"v1","kind":"A","metadata":{"name":"\\ud83d\\ude00\\/"}}\n{"apiVersion":"v1","kind":"A","metadata":{"name":"b"}}`,
    );
    expect(manifests.map((each) => each.locate('/metadata/name'))).toMatchObject([
      { line: 1, col: 50 },
      { line: 2, col: 50, length: 3 },
    ]);
  });
  test('a document that cannot be read does not hide the others', () => {
    expect(names(`x: *y\n---\n${map('a')}`)).toEqual(['a']);
    expect(told(`x: *y\n---\n${map('a')}`)).toHaveLength(1);
  });

  test('each value is where it stands, in a list too', () => {
    const [first, second] = read(
      `apiVersion: v1\nkind: List\nitems:\n- ${map('a').replaceAll('\n', '\n  ')}\n- ${map('b').replaceAll('\n', '\n  ')}\n`,
    ).manifests;
    expect(first?.locate('/metadata/name')).toEqual({ file: 'm.yaml', line: 6, col: 20, length: 1 });
    expect(second?.locate('/kind', true)).toEqual({ file: 'm.yaml', line: 9, col: 3, length: 4 });
    expect(second?.locate('/nowhere')).toMatchObject({ line: 8 });
    expect(second?.locate('/kind/x', true)).toMatchObject({ line: 9, col: 3 });
    expect(second?.line(9)).toBe('  kind: ConfigMap');
    expect(second?.sketch).toBe(false);
  });
});

describe('YAML in Markdown is read', () => {
  const fenced = (...blocks: string[]): string => `# Title\n\n${blocks.join('\ntext\n\n')}\n`;
  test.each<[string, string, unknown[]]>([
    ['in backticks', fenced(`\`\`\`yaml\n${map('a')}\`\`\``, `\`\`\`yml\n${map('b')}\`\`\``), ['a', 'b']],
    ['in tildes', fenced(`~~~yaml\n${map('a')}~~~`), ['a']],
    ['in a longer fence, which a shorter one does not end', fenced(`\`\`\`\`yaml\n# \`\`\`\n${map('a')}\`\`\`\``), ['a']],
    ['as JSON', fenced('```json\n{"apiVersion":"v1","kind":"A","metadata":{"name":"a"}}\n```'), ['a']],
    ['with attributes', fenced(`\`\`\`{.yaml title="x"}\n${map('a')}\`\`\``), ['a']],
    [
      'in a quotation of a list',
      fenced(`  \`\`\`yaml\n  apiVersion: v1\n  kind: A\n  metadata: {name: a}\n  ---\n  apiVersion: v1\n  kind: A\n  metadata: {name: b}\n  \`\`\``),
      ['a', 'b'],
    ],
    ['to the end of the file, when nothing ends it', `\`\`\`yaml\n${map('a')}`, ['a']],
    ['not within a line', `text \`\`\`yaml\n${map('a')}\`\`\`\n`, []],
    ['but no other language', fenced(`\`\`\`bash\n${map('a')}\`\`\``), []],
    ['but nothing outside of fences', map('a'), []],
  ])('%s', (_, text, expected) => {
    expect(names(text, 'm.md')).toEqual(expected);
    expect(told(text, 'm.md')).toEqual([]);
    expect(read(text, 'm.md').manifests.every(({ sketch }) => sketch)).toBe(true);
  });

  test.each([
    ['a fragment', 'a: [\n'],
    ['a fragment of something that has a version', 'x:\n  apiVersion: v1\n  y: [\n'],
    ['a template', 'apiVersion: v1\nkind: A\nmetadata: {name: {{ .Values.name }}}\nx: "\n'],
    ['something left out', 'apiVersion: v1\nkind: A\n...\n  x: "\n'],
    ['an alias of nothing', 'x: *y\n'],
    ['bytes that are not seen', 'x: \u200b\n'],
  ])('%s is for illustration', (_, text) => expect(told(`\`\`\`yaml\n${text}\`\`\`\n`, 'm.md')).toEqual([]));
  test('what says that it is an object is held to it, at its place', () => {
    expect(told(`# a\n\`\`\`yaml\n${map('a')}x: "y\n\`\`\`\n`, 'm.MDX')).toEqual([expect.stringMatching(/^yaml\/syntax 6:/)]);
  });
  test('places are those of the file', () => {
    const [only] = read(`# a\n\n\`\`\`yaml\n${map('a')}\`\`\`\n`, 'm.markdown').manifests;
    expect(only?.locate('/metadata/name')).toEqual({ file: 'm.markdown', line: 6, col: 18, length: 1 });
  });
});

describe('values of secrets are hidden', () => {
  const shown = (text: string): string[] => {
    const { manifests, secrets } = read(text);
    return [...secrets, ...text.split('\n').map((_, i) => manifests[0]?.line(i + 1) ?? '')].filter(
      (line) => line.includes('hunter') || line.includes('***'),
    );
  };
  test('in a Secret, whatever they look like', () => {
    expect(shown('apiVersion: v1\nkind: Secret\nmetadata: {name: hunter}\nstringData:\n  a: hunter2\n  b: |\n    hunter3\n')).toEqual([
      'metadata: {name: hunter}',
      '  a: *******',
      expect.stringMatching(/^\*+$/),
    ]);
    expect(read('apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  a: aHVudGVyMjM0NTY3ODkw\n').secrets).toEqual(['aHVudGVyMjM0NTY3ODkw']);
    expect(shown('apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: hunter\n')).toEqual(['type: hunter']);
  });
  test.each([
    ['at its end', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  a: "hunter2'],
    ['before it says so in the end', 'stringData:\n  a: @hunter2\napiVersion: v1\nkind: "Secret"\n'],
    ['with more documents', 'stringData:\n  a: @hunter2\nkind: Secret\n---\na: 1\n'],
  ])('in a Secret that cannot be read, %s', (_, text) => expect(read(text).findings[0]?.excerpt).toBe(`  a: ${'*'.repeat(8)}`));
  test('anywhere, when they look like one', () => {
    const token = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`;
    const { manifests, secrets } = read(`${map('a')}data:\n  x: ${token}\n`);
    expect(secrets).toContain(token);
    expect(manifests[0]?.line(5)).toMatch(/^ {2}x: \*+$/);
  });
  test('also in a comment, and where the same file names it again', () => {
    const token = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`;
    const { manifests } = read(`# was ${token} once\n${map('a')}`);
    expect(manifests[0]?.line(1)).toBe(`# was ${'*'.repeat(token.length)} once`);
  });
  test('of a line what a message may not repeat', () => {
    const { manifests } = read(`${map('a')}data:\n  password: hunter-2\n`);
    expect(manifests[0]?.covered(5)).toContain('hunter-2');
  });
  test('of a block its text, and not what announces it', () => {
    const [secret] = read(
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  b: |\n    hunter3\n  c: >-\n    hunter4\n  d: e\n',
    ).manifests;
    expect([5, 6, 7, 8, 9].map((n) => secret?.line(n))).toEqual(['  b: |', '***********', '  c: >-', '***********', '  d: *']);
  });
  test('a short value may stand elsewhere, a long one may not', () => {
    const secrets = (value: string): readonly string[] => read(`apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  a: ${value}\n`).secrets;
    expect([secrets('x'.repeat(15)), secrets('x'.repeat(16))]).toEqual([[], ['x'.repeat(16)]]);
  });
  test('and nothing else', () =>
    expect(shown('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: hunter2}\n')).toEqual(['data: {a: hunter2}']));
});
