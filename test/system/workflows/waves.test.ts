// A new release reaches the regions in waves: what is delivered, what waits, and what every command says of it.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GENERATOR_VERSION } from '../../../generator/model/generator.ts';
import { Remote, scratch } from './repositories.ts';
import type { Clone, Ran } from './repositories.ts';

const folder = scratch();
const OLD = '0.0.9';
const LOCKS = ['out/fleet.lock.json', ...['north', 'south'].map((region) => `out/overlays/${region}/fleet.lock.json`)];

/** What another release wrote of the same config: here alpha has another grace period, and the locks another version. */
function writtenBefore(ada: Clone): void {
  const agent = ada.read('config/agents/alpha.yaml');
  ada.write('config/agents/alpha.yaml', `${agent}terminationGracePeriodSeconds: 31\n`);
  expect(ada.fleet('generate')).toMatchObject({ code: 0 });
  ada.write('config/agents/alpha.yaml', agent);
  for (const lock of LOCKS) ada.replace(lock, `"generator": "${GENERATOR_VERSION}"`, `"generator": "${OLD}"`);
  ada.git('add', '--all');
  ada.commit(`Deliver with ${OLD}`);
  ada.git('push', '--quiet', 'origin', 'main');
}

test('regions come to a new release one wave after the other', () => {
  const remote = new Remote(join(folder, 'waves'));
  const ada = remote.clone();
  writtenBefore(ada);
  const tree = (path: string): string => remote.bare.git('rev-parse', `main:out/${path}`);
  const deliver = (...args: string[]): Ran => {
    const ran = remote.clone().publish(...args);
    ada.git('pull', '--quiet', '--ff-only', 'origin', 'main');
    return ran;
  };
  const begun = { north: tree('overlays/north'), south: tree('overlays/south') };

  // The pin of the action moves, and south waits.
  const plain = ada.read('config/fleet.yaml');
  ada.replace('config/fleet.yaml', '  south: {', `  south: { generator: "${OLD}",`);
  ada.commit('Upgrade, north first');
  const plan = ada.fleet('plan', '--base', 'origin/main');
  expect(plan.code, plan.out).toBe(0);
  expect(plan.out).toContain(`\nsouth stays on generator ${OLD}: not delivered: 1 updated by ${GENERATOR_VERSION}\n`);
  expect(plan.out).toMatch(/^~ Deployment agents\/alpha-agent {2}agents · north$/m);
  ada.git('push', '--quiet', 'origin', 'main');
  const first = deliver();
  expect(first.code, first.err).toBe(0);
  expect(first.err).toContain(`1 region stays as delivered before; all else is delivered:\n  south: stays on generator ${OLD}\n`);
  expect([tree('overlays/north') === begun.north, tree('overlays/south') === begun.south]).toEqual([false, true]);

  // Everybody understands it, and a second delivery has nothing to do.
  const head = remote.head();
  const again = deliver('--json');
  expect([again.code, JSON.parse(again.out)]).toMatchObject([0, { ok: true, held: { south: {} } }]);
  expect(remote.head()).toBe(head);
  expect(ada.fleet('check')).toMatchObject({ code: 0, out: expect.stringContaining('but for what is held: south') as string });
  const status = ada.fleet('status', '--base', 'origin/main');
  expect(status.out).toContain(`held: south (stays on generator ${OLD}, since ${head.slice(0, 12)})\nout/ delivers what config/ says\n`);
  expect(ada.fleet('explain', 'region/south', 'generator').out).toMatch(/region south {2}"0\.0\.9" {2}config\/fleet\.yaml:\d+/);
  expect(ada.fleet('generate').out).toContain(
    `what is delivered of south (${OLD}) stays on an older generator; here it is as ${GENERATOR_VERSION} writes it\n`,
  );
  ada.git('checkout', '--quiet', '--', '.');
  ada.git('clean', '--quiet', '-fd', 'out');

  // An edit for all regions is refused in south, and goes on being refused until it is undone or south comes along.
  ada.merge('bravo', '1.1.0');
  const refused = ada.fleet('plan', '--base', 'origin/main');
  expect(refused.code).toBe(3);
  expect(refused.out).toContain(
    `  - region south stays on generator ${OLD}, and an edit of config/ reaches it: Deployment agents/bravo-agent: take `,
  );
  const edited = deliver();
  expect(edited.code, edited.out).toBe(3);
  expect(tree('overlays/south')).toBe(begun.south);
  expect(deliver().code).toBe(3);

  // The next wave.
  ada.write('config/fleet.yaml', plain);
  ada.commit('Upgrade south');
  const last = ada.fleet('plan', '--base', 'origin/main');
  expect(last.out).toMatch(/^~ .*Deployment agents\/alpha-agent/m);
  ada.git('push', '--quiet', 'origin', 'main');
  expect(deliver()).toMatchObject({ code: 0 });
  expect(tree('overlays/south')).not.toBe(begun.south);
  expect(ada.read('out/overlays/south/fleet.lock.json')).toContain(`"generator": "${GENERATOR_VERSION}"`);
  expect(ada.fleet('check')).toMatchObject({ code: 0, out: expect.not.stringContaining('held') as string });
});
