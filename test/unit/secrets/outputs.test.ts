// Every form of a secret that config refuses, put wherever text of others can lie, and everything the program then says: none is shown.
// Seen to fail: with `redactValue` and with `redact` that change nothing, and with streams, JSON and Markdown that are not redacted.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { run } from '../../../generator/cli.ts';
import { emitAll } from '../../../generator/k8s/emit.ts';
import { commitMessage } from '../../../generator/report/published.ts';
import { findSecrets } from '../../../generator/secrets/find.ts';
import { FLEET, extra } from '../../examples/hostile/fleet.ts';
import { FORMS, shownOf } from '../../support/secret-forms.ts';
import type { Form } from '../../support/secret-forms.ts';
import { WHOLE } from '../../support/runs.ts';

const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-outputs-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
}

/** All that a command prints, with the exit code in front. @param line words, with `config/` and `out/` of the folder */
function said(...words: readonly string[]): string {
  let text = '';
  const take = (part: string): void => void (text += part);
  const argv = words.map((word, i) =>
    /^(config|good|out|full\.md|m\.yaml|live\.json)$/.test(word) && words[i - 1] !== '--base' ? join(folder, word) : word,
  );
  const colour = ['plan', 'lint', 'status'].includes(words[0] as string);
  const code = run(argv, { streams: { out: take, err: take, color: colour }, version: '0', build: '0', cacheFolder: undefined });
  return `${code} ${text}`;
}

const FORMATS = ['text', 'json', 'github', 'sarif', 'gitlab', 'rdjson', 'junit'].map((format) => ['--format', format]);
const json = (text: string): string => JSON.stringify(text);
const indented = (text: string): string => text.replace(/^/gm, '    ');

/** How many forms an old out/ or a config/ holds at once. */
const BATCH = 9;
type Map = Record<string, unknown> & { readonly metadata: { readonly name: string } };
let delivered: { readonly path: string; readonly objects: readonly Map[] };

beforeAll(() => {
  write('good/fleet.yaml', FLEET);
  for (let i = 0; i < BATCH; i++)
    write(`good/extra/all/agents/${i}.yaml`, extra('conf: |\n    a: 1\n    b: 2\n  note: x').replace('own', `own-${i}`));
  expect(said('generate', '--config', 'good', '--out', 'out')).toMatch(/^0 /);
  const files = readdirSync(join(folder, 'out'), { recursive: true, encoding: 'utf8' });
  const path = files.find(
    (name) => name.endsWith('objects.yaml') && readFileSync(join(folder, 'out', name), 'utf8').includes('name: own-0'),
  ) as string;
  const documents = parseAllDocuments(readFileSync(join(folder, 'out', path), 'utf8'));
  delivered = { path: `out/${path}`, objects: documents.map((document) => document.toJS() as Map) };
});

test('config refuses each of them', () => {
  for (const { name, text, key } of FORMS) expect(findSecrets(text, ['data', key ?? 'note']), name).not.toEqual([]);
  // As many as there are in the detector.
  expect(new Set(FORMS.flatMap(({ text, key }) => findSecrets(text, ['data', key ?? 'note']).map(({ kind }) => kind)))).toHaveProperty('size', 24);
});

/** Objects of an out/ that others wrote, in which a secret is what it can be: a value, a line of a text, an argument, a part of a name. */
function old(...forms: readonly Form[]): void {
  const maps = forms.map(({ text, key = 'note' }, i) => {
    const map = delivered.objects.find(({ metadata }) => metadata.name === `own-${i}`) as Map;
    const word = key === 'note' ? text : '';
    const annotations = { [key]: text, [`x ${word}`]: 'a' };
    const data = { conf: `a: 1\n${key}: ${text}\n# ${word}\nb: 2\n`, note: 'x', [key]: text };
    const args = ['--mode=x', `--${key}=${text}`, `--${key}`, text];
    const spec = { args, env: [{ name: key.toUpperCase(), value: text }], long: key === 'note' ? `${'long '.repeat(11)}${text}` : '' };
    return { ...map, data, spec, metadata: { ...map.metadata, annotations } };
  });
  const gone = forms.map(({ text, key }, i) => ({
    ...maps[i],
    metadata: { ...maps[i]?.metadata, name: `${i}.${key === undefined ? text : ''}` },
  }));
  const others = delivered.objects.filter(({ metadata }) => !maps.some((map) => map.metadata.name === metadata.name));
  write(delivered.path, emitAll([...others, ...maps, ...gone]));
}

