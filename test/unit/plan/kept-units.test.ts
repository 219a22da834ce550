// A plan that leaves out what the texts of overlays tell to be the same finds the changes of one that reads everything.
import { describe, expect, test } from 'vitest';
import { memo } from '../../../generator/model/memo.ts';
import { withoutKept } from '../../../generator/plan/kept-units.ts';
import { makePlan } from '../../../generator/plan/plan.ts';
import type { Change } from '../../../generator/plan/change.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import type { FileMap } from '../../../generator/render/files.ts';
import { agent, configOf, fleet, made, outOf } from './support.ts';
import type { Spec } from './support.ts';

const before = outOf(fleet());
const OVERLAY = /^overlays\/[^/]+\/[^/]+\/kustomization\.yaml$/;

/** The same overlays in another spelling: their texts tell nothing. */
function respelled(files: FileMap): FileMap {
  return new Map([...files].map(([path, text]) => [path, OVERLAY.test(path) ? `${text}# by hand\n` : text]));
}

const wanted = new Map<string, ReturnType<typeof made>>();

function changesOf(now: Spec, old: FileMap): readonly Change[] {
  return makePlan(
    memo(wanted, JSON.stringify(now), () => made(configOf(now))),
    treeOf(old),
  ).changes;
}

const edits: Readonly<Record<string, (spec: Spec) => void>> = {
  'an image everywhere': (spec) => void (agent(spec, 'agent-c')['image'] = 'registry.example.net/agent-c:v2'),
  'an image in one region': (spec) => void (agent(spec, 'agent-c')['overrides'] = { south: { image: 'registry.example.net/agent-c:v2' } }),
  'an agent that ends': (spec) => void (agent(spec, 'agent-c')['state'] = 'terminated'),
  'an agent that comes': (spec) =>
    void (spec.agents['agent-z'] = { ref: 'acme/agent-z@1.0.0', image: 'registry.example.net/agent-z:v1', regions: ['north', 'south'] }),
  'all agents': (spec) => void (spec['agentDefaults'] = { env: { LOG_LEVEL: 'debug' } }),
  'a component that goes': (spec) => void (spec.components['monitoring'] = { enabled: false }),
  'a host': (spec) => void (agent(spec, 'agent-c')['host'] = 'other'),
  nothing: () => undefined,
};

describe('the changes are those of reading everything', () => {
  for (const [name, edit] of Object.entries(edits)) {
    test(name, () => {
      const found = changesOf(fleet(edit), before);
      expect(found).toEqual(changesOf(fleet(edit), respelled(before)));
      expect(found.length > 0).toBe(name !== 'nothing');
    });
  }
  test('of an out/ of another fleet', () => {
    const old = outOf(fleet((spec) => ['an agent that ends', 'an image in one region', 'a host'].forEach((name) => edits[name]?.(spec))));
    expect(changesOf(fleet(), old)).toEqual(changesOf(fleet(), respelled(old)));
  });
});

describe('edits by hand are seen', () => {
  const [path, text] = [...before].find(([each]) => each === 'overlays/south/monitoring/kustomization.yaml') as [string, string];
  const edited = (change: (text: string) => string): FileMap => new Map(before).set(path, change(text));
  const now = (): Spec => fleet(edits['an image everywhere']);

  test('a value that a patch puts in', () => {
    const old = edited((all) => all.replace('value: "south"', 'value: "elsewhere"'));
    expect(changesOf(now(), old)).toEqual(changesOf(now(), respelled(old)));
    expect(changesOf(now(), old)).not.toEqual(changesOf(now(), before));
  });
  test('a patch that is gone', () => {
    const old = edited((all) => all.slice(0, all.lastIndexOf('- target:\n')));
    expect(changesOf(now(), old)).toEqual(changesOf(now(), respelled(old)));
    expect(changesOf(now(), old)).not.toEqual(changesOf(now(), before));
  });
  test('another spelling of a target, a resource or a patch twice, another key: the texts tell nothing', () => {
    const { overlays } = made(configOf(now()));
    const { units } = overlays.find(
      ({ region, component }) => region.name === 'south' && component.name === 'monitoring',
    ) as (typeof overlays)[number];
    const last = text.slice(text.lastIndexOf('- target:\n'));
    expect(withoutKept(text, text, units)?.kept).toEqual(units);
    for (const odd of [
      text.replace(/^( {4}name: )([a-z-]+)$/m, '$1"$2"'),
      text.replace(/^(- \.\.\/.*\n)/m, '$1$1'),
      text + last,
      `${text}images: []\n`,
      text.replace('south', 'north'),
      text.replace('  patch: |-', '  patch: >-'),
    ]) {
      expect(odd).not.toBe(text);
      expect(withoutKept(odd, text, units), odd).toBeUndefined();
    }
  });
  test('a base that was edited in place', () => {
    const base = [...before.keys()].find((each) => each.startsWith('base/agents/agent-d/') && each.endsWith('objects.yaml')) as string;
    const old = new Map(before).set(base, (before.get(base) as string).replaceAll('agent-d:v1', 'agent-d:v0'));
    expect(changesOf(now(), old).map(({ id }) => id)).toContain('apps/Deployment agents/agent-d-agent');
  });
});
