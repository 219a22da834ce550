// One region refuses, the others go on: what people see of it, from the refused change to the delivered one and back.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM, Remote, execute, scratch } from './repositories.ts';
import type { Ran } from './repositories.ts';

const folder = scratch();

/** What a delivery says of itself at the end of its message. */
function trailer(remote: Remote, key: string): string {
  return remote.bare.git('log', '-1', `--format=%(trailers:key=${key},valueonly)`, 'main').trim();
}

function heldOf(remote: Remote): unknown {
  const ran = execute(remote.bare.folder, remote.bare.env, 'git', 'show', 'main:out/held.json');
  return ran.code === 0 ? JSON.parse(ran.out) : undefined;
}

const OBJECTS = 'overlays/south/agents';

test('a refused change is held, an approved one delivered, and the same approval once more is held, while the others go on', () => {
  const remote = new Remote(join(folder, 'story'));
  const ada = remote.clone();
  const south = (): string => remote.bare.git('rev-parse', `main:out/${OBJECTS}`);
  const north = (): string => remote.bare.git('rev-parse', 'main:out/overlays/north');
  const agent = ada.read('config/agents/alpha.yaml');
  const push = (message: string): void => {
    ada.commit(message);
    ada.git('push', '--quiet', 'origin', 'main');
  };
  const deliver = (...args: string[]): Ran => {
    const ran = remote.clone().publish(...args);
    ada.git('pull', '--quiet', '--ff-only', 'origin', 'main');
    return ran;
  };
  const begun = { south: south(), north: north(), commit: remote.head() };

  // An agent leaves south alone, which is more than a tenth of it; another one changes its version everywhere.
  ada.write('config/agents/alpha.yaml', `${agent}overrides: { south: { state: terminated } }\n`);
  push('End alpha in south');
  ada.merge('bravo', '1.1.0');
  const first = deliver();
  expect(first.code, first.err).toBe(3);
  expect(first.err).toMatch(
    /the gate holds 1 region, which stays as delivered before; all else is delivered:\n {2}south: \d+ of \d+ objects of south are deleted/,
  );
  expect([south() === begun.south, north() === begun.north]).toEqual([true, false]);
  expect(heldOf(remote)).toMatchObject({
    heldVersion: 1,
    regions: { south: { because: expect.stringContaining('of south are deleted') as string } },
  });
  expect(remote.bare.git('log', '-1', '--format=%s', 'main')).toMatch(/^bravo 1\.0\.0 → 1\.1\.0 in north; held: south$/);
  expect([trailer(remote, 'Held'), trailer(remote, 'Approvals')]).toEqual(['south', '']);
  const since = remote.head();
  expect(ada.fleet('check')).toMatchObject({ code: 0, out: expect.stringContaining('but for what is held: south') as string });
  expect(ada.fleet('plan', '--base', 'origin/main').out).toMatch(
    new RegExp(`^held: south \\(.*, since ${since.slice(0, 12)}\\)\ndelivered: no region changes$`, 'm'),
  );

  // It stays so, without another commit.
  const again = deliver('--json');
  expect(again.code).toBe(3);
  expect(JSON.parse(again.out)).toMatchObject({ ok: false, held: { south: {} }, published: { pushed: false } });
  expect(remote.head()).toBe(since);

  // The approval of what is held; north goes on meanwhile.
  const { hash } = (JSON.parse(ada.fleet('plan', '--base', 'origin/main', '--json').out) as { plan: { gate: { hash: string } } }).plan.gate;
  expect(ada.fleet('approve', hash, '--base', 'origin/main', '--by', 'Ada', '--reason', 'alpha leaves')).toMatchObject({ code: 0 });
  push('Approve that alpha leaves south');
  const approved = deliver();
  expect(approved.code, approved.err).toBe(0);
  expect(heldOf(remote)).toBeUndefined();
  expect(south()).not.toBe(begun.south);
  expect(trailer(remote, 'Approvals')).toMatch(new RegExp(`^${hash}-[0-9a-f]{8}$`));
  expect(ada.fleet('check').code).toBe(0);
  expect(ada.fleet('generate', '--no-cache').code).toBe(0);
  expect(ada.git('status', '--porcelain')).toBe('');

  // Alpha comes back, and leaves again by the approval that still lies there.
  ada.write('config/agents/alpha.yaml', agent);
  push('Bring alpha back');
  expect(deliver().code).toBe(0);
  const back = south();
  ada.write('config/agents/alpha.yaml', `${agent}overrides: { south: { state: terminated } }\n`);
  push('End alpha in south once more');
  const northBefore = north();
  ada.write('config/agents/delta.yaml', `${ada.read('config/agents/delta.yaml')}overrides: { north: { env: { LOG_LEVEL: debug } } }\n`);
  push('Say more in north');
  const spent = deliver();
  expect(spent.code, spent.err).toBe(3);
  expect(spent.err).toContain(`config/approvals/${hash}.yaml: a delivery has used this approval already`);
  expect([south() === back, north() === northBefore]).toEqual([true, false]);
  expect(trailer(remote, 'Approvals')).toBe('');

  // A clone with too little history cannot tell.
  const shallow = join(remote.folder, 'shallow');
  execute(remote.folder, ada.env, 'git', 'clone', '--quiet', '--depth', '1', `file://${remote.bare.folder}`, shallow);
  const ran = execute(shallow, ada.env, process.execPath, PROGRAM, 'publish', '--no-push');
  expect(ran).toMatchObject({ code: 4, err: expect.stringContaining('git fetch --unshallow') as string });
  execute(shallow, ada.env, 'git', 'fetch', '--quiet', '--unshallow');
  expect(execute(shallow, ada.env, process.execPath, PROGRAM, 'publish', '--no-push')).toMatchObject({ code: 3 });

  // Somebody approves it anew.
  expect(ada.fleet('approve', hash, '--base', 'origin/main', '--by', 'Ada', '--reason', 'alpha leaves for good')).toMatchObject({ code: 0 });
  push('Approve it anew');
  const last = deliver();
  expect(last.code, last.err).toBe(0);
  expect(heldOf(remote)).toBeUndefined();
  expect(south()).not.toBe(back);
});

