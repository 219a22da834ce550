// Many writers on one branch: nothing of anybody is lost, whatever goes wrong on the way.
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { expectAllLanded, mergeAndPublish, writers } from '../workflows/race.ts';
import { Remote, scratch } from '../workflows/repositories.ts';

const folder = scratch();
const agents = Array.from({ length: 20 }, (_, i) => `agent-${String(i + 1).padStart(2, '0')}`);
// When all have merged before the first delivery, that one delivers every agent at once: the gate's limits are tried elsewhere.
const template = new Remote(join(folder, 'template'), { agents, maxUpdatePercent: 100 });
let number = 0;
let remote: Remote;

beforeEach(() => {
  number += 1;
  remote = new Remote(join(folder, String(number)), { like: template });
});

describe('racing writers', () => {
  test('twenty land but the broken ones, who fail loudly and block nobody', async () => {
    const before = remote.head();
    const broken = new Set(['agent-04', 'agent-11', 'agent-17']);
    const all = writers(remote, agents, '2.0.0').map((writer) => (broken.has(writer.agent) ? { ...writer, edit: 's/north/nowhere/' } : writer));
    const ran = await Promise.all(all.map(async (writer) => ({ ...(await mergeAndPublish(writer)), agent: writer.agent })));
    for (const { agent, code, err } of ran) {
      if (broken.has(agent)) expect({ agent, code, err }).toEqual({ agent, code: 2, err: expect.stringContaining('fleet/unknown-region') as string });
      else expect({ agent, code, err }).toEqual({ agent, code: 0, err: '' });
    }
    expectAllLanded(
      remote,
      before,
      agents.filter((agent) => !broken.has(agent)),
    );
  });

  test('twelve land on a remote that refuses now and then, and loses answers', async () => {
    const before = remote.head();
    const some = agents.slice(0, 12);
    // Merges of config/ get through; of the deliveries some are refused, and of others the answer is lost.
    remote.bare.hook(
      'pre-receive',
      'read old new ref',
      'git diff --quiet "$old" "$new" -- out && exit 0',
      'case $new in [0-3]*) [ ! -e "refused-$old" ] || exit 0; touch "refused-$old"; exit 1;; esac',
    );
    remote.bare.hook('post-update', 'git diff --quiet main~1 main -- out && exit 0', 'case $(git rev-parse main) in [4-9]*) kill -9 $PPID;; esac');
    const ran = await Promise.all(writers(remote, some, '2.0.0').map(mergeAndPublish));
    expect(ran.map(({ code, err }) => ({ code, err }))).toEqual(some.map(() => ({ code: 0, err: '' })));
    expectAllLanded(remote, before, some);
  });
});
