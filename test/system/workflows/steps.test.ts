// What the workflows do: their own steps, run in clones of a bare remote.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Release, deliver as delivered } from './delivery.ts';
import { Remote, execute, scratch } from './repositories.ts';
import type { Clone } from './repositories.ts';
import { runJob } from './runner.ts';
import type { Done } from './runner.ts';

const folder = scratch();
const template = new Remote(join(folder, 'template'), { whole: true });
const release = new Release(join(folder, 'release'));
let number = 0;
let remote: Remote;
let clone: Clone;

beforeEach(() => {
  number += 1;
  remote = new Remote(join(folder, String(number)), { like: template });
  clone = remote.clone();
});

/** The clone as actions/checkout leaves it for a pull request: its merge with main, HEAD detached. */
function proposal(change: (clone: Clone) => void, meanwhile: (clone: Clone) => void = () => undefined): object {
  const base = clone.git('rev-parse', 'HEAD');
  clone.git('switch', '--quiet', '--create', 'proposal');
  change(clone);
  const head = clone.commit('Propose');
  meanwhile(remote.clone());
  clone.git('fetch', '--quiet');
  clone.git('switch', '--quiet', '--detach', 'origin/main');
  clone.git('merge', '--quiet', '--no-ff', '-m', 'Merge', head);
  return { event: { pull_request: { number: 7, base: { sha: base }, head: { sha: head } } } };
}

function setVersion(version: string): (clone: Clone) => void {
  return (own) => own.write('config/agents/alpha.yaml', own.read('config/agents/alpha.yaml').replaceAll(/\d\.\d\.\d/g, version));
}

const review = (github: object): Done => runJob('pull-request', 'look', clone, github);
const deliver = (own?: Clone, between?: (artifacts: string) => void): Done =>
  delivered(release, () => own ?? remote.clone(), between === undefined ? {} : { between });
const STEPS = ['Build', 'Check the fleet', 'Check that out/ is not edited by hand', 'Show what will change'];

