import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { AGENTS, Desk, FLEET, HEAD, REGIONS } from '../../support/program.ts';

// The built program, watching. Nothing waits for a time: each change waits for its answer.

const PROGRAM = join(import.meta.dirname, '../../../dist/pap-fleet.cjs');
const CHANGED = FLEET.replace('heartbeat: SLEEP', 'heartbeat: IDLE');
const BROKEN = `${FLEET}  gamma: [\n`;

let desk: Desk;
let running: Running | undefined;

class Running {
  readonly #child: ChildProcessWithoutNullStreams;
  #text = '';
  #seen = 0;
  #look: (() => void) | undefined;
  readonly ended: Promise<number | null>;

  constructor(...args: string[]) {
    // One pipe for both streams: what comes out of two has no order.
    this.#child = spawn('bash', ['-c', 'exec "$0" "$@" 2>&1', process.execPath, PROGRAM, ...args], {
      cwd: desk.folder,
      env: { ...process.env, XDG_CACHE_HOME: join(desk.folder, '.cache'), FORCE_COLOR: '' },
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
      this.#look?.();
    });
    this.ended = new Promise((resolve) => this.#child.on('close', (code) => resolve(code)));
  }

  /** What is printed up to the end of the next answer. @param end how an answer ends */
  async next(end = /answered in \d+ ms.*\n/): Promise<string> {
    for (;;) {
      const found = end.exec(this.#text.slice(this.#seen));
      if (found !== null) {
        const answer = this.#text.slice(this.#seen, this.#seen + found.index + found[0].length);
        this.#seen += answer.length;
        return answer;
      }
      await new Promise<void>((resolve) => (this.#look = resolve));
    }
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.ended;
  }
}

function start(...args: string[]): Running {
  return (running = new Running(...args));
}

function save(text: string): void {
  desk.write({ 'config/.fleet.yaml.swp': text });
  renameSync(join(desk.folder, 'config/.fleet.yaml.swp'), join(desk.folder, 'config/fleet.yaml'));
}

afterEach(async () => {
  await running?.end('SIGKILL');
  desk.remove();
});

test('validate answers at once and after each save, and an error does not end it', { timeout: 60_000 }, async () => {
  desk = new Desk().write({ 'config/fleet.yaml': FLEET });
  const program = start('validate', '--watch');
  expect(await program.next()).toMatch(/^pap: 2 regions[^]*the fleet is valid\nanswered in \d+ ms; watching config; Ctrl-C ends it\n$/);
  save(BROKEN);
  const broken = await program.next();
  expect(broken).toMatch(/^\n\d\d:\d\d:\d\d config has changed\n/);
  expect(broken).toContain('error yaml/syntax');
  expect(broken).toMatch(/the last good answer, that of \d\d:\d\d:\d\d, stands\n/);
  save(CHANGED);
  expect(await program.next()).toContain('the fleet is valid');
  // Parts of it in other files, in folders that were not there.
  desk.write({ 'config/regions/west.yaml': 'cluster: west-1\n' });
  expect(await program.next()).toContain('pap: 3 regions');
  rmSync(join(desk.folder, 'config/regions'), { recursive: true });
  expect(await program.next()).toContain('pap: 2 regions');
  rmSync(join(desk.folder, 'config'), { recursive: true });
  expect(await program.next()).toMatch(/error: (?:there is no folder config|config holds no fleet\.yaml)/);
  mkdirSync(join(desk.folder, 'config'));
  desk.write({ 'config/fleet.yaml': FLEET });
  expect(await program.next(/the fleet is valid\nanswered in .*\n/)).toContain('pap: 2 regions');
  expect(await program.end('SIGINT')).toBe(0);
});

test(
  'generate writes what a run of its own writes, leaves out/ as it is when there is an error, and keeps no lock',
  { timeout: 60_000 },
  async () => {
    desk = new Desk().write({ 'config/fleet.yaml': FLEET });
    const program = start('generate', '--watch');
    expect(await program.next()).toContain('wrote out/');
    save(CHANGED);
    expect(await program.next()).toMatch(/wrote out\/: \d+ created, \d+ updated/);
    expect(desk.run('check').code).toBe(0);
    const before = desk.hash('out');
    save(BROKEN);
    expect(await program.next()).toMatch(/nothing was written\nthe last good answer, that of \d\d:\d\d:\d\d, stands, and out is left as it is\n/);
    expect(desk.hash('out')).toBe(before);
    save(`${HEAD}${REGIONS.replace('north: { cluster: north-1 }', 'north: { cluster: north-2 }')}${AGENTS}`);
    expect(await program.next()).toContain('wrote out/');
    expect(desk.run('generate', '--no-cache').out).toContain('is up to date');
    expect(desk.run('check').code).toBe(0);
    expect(await program.end('SIGTERM')).toBe(0);
  },
);

test('plan compares each save with the base', { timeout: 60_000 }, async () => {
  desk = new Desk().write({ 'config/fleet.yaml': FLEET });
  desk.run('generate');
  const program = start('plan', '--watch', '--base', 'out', '--no-color');
  const ends = (text: string): string => text.replace(/^\n.* has changed\n/, '').replace(/answered in .*\n$/, '');
  expect(ends(await program.next())).toBe(desk.run('plan', '--base', 'out').out);
  save(CHANGED);
  expect(ends(await program.next())).toBe(desk.run('plan', '--base', 'out').out);
  save(FLEET);
  expect(ends(await program.next())).toBe(desk.run('plan', '--base', 'out').out);
  expect(await program.end('SIGINT')).toBe(0);
});

test('as JSON each answer is one line', { timeout: 60_000 }, async () => {
  desk = new Desk().write({ 'config/fleet.yaml': FLEET });
  const program = start('validate', '--watch', '--json');
  const line = async (): Promise<Record<string, unknown>> => JSON.parse(await program.next(/\n/)) as Record<string, unknown>;
  const { watch: first, ...rest } = await line();
  expect(rest).toEqual(JSON.parse(desk.run('validate', '--json').out));
  const { at, ms, lastGood } = first as { at: string; ms: number; lastGood: string };
  expect(at).toMatch(/^\d\d:\d\d:\d\d$/);
  expect([lastGood, ms > 0]).toEqual([at, true]);
  save(BROKEN);
  expect(await line()).toMatchObject({ ok: false, exitCode: 2, watch: { lastGood: at } });
  rmSync(join(desk.folder, 'config/fleet.yaml'));
  expect(await line()).toMatchObject({ ok: false, exitCode: 2, error: { message: 'config holds no fleet.yaml' } });
  save(FLEET);
  expect(await line()).toMatchObject({ ok: true });
  expect(await program.end('SIGINT')).toBe(0);
});

test('what cannot be read is told, and read again once it can', { timeout: 60_000 }, async () => {
  desk = new Desk().write({ 'config/fleet.yaml': FLEET });
  mkdirSync(join(desk.folder, 'config/agents'));
  const program = start('validate', '--watch');
  await program.next();
  // Also root may not read what is not there: a link is no file.
  desk.shell('ln', ['-s', 'nowhere', 'config/agents/gamma.yaml']);
  expect(await program.next()).toContain('config/agents/gamma.yaml is a symbolic link');
  // Not rmSync, which in Node 24 leaves a link that leads nowhere.
  unlinkSync(join(desk.folder, 'config/agents/gamma.yaml'));
  expect(await program.next()).toContain('the fleet is valid');
});

test('it ends when nobody reads any more', { timeout: 60_000 }, () => {
  desk = new Desk().write({ 'config/fleet.yaml': FLEET });
  const { out } = desk.line(
    '( sleep 0.2; for i in $(seq 100); do [ -e done ] && break; echo "# more" >> config/fleet.yaml; sleep 0.1; done ) & $PAP_FLEET validate --watch | head -n 1; touch done',
  );
  expect(out).toContain('pap: 2 regions');
});

test.each([
  [['validate', '--watch', '--head', 'main'], '--watch and --head exclude each other'],
  [['validate', '--watch', '--format', 'sarif'], '--watch and --format sarif exclude each other'],
  [['validate', '--watch', '--config', 'nowhere'], 'there is no folder nowhere'],
  [['plan', '--watch', '--base', 'nowhere'], '--base nowhere'],
])('%j is a usage error', (args, message) => {
  desk = new Desk().write({ 'config/fleet.yaml': FLEET });
  const { code, out, err } = desk.run(...args);
  expect(out + err).toContain(message);
  expect(code).toBe(2);
});
