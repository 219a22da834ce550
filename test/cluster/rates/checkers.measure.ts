// Prints what other checkers say of the same corpus, and with UPDATE=1 writes it into docs/lint.md: `npm run lint:rates -- checkers`. Judges: Kubernetes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkers, checkersTable } from './checkers.ts';
import { published } from './corpus.ts';
import { definitionsOf } from './definitions.ts';
import { Judge } from './judge.ts';
import { schemasOf } from './open-api.ts';
import { cases, outcomeOf } from './rates.ts';

const root = join(import.meta.dirname, '../../..');

test('lint beside other checkers', async () => {
  const corpus = published();
  const found = await cases(corpus);
  const wrong = found.filter((each) => outcomeOf(each) === 'false error');
  process.stdout.write(
    `${wrong.map(({ object, from, ours }) => JSON.stringify({ kind: `${object.apiVersion}/${object.kind}`, from, lint: ours.errors })).join('\n')}\n`,
  );
  const definitions = definitionsOf(corpus);
  const judge = new Judge(definitions);
  const schemas = schemasOf(await judge.openApi());
  await judge.stop();
  const rows = await checkers(found, schemas, definitions, join(root, 'dist/pap-fleet.cjs'));
  const text = checkersTable(rows);
  process.stdout.write(`${text}\n`);
  if (process.env['UPDATE'] === '1') {
    const page = join(root, 'docs/lint.md');
    const made = readFileSync(page, 'utf8').replace(
      /(<!-- checkers: begin[^>]*-->\n)[^]*(\n<!-- checkers: end -->)/,
      (_, begin: string, end: string) => `${begin}\n${text}\n${end}`,
    );
    writeFileSync(page, made);
  }
  expect(rows.length).toBeGreaterThan(1);
});
