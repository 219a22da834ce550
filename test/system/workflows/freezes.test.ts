// A freeze holds a region, an emergency goes through it, and delivery goes on when it ends: with real Git and a clock that stands where the test says.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM, PROJECT, Remote, execute, scratch } from './repositories.ts';
import type { Clone, Ran } from './repositories.ts';

const folder = scratch();
const CLOCK = join(PROJECT, 'test/support/fake-clock.cjs');

/** The program, at a time. */
function at(time: string, clone: Clone, ...args: readonly string[]): Ran {
  return execute(clone.folder, { ...clone.env, FAKE_TIME: time }, process.execPath, '--require', CLOCK, PROGRAM, ...args);
}

const [BEFORE, DURING, LATER, AFTER] = ['2026-12-19T12:00:00Z', '2026-12-24T12:00:00Z', '2026-12-25T12:00:00Z', '2027-01-04T06:00:00Z'];

const freeze = (until = '2027-01-04T06:00:00Z', regions = '{ match: { continent: eu } }'): string => `apiVersion: fleet.plugged.in/v1alpha1
kind: Freeze
name: year-end
regions: ${regions}
from: "2026-12-20T00:00:00Z"
until: "${until}"
reason: nobody is there to watch
`;
const FILE = 'config/freezes/year-end.yaml';

class Story {
  readonly remote: Remote;
  readonly ada: Clone;

  constructor(name: string) {
    this.remote = new Remote(join(folder, name));
    this.ada = this.remote.clone();
    this.ada.replace('config/fleet.yaml', '  south: {', '  south: { labels: { continent: eu },');
    this.ada.write(FILE, freeze());
    this.push('Freeze the end of the year');
    // Objects do not change by labels nor by freezes.
    expect(this.deliver(BEFORE, '--json').out).toContain('"pushed": false');
  }

  push(message: string): void {
    this.ada.commit(message);
    this.ada.git('push', '--quiet', 'origin', 'main');
  }

  deliver(time: string, ...args: readonly string[]): Ran {
    const ran = at(time, this.remote.clone(), 'publish', ...args);
    this.ada.git('pull', '--quiet', '--ff-only', 'origin', 'main');
    return ran;
  }

  tree(region: string): string {
    return this.remote.bare.git('rev-parse', `main:out/overlays/${region}`);
  }

  held(): unknown {
    const ran = execute(this.remote.bare.folder, this.remote.bare.env, 'git', 'show', 'main:out/held.json');
    return ran.code === 0 ? (JSON.parse(ran.out) as { regions: unknown }).regions : undefined;
  }

  plan(time: string): { frozen: Record<string, unknown>; emergency: string | null; gate: { passes: boolean; hash?: string; loosened: string[] } } {
    return (JSON.parse(at(time, this.ada, 'plan', '--base', 'origin/main', '--json').out) as { plan: ReturnType<Story['plan']> }).plan;
  }
}

