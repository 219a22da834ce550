// A wave is promoted on what a real Argo CD reported: its captures, with the commits of a repository that plays the same story.
import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMITS, Followed, captureItems, captureText } from '../../support/captures.ts';
import { Desk } from '../../support/program.ts';
import type { Ran } from '../../support/program.ts';

const followed = new Followed();
const desk = new Desk();
afterAll(() => {
  followed.remove();
  desk.remove();
});

const NAME = 'research-1.3.0';
const FILE = `config/rollouts/${NAME}.yaml`;
let [first, wave] = ['', ''];

function git(...args: string[]): string {
  const { code, out, err } = desk.shell('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.net', ...args]);
  if (code !== 0) throw new Error(err);
  return out.trim();
}

/** Generate and commit at the time of the story. */
function deliver(at: string): string {
  expect(desk.run('generate')).toMatchObject({ code: 0 });
  git('add', '--all', 'config', 'out');
  const { code, err } = desk.line(`GIT_COMMITTER_DATE=${at} git -c user.name=Ada -c user.email=ada@example.net commit --quiet --message ${at}`);
  expect([code, err]).toEqual([0, '']);
  return git('rev-parse', 'HEAD');
}

/** A capture as it would be of this repository. */
const evidence = (n: number): string => captureText(n).replaceAll(COMMITS.first, first).replaceAll(COMMITS.wave, wave);

/** Ask as at a moment of the story; what was written is taken back. */
function promote(at: string, ...args: string[]): Ran & { readonly written: string } {
  const before = desk.read(FILE);
  const ran = desk.run('rollout', 'promote', NAME, '--at', at, ...args);
  const written = desk.read(FILE);
  desk.write({ [FILE]: before });
  return { ...ran, written: written === before ? '' : written };
}

beforeAll(() => {
  git('init', '--quiet', '--initial-branch', 'main');
  desk.write({
    'config/fleet.yaml': execFileSync('git', ['show', `${COMMITS.first}:config/fleet.yaml`], { cwd: followed.folder, encoding: 'utf8' }),
  });
  first = deliver('2026-11-29T03:11:36Z');
  const started = desk.run(
    ...['rollout', 'start', 'research', '--ref', 'pluggedin/research@1.3.0', '--image', 'plugged.in/agents/research:v1.3.0'],
    ...['--waves', 'eu-west:20s,us-east,rest', '--at', '2026-11-29T03:23:00Z'],
  );
  expect([started.code, started.err]).toEqual([0, '']);
  wave = deliver('2026-11-29T03:23:17Z');
  for (const n of [3, 4, 5, 6]) desk.write({ [`${n}.json`]: evidence(n) });
});

