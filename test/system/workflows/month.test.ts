// A month of a fleet, with a clock that stands where the story says and what a real Argo CD once reported: rollouts, a freeze and an emergency through it, a
// roll-back, an agent with a volume that gets another name, and a new release of the generator. After each delivery the laws hold.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { GENERATOR_VERSION } from '../../../generator/model/generator.ts';
import { COMMITS, Followed, captureText, takenAt } from '../../support/captures.ts';
import { kubectl } from '../../support/kubectl.ts';
import { identity, objectsIn } from '../../support/laws.ts';
import { PROGRAM, PROJECT, Remote, execute, scratch } from './repositories.ts';
import type { Clone, Ran } from './repositories.ts';

const CLOCK = join(PROJECT, 'test/support/fake-clock.cjs');
const REGIONS = ['ap-south', 'eu-west', 'us-east'] as const;
const OLD = '0.0.9';
const followed = new Followed();
afterAll(() => followed.remove());

const built = (folder: string): ReturnType<typeof objectsIn> =>
  objectsIn(execFileSync(kubectl(), ['kustomize', folder], { encoding: 'utf8', maxBuffer: 64 << 20 }));

class Month {
  readonly remote: Remote;
  readonly ada: Clone;
  readonly #known = new Map<string, ReturnType<typeof objectsIn>>();
  now = '2026-12-01T08:00:00Z';

  constructor(folder: string) {
    this.remote = new Remote(folder, { agents: [] });
    this.ada = this.remote.clone();
    this.ada.write(
      'config/fleet.yaml',
      execFileSync('git', ['show', `${COMMITS.first}:config/fleet.yaml`], { cwd: followed.folder, encoding: 'utf8' }),
    );
    this.ada.replace('config/fleet.yaml', 'agentDefaults:', 'rolloutDefaults: { waves: ["eu-west:24h", us-east, rest] }\n\nagentDefaults:');
    this.ada.git('rm', '--quiet', '-r', 'out');
    this.run('generate');
    this.ada.commit('Begin');
    this.ada.git('push', '--quiet', 'origin', 'main');
  }

  /** The program at the time of the story. */
  program(clone: Clone, ...args: readonly string[]): Ran {
    const env = { ...clone.env, FAKE_TIME: this.now, GIT_COMMITTER_DATE: this.now, GIT_AUTHOR_DATE: this.now };
    return execute(clone.folder, env, process.execPath, '--require', CLOCK, PROGRAM, ...args);
  }

  run(...args: readonly string[]): string {
    const { code, out, err } = this.program(this.ada, ...args);
    if (code !== 0) throw new Error(`${args.join(' ')} at ${this.now} ended with ${code}:\n${out}${err}`);
    return out;
  }

  /** Merge what lies at Ada's desk, and let the workflow deliver it. @returns the exit code of the delivery */
  deliver(message: string): number | null {
    this.ada.git('add', '--all', '--', 'config');
    execute(this.ada.folder, { ...this.ada.env, GIT_COMMITTER_DATE: this.now }, 'git', 'commit', '--quiet', '--allow-empty', '-m', message);
    this.ada.git('push', '--quiet', 'origin', 'HEAD:main');
    return this.publish();
  }

  publish(): number | null {
    const { code, out, err } = this.program(this.remote.clone(), 'publish');
    if (code !== 0 && code !== 3) throw new Error(`${out}${err}`);
    this.ada.git('pull', '--quiet', '--ff-only', 'origin', 'main');
    this.laws();
    return code;
  }

  /** The platform team lets pass what the gate asks for. */
  approve(reason: string): void {
    const { plan } = JSON.parse(this.program(this.ada, 'plan', '--base', 'origin/main', '--json').out) as {
      plan: { emergency: string | null; gate: { hash?: string } };
    };
    this.run(
      'approve',
      plan.gate.hash ?? (plan.emergency as string),
      '--base',
      'origin/main',
      '--by',
      'Ada',
      '--reason',
      reason,
      '--today',
      this.now,
    );
  }