test('a region is held until its freeze ends, and the others go on', () => {
  const story = new Story('hold');
  const { remote, ada } = story;
  const begun = { north: story.tree('north'), south: story.tree('south') };
  ada.merge('bravo', '1.1.0');

  const plan = at(DURING, ada, 'plan', '--base', 'origin/main~1');
  expect(plan.code, plan.out).toBe(0);
  expect(plan.out).toContain('\nsouth: frozen by year-end: nobody is there to watch; until 2027-01-04T06:00:00Z; waits: 1 updated in south\n');
  expect(plan.out).toContain('\ndelivered: north\n');
  expect(at(DURING, ada, 'plan', '--base', 'origin/main~1', '--markdown').out).toContain('**Freezes:**\n\n- south: frozen by year-end');

  const first = story.deliver(DURING);
  expect(first.code, first.err).toBe(0);
  expect(first.err).toContain('1 region stays as delivered before; all else is delivered:\n  south: frozen by year-end: nobody is there to watch\n');
  expect([story.tree('north') === begun.north, story.tree('south') === begun.south]).toEqual([false, true]);
  expect(story.held()).toEqual({
    south: { because: 'frozen by year-end: nobody is there to watch', config: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
  });
  expect(remote.bare.git('log', '-1', '--format=%s', 'main')).toBe('bravo 1.0.0 → 1.1.0 in north; held: south');

  // No commit is made while nothing changes, and every command understands what is held.
  const head = remote.head();
  const again = story.deliver(LATER, '--json');
  expect(JSON.parse(again.out)).toMatchObject({
    ok: true,
    exitCode: 0,
    frozen: { south: { freezes: ['year-end'], until: '2027-01-04T06:00:00Z', waits: true } },
  });
  expect(remote.head()).toBe(head);
  expect(at(LATER, ada, 'check')).toMatchObject({ code: 0, out: expect.stringContaining('but for what is held: south') as string });
  expect(at(LATER, ada, 'status', '--base', 'origin/main').out).toContain(
    `frozen: south: frozen by year-end: nobody is there to watch; until 2027-01-04T06:00:00Z\nheld: south (frozen by year-end: nobody is there to watch, since ${head.slice(0, 12)})\n`,
  );
  expect(at(LATER, ada, 'explain', 'year-end').out).toContain('Holds 1 region: south\nWhen: from 2026-12-20T00:00:00Z until 2027-01-04T06:00:00Z\n');

  expect(JSON.parse(at(LATER, ada, 'explain', 'freeze/year-end', '--json').out)).toMatchObject({
    freeze: { name: 'year-end', regions: ['south'], until: '2027-01-04T06:00:00Z', place: { file: FILE, line: 1 } },
  });
  expect(at(LATER, ada, 'explain', 'freeze/yearend')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "year-end"?') as string });
  expect(at(LATER, ada, 'plan', '--base', 'origin/main', '--today', '2027-01-05').out).not.toContain('frozen by');
  expect(at(LATER, ada, 'plan', '--base', 'origin/main', '--today', '2026-12-20T00:30:00+01:00').out).not.toContain('frozen by');
  expect(at(LATER, ada, 'plan', '--base', 'origin/main', '--today', '2026-12-20T25:00:00Z')).toMatchObject({ code: 2 });

  // It ends by itself, without a commit of anybody.
  const last = story.deliver(AFTER);
  expect(last.code, last.err).toBe(0);
  expect(story.tree('south')).not.toBe(begun.south);
  expect(story.held()).toBeUndefined();
  expect(remote.isFresh()).toBe(true);
  expect(at(AFTER, ada, 'plan', '--base', 'origin/main').out).toContain('the freeze year-end ended at 2027-01-04T06:00:00Z');
});

test('an emergency goes through by an approval of what waits, and by nothing else', () => {
  const story = new Story('emergency');
  const { remote, ada } = story;
  const begun = story.tree('south');
  ada.merge('bravo', '1.1.0');
  expect(story.deliver(DURING).code).toBe(0);
  const { emergency } = story.plan(DURING);
  const approve = (hash: string, ...more: string[]): Ran =>
    at(DURING, ada, 'approve', hash, '--base', 'origin/main', '--by', 'Ada', '--reason', 'bravo 1.0.0 leaks', ...more);
  expect(approve(emergency as string, '--agent', 'bravo')).toMatchObject({
    code: 2,
    err: expect.stringContaining('lets nothing through a freeze') as string,
  });
  expect(approve(emergency as string, '--region', 'north')).toMatchObject({
    code: 2,
    err: expect.stringContaining('it is south where something waits') as string,
  });
  expect(approve(emergency as string)).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /^wrote config\/approvals\/[0-9a-f]{16}\.yaml: lets what waits in south through the freeze until 2026-12-25; /,
    ) as string,
  });
  const file = `config/approvals/${emergency as string}.yaml`;
  const approval = ada.read(file);

  // A further change in the same region is no part of it.
  ada.commit('Let bravo through');
  const agent = ada.read('config/agents/charlie.yaml');
  ada.write('config/agents/charlie.yaml', agent.replaceAll('1.0.0', '1.1.0'));
  story.push('And charlie as well');
  expect(story.deliver(DURING).err).toContain('what this approval is for has been edited since');
  expect(story.tree('south')).toBe(begun);
  ada.write('config/agents/charlie.yaml', agent);
  story.push('Leave charlie alone');
  // Nor does it count when its last day has passed.
  expect(story.deliver('2026-12-26T00:00:00Z').code).toBe(0);
  expect(story.tree('south')).toBe(begun);

  const through = story.deliver(DURING);
  expect(through.code, through.err).toBe(0);
  const delivered = story.tree('south');
  expect(delivered).not.toBe(begun);
  expect(story.held()).toBeUndefined();
  expect(remote.bare.git('log', '-1', '--format=%(trailers:key=Approvals,valueonly)', 'main').trim()).toMatch(
    new RegExp(`^${emergency as string}-[0-9a-f]{8}$`),
  );

  // It is spent: back, and the same once more, stays.
  ada.merge('bravo', '1.0.0');
  expect(story.deliver(AFTER).code).toBe(0);
  expect(story.tree('south')).toBe(begun);
  ada.merge('bravo', '1.1.0');
  expect(ada.read(file)).toBe(approval);
  expect(story.deliver(DURING).code).toBe(0);
  expect(story.tree('south')).toBe(begun);
  expect(story.held()).toMatchObject({ south: {} });
});

