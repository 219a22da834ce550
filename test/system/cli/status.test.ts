// Where agents stand, as the program says it: a repository with two deliveries, and evidence in a file and on standard input.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applications, listText } from '../../support/evidence.ts';
import { Desk, FLEET } from '../../support/program.ts';

const desk = new Desk().write({ 'config/fleet.yaml': FLEET });
afterAll(() => desk.remove());

const git = (...args: string[]): string => {
  const { code, out, err } = desk.shell('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.net', ...args]);
  if (code !== 0) throw new Error(err);
  return out.trim();
};

/** Generate and commit; the commit. */
function deliver(): string {
  expect(desk.run('generate').code).toBe(0);
  git('add', '-A', 'config', 'out');
  git('commit', '-q', '-m', 'deliver');
  return git('rev-parse', 'HEAD');
}

function argocd(): Map<string, string> {
  const folder = join(desk.folder, 'out/argocd');
  return new Map(readdirSync(folder).map((name) => [`argocd/${name}`, readFileSync(join(folder, name), 'utf8')]));
}

let first: string;
let second: string;
beforeAll(() => {
  git('init', '-q', '-b', 'main');
  first = deliver();
  desk.write({ 'config/fleet.yaml': FLEET.replace('alpha@1.0.0', 'alpha@1.1.0').replace('alpha:1.0.0', 'alpha:1.1.0') });
  second = deliver();
  desk.write({
    'behind.json': listText(applications(argocd(), first)),
    'live.json': listText(applications(argocd(), second)),
    'cut.json': '{"items": [',
  });
});

describe('status', () => {
  test('without evidence says what is delivered', () => {
    const { code, out, err } = desk.run('status');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`pap: 2 agents in 2 regions, by out at ${second.slice(0, 12)}\n`);
    expect(out).toMatch(/^alpha +1\.1\.0 +delivered +north, south$/m);
  });

  test('with evidence says what is live, by the commit that was applied', () => {
    const { code, out } = desk.run('status', '--live', 'behind.json');
    expect(code).toBe(0);
    expect(out).toMatch(/^alpha +1\.1\.0 +live has 1\.0\.0 +north, south$/m);
    expect(out).toMatch(/not as config\/ says: 2 of 3 placements, 2 of \d+ Applications\n$/);
  });

  test('reads standard input', () => {
    expect(desk.line('$PAP_FLEET status --live - < live.json').out).toContain('everything is live as config/ says');
  });

  test('is for pipelines: exit codes, JSON, Markdown', () => {
    expect(desk.run('status', '--live', 'live.json', '--expect-live').code).toBe(0);
    const { code, out } = desk.run('status', '--live', 'behind.json', '--expect-live', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      command: 'status',
      ok: false,
      exitCode: 1,
      status: { statusVersion: 1, placements: [{ agent: 'alpha', region: 'north', live: { state: 'other', run: { version: '1.0.0' } } }, {}, {}] },
      differences: { placements: 2, applications: 2, regions: 0 },
    });
    expect(desk.run('status', '--live', 'behind.json', '--markdown').out).toContain('| alpha | 1.1.0 | live has 1.0.0 | north, south |');
  });

  test('prints one form at a time', () => {
    const { code, out } = desk.run('status', '--json', '--markdown');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ ok: false, error: { message: '--json and --markdown exclude each other' } });
  });

  test('shows a part', () => {
    const { out } = desk.run('status', '--agent', 'beta', '--region', 'south');
    expect(out).toMatch(/^pap: 1 agent in 1 region,/);
    expect(out).not.toContain('alpha');
  });

  test.each([
    {
      args: ['--live', 'cut.json'],
      says: 'error: cut.json:1:12: this is no JSON, or it was cut short\n  hint: make it with: kubectl get applications',
    },
    { args: ['--live', 'nowhere.json'], says: 'error: cannot read nowhere.json' },
    { args: ['--live', 'live.json', '--live', 'behind.json'], says: 'stands in live.json and again in behind.json' },
    { args: ['--expect-live'], says: 'error: --expect-live needs evidence of what is live\n  hint: pap-fleet status --live live.json --expect-live' },
    { args: ['--agent', 'alpah'], says: 'error: there is no agent "alpah"\n  hint: did you mean "alpha"?' },
    { args: ['--region', 'west'], says: 'error: there is no region "west"' },
    { args: ['--team', 'blue'], says: 'error: there is no team "blue"' },
    { args: ['--base', 'nobody'], says: '--base nobody: there is no such commit here' },
  ])('refuses $args', ({ args, says }) => {
    const { code, out, err } = desk.run('status', ...args);
    expect([2, 4]).toContain(code);
    expect(err).toContain(says);
    expect(out).toBe('');
  });

  test('of a fleet that is not valid says that, and nothing of where it stands', () => {
    desk.write({ 'config/fleet.yaml': FLEET.replace('image:', 'imge:') });
    const { code, out, err } = desk.run('status');
    desk.write({ 'config/fleet.yaml': FLEET });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('schema/unknown-key');
  });

  test('outside of a repository compares with out/, and knows of no commit', () => {
    const bare = new Desk().write({ 'config/fleet.yaml': FLEET, 'live.json': listText(applications(argocd(), first)) });
    bare.run('generate');
    const { code, out } = bare.run('status', '--live', 'live.json');
    bare.remove();
    expect(code).toBe(0);
    expect(out).toMatch(/by out\n/);
    expect(out).toContain(`live unknown: this clone has no commit ${first.slice(0, 12)}: git fetch`);
  });

  test('shows what is asked for alone: by group, by owner, by both of an option', () => {
    desk.write({ 'grouped/fleet.yaml': `${FLEET}groups:\n  cold: { regions: [north] }\n`.replace('ref: acme/beta', 'ref: other/beta') });
    const shown = (...args: string[]): string => desk.run('status', '--config', 'grouped', '--base', 'out', ...args).out;
    expect(shown('--group', 'cold')).toMatch(/in 1 region, by out[\s\S]*^alpha .*north$/m);
    expect(shown('--owner', 'other')).not.toContain('alpha');
    const { code, err } = desk.run('status', '--config', 'grouped', '--base', 'out', '--group', 'cold', '--region', 'south');
    expect([code, err]).toEqual([2, expect.stringContaining('none of the regions that are named by one option is named by the other')]);
    expect(desk.run('status', '--owner', 'nobody').err).toContain('there is no owner "nobody"');
  });

  test('writes one HTML file', () => {
    const { code, out } = desk.run('status', '--live', 'behind.json', '--html');
    expect(code).toBe(0);
    expect(out).toMatch(/^<!doctype html>[\s\S]*live has 1\.0\.0[\s\S]*<\/html>\n$/);
    expect(desk.run('status', '--html', '--json').out).toContain('--json and --html exclude each other');
  });

  test('refuses to put a report where a folder is, and a model where a page is', () => {
    expect(desk.run('report', '--out', 'out').err).toMatch(/--out out is a folder[\s\S]*--delivered names the folder/);
    expect(desk.run('report', '--json', '--out', 'fleet.html').out).toContain('--json and --out exclude each other');
    expect(desk.run('report', '--svg', 'a', '--out', 'a').err).toContain('name the same file, a');
  });
});
