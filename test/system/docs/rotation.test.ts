// Every step that docs/operations.md describes for the rotation of a key is a setting that passes, one after the other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { merge } from '../../../generator/fleet/resolve/merge.ts';
import { compiled, said } from '../../support/compiled.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const FLEET = parse(readFileSync(join(root, 'config/fleet.yaml'), 'utf8')) as Record<string, unknown>;

const passage = page.slice(page.indexOf('\n## Rotating keys\n'), page.indexOf('\n## Rolling back\n'));
const SECTIONS = passage
  .split('\n### ')
  .slice(1)
  .map((section): [string, unknown[]] => [
    section.split('\n', 1)[0] as string,
    [...section.matchAll(/^ {3}```yaml\n(.*?)^ {3}```$/gms)].map(([, text]): unknown => parse(text as string)),
  ])
  .filter(([, steps]) => steps.length > 0);

/** Where the page says that a step is written: a zone is the fleet's, keys of an agent are the agent's, the rest is in the region's entry. */
function written(step: object): object {
  if ('zone' in step) return step;
  return 'signingKeys' in step ? { agents: { research: step } } : { regions: { 'us-east': step } };
}

/** What a fleet becomes. A step takes the place of the one before, so each begins with the fleet of this repository. */
function made(...steps: readonly object[]): string {
  const spec = steps.reduce<unknown>((fleet, step) => merge(fleet, written(step)), structuredClone(FLEET));
  const result = compiled({ 'fleet.yaml': stringify(spec) });
  if (result.files === undefined) throw new Error(said(result).join('\n'));
  expect(said(result).filter((line) => line.startsWith('fleet/'))).toEqual([]);
  return JSON.stringify([...result.files]);
}

test('four keys have their steps', () => {
  expect(SECTIONS.map(([name, steps]) => [name, steps.length])).toEqual([
    ["An agent's signing key", 3],
    ['TSIG keys', 3],
    ['The private CA', 3],
    ['The ACME account', 3],
  ]);
});

describe.each(SECTIONS)('%s', (_, steps) => {
  test('each step passes, and is another one', () => {
    const all = [made(), ...steps.map((step) => made(step as object))];
    expect(new Set(all).size).toBe(all.length);
  });
});
