import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { globSync } from 'fast-glob';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments, visit } from 'yaml';
import { compile } from '../../../generator/compile.ts';
import { clustersOf } from '../../../generator/lint/clusters.ts';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import type { Finding } from '../../../generator/model/finding.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';
import { WHOLE } from '../../support/runs.ts';

// A value of others is shown cut at 80 characters, and nothing in it is acted on or unseen. Every scalar, keys too, of every
// example of a bad fleet or manifest is replaced. Seen to fail: with `cut` and with `inSight` that leave a text as it
// is, and with each of some fifty messages that once repeated a value as it was.

const folder = join(import.meta.dirname, '../../../generator/rules');
/** `npm run test:long` looks at a part of the places. */
const EVERY = WHOLE ? 1 : 47;

const NASTY = {
  long: `"${'x'.repeat(300)}"`,
  'long, with spaces': `"${'xy '.repeat(100)}z"`,
  'that a terminal obeys': String.raw`"a\x1b[31m\r\n::error::b\x07\x9b"`,
  'that is not seen or turns text around': String.raw`"a\u202eb\u2066c\u200bd\ufeffe\u2028f"`,
};

// eslint-disable-next-line no-control-regex -- these are what a terminal obeys
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

function hold(findings: readonly Finding[], about: string): void {
  for (const { code, message, hint, related } of findings) {
    for (const text of [message, hint ?? '', ...(related ?? []).map(({ note }) => note)]) {
      expect(text, `${code} in ${about}`).not.toMatch(/x{81}|(?:xy ){27}/);
      expect(text, `${code} in ${about}`).not.toMatch(UNSEEN);
    }
  }
}

/** The text with each of its scalars replaced, one after the other. */
function* replaced(text: string, nasty: string, first: number): Iterable<string> {
  const ranges: [number, number][] = [];
  for (const document of parseAllDocuments(text, { uniqueKeys: false })) {
    if (!('contents' in document)) continue;
    visit(document, {
      Scalar: (_, { range }) => {
        if (range) ranges.push([range[0], range[1]]);
      },
    });
  }
  for (let i = first % EVERY; i < ranges.length; i += EVERY) {
    const [from, to] = ranges[i] as [number, number];
    const after = text.slice(to);
    // A block scalar ends with its line.
    yield `${text.slice(0, from)}${nasty}${text[to - 1] === '\n' ? '\n' : ''}${after}`;
  }
}

describe.each(Object.entries(NASTY))('a value %s', (_, nasty) => {
  test.each(globSync('*/*/bad/fleet.yaml', { cwd: folder }).map(dirname).sort())('in each place of %s', (config) => {
    const root = join(folder, config);
    const files = globSync('**/*.{yaml,yml}', { cwd: root, absolute: true }).map((path) => ({
      path: `config/${relative(root, path)}`,
      relative: relative(root, path),
      bytes: readFileSync(path),
    }));
    for (const [i, file] of files.entries()) {
      for (const text of replaced(file.bytes.toString(), nasty, config.length + i)) {
        const { findings } = compile(files.map((each) => (each === file ? { ...each, bytes: Buffer.from(text) } : each)));
        hold(findings, text);
      }
    }
  });

  test.each(globSync('*/*/{bad,good}.yaml', { cwd: folder }).sort())('in each place of %s', (path) => {
    const original = readFileSync(join(folder, path), 'utf8');
    for (const text of replaced(original, nasty, path.length)) {
      const { manifests, findings } = parseManifests({ path, bytes: Buffer.from(text) });
      hold([...findings, ...clustersOf(manifests, []).flatMap((cluster) => lint(cluster, anyCluster))], text);
    }
  });
});
