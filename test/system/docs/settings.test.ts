import { existsSync, readFileSync } from 'node:fs';
import fastGlob from 'fast-glob';
import { describe, expect, test } from 'vitest';
import { schemaAt } from '../../../generator/fleet/schema/schemas.ts';
import { sentences } from '../../support/sentences.ts';

// Messages and pages name keys of the fleet, such as `components.dns.names`. Each of them is one that the schema has.

const TOP = Object.keys(schemaAt([])?.properties ?? {});

const pages = fastGlob.sync(['*.md', 'docs/**/*.md'], { ignore: ['CHANGELOG.md', 'docs/adr/**'] }).sort();

/** What pages say in backticks. */
const inBackticks = pages.flatMap((page) =>
  readFileSync(page, 'utf8')
    .split('\n')
    .flatMap((line, i) => [...line.matchAll(/`([^`]+)`/g)].map(([, text]) => ({ place: `${page}:${i + 1}`, text: text as string }))),
);

const said = sentences();

/** Keys with what is above them, from the top of the fleet; what is put in at run time, and names in angle brackets, are any name. */
function keysIn(text: string): string[][] {
  const part = String.raw`(?:[a-zA-Z][\w-]*|\$\{\}|<[\w-]+>|\*)`;
  return [...text.matchAll(new RegExp(String.raw`(?<![\w./<-])(?:${TOP.join('|')})(?:\.${part})+`, 'g'))]
    .filter(([whole], i, all) => !/\.(yaml|md|json|ts|test)$/.test(whole) && text[(all[i]?.index ?? 0) + whole.length] !== '(')
    .map(([whole]) => whole.split('.'));
}

/** Whether the schema has a key; of one that stands for any, whether it has some such key. */
function isKey(path: readonly string[], above: readonly string[] = []): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return schemaAt(above) !== undefined;
  const keys = /^[$<*]/.test(key) ? ['*', ...Object.keys(schemaAt(above)?.properties ?? {})] : [key];
  return keys.some((each) => isKey(rest, [...above, each]));
}

/** Fields of what `plan --json` prints, which has a `gate` as well. */
const OF_PLAN = ['gate.regions', 'gate.dangers', 'gate.classes'];

describe('keys that are named', () => {
  const named = [...said, ...inBackticks].flatMap(({ place, text }) => keysIn(text).map((path) => ({ place, path })));

  test('are found', () => expect(named.length).toBeGreaterThan(80));

  test('are keys of the fleet', () => {
    expect(
      named.filter(({ path }) => !isKey(path) && !OF_PLAN.includes(path.join('.'))).map(({ place, path }) => `${place}: ${path.join('.')}`),
    ).toEqual([]);
  });
});

test('pages that messages name are there', () => {
  const named = said.flatMap(({ place, text }) => [...text.matchAll(/(?<![\w/])docs\/[\w/-]+\.md/g)].map(([page]) => ({ place, page })));
  expect(named.length).toBeGreaterThan(3);
  // Of others: the example of lint, and ExternalDNS's own page.
  expect([...new Set(named.map(({ page }) => page))].filter((page) => !existsSync(page))).toEqual(['docs/deployment-guide.md', 'docs/flags.md']);
});

test('scripts of package.json that pages name are there', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const named = fastGlob
    .sync(['*.md', 'docs/**/*.md', '.github/**/*', 'generator/**/*.{ts,mjs,hbs}'], { dot: true, ignore: ['generator/rules/index.js'] })
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bnpm run (?:--silent |-s )?([a-z][a-z:-]*[a-z])/g)].map(([, name]) => `${file}: ${name}`),
    );
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((each) => !Object.hasOwn(scripts, each.split(': ')[1] as string))).toEqual([]);
});
