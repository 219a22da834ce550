import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../generator/io/failure.ts';
import { mustBeApart, placesOf } from '../../../generator/io/places.ts';
import { scratch } from './folders.ts';

const folder = scratch();

test('what a run needs lies beside out/', () => {
  expect(placesOf('/srv/fleet/out')).toEqual({
    out: '/srv/fleet/out',
    parent: '/srv/fleet',
    work: '/srv/fleet/.out.pap-fleet',
    next: '/srv/fleet/.out.pap-fleet/next',
    last: '/srv/fleet/.out.pap-fleet/last',
    trash: '/srv/fleet/.out.pap-fleet/trash',
  });
  expect(placesOf('out').out).toBe(resolve('out'));
});

describe('out/ must not hold', () => {
  const refusal = (out: string, config: string): unknown => {
    try {
      mustBeApart(out, config);
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      expect(error).toMatchObject({ kind: 'usage', hint: 'name a folder that is for this alone, such as out' });
      return (error as Failure).message;
    }
    return undefined;
  };
  const here = basename(process.cwd());
  test.each([
    ['the config itself', 'config', 'config', 'it holds config'],
    ['the config below it', '/srv/fleet', '/srv/fleet/config', 'it holds /srv/fleet/config'],
    ['everything', '/', '/srv/config', 'it holds /srv/config'],
    ['where you are', '.', '/srv/config', 'it holds the folder you are in'],
    ['where you are, somewhere below', '..', '/srv/config', 'it holds the folder you are in'],
    ['where you are, by its name', `../${here}`, '/srv/config', 'it holds the folder you are in'],
  ])('%s', (_, out, config, why) => expect(refusal(out, config)).toBe(`--out ${out}: ${why}, and out/ is replaced as a whole`));

  test('a repository', () => {
    const out = folder();
    mkdirSync(join(out, '.git'));
    expect(refusal(out, '/srv/config')).toBe(`--out ${out}: it is a repository, and out/ is replaced as a whole`);
  });

  test.each([
    ['out', 'config'],
    ['/srv/fleet/config-out', '/srv/fleet/config'],
    ['/srv/fleet/con', '/srv/fleet/config'],
    ['/srv/fleet/config/out', '/srv/fleet/config'],
  ])('and does not: %s beside %s', (out, config) => expect(refusal(out, config)).toBeUndefined());

  test('a file in the place of its repository is none of its business here', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(refusal(file, join(dirname(file), 'config'))).toBeUndefined();
  });
});
