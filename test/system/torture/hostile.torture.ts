// What a hostile file may cost: within its limit two seconds and 256 MiB, over it a fifth of a second. Seen to fail: without the
// limit of tokens (628 MiB, 5 s).
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseSource } from '../../../generator/yaml/source.ts';

const N = 1 << 20;
const repeat = (part: string, size = N): string => part.repeat(Math.floor(size / part.length));
const WITHIN: readonly (readonly [string, string])[] = [
  ...[
    '[',
    '{',
    '}',
    '- ',
    '? ',
    ': ',
    '&a ',
    '!a ',
    '#\n',
    '\n',
    '---\n',
    '- 1\n',
    'a: b: c\n',
    '%a\n',
    '"a" "b"\n',
    '"',
    "'",
    '*a ',
    'a: |\n',
    '\t',
  ].map((part) => [JSON.stringify(part), repeat(part)] as const),
  ['39,000 keys', Array.from({ length: 39_000 }, (_, i) => `k${i}: ${i % 10}`).join('\n')],
  ['40,000 equal keys', repeat('a: 1\n', 200_000)],
  ['a list of lists', `[${repeat('[],', N - 4)}]`],
  // What the search for secrets begins with, over and over.
  ...['-eyJ12345678', '# -eyJ-eyJ\n', `#-----BEGIN ${'PRIVATE'} KEY-----\n`, '-----BEGIN A A A ', '://a:', 'secret ', 'hmac-sha256:a:'].map(
    (part) => [JSON.stringify(part), repeat(part)] as const,
  ),
  ['sixteen values of 65,000', Array.from({ length: 16 }, (_, i) => `k${i}: "${'-eyJ12345678'.repeat(5400)}"`).join('\n')],
  ['lists of a text', `[${repeat('[""],', 200_000)}]`],
  ['steps', Array.from({ length: 1400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
];

/** Milliseconds since it was made, without those in which the processor was at something else. */
function stopwatch(): () => number {
  const [start, begun] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(begun);
    return Math.min(performance.now() - start, (user + system) / 1000);
  };
}

test.each(WITHIN)('%s', (_, text) => {
  const bytes = Buffer.from(text);
  const took = stopwatch();
  parseSource({ path: 'f.yaml', bytes });
  expect(took()).toBeLessThan(2000);
});

test('over the limit', () => {
  const bytes = Buffer.alloc(8 * N, 'a');
  const took = stopwatch();
  expect(parseSource({ path: 'f.yaml', bytes }).findings).toMatchObject([{ code: 'yaml/limit' }]);
  expect(took()).toBeLessThan(200);
});

const PROGRAM = join(import.meta.dirname, '../../../dist/pap-fleet.cjs');
const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-hostile-'));
mkdirSync(join(folder, 'config'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Prints the peak of the memory a process needed, in KiB, when it ends. */
const PEAK = `data:text/javascript,process.on('exit', () => process.stderr.write('PEAK ' + process.resourceUsage().maxRSS))`;

test('the whole program on any of them needs less than 256 MiB', () => {
  const peaks = WITHIN.map(([name, text]) => {
    writeFileSync(join(folder, 'config/fleet.yaml'), text);
    const { status, stderr } = spawnSync(process.execPath, ['--import', PEAK, PROGRAM, 'validate'], { cwd: folder, encoding: 'utf8' });
    expect(status, name).toBe(2);
    return { name, mebibytes: Number(/PEAK ([0-9]+)$/.exec(stderr)?.[1]) / 1024 };
  });
  const most = peaks.reduce((a, b) => (b.mebibytes > a.mebibytes ? b : a));
  process.stdout.write(`at most ${most.mebibytes.toFixed(0)} MiB, for ${most.name}\n`);
  expect(most.mebibytes).toBeLessThan(256);
});

test('three lists of 16 MB are refused, each at its line, in little time and memory', () => {
  const [size, names] = [16 * N - 64, ['ones', 'lists', 'objects']];
  const texts = [`[${repeat('1,', size)}1]`, `[${repeat('[],', size)}1]`, `{"apiVersion":"v1","kind":"ConfigMap","data":[${repeat('{},', size)}1]}`];
  names.forEach((name, i) => writeFileSync(join(folder, `${name}.yaml`), texts[i] as string));
  const took = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', PEAK, PROGRAM, 'lint', ...names.map((name) => `${name}.yaml`)], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  for (const name of names) expect(stderr).toMatch(new RegExp(`${name}\\.yaml:1:\\d+ error yaml/limit: the file has more than 5000000 tokens`));
  // Half a minute and 4.5 GB without the limit of tokens.
  expect(performance.now() - took).toBeLessThan(30_000);
  expect(Number(/PEAK ([0-9]+)/.exec(stderr)?.[1]) / 1024).toBeLessThan(3072);
});
