import { chmodSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AGENTS, Desk, FLEET, HEAD, REGIONS } from '../support/program.ts';

let desk: Desk;
beforeEach(() => {
  desk = new Desk().write({ 'config/fleet.yaml': FLEET });
});
afterEach(() => desk.remove());

function times(): number[] {
  return desk.list('out').map((path) => statSync(join(desk.folder, 'out', path)).mtimeMs);
}

describe('generate', () => {
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
    desk.run('generate');
    desk.write({ 'out/overlays/north/notes.txt': 'mine\n' });
    const { code, err } = desk.run('generate', '--no-cache');
    expect(code).toBe(0);
    expect(err).toContain('out/overlays/north/notes.txt was not made by pap-fleet; it was left alone');
    expect(desk.read('out/overlays/north/notes.txt')).toBe('mine\n');
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

  test('mends what a run that was cut off has left behind', () => {
    desk.run('generate');
    const before = desk.hash('out');
    desk.write({ 'out/argocd/north.yaml.pap-fleet-new': 'half a fi' });
    expect(desk.run('check').code).toBe(1);
    desk.run('generate', '--no-cache');
    expect(desk.hash('out')).toBe(before);
  });

  test('says in one line when a folder cannot be written', () => {
    if (process.getuid?.() === 0) return; // root may write everywhere
    desk.write({ 'out/keep': '' });
    chmodSync(join(desk.folder, 'out'), 0o555);
    const { code, err } = desk.run('generate');
    chmodSync(join(desk.folder, 'out'), 0o755);
    expect(code).toBe(4);
    expect(err).toMatch(/^error: cannot write out: permission denied\n$/);
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
    expect(out).toMatch(/run: pap-fleet generate\n$/);
  });

  test('finds out/ missing altogether', () => {
    expect(desk.run('check').code).toBe(1);
  });

  test('has nothing to compare with when the fleet is not valid', () => {
    desk.write({ 'config/fleet.yaml': 'kind: Fleet\n' });
    expect(desk.run('check').code).toBe(2);
  });
});
