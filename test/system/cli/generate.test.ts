import { execFileSync } from 'node:child_process';
import {
  cpSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RunLock } from '../../../generator/io/run-lock.ts';
import { AGENTS, Desk, FLEET, HEAD, REGIONS } from '../../support/program.ts';

let desk: Desk;
beforeEach(() => {
  desk = new Desk().write({ 'config/fleet.yaml': FLEET });
});
afterEach(() => desk.remove());

function times(): number[] {
  return desk.list('out').map((path) => statSync(join(desk.folder, 'out', path)).mtimeMs);
}

describe('generate', () => {
  test('begins the commands of secrets.md with a region of the fleet and the context of its cluster', () => {
    desk.run('generate');
    expect(desk.read('out/secrets.md')).toContain('export REGION=south\nkubectl config use-context "$REGION"\n');
    desk.write({ 'config/fleet.yaml': FLEET.replace('south: {', 'south: { cluster: south-1,') });
    desk.run('generate');
    expect(desk.read('out/secrets.md')).toContain('export REGION=south\nkubectl config use-context south-1\n');
  });

  test('writes out/, says what it wrote, and finds nothing to do the second time', () => {
    const first = desk.run('generate');
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/^pap: 2 regions, 2 agents, 3 placements\n {2}north {2}cluster \d+ /);
    expect(first.out).toMatch(/wrote out\/: \d+ created, 0 updated, 0 removed, 0 unchanged\n$/);
    const before = times();
    for (const more of [[], ['--no-cache']]) {
      const again = desk.run('generate', ...more);
      expect(again.out).toContain(`out/ is up to date: ${before.length} files`);
      expect(times()).toEqual(before);
    }
    expect(desk.run('check')).toMatchObject({ code: 0, out: `out/ is what the config says: ${before.length} files\n` });
  });

  test('writes nothing at all when the fleet has an error', () => {
    desk.run('generate');
    const before = desk.hash('.');
    desk.write({ 'config/fleet.yaml': FLEET.replace('heartbeat: SLEEP', 'heartbeat: NAP') });
    const config = desk.hash('config');
    const { code, err, out } = desk.run('generate');
    expect(code).toBe(2);
    expect(err).toContain('schema/value');
    expect(err).toMatch(/nothing was written\n$/);
    expect(out).toBe('');
    desk.write({ 'config/fleet.yaml': FLEET });
    expect(config).not.toBe(desk.hash('config'));
    expect(desk.hash('.')).toBe(before);
  });

  test('removes what it made and no longer makes, with the folders that become empty', () => {
    desk.run('generate');
    desk.write({ 'config/fleet.yaml': HEAD + REGIONS + AGENTS.replace(/ {2}beta:[^]*$/, '') });
    const { out } = desk.run('generate');
    expect(out).toMatch(/- out\/base\/agents\/beta\/2\.1\.0-/);
    expect(desk.list('out').filter((path) => path.includes('beta'))).toEqual([]);
    expect(() => statSync(join(desk.folder, 'out/base/agents/beta'))).toThrow();
  });

  test('notices a change in out/ although the input is the same', () => {
    desk.run('generate');
    desk.write({ 'out/argocd/north.yaml': 'edited: true\n' });
    const { out, err } = desk.run('generate');
    expect(out).toContain('~ out/argocd');
    expect(err).toContain('out/argocd/north.yaml had been edited by hand; the edit was replaced');
    expect(desk.run('check').code).toBe(0);
  });

  test('leaves files alone that it did not make', () => {
    desk.write({ 'out/overlays/north/notes.txt': 'mine\n' });
    const { code, err } = desk.run('generate');
    expect(code).toBe(0);
    expect(err).toContain('out/overlays/north/notes.txt was not made by pap-fleet; it was left alone');
    expect(desk.read('out/overlays/north/notes.txt')).toBe('mine\n');
    // Nor do they make the next run slow, which says the same as long as they are there.
    const next = desk.run('generate');
    expect(next).toMatchObject({ code: 0, out: expect.stringContaining('out/ is up to date') as string, err });
    rmSync(join(desk.folder, 'out/overlays/north/notes.txt'));
    expect(desk.run('generate').err).toBe('');
  });

  test('refuses to write over a file that it did not make', () => {
    desk.write({ 'out/README.md': 'my own notes\n' });
    const before = desk.hash('out');
    const { code, err } = desk.run('generate');
    expect(code).toBe(4);
    expect(err).toContain('out/README.md is in the way and was not made by pap-fleet');
    expect(desk.hash('out')).toBe(before);
  });

  test('keeps a generated file that somebody edited when it is no longer generated', () => {
    desk.run('generate');
    const path = desk.list('out').find((name) => name.startsWith('base/agents/beta/') && name.endsWith('objects.yaml')) as string;
    desk.write({ [`out/${path}`]: '# kept\n', 'config/fleet.yaml': HEAD + REGIONS + AGENTS.replace(/ {2}beta:[^]*$/, '') });
    expect(desk.run('generate').err).toContain(`out/${path} had been edited by hand; it is no longer generated and was left alone`);
    expect(desk.read(`out/${path}`)).toBe('# kept\n');
  });

  test('takes away the bases of a run whose lock has gone', () => {
    desk.run('generate');
    const path = desk.list('out').find((name) => name.startsWith('base/agents/beta/') && name.endsWith('objects.yaml')) as string;
    rmSync(join(desk.folder, 'out/fleet.lock.json'));
    desk.write({ 'config/fleet.yaml': HEAD + REGIONS + AGENTS.replace('beta:2.1.0', 'beta:2.1.1') });
    const { code, err } = desk.run('generate');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(desk.list('out')).not.toContain(path);
    expect(desk.run('check').code).toBe(0);
  });

  test('mends what a run that was cut off has left behind', () => {
    desk.run('generate');
    const before = desk.hash('out');
    desk.write({ '.out.pap-fleet/.gitignore': '*\n', '.out.pap-fleet/next/argocd/north.yaml': 'half a fi' });
    const check = desk.run('check');
    expect(check.code).toBe(4);
    expect(check.err).toMatch(
      /^error: a run that writes out is under way, or was cut off\n {2}hint: .*pap-fleet generate finishes what it began or takes it back/,
    );
    expect(desk.run('plan', '--base', 'out').code).toBe(4);
    const { code, err } = desk.run('generate');
    expect([code, err]).toEqual([0, 'a run that writes out/ had been cut off: took back what it began\n']);
    expect(desk.hash('out')).toBe(before);
    expect(desk.run('check').code).toBe(0);
  });

  test.each(['', '/trash', '/next', '/last'])('leaves alone what a link that somebody committed as .out.pap-fleet%s leads to', (name) => {
    desk.run('generate');
    desk.write({ 'victim/.gitignore': '*\n', 'victim/kept': 'theirs', ...(name === '' ? {} : { '.out.pap-fleet/.gitignore': '*\n' }) });
    const link = `.out.pap-fleet${name}`;
    symlinkSync(name === '' ? 'victim' : '../victim', join(desk.folder, link));
    desk.write({ 'config/fleet.yaml': FLEET.replace('heartbeat: SLEEP', 'heartbeat: IDLE') });
    const before = desk.hash('.');
    for (const command of ['generate', 'check']) {
      const { code, err } = desk.run(command);
      expect([code, err]).toEqual([
        4,
        expect.stringMatching(/^error: .*\.out\.pap-fleet.* is a symbolic link\n {2}hint: nothing was changed: .*by hand/),
      ]);
      expect(err).not.toContain('pap-fleet generate');
    }
    expect(desk.hash('.')).toBe(before);
  });

  test('finishes what a run had begun that was cut off between the old tree and the new', () => {
    desk.run('generate');
    const before = desk.hash('out');
    desk.write({ '.out.pap-fleet/.gitignore': '*\n' });
    cpSync(join(desk.folder, 'out'), join(desk.folder, '.out.pap-fleet/next'), { recursive: true });
    renameSync(join(desk.folder, 'out'), join(desk.folder, '.out.pap-fleet/last'));
    expect(desk.run('check').code).toBe(4);
    expect(desk.run('generate').err).toBe('a run that writes out/ had been cut off: finished what it began\n');
    expect(desk.hash('out')).toBe(before);
  });

  test.each([
    ['where a file is in the way', 'config/fleet.yaml/out', /^error: .*a part of the path is not a folder\n$/],
    ['where out/ is a file', 'config/fleet.yaml', /^error: config\/fleet\.yaml is in the way: it is no folder\n {2}hint: /],
    ['through a symbolic link', 'link', /^error: link is a symbolic link\n {2}hint: name the folder it leads to/],
  ])('writes nothing %s, and says so', (_, out, expected) => {
    desk.write({ 'elsewhere/keep': '' });
    symlinkSync('elsewhere', join(desk.folder, 'link'));
    const before = desk.hash('.');
    const { code, err } = desk.run('generate', '--out', out);
    expect(code).toBe(4);
    expect(err).toMatch(expected);
    expect(desk.hash('.')).toBe(before);
  });

  test('leaves links, pipes and folders of others where they are, and never follows or reads them', () => {
    desk.run('generate');
    desk.write({ 'victim/objects.yaml': 'theirs\n' });
    const at = (path: string): string => join(desk.folder, path);
    symlinkSync('../victim', at('out/linked'));
    symlinkSync('nowhere', at('out/dangling'));
    execFileSync('mkfifo', [at('out/pipe')]);
    mkdirSync(at('out/empty/deep'), { recursive: true });
    linkSync(at('out/README.md'), at('second-name'));
    const readme = readFileSync(at('out/README.md'), 'utf8');
    desk.write({ 'config/fleet.yaml': FLEET.replaceAll('1.0.0', '1.0.1').replace('name: pap', 'name: other') });
    const { code, err } = desk.run('generate');
    expect([code, err.split('\n').filter((line) => line.includes('was not made'))]).toEqual([
      0,
      ['dangling', 'linked', 'pipe'].map((name) => `out/${name} was not made by pap-fleet; it was left alone`),
    ]);
    expect(readlinkSync(at('out/linked'))).toBe('../victim');
    expect(lstatSync(at('out/pipe')).isFIFO()).toBe(true);
    expect(lstatSync(at('out/empty/deep')).isDirectory()).toBe(true);
    expect(desk.read('victim/objects.yaml')).toBe('theirs\n');
    expect(readFileSync(at('second-name'), 'utf8'), 'no write goes through a second name').toBe(readme);
  });

  test.each<[string, (at: (path: string) => string) => void]>([
    ['a link', (at) => symlinkSync('../config/fleet.yaml', at('README.md'))],
    ['a pipe', (at) => execFileSync('mkfifo', [at('README.md')])],
    [
      'a folder with a file of others',
      (at) => {
        mkdirSync(at('README.md'));
        writeFileSync(at('README.md/mine'), '');
      },
    ],
  ])('%s in the place of a file of ours is in the way', (_, put) => {
    desk.run('generate');
    rmSync(join(desk.folder, 'out/README.md'));
    put((path) => join(desk.folder, 'out', path));
    const { code, err } = desk.run('generate', '--no-cache');
    expect(code).toBe(4);
    expect(err).toMatch(/^error: out\/README\.md(\/mine)? is in the way and was not made by pap-fleet/);
  });

  test('a link in the place of a folder of ours is in the way', () => {
    desk.run('generate');
    desk.write({ 'victim/keep': '' });
    rmSync(join(desk.folder, 'out/overlays/north'), { recursive: true });
    symlinkSync('../../victim', join(desk.folder, 'out/overlays/north'));
    const { code, err } = desk.run('generate');
    expect([code, err.split('\n')[0]]).toEqual([4, 'error: out/overlays/north is in the way and was not made by pap-fleet']);
    expect(desk.list('victim')).toEqual(['keep']);
  });

  test.each([
    ['a lock with the marks of a merge conflict', (text: string) => `<<<<<<< HEAD\n${text}`],
    ['a lock of a later release', (text: string) => text.replace('"lockVersion": 1', '"lockVersion": 999')],
  ])('%s: nothing is written, and the way out is said', (_, change) => {
    desk.run('generate');
    desk.write({ 'out/fleet.lock.json': change(desk.read('out/fleet.lock.json')) });
    const before = desk.hash('out');
    const { code, err } = desk.run('generate');
    expect(code).toBe(4);
    expect(err).toContain(
      'hint: out/fleet.lock.json cannot be read (a merge conflict?). All of out/ is made from config/: delete it and generate again; nothing was written',
    );
    expect(desk.hash('out')).toBe(before);
  });

  test.each<[string, (at: string) => void, RegExp]>([
    ['missing', () => undefined, /holds no fleet\.yaml/],
    ['a folder', (at) => mkdirSync(at), /fleet\.yaml/],
    [
      'a link out of the repository',
      (at) => {
        writeFileSync(`${at}.real`, FLEET);
        symlinkSync(`${at}.real`, at);
      },
      /symbolic link|is a link/,
    ],
    ['a device that never ends', (at) => symlinkSync('/dev/zero', at), /symbolic link|is a link/],
    ['a pipe', (at) => execFileSync('mkfifo', [at]), /fleet\.yaml/],
  ])('a fleet.yaml that is %s is refused and nothing is written', (_, put, expected) => {
    rmSync(join(desk.folder, 'config/fleet.yaml'));
    put(join(desk.folder, 'config/fleet.yaml'));
    const { code, err } = desk.run('generate');
    expect([2, 4]).toContain(code);
    expect(err).toMatch(expected);
    expect(() => desk.list('out')).toThrow();
  });

  test('a file of config/ may be as large as --max-file-size says, and no byte more', () => {
    const text = `${FLEET}#${'x'.repeat(2048 - FLEET.length - 1)}`;
    for (const [more, code] of [
      ['', 0],
      ['x', 2],
    ] as const) {
      desk.write({ 'config/fleet.yaml': text + more });
      const ran = desk.run('validate', '--max-file-size', '2KiB');
      expect(ran.code).toBe(code);
      if (code === 2) expect(ran.err).toContain('config/fleet.yaml:1:1 error yaml/limit: ');
    }
  });

  test('a folder that holds more than out/ is not replaced', () => {
    desk.write({ 'clone/.git/HEAD': 'ref: refs/heads/main\n' });
    const before = desk.hash('.');
    for (const out of ['.', '..', '/', 'config', 'clone', '../../']) {
      const { code, err } = desk.run('generate', '--out', out);
      expect([out, code]).toEqual([out, 2]);
      expect(err).toMatch(/^error: --out \S+: it (holds|is) .*, and out\/ is replaced as a whole\n {2}hint: /);
    }
    expect(desk.hash('.')).toBe(before);
  });

  test('two runs at once: one writes, the other says so or waits', async () => {
    const lock = RunLock.of(join(desk.folder, 'out'), 0);
    const { code, err } = desk.run('generate');
    expect([code, err]).toEqual([4, 'error: another run is writing out\n  hint: wait for it, or let this run wait: --wait 30\n']);
    expect(desk.run('generate', '--out', 'elsewhere').code).toBe(0);
    const began = Date.now();
    expect(desk.run('generate', '--wait', '1').err).toContain('another run is writing out, and still was after 1 s');
    expect(Date.now() - began).toBeGreaterThan(900);
    lock.release();
    await new Promise((done) => setTimeout(done, 20));
    expect(desk.run('generate').code).toBe(0);
    expect(desk.run('generate', '--wait', 'long').code).toBe(2);
  });

  test('writes where --out says', () => {
    desk.run('generate');
    desk.run('generate', '--out', 'elsewhere/');
    expect(desk.hash('elsewhere')).toBe(desk.hash('out'));
  });
});

