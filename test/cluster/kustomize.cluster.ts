import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kustomizeTables } from './kustomize.ts';

test('what is known of kinds and fields is what Kustomize knows', () => {
  const path = join(import.meta.dirname, '../../schemas/objects/kustomize.json');
  const tables = kustomizeTables();
  if (process.env['UPDATE'] === '1') writeFileSync(path, `${JSON.stringify(tables, null, 1)}\n`);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(tables);
});
