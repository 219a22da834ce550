// When bytes of out/ are others than those of the last release, the version and the changelog must say so.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Clone, PROJECT, environment, execute, scratch } from '../workflows/repositories.ts';
import type { Ran } from '../workflows/repositories.ts';

const folder = scratch();
let number = 0;
let copy: Clone;
beforeEach(() => {
  number += 1;
  const place = join(folder, String(number));
  mkdirSync(place, { recursive: true });
  copy = new Clone(place, environment(folder));
  copy.git('init', '--quiet', '--initial-branch=main');
  cpSync(join(PROJECT, 'generator/tools/bytes.mjs'), join(place, 'generator/tools/bytes.mjs'));
  copy.write('package.json', '{ "type": "module", "version": "1.2.3" }\n');
  copy.write('CHANGELOG.md', '# Changelog\n\n## [Unreleased]\n\n## [1.2.3]\n\n### Bytes of out/\n\n- `agents`: long ago\n');
  for (const fleet of ['', 'examples/open-world/', 'test/examples/golden/agents/', 'test/examples/golden/dns/']) {
    copy.write(`${fleet}config/fleet.yaml`, 'a: 1\n');
    copy.write(`${fleet}out/base/x.yaml`, 'x: 1\n');
    copy.write(`${fleet}out/y.yaml`, 'y: 1\n');
  }
  copy.commit('Release');
  copy.git('tag', 'v1.2.3');
  copy.write('note', '\n');
  copy.commit('Go on');
});

const bytes = (...args: readonly string[]): Ran => execute(copy.folder, copy.env, process.execPath, 'generator/tools/bytes.mjs', ...args);
const GOLDEN = 'test/examples/golden/agents';

test('the same bytes: a patch version is enough', () => {
  expect(bytes('--release')).toMatchObject({ code: 0, out: 'out/ of every fleet is as v1.2.3 wrote it: a patch version is enough\n' });
});

test.each([
  ['another config', () => (copy.write(`${GOLDEN}/config/fleet.yaml`, 'a: 2\n'), copy.write(`${GOLDEN}/out/y.yaml`, 'y: 2\n'))],
  [
    'a new fleet',
    () => (copy.write('test/examples/golden/new/config/fleet.yaml', 'a: 1\n'), copy.write('test/examples/golden/new/out/y.yaml', 'y: 1\n')),
  ],
  ['a file more of which a golden holds a part', () => copy.write(`${GOLDEN}/out/z.yaml`, 'z: 1\n')],
])('%s changes no bytes of anybody', (_, change) => {
  change();
  copy.commit('Change');
  expect(bytes('--release').code).toBe(0);
});

describe.each<[string, () => void, string, string]>([
  ['a golden', () => copy.write(`${GOLDEN}/out/y.yaml`, 'y: 2\n'), 'agents', 'out/y.yaml'],
  ['a golden that lost a file', () => copy.git('rm', '--quiet', `${GOLDEN}/out/base/x.yaml`), 'agents', 'out/base/x.yaml'],
  ['an example with a file more', () => copy.write('examples/open-world/out/z.yaml', 'z: 1\n'), 'open-world', 'out/z.yaml'],
  ["the repository's own out/", () => copy.write('out/y.yaml', 'y: 2\n'), 'config', 'out/y.yaml'],
])('%s', (_, change, name, file) => {
  beforeEach(() => {
    change();
    copy.commit('Change');
  });

  test('needs an entry that names it, and says so', () => {
    const ran = bytes();
    expect(ran.code).toBe(1);
    expect(ran.out).toBe(
      `since v1.2.3 the bytes of out/ are others for the same config/, so the next version is 1.3.0 at least:\n  ${name}: 1 files, such as ${file}\n` +
        `CHANGELOG.md must say below "### Bytes of out/" what moves in \`${name}\`\n`,
    );
  });

  test('with the entry is right until it is released, and then needs the version too', () => {
    copy.replace('CHANGELOG.md', '## [Unreleased]\n', `## [Unreleased]\n\n### Bytes of out/\n\n- \`${name}\`: something moves.\n`);
    expect(bytes().code).toBe(0);
    copy.replace('package.json', '1.2.3', '1.2.4');
    expect(bytes('--release')).toMatchObject({ code: 1, out: expect.stringContaining('is 1.2.4, and must be 1.3.0 at least') as string });
    copy.replace('package.json', '1.2.4', '1.3.0');
    copy.replace('CHANGELOG.md', '## [Unreleased]\n', '## [Unreleased]\n\n## [1.3.0]\n');
    expect(bytes('--release').code).toBe(0);
    copy.replace('package.json', '1.3.0', '2.0.0');
    expect(bytes('--release').code).toBe(0);
  });
});

test('before the first release there is nothing to compare with', () => {
  copy.git('tag', '--delete', 'v1.2.3');
  expect(bytes('--release')).toMatchObject({ code: 0, out: 'no release before this one: there are no bytes to compare with\n' });
});

test('a commit that is not there is an error', () => {
  expect(bytes('nowhere').code).toBe(1);
});

test('this repository asks it in every release, and says how', () => {
  const read = (path: string): string => new Clone(PROJECT, copy.env).read(path);
  expect(read('.github/scripts/release-check.sh')).toContain('generator/tools/bytes.mjs" --release');
  expect(read('docs/releasing.md')).toContain('npm run bytes');
});
