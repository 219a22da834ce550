// What a fleet's own policies say of it, word for word: of objects of ours and of people's, for regions and groups, with waivers and `treatAsErrors`.
// `UPDATE=1 npx vitest run test/examples/own-policies` writes the text anew: read the difference before committing it.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { findingsText } from '../../../generator/report/findings.ts';
import { style } from '../../../generator/report/style.ts';

test('the findings of a fleet with policies', () => {
  const folder = join(import.meta.dirname, 'config');
  const config = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, relative: path.slice(folder.length + 1) }))
    .map(({ path, relative }) => ({ path: `config/${relative}`, relative, bytes: readFileSync(path) }));
  const { findings, files } = compile(config);
  const text = findingsText(findings, style(false));
  const file = join(import.meta.dirname, 'expected.txt');
  if (process.env['UPDATE'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
  expect(files).toBeUndefined();
});
