// Writes the table of what comes and goes with which version, or says whether it is what upstream says: `npm run lifecycle`, with UPDATE=1 or without.
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fetchCrds } from '../programs/crds.ts';
import { TABLE, madeTable, written } from './table.ts';

test('the table of what came and goes is what upstream says', () => {
  fetchCrds();
  const made = madeTable();
  if (process.env['UPDATE'] === '1') writeFileSync(TABLE, `${JSON.stringify(made, null, 1)}\n`);
  expect(written()).toEqual(made);
});
