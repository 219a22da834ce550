// A part of what `npm run lint:rates` compares: what a real API server says of objects of each kind, and what lint says of them.
// Judges: Kubernetes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { limits } from '../../generator/tools/limits.mjs';
import { served } from '../../generator/tools/served.mjs';
import { crds } from './programs/crds.ts';
import { publishedDefinitions } from './programs/kinds.ts';
import { Judge } from './rates/judge.ts';
import { isKnown } from './rates/known.ts';
import { lintOf } from './rates/ours.ts';
import { outcomeOf } from './rates/rates.ts';
import { sample } from './rates/sample.ts';

const definitions = publishedDefinitions();
const judge = new Judge(definitions, { afresh: true });
afterAll(() => judge.stop());

test('schemas/objects/served.json is what the server says of its types', async () => {
  const file = join(import.meta.dirname, '../../schemas/objects/served.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(served(await judge.openApi()));
});

test('schemas/objects/limits.json is what the definitions ask of values', () => {
  const file = join(import.meta.dirname, '../../schemas/objects/limits.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(limits(crds(), isKnown));
});

test('the two say the same of a sample of every kind', async () => {
  const lint = lintOf(definitions);
  const known = sample().filter(({ object }) => lint(object).verdict !== 'unknown kind');
  const said = await judge.words(known.map(({ object }) => object));
  // Rules know kinds whose definitions are too large for the server of this test: the measurement has them.
  const isServed = (_: unknown, i: number): boolean => !/^the server does not serve .* AlertmanagerConfig$/.test(said[i] as string);
  const [objects, words] = [known.filter(isServed), said.filter(isServed)];
  expect(objects.length).toBeGreaterThan(200);
  const both = objects.map(({ object, accepted }, i) => ({ object, accepted, words: words[i] as string, ours: lint(object) }));
  expect(both.filter(({ accepted, words: told }) => accepted !== (told === '')).map(({ object, words: told }) => [object, told])).toEqual([]);
  // What a controller refuses is no false error, as in the measurement.
  const wrong = both.filter((each) => ['missed', 'false error'].includes(outcomeOf({ ...each, from: 'sample.jsonl', mutant: false })));
  expect(wrong.map(({ object, words: told, ours }) => [object, told, ours])).toEqual([]);
});
