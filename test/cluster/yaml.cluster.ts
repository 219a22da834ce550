// YAML as Kubernetes reads it: k8s.io/apimachinery parts texts and sigs.k8s.io/yaml reads documents, and we read the same of each or refuse it alike.
// What is expected by test/unit/yaml/as-kubernetes.test.ts is what they say.
// Judges: Kubernetes.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { DIFFERENCES, agree, ours } from '../support/yaml/answers.ts';
import type { Answer, Mode } from '../support/yaml/answers.ts';
import { handMade, yamlDocuments } from '../support/yaml/documents.ts';
import { yamlStreams } from '../support/yaml/streams.ts';
import { programPath } from './programs/programs.ts';

const ask = (mode: Mode, texts: readonly string[]): Answer[] =>
  JSON.parse(execFileSync(programPath('yaml'), [mode], { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 2 ** 30 })) as Answer[];

const differing = new Set(Object.values(DIFFERENCES).flatMap(({ texts }) => texts));

test.each<[Mode, string[]]>([
  ['documents', yamlDocuments().filter((text) => !differing.has(text))],
  ['streams', yamlStreams()],
])('YAML and JSON are read as Kubernetes reads them, or refused as it refuses them: %s', (mode, texts) => {
  // Seen to fail: with `yes` as text, and with a line `---a` taken for a separator.
  const theirs = ask(mode, texts);
  const both = texts.map((text, i) => ({ text, ours: ours(mode, text), theirs: theirs[i] as Answer }));
  expect(both.filter((each) => !agree(each.ours, each.theirs))).toEqual([]);
  // Neither all nor nothing of them is refused.
  const refused = theirs.filter(({ error }) => error !== undefined).length;
  expect([refused > texts.length / 10, refused < (texts.length * 9) / 10, texts.length > 3000]).toEqual([true, true, true]);
});

test.each(Object.entries(DIFFERENCES))('read otherwise, for a reason: %s', (_, { mode, texts }) => {
  for (const text of texts) {
    // A map of Go has another order each time.
    const theirs = ask(mode, Array<string>(64).fill(text));
    expect(
      theirs.every((each) => agree(ours(mode, text), each)),
      text,
    ).toBe(false);
  }
});

test('what the unit tests hold us to (test/unit/yaml/as-kubernetes.txt) is what Kubernetes says', async () => {
  const rows = (mode: Mode, texts: readonly string[]): string[] => {
    const answers = ask(mode, texts);
    return texts.map((text, i) => {
      const { values, error } = answers[i] as Answer;
      return `${JSON.stringify([mode, text, values, ...(error === undefined ? [] : ['refused'])])}\n`;
    });
  };
  // JSON of JavaScript has no -0.
  const documents = [...new Set(handMade())].filter((text) => !differing.has(text) && !text.includes('-0.0') && text.length < 5000);
  const text = [...rows('documents', documents), ...rows('streams', yamlStreams().slice(0, 400))].join('');
  await expect(text).toMatchFileSnapshot('../unit/yaml/as-kubernetes.txt');
});
