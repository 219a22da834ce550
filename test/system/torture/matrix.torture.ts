// Law 3: the same input gives the same bytes, whatever the machine says about language, time, rights and place, on every
// supported Node. The other Nodes come from npm, which the newcomer has as well. Seen red: with localeCompare, with a date, with
// compiled code of another Node, with modes that the umask decides.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, lstatSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { memory } from './memory.ts';
import { NODES, nodeOf } from './nodes.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const folder = memory('matrix');

/** SHA-256 of every path with its mode and its bytes. */
function digest(out: string): string {
  const hash = createHash('sha256');
  const entries = readdirSync(out, { withFileTypes: true, recursive: true });
  for (const path of ['', ...entries.map((entry) => join(entry.parentPath, entry.name).slice(out.length))].sort()) {
    const found = lstatSync(out + path);
    hash.update(`${path}\0${found.mode.toString(8)}\0`);
    if (found.isFile()) hash.update(readFileSync(out + path)).update('\0');
  }
  return hash.digest('hex');
}

/** The project's config, which has every component, told in another way. */
function told(name: string, change: (text: string) => string = (text) => text): string {
  const at = join(folder, name);
  cpSync(join(PROJECT, 'config'), at, { recursive: true });
  const fleet = join(at, 'fleet.yaml');
  writeFileSync(fleet, change(readFileSync(fleet, 'utf8')));
  return at;
}

const clock = join(folder, 'clock.cjs');
writeFileSync(
  clock,
  'const now = Date.now; const shift = Number(process.env.SHIFT_YEARS) * 31557600000; Date.now = () => now() + shift; const Real = Date; globalThis.Date = class extends Real { constructor(...a) { a.length ? super(...a) : super(Date.now()); } static now() { return now() + shift; } };',
);

interface Setting {
  readonly node: string;
  readonly locale: string;
  readonly zone: string;
  readonly umask: string;
  /** How far the clock is wrong. */
  readonly years: string;
  readonly config: string;
}

let number = 0;

function generated({ node, locale, zone, umask, years, config }: Setting): string {
  number += 1;
  const out = join(folder, `out ${number}`);
  const program = [node, '--require', clock, join(PROJECT, 'dist/pap-fleet.cjs'), 'generate', '--config', config, '--out', out];
  const { status, stderr } = spawnSync('sh', ['-c', 'umask "$1"; shift; exec "$@"', 'sh', umask, ...program], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      XDG_CACHE_HOME: join(folder, `cache-${number}`),
      LC_ALL: locale,
      LANG: locale,
      TZ: zone,
      SHIFT_YEARS: years,
    },
  });
  expect(status, stderr).toBe(0);
  const found = digest(out);
  rmSync(out, { recursive: true });
  return found;
}

test('one tree on Node 20, 22 and 24, in 144 settings and in the usual one', () => {
  const nodes = NODES.map(nodeOf);
  expect(nodes.map((node) => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim())).toEqual(NODES.map((version) => `v${version}`));
  const configs = [
    told('config'),
    told('config in Ωmega Straße'),
    told('crlf', (text) => text.replaceAll('\n', '\r\n')),
    told('marked', (text) => `\ufeff${text}`),
  ];
  const usual = { node: process.execPath, locale: 'C.UTF-8', zone: 'UTC', umask: '022', years: '0', config: configs[0] as string };
  const seen = new Map<string, Setting>([[generated(usual), usual]]);
  for (const node of nodes)
    for (const locale of ['C', 'sv_SE.UTF-8', 'tr_TR.UTF-8'])
      for (const zone of ['UTC', 'Asia/Kolkata'])
        for (const [umask, years] of [
          ['000', '-10'],
          ['077', '10'],
        ] as const)
          for (const config of configs) {
            const setting = { node, locale, zone, umask, years, config };
            seen.set(generated(setting), setting);
          }
  expect(number).toBe(145);
  expect([...seen.values()], 'trees that differ').toHaveLength(1);
});
