// What V8 compiled when the program was built makes a start fast; without it, or with something else in its place, the program
// is the same. Red with a start that does not catch that the file is missing.
import { cpSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk, FLEET } from '../../support/program.ts';

const DIST = join(import.meta.dirname, '../../../dist');
/** For this Node alone: test/system/torture/nodes.torture.ts starts the program with others. */
const compiled = readdirSync(DIST).filter((name) => name.includes(`-${process.version}-`) && name.endsWith('.v8'));

let desk: Desk;
beforeAll(() => {
  desk = new Desk().write({ 'config/fleet.yaml': FLEET });
  cpSync(DIST, join(desk.folder, 'built'), { recursive: true });
});
afterAll(() => desk.remove());

describe('the program starts', () => {
  const states: Readonly<Record<string, (code: string) => void>> = {
    'from what was compiled': () => undefined,
    'without it': (code) => rmSync(code),
    'with half of it': (code) => truncateSync(code, Math.floor(readFileSync(code).length / 2)),
    'with nothing in it': (code) => writeFileSync(code, ''),
    'with something else in it': (code) => writeFileSync(code, 'x'.repeat(100_000)),
    'with that of another program': (code) => {
      const program = join(dirname(code), 'program.js');
      writeFileSync(program, `${readFileSync(program, 'utf8')}\n// changed`);
    },
  };
  test.each(Object.entries(states))('%s', (name, change) => {
    const folder = `built-${name.replaceAll(' ', '-')}`;
    cpSync(join(desk.folder, 'built'), join(desk.folder, folder), { recursive: true });
    expect(compiled).toEqual([expect.stringContaining(`-${process.version}-${process.platform}-${process.arch}-`)]);
    change(join(desk.folder, folder, compiled[0] as string));
    const { code, out, err } = desk.shell(process.execPath, [`${folder}/pap-fleet.cjs`, 'validate']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('the fleet is valid');
  });

  describe('and keeps what it compiles', () => {
    /** What lies beside the program after it ran, and how long the file for this Node is. */
    function after(name: string, change: (code: string) => void, ...flags: string[]): readonly [string[], number] {
      const folder = join(desk.folder, `kept-${name}`);
      cpSync(join(desk.folder, 'built'), folder, { recursive: true });
      const code = join(folder, compiled[0] as string);
      change(code);
      expect(desk.shell(process.execPath, [...flags, `${folder}/pap-fleet.cjs`, 'validate'])).toMatchObject({ code: 0, err: '' });
      return [readdirSync(folder).filter((each) => each.endsWith('.v8')), lstatSync(code, { throwIfNoEntry: false })?.size ?? 0];
    }
    const whole = (): number => lstatSync(join(DIST, compiled[0] as string)).size;

    test('where there is nothing', () => {
      const [files, size] = after('nothing', (code) => rmSync(code));
      expect(files).toEqual(readdirSync(join(desk.folder, 'built')).filter((each) => each.endsWith('.v8')));
      expect(size).toBeGreaterThan(whole() / 4);
    });
    test('so that the next run takes it, and keeps nothing anew', () => {
      // Seen to fail: where flags of V8 were set before it was kept, each run refused it and compiled once more.
      after('again', (code) => rmSync(code));
      const folder = join(desk.folder, 'kept-again');
      const kept = lstatSync(join(folder, compiled[0] as string)).ino;
      expect(desk.shell(process.execPath, [`${folder}/pap-fleet.cjs`, 'validate'])).toMatchObject({ code: 0, err: '' });
      expect(lstatSync(join(folder, compiled[0] as string)).ino).toBe(kept);
    });
    test('where V8 refuses what is there', () => {
      const [, size] = after('refused', (code) => writeFileSync(code, 'x'.repeat(1000)));
      expect(size).toBeGreaterThan(whole() / 4);
    });
    test('not where all is well', () => {
      let was = 0n;
      after('well', (code) => (was = statSync(code, { bigint: true }).mtimeNs));
      expect(statSync(join(desk.folder, 'kept-well', compiled[0] as string), { bigint: true }).mtimeNs).toBe(was);
    });
    test('not under flags', () => expect(after('flags', (code) => rmSync(code), '--no-opt')[1]).toBe(0));
    test('nor where it cannot be written, and leaves nothing behind', () => {
      const [files] = after('unwritable', (code) => {
        rmSync(code);
        mkdirSync(code);
        writeFileSync(join(code, 'x'), '');
      });
      expect(files).toEqual(readdirSync(join(desk.folder, 'built')).filter((each) => each.endsWith('.v8')));
    });
  });

  test('under flags for which nothing was compiled', () => {
    const { code, err } = desk.shell(process.execPath, ['--no-opt', 'built/pap-fleet.cjs', 'validate']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('by a link to it, as npm installs it', () => {
    symlinkSync(join(desk.folder, 'built/pap-fleet.cjs'), join(desk.folder, 'pap-fleet'));
    expect(desk.shell(join(desk.folder, 'pap-fleet'), ['validate']).code).toBe(0);
  });
});

test('a bug says so, with the place in the program', () => {
  const broken = join(desk.folder, 'broken');
  cpSync(join(desk.folder, 'built'), broken, { recursive: true });
  const program = join(broken, 'program.js');
  writeFileSync(
    program,
    readFileSync(program, 'utf8').replace(
      /function (compile\d*)\(config/,
      'function $1(a) { throw new Error("here it is"); }\nfunction unused(config',
    ),
  );
  const { code, err } = desk.shell(process.execPath, ['broken/pap-fleet.cjs', 'validate']);
  expect(code).toBe(70);
  expect(err).toMatch(/This is a bug in pap-fleet .*\nError: here it is\n +at compile\d* \(.*program\.js:[0-9]+/);
});