  /**
   * What Argo CD reports by now of a fleet in the state of a capture: it has applied main, and looked at it a moment ago.
   * @param since when what the capture saw last had happened
   */
  evidence(n: number, since: string): string {
    const shift = Date.parse(`2026-12-${since}:00Z`) - takenAt(n).getTime();
    const moved = captureText(n)
      .replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, (time) => new Date(Date.parse(time) + shift).toISOString().replace('.000Z', 'Z'))
      .replaceAll(/("reconciledAt": ?)"[^"]+"/g, `$1"${this.now}"`)
      .replaceAll(new RegExp(Object.values(COMMITS).join('|'), 'g'), this.remote.head());
    this.ada.write('.git/live.json', moved);
    return join(this.ada.folder, '.git/live.json');
  }

  promote(name: string, capture: number, since: string): Ran {
    return this.program(this.ada, 'rollout', 'promote', name, '--evidence', this.evidence(capture, since), '--by', 'ada');
  }

  tree(region: string): string {
    return this.remote.bare.git('rev-parse', `main:out/overlays/${region}`);
  }

  trees(): string[] {
    return REGIONS.map((region) => this.tree(region));
  }

  /** The image of an agent in each region, by what is delivered. */
  images(agent: string): string[] {
    return REGIONS.map(
      (region) =>
        /:v([0-9.]+)$/m.exec(
          this.#deployments(region).find((object) => object.kind === 'Deployment' && object.metadata.name === `${agent}-agent`)?.image ?? '',
        )?.[1] ?? '-',
    );
  }

  /** What Kustomize makes of a component: the same as before where its folder is, since no base ever changes. */
  #objects(region: string, component: string): ReturnType<typeof objectsIn> {
    const folder = `out/overlays/${region}/${component}`;
    const tree = this.ada.git('rev-parse', `HEAD:${folder}`);
    const objects = this.#known.get(tree) ?? built(join(this.ada.folder, folder));
    this.#known.set(tree, objects);
    return objects;
  }

  #deployments(region: string): { kind: string; metadata: { name: string }; image: string }[] {
    return this.#objects(region, 'agents').map((object) => {
      const spec = object as unknown as { spec?: { template?: { spec?: { containers?: { image: string }[] } } } };
      return { kind: object.kind, metadata: object.metadata, image: spec.spec?.template?.spec?.containers?.[0]?.image ?? '' };
    });
  }

  /** Bases never change, real Kustomize builds what the locks count, nothing stands twice, and out/ is what config/ says but for what is held. */
  laws(): void {
    const { ada } = this;
    const changed = ada.git('diff', '--name-status', '--no-renames', 'HEAD~1', 'HEAD', '--', 'out/base').split('\n').filter(Boolean);
    expect(changed.filter((line) => line.startsWith('M'))).toEqual([]);
    expect(this.program(ada, 'check')).toMatchObject({ code: 0 });
    const touched = ada.git('diff', '--name-only', 'HEAD~1', 'HEAD', '--', 'out/overlays').split('\n');
    for (const region of REGIONS.filter((name) => touched.some((path) => path.startsWith(`out/overlays/${name}/`)))) {
      const { objects } = JSON.parse(ada.read(`out/overlays/${region}/fleet.lock.json`)) as { objects: Record<string, number> };
      const ids = Object.keys(objects).map((component) => this.#objects(region, component).map(identity));
      expect(ids.map((each) => each.length)).toEqual(Object.values(objects));
      expect(new Set(ids.flat()).size).toBe(ids.flat().length);
    }
  }

  /** Subjects of the commits that changed a region, oldest first. */
  story(region: string): string[] {
    return this.remote.bare.git('log', '--reverse', '--format=%s', 'main', '--', `out/overlays/${region}`).split('\n');
  }
}

