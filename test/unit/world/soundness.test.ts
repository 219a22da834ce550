import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { overlayObjects } from '../../../generator/render/overlay.ts';
import { readConfig } from '../../../generator/io/read-config.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { Cluster } from '../../../generator/k8s/cluster.ts';
import { soundness } from '../../../generator/check/judge-cluster.ts';
import { FACTS, object, workload } from '../../support/worlds.ts';

function clusterOf(objects: readonly KubeObject[], around?: Cluster): Cluster {
  return new Cluster({ objects, externals: [], whole: true, facts: FACTS, around });
}

describe('a cluster knows what it is asked about', () => {
  const service = object('/Service', 'a');
  const job = workload('batch/CronJob', 'b');
  const cases: readonly (readonly [string, (cluster: Cluster) => unknown, readonly string[]])[] = [
    ['objects of a kind', (cluster) => cluster.subjects('/Service'), ['/Service']],
    ['all of a kind', (cluster) => cluster.all('/Service'), ['/Service']],
    ['one by name', (cluster) => cluster.find('/Secret', 'shop', 'x'), ['/Secret']],
    ['what is not there', (cluster) => cluster.lacks('/Secret', 'shop', 'x'), ['/Secret']],
    ['pods', (cluster) => cluster.pods, ['pods']],
    ['all pods', (cluster) => cluster.allPods, ['pods']],
    ['every object', (cluster) => cluster.objects, ['all']],
    ['what is worked out', (cluster) => cluster.once('x', (own) => own.subjects('/Service')), ['/Service']],
    ['nothing', () => undefined, []],
  ];
  test.each(cases)('%s', (_, ask, asked) => {
    const cluster = clusterOf([service, job]);
    expect([...cluster.heard(() => ask(cluster)).asked]).toEqual(asked);
    // What is known by now was asked about all the same.
    expect([...cluster.heard(() => ask(cluster)).asked]).toEqual(asked);
  });

  test('whoever listens hears no more than what is asked while listening, and others go on listening', () => {
    const cluster = clusterOf([service, job]);
    const outer = cluster.heard(() => {
      cluster.subjects('/Service');
      return cluster.heard(() => cluster.subjects('/Secret')).asked;
    });
    expect([...outer.value]).toEqual(['/Secret']);
    expect([...outer.asked]).toEqual(['/Service']);
    cluster.subjects('/ConfigMap');
    expect(outer.asked.size).toBe(1);
  });

  test('what is around is the same for both, and no answer of theirs', () => {
    const cluster = clusterOf([], clusterOf([service]));
    expect([...cluster.heard(() => cluster.once('x', (own) => own.subjects('/Service'))).asked]).toEqual(['/Service']);
  });
});

describe('clusters differ', () => {
  const [a, b, job] = [object('/Service', 'a'), object('/Service', 'b'), workload('batch/CronJob', 'c')];
  const cases: readonly (readonly [string, readonly KubeObject[], readonly KubeObject[], readonly string[]])[] = [
    ['by nothing', [a, job], [a, job], []],
    ['by an object more', [a], [a, b], ['/Service', 'all']],
    ['by one less', [a, b], [b], ['/Service', 'all']],
    ['by one like it', [a], [object('/Service', 'a')], ['/Service', 'all']],
    ['by the order', [a, b], [b, a], ['/Service', 'all']],
    ['by the order of kinds', [a, job], [job, a], ['all']],
    ['by what runs', [a, job], [a], ['batch/CronJob', 'pods', 'all']],
  ];
  test.each(cases)('%s', (_, left, right, different) => {
    expect([...clusterOf(left).differs(clusterOf(right))].sort()).toEqual([...different].sort());
    expect([...clusterOf(right).differs(clusterOf(left))].sort()).toEqual([...different].sort());
  });
});

/** What any rule could stumble over: an object gone, an object twice, a leaf gone or another. */
function damaged(objects: readonly KubeObject[], which: number, how: number, where: number): readonly KubeObject[] {
  const at = which % objects.length;
  const victim = objects[at] as KubeObject;
  if (how === 0) return objects.toSpliced(at, 1);
  if (how === 1) return [...objects, structuredClone(victim)];
  const copy = structuredClone(victim) as unknown as Record<string, unknown>;
  const leaves: (readonly [Record<string, unknown>, string])[] = [];
  const collect = (map: Record<string, unknown>): void => {
    for (const [key, value] of Object.entries(map)) {
      if (typeof value === 'object' && value !== null) collect(value as Record<string, unknown>);
      else if (map !== copy) leaves.push([map, key]);
    }
  };
  collect(copy);
  const [map, key] = leaves[where % leaves.length] as (typeof leaves)[number];
  if (how === 2) delete map[key];
  else map[key] = typeof map[key] === 'number' ? map[key] + 1 : typeof map[key] === 'string' ? `${String(map[key])}x` : true;
  return objects.with(at, copy as unknown as KubeObject);
}

test('what was found of a cluster like it changes no verdict', () => {
  const { overlays = [] } = compile(readConfig('config', 1 << 20));
  const region = overlays[0]?.region;
  const objects = overlays.filter((overlay) => overlay.region === region).flatMap(overlayObjects);
  // Secrets that people bring are of no interest here.
  const rest = objects.filter(({ kind }) => !['IngressRoute', 'ClusterIssuer', 'Middleware', 'TLSOption'].includes(kind));
  const world = (own: readonly KubeObject[]): Cluster => new Cluster({ objects: own, externals: [], whole: false, facts: region?.clusterFacts });
  const sound = soundness(world(rest));
  expect(sound).toBeDefined();
  let [right, wrong] = [0, 0];
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 3 }), fc.nat(), (which, how, where) => {
      const other = world(damaged(rest, which, how, where));
      const verdict = soundness(other) !== undefined;
      if (verdict) right += 1;
      else wrong += 1;
      expect(soundness(other, sound) !== undefined).toBe(verdict);
    }),
    { numRuns: 300 },
  );
  expect(right).toBeGreaterThan(20);
  expect(wrong).toBeGreaterThan(20);
});
