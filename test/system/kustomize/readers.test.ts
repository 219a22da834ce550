// Five readers of the same bytes: our own, the yaml package as 1.2 and as 1.1, js-yaml as 1.1, and kubectl, whose parser is
// the one of Kubernetes, Kustomize and Argo CD. Seen to fail: an emitter that leaves `y`, `012`, U+0085
// or a leading space without quotes, and one that ends a block with two line breaks.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { YAML11_SCHEMA, loadAll } from 'js-yaml';
import { afterAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { emitAll } from '../../../generator/k8s/emit.ts';
import { readEmitted } from '../../../generator/k8s/read-emitted.ts';
import { kubectl } from '../../support/kubectl.ts';
import { nasty } from '../../support/nasty.ts';

const COUNT = process.env['TORTURE'] === '1' ? 100_000 : 5000;
const PER_OBJECT = 500;

const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-readers-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface ConfigMap {
  readonly data: Readonly<Record<string, string>>;
}

const parsed = (version: '1.1' | '1.2') => (text: string) =>
  parseAllDocuments(text, { version, merge: version === '1.1' }).map((document) => document.toJS() as ConfigMap);

const READERS: Readonly<Record<string, (text: string) => readonly ConfigMap[]>> = {
  'our own': (text) => readEmitted(text) as ConfigMap[],
  'yaml 1.2': parsed('1.2'),
  'yaml 1.1': parsed('1.1'),
  'js-yaml 1.1': (text) => loadAll(text, { schema: YAML11_SCHEMA }) as ConfigMap[],
  kubectl: (text) => {
    const file = join(folder, 'objects.yaml');
    writeFileSync(file, text);
    const args = ['label', '--local', '--dry-run=client', '--output=json', `--filename=${file}`, 'read=yes'];
    const json = execFileSync(kubectl(), args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });
    // One object after the other, each indented by four.
    return json.split(/^(?=\{)/m).map((object) => JSON.parse(object) as ConfigMap);
  },
};

test(`${COUNT} texts are the same to five readers, as values and as keys`, () => {
  const texts = [...new Set(fc.sample(nasty, { numRuns: COUNT * 2, seed: 20261123 }))];
  // What is short repeats; the rest is made of two.
  for (let i = 0; texts.length < COUNT; i++) texts.push(`${texts[i] as string}${texts[i * 7 + 1] as string}`);
  const maps = Array.from({ length: Math.ceil(COUNT / PER_OBJECT) }, (_, n) => {
    const data: Record<string, string> = {};
    for (const [i, text] of texts.slice(n * PER_OBJECT, Math.min((n + 1) * PER_OBJECT, COUNT)).entries()) {
      data[`k${i}`] = text;
      // A plain `<<` as a key would be a merge to readers of 1.1; the empty key and what the prototype has are no keys of objects.
      if (text !== '' && !(text in {})) data[text] = 'key';
    }
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `n${n}` }, data };
  });
  const text = emitAll(maps);
  for (const [name, read] of Object.entries(READERS)) {
    const found = read(text);
    expect(found.length, name).toBe(maps.length);
    const wrong = maps.flatMap(({ data }, n) =>
      Object.entries(data)
        .filter(([key, value]) => found[n]?.data[key] !== value)
        .map(([key, value]) => [value === 'key' ? key : value, found[n]?.data[key]]),
    );
    expect(wrong.slice(0, 20), name).toEqual([]);
    expect(
      found.map(({ data }) => Object.keys(data).length),
      name,
    ).toEqual(maps.map(({ data }) => Object.keys(data).length));
  }
});
