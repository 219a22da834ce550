// What the commit of a delivery says: what changed, for whom, where.
import { describe, expect, test } from 'vitest';
import { newsOf } from '../../../generator/plan/news.ts';
import type { News } from '../../../generator/plan/news.ts';
import { commitMessage, subjectOf } from '../../../generator/report/published.ts';
import { lessHeld, newsLine } from '../../../generator/report/news.ts';
import { agent, fleet, reviewOf } from '../plan/support.ts';
import type { Spec } from '../plan/support.ts';

const NOTHING = { created: [], updated: [], deleted: [] };
const subject = (now: (spec: Spec) => void, old: (spec: Spec) => void = () => undefined): string =>
  subjectOf(NOTHING, reviewOf(fleet(old), fleet(now)).news);
const version = (name: string, to: string, region?: string) => (spec: Spec) => {
  const own = { ref: `acme/${name}@${to}`, image: `registry.example.net/${name}:v${to}` };
  if (region === undefined) Object.assign(agent(spec, name), own);
  else Object.assign(agent(spec, name), { overrides: { [region]: own } });
};

describe('the subject says', () => {
  test.each<[string, string, (spec: Spec) => void, ((spec: Spec) => void)?]>([
    ['a version in one region', 'agent-a 1.0.0 → 1.1.0 in north', version('agent-a', '1.1.0', 'north')],
    ['a version in all', 'agent-a 1.0.0 → 1.1.0 in north, south', version('agent-a', '1.1.0')],
    [
      'two of them',
      'agent-a 1.0.0 → 1.1.0, agent-b 1.0.0 → 2.0.0 in north, south',
      (spec) => {
        version('agent-a', '1.1.0')(spec);
        version('agent-b', '2.0.0')(spec);
      },
    ],
    [
      'as many as there is room for',
      'agent-a 1.0.0 → 2.0.0, agent-b 1.0.0 → 2.0.0 in north, south and 3 more',
      (spec) => ['agent-a', 'agent-b', 'agent-c', 'agent-d', 'agent-e'].forEach((name) => version(name, '2.0.0')(spec)),
    ],
    ['an image', 'agent-a image v1 → v2 in north, south', (spec) => (agent(spec, 'agent-a')['image'] = 'registry.example.net/agent-a:v2')],
    [
      'how many run',
      'agent-a replicas 1 → 3 in north, south',
      (spec) => Object.assign(agent(spec, 'agent-a'), { stateless: true, replicas: 3 }),
      (spec) => Object.assign(agent(spec, 'agent-a'), { stateless: true }),
    ],
    ['a setting', 'agent-a settings in north, south', (spec) => (agent(spec, 'agent-a')['env'] = { LOG: 'x' })],
    [
      'an agent that comes',
      'add new 3.0.0 in south',
      (spec) => (spec.agents['new'] = { ref: 'acme/new@3.0.0', image: 'registry.example.net/new:v3', regions: ['south'] }),
    ],
    ['an agent that goes', 'remove agent-a in north, south', (spec) => (agent(spec, 'agent-a')['state'] = 'terminated')],
    [
      'a region that comes',
      'add region west',
      (spec) => {
        spec.regions['west'] = {};
        agent(spec, 'agent-a')['regions'] = ['north', 'south', 'west'];
      },
    ],
    [
      'a region that goes',
      'remove region south',
      (spec) => (spec.regions['south'] = { state: 'decommissioned' }),
      (spec) => (spec.regions['south'] = { state: 'decommissioning' }),
    ],
  ])('%s', (_, expected, now, old) => expect(subject(now, old)).toBe(expected));
});

const news = (n: number): News[] =>
  Array.from({ length: n }, (_, i) => ({ what: `agent-${i} 1.0.0 → 1.1.0`, agent: `agent-${i}`, regions: ['a', 'b', 'c', 'd'], rank: 3 }));

test('a line is never longer than there is room for, and says how much is left out', () => {
  for (let n = 1; n < 40; n++) {
    const line = newsLine(news(n), 72) as string;
    expect(line.length).toBeLessThanOrEqual(72);
    const shown = line.match(/agent-/g)?.length ?? 0;
    expect(line.endsWith(` and ${n - shown} more`)).toBe(shown < n);
    expect(line).toContain(' in 4 regions');
  }
  expect(newsLine(news(1), 10)).toBeUndefined();
  expect(newsLine([], 72)).toBeUndefined();
});

test('the message lists all of it, and its trailers are read by machines', () => {
  const { news: told } = reviewOf(fleet(), fleet(version('agent-a', '1.1.0', 'north')));
  expect(commitMessage({ ...NOTHING, updated: ['overlays/north/agents/kustomization.yaml'] }, { 'Fleet-Hash': 'f' }, told)).toBe(
    'agent-a 1.0.0 → 1.1.0 in north\n\n- agent-a 1.0.0 → 1.1.0: north\n\n~ overlays/north/agents\n\nFleet-Hash: f\nAgents: agent-a\nRegions: north\n',
  );
});

test('what others wrote into the old out/ gives no command and no line', () => {
  const nasty: News[] = [{ what: 'x [skip ci]\nFleet-Hash: 0 → 1', agent: 'x\ny', regions: ['a'], rank: 0 }];
  const message = commitMessage(NOTHING, {}, nasty);
  expect(message).not.toMatch(/\[skip ci\]|^Fleet-Hash/m);
  expect(message.split('\n')).toHaveLength(8);
});

test('what is held is not told', () => {
  const told = lessHeld([...news(1), { what: 'x', regions: ['a'], rank: 9 }, { what: 'root', regions: [], rank: 6 }], new Set(['a']));
  expect(told.map(({ what, regions }) => [what, regions])).toEqual([
    ['agent-0 1.0.0 → 1.1.0', ['b', 'c', 'd']],
    ['root', []],
  ]);
});

test('nothing is told where nothing changes in a cluster', () => {
  expect(newsOf({ changes: [], memory: reviewOf(fleet(), fleet()) as never })).toEqual([]);
  expect(subjectOf({ ...NOTHING, updated: ['README.md'] })).toBe('out: README.md');
});
