import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Desk } from '../support/program.ts';

const FILES = [
  '.gitattributes',
  '.github/CODEOWNERS',
  '.github/workflows/comment.yml',
  '.github/workflows/deliver.yml',
  '.github/workflows/pull-request.yml',
  '.vscode/settings.json',
  'config/fleet.yaml',
];
let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.remove());

const listed = (): string[] =>
  desk
    .list('.')
    .map((path) => path.replace(/^\.\//, ''))
    .filter((path) => !path.startsWith('.git/') && !path.startsWith('.cache/'));

describe('init', () => {
  test('writes a fleet that is valid and generates, and says what to do next', () => {
    const ran = desk.run('init');
    expect(ran).toMatchObject({ code: 0, err: '' });
    for (const path of FILES) expect(ran.out).toContain(`  + ${path}\n`);
    expect(ran.out).toMatch(/Next:\n {2}1\. edit config\/fleet\.yaml, gitops\.repoURL first/);
    expect(listed()).toEqual(FILES);
    expect(desk.run('validate')).toMatchObject({ code: 0, err: '' });
    expect(desk.run('generate')).toMatchObject({ code: 0, err: '' });
  });

  test('begins the fleet with the line that editors read, and maps the schemas for the other files', () => {
    desk.run('init', '--action', `team/generator@${'1'.repeat(40)}`);
    const schemas = `https://raw.githubusercontent.com/team/generator/${'1'.repeat(40)}/schemas`;
    expect(desk.read('config/fleet.yaml').split('\n')[0]).toBe(`# yaml-language-server: $schema=${schemas}/fleet.schema.json`);
    const { 'yaml.schemas': mapping } = JSON.parse(desk.read('.vscode/settings.json')) as { 'yaml.schemas': Record<string, string> };
    expect(Object.keys(mapping).map((url) => url.replace(`${schemas}/`, ''))).toEqual([
      'fleet.schema.json',
      'agent.schema.json',
      'region.schema.json',
      'approval.schema.json',
    ]);
    for (const url of Object.keys(mapping)) expect(() => readFileSync(join('schemas', url.replace(`${schemas}/`, '')))).not.toThrow();
    for (const name of ['comment', 'deliver', 'pull-request'])
      expect(desk.read(`.github/workflows/${name}.yml`)).toContain(`uses: team/generator@${'1'.repeat(40)}\n`);
    for (const path of FILES) expect(desk.read(path)).not.toMatch(/__[A-Z]+__/);
  });

  test('into another folder', () => {
    expect(desk.run('init', 'new/fleet').code).toBe(0);
    expect(listed()).toEqual(FILES.map((path) => `new/fleet/${path}`));
  });

  test.each([
    ['git@github.com:team/fleet.git', 'repoURL: git@github.com:team/fleet.git\n', '@team/platform'],
    // A password in a remote must not end up in a file.
    ['https://user:hunter2@github.com/team/fleet.git', 'repoURL: https://git.example.org/your-team/fleet.git\n', '@your-team/platform'],
  ])('takes the repository from the remote %s', (url, expected, owner) => {
    desk.line(`git init --quiet && git remote add origin '${url}'`);
    expect(desk.run('init').code).toBe(0);
    expect(desk.read('config/fleet.yaml')).toContain(expected);
    expect(desk.read('.github/CODEOWNERS')).toContain(owner);
    expect(desk.read('.github/CODEOWNERS')).toMatch(/^\/config\/approvals\/ +@/m);
    for (const path of FILES) expect(desk.read(path)).not.toContain('hunter2');
  });

  test.each(FILES)('writes nothing at all when %s is there', (path) => {
    desk.write({ [path]: 'mine\n' });
    const ran = desk.run('init');
    expect(ran).toMatchObject({ code: 4, out: '', err: expect.stringContaining(path) as string });
    expect(listed()).toEqual([path]);
    expect(desk.read(path)).toBe('mine\n');
  });

  test('takes a link that leads nowhere for what it is', () => {
    symlinkSync('nowhere', join(desk.folder, '.gitattributes'));
    expect(desk.run('init')).toMatchObject({ code: 4, err: expect.stringContaining('.gitattributes') as string });
    expect(listed()).toEqual([]);
  });

  test('takes back what it wrote when it cannot write all', () => {
    desk.write({ '.vscode': 'a file where a folder must be\n' });
    expect(desk.run('init')).toMatchObject({ code: 4, err: expect.stringContaining('cannot write') as string });
    expect(listed()).toEqual(['.vscode']);
  });

  test('--keep writes what is missing, but never takes part of a fleet for its own', () => {
    desk.write({ '.gitattributes': 'mine\n' });
    const ran = desk.run('init', '--keep');
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('  = .gitattributes (left as it is)\n') as string });
    expect(desk.read('.gitattributes')).toBe('mine\n');
    expect(listed()).toEqual(FILES);
    expect(desk.run('init', '--keep')).toMatchObject({ code: 4, err: expect.stringContaining('there is a fleet already') as string });
  });

  test('tells machines the same', () => {
    expect(JSON.parse(desk.run('init', '--json').out)).toMatchObject({ command: 'init', ok: true, written: FILES, kept: [] });
  });

  test.each([
    [['--action', 'nonsense'], 'is not OWNER/NAME@REF'],
    [['--action', 'a/b@main\n      run: x'], 'is not OWNER/NAME@REF'],
    [['--repo', 'https://a:b@example.org/x.git'], 'is no URL that Argo CD could read from'],
    [['--repo', 'file:///etc'], 'is no URL'],
    [['--config', 'elsewhere'], 'init writes config/'],
  ])('refuses %j', (args, says) => {
    expect(desk.run('init', ...args)).toMatchObject({ code: 2, err: expect.stringContaining(says) as string });
    expect(listed()).toEqual([]);
  });
});