test('one region of several that are refused is approved alone', () => {
  const remote = new Remote(join(folder, 'one'));
  const ada = remote.clone();
  const south = (): string => remote.bare.git('rev-parse', `main:out/${OBJECTS}`);
  const begun = south();
  ada.write('config/agents/alpha.yaml', `${ada.read('config/agents/alpha.yaml')}state: terminated\n`);
  ada.commit('End alpha');
  ada.git('push', '--quiet', 'origin', 'main');
  const { hash } = (JSON.parse(ada.fleet('plan', '--base', 'origin/main', '--json').out) as { plan: { gate: { hash: string } } }).plan.gate;
  const approve = (...more: string[]) => ada.fleet('approve', hash, '--base', 'origin/main', '--by', 'Ada', '--reason', 'it leaves', ...more);
  expect(approve('--region', 'nowhere')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/nothing in "nowhere" needs an approval\n.*it is north, south that ask for one/) as string,
  });
  const approved = approve('--region', 'south');
  expect(approved).toMatchObject({ code: 0, out: expect.stringMatching(/^wrote config\/approvals\/[0-9a-f]{16}\.yaml/) as string });
  expect(approved.out).not.toContain(hash);
  ada.git('add', '--all');
  ada.commit('Approve that alpha leaves south');
  ada.git('push', '--quiet', 'origin', 'main');
  expect(remote.clone().publish().code).toBe(3);
  expect(Object.keys((heldOf(remote) as { regions: object }).regions)).toEqual(['north']);
  expect(south()).not.toBe(begun);
  expect(trailer(remote, 'Held')).toBe('north');
});