const LOOSER: Readonly<Record<string, (ada: Clone) => void>> = {
  'it is removed': (ada) => void ada.git('rm', '--quiet', FILE),
  'it ends earlier': (ada) => ada.write(FILE, freeze('2026-12-24T00:00:00Z')),
  'it begins later': (ada) => ada.write(FILE, freeze().replace('2026-12-20', '2026-12-30')),
  'its region has another label': (ada) => {
    ada.replace('config/fleet.yaml', 'continent: eu', 'continent: us');
    ada.replace('config/fleet.yaml', '  north: {', '  north: { labels: { continent: eu },');
  },
  'it holds another region': (ada) => ada.write(FILE, freeze(undefined, '[north]')),
};

test.each(Object.entries(LOOSER))('a freeze does not open with the change that it would hold: %s', (name, loosen) => {
  const story = new Story(name.replaceAll(' ', '-'));
  const { ada } = story;
  const begun = story.tree('south');
  loosen(ada);
  ada.write('config/agents/bravo.yaml', ada.read('config/agents/bravo.yaml').replaceAll('1.0.0', '1.1.0'));
  ada.commit('Hurry');
  const plan = at(DURING, ada, 'plan', '--base', 'origin/main');
  expect(plan.code, plan.out).toBe(3);
  expect(plan.out).toMatch(/^ {2}- the freeze year-end (no longer holds|holds less in) south, which it would hold until 2027-01-04T06:00:00Z$/m);
  ada.git('push', '--quiet', 'origin', 'main');
  const refused = story.deliver(DURING);
  expect(refused.code, refused.err).toBe(3);
  expect(story.tree('south')).toBe(begun);

  // In two steps it is seen as well, until somebody approves it.
  ada.merge('delta', '1.1.0');
  expect(story.deliver(DURING).code).toBe(3);
  const { hash } = story.plan(DURING).gate;
  expect(at(DURING, ada, 'approve', hash as string, '--base', 'origin/main', '--by', 'Ada', '--reason', 'we are all there')).toMatchObject({
    code: 0,
  });
  story.push('Approve it');
  const done = story.deliver(DURING);
  expect(done.code, done.err).toBe(0);
  expect(story.tree('south')).not.toBe(begun);
});

test('a freeze that came and went between two deliveries was there', () => {
  const story = new Story('between');
  const { ada } = story;
  ada.merge('alpha', '1.1.0');
  expect(story.deliver(BEFORE).code).toBe(0);
  const begun = story.tree('north');
  ada.write('config/freezes/calm.yaml', freeze(undefined, 'all').replace('year-end', 'calm'));
  story.push('Freeze all');
  ada.git('rm', '--quiet', 'config/freezes/calm.yaml');
  story.push('Freeze nothing');
  ada.merge('bravo', '1.1.0');
  const ran = story.deliver(DURING);
  expect(ran.code, ran.err).toBe(3);
  expect(ran.err).toContain('the freeze calm no longer holds north, which it would hold until 2027-01-04T06:00:00Z');
  expect(story.tree('north')).toBe(begun);
  // What has ended loosens nothing.
  expect(story.deliver(AFTER).code).toBe(0);
  expect(story.tree('north')).not.toBe(begun);

  // A clone with too little history cannot tell.
  const shallow = join(story.remote.folder, 'shallow');
  ada.merge('charlie', '1.1.0');
  execute(story.remote.folder, ada.env, 'git', 'clone', '--quiet', '--depth', '1', `file://${story.remote.bare.folder}`, shallow);
  const blind = execute(shallow, { ...ada.env, FAKE_TIME: DURING }, process.execPath, '--require', CLOCK, PROGRAM, 'publish', '--no-push');
  expect(blind).toMatchObject({ code: 4, err: expect.stringMatching(/too little history to say which freezes stood/) as string });
});

