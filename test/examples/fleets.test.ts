// The fleets in examples/ are valid, without a warning, and their out/ is what their config/ says.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../generator/compile.ts';
import { readConfig } from '../../generator/io/read-config.ts';
import { LIMITS } from '../../generator/yaml/limits.ts';

const root = join(import.meta.dirname, '../../examples');
const fleets = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test('there are some', () => expect(fleets.map(({ name }) => name)).toContain('open-world'));

describe.each(fleets.map(({ name }) => name))('%s', (name) => {
  const { files, findings } = compile(readConfig(join(root, name, 'config'), LIMITS.bytes));

  test('is valid, without a warning', () => expect(findings).toEqual([]));

  test('has the out/ that its config/ gives', () => {
    const out = join(root, name, 'out');
    const there = readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const committed = new Map(there.map((path) => [path.slice(out.length + 1), readFileSync(path, 'utf8')]));
    expect(new Map([...committed].sort())).toEqual(new Map([...(files ?? [])].sort()));
  });
});