describe('promote --evidence', () => {
  test('reaches the next wave, and writes down what it rests on', () => {
    const { code, err, written } = promote('2026-11-29T03:25:45Z', '--evidence', '6.json');
    expect([code, err]).toEqual([0, '']);
    expect(written).toMatch(/^reached: 2\b/m);
    expect(written).toContain(`9 Applications Synced and Healthy at ${wave.slice(0, 12)} since 2026-11-29T03:24:45Z`);
  });

  test('reads standard input, and shows what it would write', () => {
    const line = (more: string): Ran => desk.line(`$PAP_FLEET rollout promote ${NAME} --at 2026-11-29T03:25:45Z --evidence - ${more} < 6.json`);
    const { code, out } = line('--dry-run');
    expect([code, desk.read(FILE)]).toEqual([0, expect.stringContaining('reached: 1') as string]);
    expect(out).toMatch(/^ *\+ ?reached: 2/m);
  });

  test('waits while an Application is on its way, and says for which', () => {
    const { code, out, err, written } = promote('2026-11-29T03:24:45Z', '--evidence', '4.json');
    expect([code, err, written]).toEqual([3, '', '']);
    expect(out).toBe(
      'not ready: 1 Application to wait for\n' +
        'pap-eu-west-agents: Progressing since 2026-11-29T03:24:40Z\n  Caused by apps/Deployment:agents/research-agent\n' +
        '  hint: argocd app wait pap-eu-west-agents --health, and make the evidence again\n',
    );
  });

  test('waits until it has soaked', () => {
    const { code, out, written } = promote('2026-11-29T03:24:50Z', '--evidence', '5.json');
    expect([code, written]).toEqual([3, '']);
    expect(out).toMatch(/^not ready before 2026-11-29T03:25:05Z, by evidence of then or later: /);
  });

  test('waits where Argo CD has not seen the wave yet', () => {
    const { code, out } = promote('2026-11-29T03:23:20Z', '--evidence', '3.json');
    expect(code).toBe(3);
    expect(out).toContain(`compared with ${first.slice(0, 12)}, which does not have ${wave.slice(0, 12)}, the last change of overlays/eu-west`);
  });

  test('waits for the delivery: what is live proves nothing of a wave that Git does not have', () => {
    desk.write({ [FILE]: desk.read(FILE).replace('reached: 1', 'reached: 2') });
    const ran = promote('2026-11-29T03:25:45Z', '--evidence', '6.json');
    desk.write({ [FILE]: desk.read(FILE).replace('reached: 2', 'reached: 1') });
    expect(ran).toMatchObject({ code: 3, written: '' });
    expect(ran.out).toContain(`us-east: out at ${wave.slice(0, 12)} does not have what config/ says of it\n  hint: wait for the delivery`);
  });

  test('is not ready for evidence that is old, of another repository, or of a part', () => {
    expect(promote('2026-11-29T03:41:00Z', '--evidence', '6.json').out).toContain('15m are allowed');
    expect(promote('2026-11-29T03:41:00Z', '--evidence', '6.json', '--max-age', '1h').code).toBe(0);
    desk.write({
      'other.json': evidence(6).replaceAll('https://git.example.net:8555/fleet.git', 'https://git.example.net:8555/other.git'),
      'part.json': JSON.stringify(captureItems(6).filter(({ metadata }) => !metadata.name.includes('eu-west'))),
    });
    expect(promote('2026-11-29T03:25:45Z', '--evidence', 'other.json').out).toContain('its repository is https://git.example.net:8555/other.git');
    expect(promote('2026-11-29T03:25:45Z', '--evidence', 'part.json').out).toContain('no evidence shows it');
  });

  test('answers machines', () => {
    const { code, out } = promote('2026-11-29T03:24:45Z', '--evidence', '4.json', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      command: 'rollout',
      ok: false,
      action: 'promote',
      rollout: NAME,
      written: false,
      readiness: { ready: false, readyAt: null, lacking: [{ application: 'pap-eu-west-agents', region: 'eu-west', reason: 'unhealthy' }] },
    });
  });

  test.each<[string[], RegExp]>([
    [[], /error: nothing shows that wave 1 .* is live and healthy/],
    [['--evidence', 'cut.json'], /error: cut\.json:\d+:\d+: this is no JSON, or it was cut short/],
    [['--evidence', 'huge.json'], /error: huge\.json has more than 134217728 bytes/],
    [['--evidence', 'nowhere.json'], /error: cannot read nowhere\.json/],
    [['--evidence', '6.json', '--evidence', '6.json'], /stands in 6\.json and again in 6\.json/],
    [['--evidence', '6.json', '--max-age', 'soon'], /error: --max-age "soon" is no duration/],
    [['--evidence', '6.json', '--max-age', '0s'], /error: --max-age "0s" is no duration/],
    [['--evidence', '6.json', '--base', 'out'], /error: evidence names commits, and there is no history here/],
    [['--evidence', '6.json', '--without-evidence', 'it looks well'], /--evidence and --without-evidence exclude each other/],
  ])('refuses %j', (args, says) => {
    desk.write({ 'cut.json': evidence(6).slice(0, 100_000) });
    writeFileSync(join(desk.folder, 'huge.json'), '{"items": [');
    truncateSync(join(desk.folder, 'huge.json'), 200 * 1024 * 1024);
    const { code, err, written } = promote('2026-11-29T03:25:45Z', ...args);
    expect([code === 2 || code === 4, written]).toEqual([true, '']);
    expect(err).toMatch(says);
    if (!err.includes('ENOENT')) expect(err).toContain('hint: ');
  });

  test('refuses a clone that is cut off, with the way out', () => {
    const shallow = new Desk();
    expect(shallow.shell('git', ['clone', '--quiet', '--depth', '1', `file://${desk.folder}`, 'clone']).code).toBe(0);
    shallow.write({ 'clone/6.json': evidence(6) });
    const { code, err } = shallow.line(`cd clone && $PAP_FLEET rollout promote ${NAME} --at 2026-11-29T03:25:45Z --evidence 6.json`);
    shallow.remove();
    expect(code).toBe(4);
    expect(err).toBe(
      'error: this clone has too little history to say which commit changed out/overlays/eu-west last\n' +
        '  hint: fetch all of it: git fetch --unshallow, or fetch-depth: 0 of actions/checkout\n',
    );
  });
});