/** How the config folder becomes conf2, which publish delivers from then on. */
const MOVED: Readonly<Record<string, readonly [passes: boolean, move: (story: Story) => void]>> = {
  'the freeze goes on the way': [
    false,
    ({ ada }) => {
      ada.git('mv', 'config', 'conf2');
      ada.git('rm', '--quiet', '--force', FILE.replace('config', 'conf2'));
    },
  ],
  'the old folder stays, with its freeze': [
    false,
    ({ ada }) => {
      execute(ada.folder, ada.env, 'cp', '-r', 'config', 'conf2');
      execute(ada.folder, ada.env, 'rm', FILE.replace('config', 'conf2'));
    },
  ],
  'the new folder was there at the last delivery, without it': [
    false,
    (story) => {
      const { ada } = story;
      execute(ada.folder, ada.env, 'cp', '-r', 'config', 'conf2');
      execute(ada.folder, ada.env, 'rm', FILE.replace('config', 'conf2'));
      story.push('Copy it');
      ada.merge('alpha', '1.2.0');
      expect(story.deliver(BEFORE).code).toBe(0);
      ada.git('rm', '--quiet', '-r', 'config');
    },
  ],
  'the freeze goes before': [
    false,
    (story) => {
      const { ada } = story;
      ada.git('rm', '--quiet', FILE);
      story.push('Freeze nothing');
      ada.git('mv', 'config', 'conf2');
    },
  ],
  'the freeze comes along': [true, ({ ada }) => void ada.git('mv', 'config', 'conf2')],
  'the freeze comes along, and goes after': [
    false,
    (story) => {
      const { ada } = story;
      ada.git('mv', 'config', 'conf2');
      story.push('Move it');
      ada.git('rm', '--quiet', FILE.replace('config', 'conf2'));
    },
  ],
};

test.each(Object.entries(MOVED))('a freeze does not open as the config folder moves: %s', (name, [passes, move]) => {
  const story = new Story(`moved-${name.replaceAll(/[ ,]+/g, '-')}`);
  const { ada } = story;
  ada.merge('alpha', '1.1.0');
  expect(story.deliver(BEFORE).code).toBe(0);
  expect(story.remote.bare.git('log', '-1', '--format=%(trailers:key=Config-Folder,valueonly)', 'main').trim()).toBe('config');
  move(story);
  const begun = story.tree('south');
  const file = 'conf2/agents/bravo.yaml';
  ada.write(file, ada.read(file).replaceAll('1.0.0', '1.1.0'));
  story.push('Hurry');
  const ran = story.deliver(DURING, '--config', 'conf2');
  expect(ran.code, ran.err).toBe(passes ? 0 : 3);
  if (!passes) expect(ran.err).toContain('the freeze year-end no longer holds south, which it would hold until 2027-01-04T06:00:00Z');
  expect(story.tree('south')).toBe(begun);
  expect(story.deliver(AFTER, '--config', 'conf2').code).toBe(0);
  expect(story.tree('south')).not.toBe(begun);
  expect(story.remote.bare.git('log', '-1', '--format=%(trailers:key=Config-Folder,valueonly)', 'main').trim()).toBe('conf2');
});

test('an out/ in which no region can be told from another is delivered after the freeze', () => {
  const story = new Story('apart');
  const { ada } = story;
  // As a release would write it that had another list of Applications.
  const lock = JSON.parse(ada.read('out/fleet.lock.json')) as { files: Record<string, string> };
  const text = 'resources: [all.yaml]\n';
  ada.write('out/argocd/kustomization.yaml', text);
  lock.files['argocd/kustomization.yaml'] = createHash('sha256').update(text).digest('hex');
  ada.write('out/fleet.lock.json', `${JSON.stringify(lock, null, 2)}\n`);
  story.push('Write it otherwise');
  ada.merge('bravo', '1.1.0');
  const ran = story.deliver(DURING);
  expect(ran).toMatchObject({ code: 4, err: expect.stringContaining('a freeze holds a region, and it cannot be held apart') as string });
  expect(story.deliver(AFTER).code).toBe(0);
});