test('a month', () => {
  const month = new Month(join(scratch(), 'month'));
  const at = (time: string): void => void (month.now = `2026-12-${time}:00Z`);

  const images = (agent: string): string => month.images(agent).join(' ');

  // Tuesday: research 1.3.0 comes to eu-west, and to the others when that is live and has soaked.
  at('01T09:00');
  month.run('bump', 'research', '1.3.0', '--by', 'ada');
  expect(month.deliver('Begin research 1.3.0')).toBe(0);
  expect(images('research')).toBe('1.2.0 1.3.0 1.2.0');
  at('01T09:10');
  expect(month.promote('research-1.3.0', 4, '01T09:08')).toMatchObject({
    code: 3,
    out: expect.stringContaining('pap-eu-west-agents: Progressing') as string,
  });
  at('01T12:00');
  expect(month.promote('research-1.3.0', 5, '01T09:20').out).toMatch(/^not ready before 2026-12-02T09:/);
  at('02T10:00');
  expect(month.promote('research-1.3.0', 5, '01T09:20')).toMatchObject({ code: 0 });
  expect(month.deliver('research 1.3.0: us-east')).toBe(0);
  expect(images('research')).toBe('1.2.0 1.3.0 1.3.0');
  at('03T10:00');
  expect(month.promote('research-1.3.0', 5, '02T10:10')).toMatchObject({ code: 0 });
  expect(month.deliver('research 1.3.0: the rest')).toBe(0);
  const before = month.trees();
  at('04T09:00');
  month.run('rollout', 'finish', 'research-1.3.0');
  expect(month.deliver('research 1.3.0 is everywhere')).toBe(0);
  expect(month.trees()).toEqual(before);
  expect(images('research')).toBe('1.3.0 1.3.0 1.3.0');
  const good = month.ada.git('rev-parse', 'HEAD');

  // Nobody watches ap-south over the weekend.
  at('04T16:00');
  month.ada.write(
    'config/freezes/weekend.yaml',
    'apiVersion: fleet.plugged.in/v1alpha1\nkind: Freeze\nname: weekend\nregions: [ap-south]\nfrom: "2026-12-05T00:00:00Z"\nuntil: "2026-12-07T06:00:00Z"\nreason: nobody watches\n',
  );
  expect(month.deliver('Freeze ap-south over the weekend')).toBe(0);
  at('05T09:00');
  month.ada.replace('config/fleet.yaml', 'average: 100', 'average: 150');
  expect(month.deliver('Let more requests in')).toBe(0);
  expect(REGIONS.map((region, i) => month.tree(region) === before[i])).toEqual([true, false, false]);
  at('05T22:00');
  month.approve('ap-south is flooded');
  expect(month.deliver('An emergency in ap-south')).toBe(0);
  expect(month.tree('ap-south')).not.toBe(before[0]);
  const flooded = month.tree('ap-south');
  at('06T09:00');
  month.ada.replace('config/fleet.yaml', 'burst: 200', 'burst: 300');
  expect(month.deliver('Let more come at once')).toBe(0);
  expect(month.tree('ap-south')).toBe(flooded);
  at('07T06:00');
  expect(month.publish()).toBe(0);
  expect(month.tree('ap-south')).not.toBe(flooded);

  // research 1.4.0 fails in its second wave, and goes back.
  at('08T09:00');
  month.run('bump', 'research', '1.4.0', '--by', 'ada');
  expect(month.deliver('Begin research 1.4.0')).toBe(0);
  at('09T10:00');
  expect(month.promote('research-1.4.0', 5, '08T09:30')).toMatchObject({ code: 0 });
  expect(month.deliver('research 1.4.0: us-east')).toBe(0);
  at('09T11:00');
  const failed = month.promote('research-1.4.0', 6, '09T10:30');
  expect(failed).toMatchObject({ code: 3, out: expect.stringContaining('pap-us-east-agents: Degraded') as string });
  month.run('rollout', 'abort', 'research-1.4.0');
  expect(month.deliver('Abort research 1.4.0')).toBe(0);
  expect(images('research')).toBe('1.3.0 1.3.0 1.3.0');

  // An edit that nobody tried, its roll-back, and what would undo that.
  at('10T09:00');
  month.ada.replace('config/fleet.yaml', 'focus:v0.9.1', 'focus:v0.9.2');
  month.ada.replace('config/fleet.yaml', 'focus@0.9.1', 'focus@0.9.2');
  expect(month.deliver('Run focus 0.9.2')).toBe(0);
  expect(images('focus')).toBe('- - 0.9.2');
  at('11T09:00');
  month.run('rollback', 'focus', '--to', good, '--reason', '0.9.2 loses heartbeats', '--by', 'ada');
  expect(month.deliver('focus back to 0.9.1')).toBe(0);
  expect(images('focus')).toBe('- - 0.9.1');
  expect(month.program(month.ada, 'bump', 'focus', '0.9.3')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/hold\/broken[^]*0\.9\.2 loses heartbeats/) as string,
  });
  // A region that is slow keeps what it had, and the others get what is new.
  at('11T10:00');
  month.run('rollback', 'eu-west', '--to', good, '--reason', 'slow since Saturday', '--by', 'ada');
  expect(month.deliver('eu-west as on Friday')).toBe(0);
  at('14T09:00');
  month.run('release', 'focus');
  month.run('bump', 'focus', '0.9.3', '--waves', 'us-east,rest');
  expect(month.deliver('Release focus, and begin 0.9.3')).toBe(0);
  expect(images('focus')).toBe('- - 0.9.3');

  // memory becomes recall, with its volume.
  const withLeave = (message: string, reason: string): void => {
    expect(month.deliver(message)).toBe(3);
    month.approve(reason);
    expect(month.deliver(`Approve: ${reason}`)).toBe(0);
  };
  at('15T09:00');
  month.ada.replace('config/fleet.yaml', '  memory:\n', '  memory:\n    state: suspended\n');
  withLeave('Stop memory', 'memory gets another name');
  at('16T09:00');
  month.ada.replace('config/fleet.yaml', '  memory:\n    state: suspended\n', '  recall:\n');
  month.ada.replace('config/fleet.yaml', 'storage: { size: 10Gi,', 'storage: { size: 10Gi, claim: memory-agent,');
  month.ada.replace('config/fleet.yaml', 'agents:', 'moved:\n  - { from: agents.memory, to: agents.recall }\n\nagents:');
  const plan = month.program(month.ada, 'plan', '--base', 'origin/main').out;
  expect(plan).toMatch(/^memory becomes recall; /);
  expect(plan).toMatch(/^~ PersistentVolumeClaim agents\/memory-agent/m);
  expect(plan).not.toMatch(/^[-!] PersistentVolumeClaim/m);
  withLeave('memory becomes recall', 'its volume and its old host go along');
  expect([images('recall'), images('memory')]).toEqual(['- 1.0.3 1.0.3', '- - -']);
  at('18T09:00');
  expect(month.program(month.ada, 'plan', '--base', 'origin/main').out).toContain('moved: agents.memory → agents.recall is done');
  month.ada.replace('config/fleet.yaml', 'moved:\n  - { from: agents.memory, to: agents.recall }\n\n', '');
  withLeave('recall is known by its name', 'nobody asks for memory any more');

  // All this was written by an older release; the one that runs comes to eu-west first.
  const locks = ['out/fleet.lock.json', ...REGIONS.map((region) => `out/overlays/${region}/fleet.lock.json`)];
  for (const lock of locks) month.ada.replace(lock, `"generator": "${GENERATOR_VERSION}"`, `"generator": "${OLD}"`);
  at('21T09:00');
  month.ada.commit(`As ${OLD} wrote it`, 'out');
  const releases = (): string =>
    REGIONS.map((region) => /"generator": "([^"]+)"/.exec(month.ada.read(`out/overlays/${region}/fleet.lock.json`))?.[1]).join(' ');
  month.run('rollout', 'start', 'generator', '--set', `from="${OLD}"`, '--set', `to="${GENERATOR_VERSION}"`, '--waves', 'eu-west:24h,rest');
  expect(month.deliver('Upgrade the generator')).toBe(0);
  expect(releases()).toBe(`${OLD} ${GENERATOR_VERSION} ${OLD}`);
  at('22T10:00');
  expect(month.promote(`generator-${GENERATOR_VERSION}`, 5, '21T09:30')).toMatchObject({ code: 0 });
  expect(month.deliver('Upgrade the generator everywhere')).toBe(0);
  expect(releases()).toBe(`${GENERATOR_VERSION} ${GENERATOR_VERSION} ${GENERATOR_VERSION}`);
  month.run('rollout', 'finish', `generator-${GENERATOR_VERSION}`);
  month.run('rollout', 'promote', 'focus-0.9.3', '--without-evidence', 'it runs in us-east alone');
  month.run('rollout', 'finish', 'focus-0.9.3');
  expect(month.deliver('Nothing is under way')).toBe(0);
  expect(month.run('rollout', 'status')).toMatch(/^no rollout is under way/);
  expect(month.ada.git('ls-files', 'config')).not.toMatch(/rollouts/);

  // What Git says of each cluster is its story.
  const story = (region: string): string[] => month.story(region).map((line) => line.replace(/ in .*?(?=;|$)/, ''));
  const all = ['Begin', 'research 1.2.0 → 1.3.0', 'ingress; held: ap-south', 'ingress; held: ap-south'];
  const fourth = ['research 1.3.0 → 1.4.0', 'research 1.4.0 → 1.3.0'];
  const recall = ['memory replicas 1 → 0', 'rename memory to recall, secrets', 'recall: ingress'];
  expect(story('ap-south')).toEqual(['Begin', 'research 1.2.0 → 1.3.0', 'ingress', 'ingress', `As ${OLD} wrote it`, 'out: ap-south, us-east']);
  expect(story('eu-west')).toEqual([...all, ...fourth, 'ingress', ...recall, `As ${OLD} wrote it`, 'out: eu-west; held: ap-south, us-east']);
  expect(story('us-east')).toEqual([
    ...[...all, ...fourth, 'focus 0.9.1 → 0.9.2', 'focus 0.9.2 → 0.9.1', 'focus 0.9.1 → 0.9.3', ...recall],
    ...[`As ${OLD} wrote it`, 'out: ap-south, us-east'],
  ]);
});