/** Files of others in out/ that are called like one. */
function named(...forms: readonly Form[]): void {
  for (const { text, key } of forms) if (key === undefined && !text.includes('/')) write(`out/${text}.txt`, 'x');
}

/** The same in config/, of several. */
function config(...forms: readonly Form[]): void {
  rmSync(join(folder, 'config'), { recursive: true, force: true });
  const env = forms.map(({ text, key }, i) => `${key ?? `NOTE_${i}`}: ${json(text)}`).join(', ');
  write('config/fleet.yaml', FLEET.replace('{ LEVEL: dual }', `{ ${env} }`));
  for (const [i, { text, key = 'note' }] of forms.entries()) {
    write(`config/extra/all/agents/a${i}.yaml`, `# ${key}: ${text.replace(/\n/g, '\n# ')}\n${extra(`${json(key)}: ${json(text)}`)}`);
    write(`config/extra/all/agents/b${i}.yaml`, extra(`${json(key)}: |\n${indented(text)}\n  b: *x`));
  }
}

/** The same in manifests, where rules repeat what they refuse. */
function manifests({ text, key = 'note' }: Form): void {
  const map = (name: string, more: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: agents\n${more}`;
  const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: agents}\nspec: {containers: [{name: a, image: ${json(`a ${text}`)}, env: [{name: ${key}, value: ${json(text)}}], args: [${json(`--${key}`)}, ${json(text)}], terminationMessagePolicy: ${json(text)}}]}\n`;
  write(
    'm.yaml',
    [
      map('a', `  labels: {${json(key)}: ${json(text)}}\ndata: {${json(key)}: ${json(text)}}\n`),
      map('b', `data:\n  ${json(key)}: |\n${indented(text)}\n`),
      pod,
      map('c', `x: [${json(`${'long '.repeat(10)}${text}`)}]\nimmutable: ${json(text)}\n`),
    ].join('---\n'),
  );
}

/** The same in what an Argo CD prints of its Applications. */
function evidence(...forms: readonly Form[]): void {
  const [, root = ''] = /name: (\S+-root)/.exec(readFileSync(join(folder, 'out/argocd/root.yaml'), 'utf8')) ?? [];
  const labels = { 'app.kubernetes.io/managed-by': 'pap-fleet', 'app.kubernetes.io/part-of': root.replace(/-root$/, '') };
  const items = forms.flatMap(({ text, key = 'note' }, i) => {
    const health = { status: text, lastTransitionTime: text };
    const operationState = { phase: 'Running', message: `a\n${key}: ${text}\nb`, operation: { sync: { revision: text } } };
    const status = { health, sync: { status: text, revision: text }, operationState };
    return [
      { metadata: { name: i === 0 ? root : `${i}`, namespace: 'argocd' }, spec: {}, status },
      { metadata: { name: `${text} ${i}`, namespace: 'argocd', labels }, spec: {}, status },
    ];
  });
  write('live.json', JSON.stringify(items));
}

/** Sets the place up, and gives what is printed: an exit code and a text. */
interface Output {
  readonly name: string;
  /** How many forms are tried at once. */
  readonly batch?: number;
  /** Of so many forms one is tried: starting Git takes time. */
  readonly every?: number;
  readonly set?: (...forms: readonly Form[]) => void;
  readonly exit: RegExp;
  readonly say: (form: Form) => string;
}

const plan = (...more: readonly string[]): string => said('plan', '--no-exit-code', '--config', 'good', '--out', 'out', '--base', 'out', ...more);

const OUTPUTS: readonly Output[] = [
  ...[[], ['--json'], ['--markdown']].map((more) => ({
    name: `an old out/ in plan ${more.join('')}`,
    set: old,
    batch: BATCH,
    exit: /^0 /,
    say: () => plan(...more),
  })),
  {
    name: 'an old out/ in plan --full',
    set: old,
    batch: BATCH,
    exit: /^0 /,
    say: () => plan('--full', 'full.md').slice(0, 2) + readFileSync(join(folder, 'full.md'), 'utf8'),
  },
  ...['generate', 'check'].flatMap((command) =>
    FORMATS.map((format) => ({
      name: `the names of files in ${command} ${format[1]}`,
      batch: BATCH,
      set: named,
      exit: /^[01] /,
      say: () => said(command, '--config', 'good', '--out', 'out', ...format),
    })),
  ),
  ...['validate', 'generate', 'check'].flatMap((command) =>
    FORMATS.map((format) => ({
      name: `config/ in ${command} ${format[1]}`,
      batch: BATCH,
      set: config,
      exit: /^2 /,
      say: () => said(command, '--config', 'config', ...format),
    })),
  ),
  ...['plan', 'preflight', 'explain research'].flatMap((command) =>
    [[], ['--json']].map((more) => ({
      name: `config/ in ${command} ${more.join('')}`,
      batch: BATCH,
      set: config,
      exit: /^2 /,
      say: () => said(...command.split(' '), '--config', 'config', ...more),
    })),
  ),
  ...[[], ['--json'], ['--markdown']].map((more) => ({
    name: `evidence in status ${more.join('')}`,
    set: evidence,
    exit: /^0 /,
    say: () => said('status', '--config', 'good', '--out', 'out', '--base', 'out', '--live', 'live.json', ...more),
  })),
  ...FORMATS.map((format) => ({ name: `manifests in lint ${format[1]}`, set: manifests, exit: /^2 /, say: () => said('lint', 'm.yaml', ...format) })),
  ...FORMATS.map((format) => ({
    name: `an error in ${format[1]}`,
    exit: /^[24] /,
    say: ({ text }: Form) => said('lint', `${folder}/no\n${text}`, ...format),
  })),
  { name: 'an error of Git', every: 8, exit: /^[24] /, say: ({ text }) => said('plan', '--config', 'good', '--base', text) },
  { name: 'an error of explain', every: 8, exit: /^2 /, say: ({ text }) => said('explain', 'research', text, '--config', 'good') },
  {
    name: 'a message of a commit',
    exit: /^out/,
    say: ({ text }) => commitMessage({ created: [], updated: [], deleted: [`overlays/${text}/a.yaml`, `base/${text} x/b/c`] }, {}),
  },
];

test.each(OUTPUTS)('$name shows none of them', ({ name, batch = 1, every = 1, set, exit, say }) => {
  // A value that only its key tells is none where there is no key.
  const forms = FORMS.filter(({ key }, i) => i % (WHOLE ? every : 3 * every) === 0 && (key === undefined || !/ of | error|names/.test(name)));
  const shown: string[] = [];
  for (let i = 0; i < forms.length; i += batch) {
    const some = forms.slice(i, i + batch);
    set?.(...some);
    const text = say(some[0] as Form);
    expect(text, some[0]?.name).toMatch(exit);
    for (const form of some) {
      const lines = text.split('\n').filter((line) => shownOf(form, line).length > 0);
      if (lines.length > 0) shown.push(`${form.name}: ${lines.join(' | ')}`);
    }
  }
  expect(shown).toEqual([]);
});

test('a plan of two redacted values says that the value changes', () => {
  old(FORMS.find(({ name }) => name === 'a GitHub token ghp') as Form);
  const text = plan();
  expect(text).toContain('data.note: (hidden) → x');
  expect(text).toMatch(/spec: .*\(hidden\)/);
});
