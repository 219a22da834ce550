import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../examples/golden/dns/out');

test('a region without dns, or gone, is named in no expected file', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name);
    expect(`${path}\n${readFileSync(path, 'utf8')}`).not.toMatch(/\bretired\b|\bprivate\b/);
  }
});
