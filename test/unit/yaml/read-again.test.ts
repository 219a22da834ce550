import { expect, test } from 'vitest';
import { Memory } from '../../../generator/model/memory.ts';
import { readSources } from '../../../generator/yaml/read.ts';
import type { ConfigFile } from '../../../generator/yaml/read.ts';
import { FLEET } from '../../support/program.ts';

const file = (relative: string, text: string): ConfigFile => ({ path: `config/${relative}`, relative, bytes: Buffer.from(text) });

interface Read {
  readonly regions: Record<string, object>;
  readonly agents: Record<string, object>;
}

test('what did not change is what it was, and the rest is read', () => {
  const memory = new Memory();
  const read = (...files: readonly ConfigFile[]): Read => readSources(files, memory).sources?.data as Read;
  const more = file('agents/gamma.yaml', 'regions: [north]\nenv: {A: "1"}\n');
  const before = read(file('fleet.yaml', FLEET), more);
  const after = read(file('fleet.yaml', FLEET.replace('5Gi', '6Gi')), more);
  expect(after).toEqual(readSources([file('fleet.yaml', FLEET.replace('5Gi', '6Gi')), more]).sources?.data);
  for (const name of ['alpha', 'gamma']) expect(after.agents[name]).toBe(before.agents[name]);
  expect(after.regions['south']).toBe(before.regions['south']);
  expect(after.agents['beta']).not.toEqual(before.agents['beta']);
});

test('what cannot be read piece by piece is read as a whole, with the same findings', () => {
  const memory = new Memory();
  const broken = [file('fleet.yaml', `${FLEET}  gamma: [\n`)];
  readSources([file('fleet.yaml', FLEET)], memory);
  const again = readSources(broken, memory);
  expect(again.findings).toEqual(readSources(broken).findings);
  expect(again.findings).not.toEqual([]);
  const { sources } = readSources([file('fleet.yaml', FLEET)], memory);
  expect(sources?.data).toEqual(readSources([file('fleet.yaml', FLEET)]).sources?.data);
});

test('what charts and Kustomize have is read again as well', () => {
  const memory = new Memory();
  const files = (text: string): ConfigFile[] => [
    file('fleet.yaml', FLEET),
    file('components/a/rendered/0123/objects.yaml', 'a: 1\n'),
    file('components/a/kustomize/facts.properties', text),
  ];
  const [first, second] = [readSources(files('a=b\n'), memory), readSources(files('a=c\n'), memory)];
  expect(second.renderedFiles[0]).toBe(first.renderedFiles[0]);
  expect(second.sourceFiles.map(({ name, bytes }) => `${name} ${Buffer.from(bytes).toString()}`)).toEqual(['kustomize/facts.properties a=c\n']);
  // A file of Kustomize may be empty, but not longer than any file.
  expect(readSources(files(''), memory).findings).toEqual([]);
  const long = { ...file('components/a/kustomize/long.txt', 'x'.repeat(2 << 20)), limit: 1 << 20 };
  expect(readSources([...files(''), long], memory).findings.map(({ code }) => code)).toEqual(['yaml/limit']);
});