describe('pull-request', () => {
  test('lets a change of config/ pass and shows which folders change', () => {
    const done = review(proposal(setVersion('1.1.0')));
    expect(done).toMatchObject({ code: 0, steps: STEPS });
    expect(done.summary).toContain('~ out/overlays/north/agents');
    expect(done.summary).toMatch(/^- {2}out\/base|- out\/base\/agents\/alpha\/1\.0\.0-/m);
    expect(done.summary).toContain('+++ b/out/overlays/south/agents/kustomization.yaml');
    expect(done.summary.length).toBeLessThan(200_000);
  });

  test('says so when nothing changes', () => {
    const done = review(proposal((own) => own.write('config/fleet.yaml', `# a comment\n${own.read('config/fleet.yaml')}`)));
    expect(done).toMatchObject({ code: 0, steps: STEPS });
    expect(done.summary).toContain('Nothing: `out/` stays as it is.');
  });

  test('refuses an edit of out/ by hand, with the reason', () => {
    const done = review(proposal((own) => own.replace('out/README.md', 'out', 'OUT')));
    expect(done).toMatchObject({ code: 1, failed: 'Check that out/ is not edited by hand' });
    expect(done.log).toContain('| file: out/README.md');
    expect(done.log).toContain('out/ is generated from config/ on main, after the merge');
  });

  test('refuses even a generated out/ with a change of config/: it would collide with others', () => {
    const done = review(
      proposal((own) => {
        setVersion('1.1.0')(own);
        own.fleet('generate');
      }),
    );
    expect(done).toMatchObject({ code: 1, failed: 'Check that out/ is not edited by hand' });
  });

  test('does not take for an edit what main delivered since the proposal was made', () => {
    const github = proposal(setVersion('1.1.0'), (other) => {
      other.merge('bravo', '2.0.0');
      expect(other.publish().code).toBe(0);
    });
    const done = review(github);
    expect(done).toMatchObject({ code: 0, steps: STEPS });
    expect(done.summary).not.toContain('bravo/1.0.0');
  });

  test('refuses a fleet that is not valid, with the finding at its line and as SARIF', () => {
    const done = review(proposal((own) => own.replace('config/agents/alpha.yaml', 'north', 'nowhere')));
    expect(done).toMatchObject({ code: 2, failed: 'Check the fleet' });
    expect(done.log).toMatch(/^::error file=config\/agents\/alpha\.yaml,line=3,col=\d+,endColumn=\d+,title=fleet\/unknown-region::/m);
    expect(done.summary).toBe('');
    const sarif = JSON.parse(readFileSync(join(done.temp, 'report/findings.sarif'), 'utf8')) as { runs: { results: { ruleId: string }[] }[] };
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(['fleet/unknown-region']);
  });

  test('no text of the fleet starts a command of the runner', () => {
    const done = review(
      proposal((own) =>
        own.write('config/agents/alpha.yaml', `${own.read('config/agents/alpha.yaml')}"##[set-output name=x]\\n::error::x": 1 # ##[group]\n`),
      ),
    );
    expect(done).toMatchObject({ code: 2, failed: 'Check the fleet' });
    const commands = done.log.split('\n').filter((line) => /^\s*::/.test(line) || line.includes('##['));
    expect(commands).toEqual([expect.stringMatching(/^::error file=config\/agents\/alpha\.yaml,/)]);
  });

  describe('the plan', () => {
    const kept = (done: Done, name: string): string => readFileSync(join(done.temp, 'report', name), 'utf8');

    test('stands in the summary, and is kept in full', () => {
      const done = review(proposal(setVersion('1.1.0')));
      expect(done).toMatchObject({ code: 0, steps: STEPS });
      expect(done.summary).toMatch(
        /^### 2 updated: 2 regions change, 0 stay as they are, compared with out at [0-9a-f]{12}\n\n\*\*The gate lets this pass/,
      );
      expect(done.summary).toContain('`~` `Deployment agents/alpha-agent` · `agents · all 2 regions: north, south` — **pods restart**');
      expect(kept(done, 'plan-full.md')).toContain('plugged.in/agents/alpha:v1.0.0 → plugged.in/agents/alpha:v1.1.0');
    });

    test('a refusal of the gate fails, but only after all is said', () => {
      const done = review(proposal((own) => void own.git('rm', '--quiet', 'config/agents/alpha.yaml')));
      expect(done).toMatchObject({ code: 3, failed: 'Show what will change' });
      expect(done.summary).toMatch(
        /^### [\s\S]*The gate refuses this change:[\s\S]*agent alpha runs in north and is no longer in the fleet[\s\S]*## What will change/,
      );
      expect(kept(done, 'plan-full.md')).toContain('put its entry back with `state: terminated`');
      expect(done.log).toContain('The gate refuses this change');
    });

    test('where the base cannot be understood there is none, and nothing passes', () => {
      const broken = remote.clone();
      broken.replace('out/overlays/north/agents/kustomization.yaml', 'resources:', 'namePrefix: other-\nresources:');
      broken.commit('Edit by hand');
      broken.git('push', '--quiet', 'origin', 'HEAD:main');
      const done = review(proposal(setVersion('1.1.0')));
      expect(done).toMatchObject({ code: 4, failed: 'Show what will change' });
      expect(done.log).toContain('"namePrefix" is nothing pap-fleet writes there');
    });
  });

  test.each([
    ['passes when out/ comes with it', 0],
    ['fails when out/ does not', 1],
  ])('a change of what the generator writes %s', (_, code) => {
    const template = 'generator/render/out-readme.hbs';
    const done = review(
      proposal((own) => {
        own.write(template, own.read(template).replace('\n', '\n\nMore.\n'));
        if (code === 0) {
          expect(execute(own.folder, own.env, 'npm', 'run', '--silent', 'build').code).toBe(0);
          expect(execute(own.folder, own.env, process.execPath, 'dist/pap-fleet.cjs', 'generate').code).toBe(0);
        }
      }),
    );
    expect(done.code).toBe(code);
    if (code === 0) return;
    expect(done.failed).toBe('Check that out/ is not edited by hand');
    expect(done.log).toContain('out/README.md');
    expect(done.log).toContain("Run 'npm run generate'");
  });

  test('what others write cannot break out of its fence', () => {
    const nasty = '`````\\n</details>\\n# Approved\\n`````';
    const done = review(
      proposal((own) => own.write('config/agents/alpha.yaml', `${own.read('config/agents/alpha.yaml')}env: { NOTE: "${nasty}" }\n`)),
    );
    expect(done).toMatchObject({ code: 0, steps: STEPS });
    expect(done.summary).toContain('`````');
    const [plan, difference] = done.summary.split('## What will change') as [string, string];
    for (const text of [plan, difference]) expect(text).toContain('`````');
    const fence = /^(`{6,})diff$/m.exec(difference)?.[1] as string;
    expect(fence).toBeDefined();
    expect(difference.split('\n').filter((line) => line.trim() === fence)).toHaveLength(1);
    expect(done.summary.split('\n').filter((line) => line === '# Approved')).toEqual([]);
  });

  test('a long difference is cut, and says so', () => {
    const done = review(
      proposal((own) => {
        for (let i = 0; i < 60; i++) own.write(`config/agents/more-${i}.yaml`, own.read('config/agents/alpha.yaml').replaceAll('alpha', `more-${i}`));
      }),
    );
    expect(done).toMatchObject({ code: 0, steps: STEPS });
    expect(done.summary).toMatch(/Only the first 60000 of \d+ bytes are shown/);
    expect(done.summary.length).toBeLessThan(120_000);
  });

  test('works for the merge queue', () => {
    const queued = (): object => ({ event: { merge_group: { base_sha: remote.head(), head_sha: clone.git('rev-parse', 'HEAD') } } });
    setVersion('1.1.0')(clone);
    clone.commit('Propose');
    setVersion('1.2.0')(clone);
    clone.commit('Propose more');
    expect(review(queued())).toMatchObject({ code: 0, steps: STEPS });
    clone.git('reset', '--quiet', '--hard');
    clone.replace('out/README.md', 'out', 'OUT');
    clone.commit('Edit out/');
    setVersion('1.3.0')(clone);
    clone.commit('Propose once more');
    expect(review(queued())).toMatchObject({ code: 1, failed: 'Check that out/ is not edited by hand' });
  });
});

describe('deliver', () => {
  const STEPS_OF_BOTH = ['Build', 'Generate', 'Check the inputs', 'Fetch the program', 'Publish'];

  test('lands exactly one commit that touches out/ alone, and none the next time', () => {
    const config = clone.merge('alpha', '1.1.0');
    expect(deliver()).toMatchObject({ code: 0, steps: STEPS_OF_BOTH });
    const commits = remote.since(config);
    expect(commits).toHaveLength(1);
    expect(commits[0]?.paths.filter((path) => !path.startsWith('out/'))).toEqual([]);
    expect(remote.bare.git('log', '-1', '--format=%an %ce', 'main')).toBe(
      'github-actions[bot] 41898282+github-actions[bot]@users.noreply.github.com',
    );
    expect(remote.isFresh()).toBe(true);

    const head = remote.head();
    expect(deliver()).toMatchObject({ code: 0, log: expect.stringContaining('nothing to commit') as string });
    expect(remote.head()).toBe(head);
  });

  test('runs the program of the release and no file of the working copy', () => {
    clone.write('dist/pap-fleet.cjs', 'require("node:fs").writeFileSync("ran", process.env.PUSH_TOKEN)\n');
    clone.write('package.json', '{ "scripts": { "build": "touch ran" } }\n');
    clone.write('.npmrc', 'node-options=--require ./x.cjs\n');
    clone.git('add', '--all', '--force');
    clone.git('commit', '--quiet', '-m', 'Take the token');
    const before = clone.git('rev-parse', 'HEAD');
    clone.git('push', '--quiet', 'origin', 'main');
    const runner = remote.clone();
    const done = runJob(
      'deliver',
      'push',
      runner,
      { ref: 'refs/heads/main', token: 'x' },
      { env: release.env, needs: { build: { result: 'success' } } },
    );
    // There is no artifact, so it goes no further than that; what matters is what did not run before.
    expect(done).toMatchObject({ code: 1, failed: 'Publish', steps: ['Check the inputs', 'Fetch the program', 'Publish'] });
    expect(existsSync(join(runner.folder, 'ran'))).toBe(false);
    expect(remote.head()).toBe(before);
  });

  test('pushes nothing when what was built is not what config/ gives', () => {
    const before = clone.merge('alpha', '1.1.0');
    const done = deliver(undefined, (artifacts) => appendFileSync(join(artifacts, 'built/out/README.md'), 'One line more.\n'));
    expect(done).toMatchObject({ code: 4, failed: 'Publish' });
    expect(done.log).toContain('README.md');
    expect(remote.head()).toBe(before);
  });

  test('fails when the remote refuses, and says why', () => {
    const before = clone.merge('alpha', '1.1.0');
    remote.bare.hook('pre-receive', 'echo "main is protected"; exit 1');
    const done = deliver();
    expect(done).toMatchObject({ code: 4, failed: 'Publish' });
    expect(done.log).toContain('remote: main is protected');
    expect(done.log).not.toContain('not-a-real-token');
    expect(remote.head()).toBe(before);
  });

  test('delivers nothing of a fleet that is not valid', () => {
    clone.replace('config/agents/alpha.yaml', 'north', 'nowhere');
    const broken = clone.commit('Break the fleet');
    clone.git('push', '--quiet', 'origin', 'main');
    expect(deliver()).toMatchObject({ code: 2, failed: 'Generate' });
    expect(remote.head()).toBe(broken);
  });

  test('started on another branch it does nothing', () => {
    for (const job of ['build', 'push']) expect(runJob('deliver', job, clone, { ref: 'refs/heads/feature' })).toMatchObject({ code: 0, steps: [] });
  });
});

describe('ci', () => {
  const changes = (github: object): string => {
    const done = runJob('ci', 'check', clone, github);
    return `${done.code} ${/the project itself changes: (\w+)/.exec(done.log)?.[1]} ${done.steps.length}`;
  };
  // The clone has no package.json script worth running for minutes: `npm run check` stands for "it was started".
  const scripts = (own: Clone): void => own.write('package.json', JSON.stringify({ scripts: { check: 'true' } }));

  test('leaves out a change of config/ alone', () => {
    expect(changes(proposal(setVersion('1.1.0')))).toBe('0 false 1');
  });

  test('checks any other change', () => {
    expect(changes(proposal(scripts))).toBe('0 true 4');
  });

  test('looks at everything a push to main brought', () => {
    const before = clone.git('rev-parse', 'HEAD');
    scripts(clone);
    clone.commit('Change the project');
    setVersion('1.1.0')(clone);
    const sha = clone.commit('Change the config');
    expect(changes({ sha, event: { before } })).toBe('0 true 4');
    expect(changes({ sha, event: { before: clone.git('rev-parse', 'HEAD^1') } })).toBe('0 false 1');
    // A branch that was just made has no commit before.
    expect(changes({ sha, event: { before: '0'.repeat(40) } })).toBe('0 false 1');
  });
});
