import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';

const folder = join(import.meta.dirname, '../../golden/monitoring');
const bytes = readFileSync(join(folder, 'config/fleet.yaml'));
const { files, findings } = compile([{ path: 'config/fleet.yaml', relative: 'fleet.yaml', bytes }]);
const ours = [...(files ?? [])].filter(([path]) => /^(base\/monitoring|overlays\/[^/]+\/monitoring)\//.test(path));

/** `npx vitest run test/unit/monitoring -u` writes them anew. */
test.each(ours)('%s', async (path, text) => {
  await expect(text).toMatchFileSnapshot(join(folder, 'out', path));
});

test('nothing else is expected, and nothing was found', () => {
  expect(findings).toEqual([]);
  const expected = readdirSync(join(folder, 'out'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(expected.map((entry) => join(entry.parentPath, entry.name)).sort()).toEqual(ours.map(([path]) => join(folder, 'out', path)).sort());
});

test('what regions share names none of them, and a region without monitoring is named nowhere', () => {
  for (const [path, text] of ours) {
    expect(`${path}\n${text}`).not.toMatch(/\bprivate\b/);
    if (path.startsWith('base/')) expect(text).not.toMatch(/\basia\b|\beurope\b/);
  }
});
