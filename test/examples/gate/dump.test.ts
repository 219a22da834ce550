import { test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { DANGEROUS } from './dangerous.ts';
import { judged } from './fleet.ts';
test('dump', () => {
  const out: string[] = [];
  for (const [group, rows] of Object.entries(DANGEROUS)) for (const [name, change] of rows) {
    try { const o = judged(change); out.push(`${o.passes ? 'PASS' : o.review ? 'gate' : 'conf'} ${group}: ${name}\n      ${o.because.slice(0, 3).join('\n      ')}`); }
    catch (e) { out.push(`THROW ${group}: ${name} ${String(e).slice(0, 600)}`); }
  }
  writeFileSync('/tmp/dump.txt', out.join('\n'));
});