describe('check', () => {
  test('names every file that differs, and why', () => {
    desk.run('generate');
    const stale = desk.list('out').find((path) => path.startsWith('base/agents/alpha/')) as string;
    desk.write({
      'out/README.md': 'edited\n',
      'out/argocd/more.yaml': 'kind: Application\n',
      'config/fleet.yaml': FLEET.replaceAll('1.0.0', '1.0.1'),
    });
    rmSync(join(desk.folder, 'out/dns/README.md'));
    const { code, out } = desk.run('check');
    expect(code).toBe(1);
    expect(out).toContain('+ out/dns/README.md  missing');
    expect(out).toContain('~ out/README.md  edited by hand');
    expect(out).toContain('~ out/overlays/north/agents/kustomization.yaml  out of date');
    expect(out).toContain(`- out/${stale}  no longer generated`);
    expect(out).toContain('? out/argocd/more.yaml  not made by pap-fleet');
    expect(out).toMatch(/; move away what pap-fleet did not make, then run: pap-fleet generate\n$/);
  });

  test('says what brings out/ to what the config says', () => {
    desk.run('generate', '--out', 'other');
    rmSync(join(desk.folder, 'other/README.md'));
    expect(desk.run('check', '--out', 'other').out).toMatch(/1 file differs; run: pap-fleet generate --out other\n$/);
    desk.run('generate');
    desk.write({ 'out/more.yaml': 'kind: Application\n' });
    expect(desk.run('check').out).toMatch(/1 file differs; move away what pap-fleet did not make: generate leaves it alone\n$/);
  });

  test('finds out/ missing altogether', () => {
    expect(desk.run('check').code).toBe(1);
  });

  test('has nothing to compare with when the fleet is not valid', () => {
    desk.write({ 'config/fleet.yaml': 'kind: Fleet\n' });
    expect(desk.run('check').code).toBe(2);
  });
});
