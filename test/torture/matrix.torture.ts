// Law 3: the same input gives the same bytes, whatever the machine says about language, time, rights and place, on every
// supported Node. The other Nodes come from npm, which the newcomer has as well. Seen red: with localeCompare, with a date, with
// compiled code of another Node.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { NODES, nodeOf } from './nodes.ts';

const PROJECT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-matrix-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** SHA-256 of every path with its bytes. */
function digest(out: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(out, { withFileTypes: true, recursive: true }).filter((entry) => !entry.isDirectory());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort())
    hash
      .update(`${path.slice(out.length)}\0`)
      .update(readFileSync(path))
      .update('\0');
  return hash.digest('hex');
}

const clock = join(folder, 'clock.cjs');
writeFileSync(
  clock,
  'const now = Date.now; const shift = Number(process.env.SHIFT_YEARS) * 31557600000; Date.now = () => now() + shift; const Real = Date; globalThis.Date = class extends Real { constructor(...a) { a.length ? super(...a) : super(Date.now()); } static now() { return now() + shift; } };',
);

test('one tree on Node 20, 22 and 24, in 216 settings', { timeout: 600_000 }, () => {
  const texts = ['config', 'config in Ωmega Straße'].map((name) => {
    const at = join(folder, name);
    cpSync(join(PROJECT, 'config'), at, { recursive: true });
    return at;
  });
  const crlf = join(folder, 'crlf');
  cpSync(join(PROJECT, 'config'), crlf, { recursive: true });
  writeFileSync(join(crlf, 'fleet.yaml'), readFileSync(join(crlf, 'fleet.yaml'), 'utf8').replaceAll('\n', '\r\n'));
  const programs = NODES.map((version) => nodeOf(version, folder));
  expect(programs.map((node) => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim())).toEqual(NODES.map((version) => `v${version}`));
  const marked = join(folder, 'marked');
  cpSync(join(PROJECT, 'config'), marked, { recursive: true });
  writeFileSync(join(marked, 'fleet.yaml'), `\ufeff${readFileSync(join(marked, 'fleet.yaml'), 'utf8')}`);
  const seen = new Map<string, string[]>();
  let number = 0;
  for (const node of programs)
    for (const locale of ['C', 'sv_SE.UTF-8', 'tr_TR.UTF-8'])
      for (const zone of ['UTC', 'Asia/Kolkata'])
        for (const [umask, years] of [
          ['000', '-10'],
          ['022', '0'],
          ['077', '10'],
        ])
          for (const config of [texts[0], texts[1], crlf, marked] as string[]) {
            number += 1;
            const out = join(folder, `out ${number}`);
            const { status, stderr } = spawnSync(
              'sh',
              [
                '-c',
                'umask "$1"; shift; exec "$@"',
                'sh',
                umask as string,
                node,
                '--require',
                clock,
                join(PROJECT, 'dist/pap-fleet.cjs'),
                'generate',
                '--config',
                config,
                '--out',
                out,
              ],
              {
                encoding: 'utf8',
                env: {
                  PATH: process.env['PATH'] ?? '',
                  HOME: folder,
                  XDG_CACHE_HOME: join(folder, `cache-${number}`),
                  LC_ALL: locale,
                  LANG: locale,
                  TZ: zone,
                  SHIFT_YEARS: years as string,
                },
              },
            );
            expect(status, stderr).toBe(0);
            const key = digest(out);
            seen.set(key, [...(seen.get(key) ?? []), `${node} ${locale} ${zone} ${umask} ${config}`]);
            rmSync(out, { recursive: true });
          }
  expect(number).toBe(216);
  expect([...seen.values()].map((list) => list[0])).toHaveLength(1);
});