test('the owner of an agent approves that it stops', () => {
  const remote = new Remote(join(folder, 'owner'));
  const ada = remote.clone();
  ada.replace('config/fleet.yaml', 'gitops: { ', 'gitops: { owners: "@acme", ');
  ada.write('config/agents/alpha.yaml', `${ada.read('config/agents/alpha.yaml')}owner: { team: search }\n`);
  ada.commit('Name an owner');
  ada.git('push', '--quiet', 'origin', 'main');
  expect(remote.clone().publish().code).toBe(0);
  ada.git('pull', '--quiet', '--ff-only', 'origin', 'main');
  expect(ada.read('out/CODEOWNERS.agents')).toContain('\n/config/approvals/agents/alpha/*.yaml @acme/search\n');

  ada.write('config/agents/alpha.yaml', `${ada.read('config/agents/alpha.yaml')}state: suspended\n`);
  ada.commit('Stop alpha');
  ada.git('push', '--quiet', 'origin', 'main');
  const plan = ada.fleet('plan', '--base', 'origin/main');
  expect(plan.code).toBe(3);
  const [, hash] = /^the owner of alpha may approve .*: pap-fleet approve ([0-9a-f]{16}) --agent alpha /m.exec(plan.out) as RegExpExecArray;
  const approve = (agent: string, ...more: string[]) =>
    ada.fleet('approve', hash as string, '--base', 'origin/main', '--by', 'Bo', '--reason', 'an hour', '--agent', agent, ...more);
  expect(approve('bravo')).toMatchObject({ code: 2, err: expect.stringContaining('the owner of "bravo" may approve nothing of this') as string });
  expect(approve('alpha', '--region', 'north')).toMatchObject({ code: 2, err: expect.stringContaining('exclude each other') as string });
  expect(approve('alpha')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^wrote config\/approvals\/agents\/alpha\/[0-9a-f]{16}\.yaml: /) as string,
  });
  ada.commit('Agree that alpha stops');
  ada.git('push', '--quiet', 'origin', 'main');
  const delivered = remote.clone().publish();
  expect(delivered.code, delivered.err).toBe(0);
  expect(heldOf(remote)).toBeUndefined();
  expect(trailer(remote, 'Approvals')).toMatch(/^[0-9a-f]{16}-[0-9a-f]{8}$/);
});

test('what is held and taken back is held no longer', () => {
  const remote = new Remote(join(folder, 'back'));
  const ada = remote.clone();
  const agent = ada.read('config/agents/alpha.yaml');
  ada.write('config/agents/alpha.yaml', `${agent}overrides: { south: { state: terminated } }\n`);
  ada.commit('End alpha in south');
  ada.git('push', '--quiet', 'origin', 'main');
  expect(remote.clone().publish().code).toBe(3);
  ada.git('pull', '--quiet', '--ff-only', 'origin', 'main');
  expect(heldOf(remote)).toBeDefined();
  ada.write('config/agents/alpha.yaml', agent);
  ada.commit('Keep alpha');
  ada.git('push', '--quiet', 'origin', 'main');
  expect(remote.clone().publish().code).toBe(0);
  expect(heldOf(remote)).toBeUndefined();
  expect(remote.isFresh()).toBe(true);
});

test('check sees the edit of a held part by hand', () => {
  const remote = new Remote(join(folder, 'edit'));
  const ada = remote.clone();
  ada.write('config/agents/alpha.yaml', `${ada.read('config/agents/alpha.yaml')}overrides: { south: { state: terminated } }\n`);
  ada.commit('End alpha in south');
  expect(ada.publish('--no-push').code).toBe(3);
  expect(ada.fleet('check').code).toBe(0);
  const path = `out/${OBJECTS}/kustomization.yaml`;
  const kept = ada.read(path);
  ada.write(path, `${kept}# edited\n`);
  expect(ada.fleet('check')).toMatchObject({ code: 1, out: expect.stringContaining(`${path}  edited by hand`) as string });
  ada.write(path, kept);
  expect(ada.fleet('check').code).toBe(0);
  ada.replace('out/held.json', 'because', 'becase');
  expect(ada.fleet('check').code).toBe(1);
  ada.git('checkout', '--', 'out/held.json');
  // A plain generate holds nothing.
  expect(ada.fleet('generate').code).toBe(0);
  expect(ada.fleet('check').out).toMatch(/^out\/ is what the config says: \d+ files$/m);
});
