import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';

const folder = join(import.meta.dirname, '../../golden/dns');
const bytes = readFileSync(join(folder, 'config/fleet.yaml'));
const { files, findings } = compile([{ path: 'config/fleet.yaml', relative: 'fleet.yaml', bytes }]);
const ours = [...(files ?? [])].filter(([path]) => /^(dns|base\/dns|overlays\/[^/]+\/dns)\//.test(path));

/** `npx vitest run -u test/unit/dns` writes them anew. */
test.each(ours)('%s', async (path, text) => {
  await expect(text).toMatchFileSnapshot(join(folder, 'out', path));
});

test('nothing else is expected, and nothing was found', () => {
  expect(findings).toEqual([]);
  const expected = readdirSync(join(folder, 'out'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(expected.map((entry) => join(entry.parentPath, entry.name)).sort()).toEqual(ours.map(([path]) => join(folder, 'out', path)).sort());
});

test('a region without dns, or gone, is named nowhere', () => {
  for (const [path, text] of ours) expect(`${path}\n${text}`).not.toMatch(/\bretired\b|\bprivate\b/);
});
