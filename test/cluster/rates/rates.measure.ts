// Prints how often lint and a real API server agree, and writes where they do not. The server is asked what it was not asked before, so that a second
// run takes a minute or two. Judges: Kubernetes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { limits } from '../../../generator/tools/limits.mjs';
import { crds } from '../programs/crds.ts';
import { published } from './corpus.ts';
import { isKnown } from './known.ts';
import { whoMinds } from './minded.ts';
import { cases, outcomeOf, placeOf, type Outcome } from './rates.ts';
import { report, stayingTable, table } from './report.ts';
import { STAYING, stayingOf } from './staying.ts';
import { SAMPLE, sampleOf } from './sample.ts';

/** Other mutants than those that docs/lint.md counts: `SEED=word npm run lint:rates`. */
const seed = process.env['SEED'] ?? '';
const suffix = seed === '' ? '' : `-${seed}`;

const schemas = join(import.meta.dirname, '../../../schemas/objects');
const into = join(import.meta.dirname, '../../../reports');

test('lint and a real API server', async () => {
  const corpus = published();
  const found = (await cases(corpus, seed)).map((each) => ({ ...each, outcome: outcomeOf(each) }));
  mkdirSync(into, { recursive: true });
  const differing = found.filter(({ outcome }) => outcome === 'false error' || outcome === 'missed');
  const lines = differing.map(({ outcome, object, from, words, ours }) =>
    JSON.stringify({ outcome, kind: `${object.apiVersion}/${object.kind}`, from, server: words, lint: ours.errors }),
  );
  writeFileSync(join(into, `lint-rates${suffix}.jsonl`), `${lines.join('\n')}\n`);
  const minded = found.filter(({ outcome }) => outcome === 'refused by a controller');
  const rows = minded.map(({ object, from, ours }) => {
    const who = ours.errors.map(({ code, path, message }) => whoMinds(code, placeOf(object, path, message))).filter((row) => row !== undefined);
    return JSON.stringify({ who, kind: `${object.apiVersion}/${object.kind}`, from, lint: ours.errors });
  });
  writeFileSync(join(into, `lint-minded${suffix}.jsonl`), `${rows.join('\n')}\n`);
  const text = report(corpus, found);
  writeFileSync(join(into, `lint-rates${suffix}.md`), text);
  process.stdout.write(text);
  if (process.env['UPDATE'] === '1' && seed === '') {
    writeFileSync(SAMPLE, sampleOf(found));
    writeFileSync(join(schemas, 'limits.json'), `${JSON.stringify(limits(crds(), isKnown), null, 1)}\n`);
    const page = join(import.meta.dirname, '../../../docs/lint.md');
    let made = readFileSync(page, 'utf8');
    for (const [name, part] of Object.entries({ rates: table(corpus, found), stays: stayingTable(found) }))
      made = made.replace(
        new RegExp(`(<!-- ${name}: begin[^>]*-->\\n)[^]*(\\n<!-- ${name}: end -->)`),
        (_, begin: string, end: string) => `${begin}\n${part}\n${end}`,
      );
    writeFileSync(page, made);
  }
  expect(found.length).toBeGreaterThan(23_000);
  expect(STAYING.length).toBeLessThanOrEqual(10);
  const count = (...of: readonly Outcome[]): number => found.filter(({ outcome }) => of.includes(outcome)).length;
  expect(count('false error') / count('agreed: accepted', 'false error', 'refused by a controller', 'forbidden by policy')).toBeLessThan(0.001);
  expect(count('agreed: refused') / count('agreed: refused', 'missed')).toBeGreaterThan(0.999);
  // Of objects that were drawn anew the rates are what is promised; of those of docs/lint.md every single one is explained.
  const unexplained = differing.filter((one) => stayingOf(one) === undefined);
  if (seed === '') expect(unexplained.map(({ object, from, words, ours }) => [object.kind, from, words, ours.errors])).toEqual([]);
  else process.stdout.write(`${unexplained.length} of ${differing.length} disagreements are of no known kind\n`);
});
