// Several Argo CDs: which of them has a region, how it goes from one to another without anything being deleted, and what is refused.
import { parseAllDocuments } from 'yaml';
import { describe, expect, test } from 'vitest';
import { get } from '../../../generator/model/data.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { merge } from '../../../generator/plan/merge.ts';
import { review } from '../../../generator/plan/review.ts';
import type { FileMap } from '../../../generator/render/files.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import type { Data } from '../../support/fleets.ts';
import { TODAY, approved, configOf, fleet, made, outOf, reviewOf } from './support.ts';
import type { Spec } from './support.ts';

type Hubs = Record<string, Data>;

/** A fleet of three regions. @param hubs none: one Argo CD */
function withHubs(hubs?: Hubs, change: (spec: Spec) => void = () => undefined): Spec {
  return fleet((spec) => {
    spec.regions['east'] = {};
    if (hubs !== undefined) (spec['gitops'] as Data)['hubs'] = hubs;
    change(spec);
  });
}

/** The steps in which `south` goes from the hub a to the hub b. */
const MOVE: readonly Hubs[] = [
  { a: { regions: ['north', 'south'] }, b: { regions: ['east'] } },
  { a: { regions: ['north', 'south'], leaving: ['south'] }, b: { regions: ['east'] } },
  { a: { regions: ['north'], leaving: ['south'] }, b: { regions: ['east', 'south'] } },
  { a: { regions: ['north'] }, b: { regions: ['east', 'south'] } },
];
const step = (number: number): Hubs => MOVE[number] as Hubs;

/** The Applications that a hub has of a region: `syncs`, `quiet`, or nothing where it has none. */
function state(files: FileMap, hub: string, region: string): string {
  const found = applications(files.get(`argocd/${hub}/${region}.yaml`) ?? '');
  if (found.length === 0) return 'nothing';
  const syncing = found.filter((each) => get(each, ['spec', 'syncPolicy', 'automated']) !== undefined);
  return syncing.length === found.length ? 'syncs' : syncing.length === 0 ? 'quiet' : 'some sync';
}

function applications(text: string): KubeObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubeObject)
    .filter((object) => object?.kind === 'Application');
}

function delivers(files: FileMap): Record<string, string> {
  return Object.fromEntries([...files].filter(([path]) => path.startsWith('overlays/') || path.startsWith('base/')));
}

const refusals = (old: Spec, now: Spec): string[] => reviewOf(old, now).verdict.omissions.map(({ what, instead }) => `${what}: ${instead}`);

describe('a region goes from one hub to another', () => {
  const outs = MOVE.map((hubs) => outOf(withHubs(hubs)));

  test('in three merges, and never do two sync it by themselves', () => {
    expect(outs.map((files) => [state(files, 'a', 'south'), state(files, 'b', 'south')])).toEqual([
      ['syncs', 'nothing'],
      ['quiet', 'nothing'],
      ['quiet', 'syncs'],
      ['nothing', 'syncs'],
    ]);
  });

  test('and the objects of no region change, nor do the Applications of others', () => {
    for (const files of outs) {
      expect(delivers(files)).toEqual(delivers(outs[0] as FileMap));
      expect(files.get('argocd/a/north.yaml')).toBe(outs[0]?.get('argocd/a/north.yaml'));
      expect(files.get('argocd/b/east.yaml')).toBe(outs[0]?.get('argocd/b/east.yaml'));
    }
  });

  test('and no Application that takes its objects with it leaves a hub', () => {
    for (const files of outs) for (const [path, text] of files) if (path.startsWith('argocd/')) expect(text.includes('finalizers'), path).toBe(false);
  });

  test('and what the one applies is what the other has applied: name, project, source and destination are the same', () => {
    const [old, now] = ['a', 'b'].map((hub) =>
      applications(outs[2]?.get(`argocd/${hub}/south.yaml`) ?? '').map(({ metadata, spec }) => [
        metadata.name,
        metadata.namespace,
        ...['project', 'source', 'destination'].map((key) => get(spec, [key])),
      ]),
    );
    expect(old).toEqual(now);
  });

  test.each([1, 2, 3])('step %i waits for an approval, and needs nothing else', (number) => {
    const [old, now] = [withHubs(step(number - 1)), withHubs(step(number))];
    const { verdict } = reviewOf(old, now);
    expect(verdict.omissions).toEqual([]);
    expect(verdict.passes).toBe(false);
    expect(verdict.needed.length).toBeGreaterThan(0);
    expect(reviewOf(old, now, approved(reviewOf(old, now))).verdict.passes).toBe(true);
  });

  test('and the plan says whose power it is', () => {
    const said = (number: number): string[] => {
      const { verdict, blocks } = reviewOf(withHubs(step(number - 1)), withHubs(step(number)));
      return [...new Set([...verdict.dangers.map(({ because }) => because), ...blocks.flatMap(({ consequences }) => consequences)])];
    };
    expect(said(1)).toContain('Argo CD no longer syncs it by itself: nothing that Git says of it from now on is applied');
    expect(said(2)).toContain('the Argo CD of b gets what that of a delivers');
    expect(said(3)).toContain('remove it from the Argo CD of a by hand, without its objects: b delivers them');
  });

  test.each<[string, number, number]>([
    ['the other has not gone quiet', 0, 2],
    ['it goes at once', 0, 3],
    ['the other forgets it before it has been taken over', 1, 3],
    ['it goes back at once', 2, 0],
    ['it goes back before the other has gone quiet', 3, 0],
  ])('and is refused where %s', (_, from, to) => {
    const found = refusals(withHubs(step(from)), withHubs(step(to)));
    expect(found).toEqual([expect.stringMatching(/^region south goes .*: keep `gitops\.hubs\.[ab]\.leaving: \[south\]`/)]);
    // And the others are delivered.
    const { delivery } = reviewOf(
      withHubs(step(from)),
      withHubs(step(to), (spec) => void (spec.agents['agent-a'] = { ...spec.agents['agent-a'], tier: 'light' })),
    );
    expect([...(delivery?.held.keys() ?? [])]).toContain('south');
  });

  test('and may stay, or go back by the same steps', () => {
    const back: readonly Hubs[] = [
      step(2),
      { a: { regions: ['north'] }, b: { regions: ['east', 'south'], leaving: ['south'] } },
      { a: { regions: ['north', 'south'] }, b: { regions: ['east'], leaving: ['south'] } },
      step(0),
    ];
    expect(refusals(withHubs(step(1)), withHubs(step(0)))).toEqual([]);
    for (const [i, hubs] of back.slice(1).entries()) expect(refusals(withHubs(back[i] as Hubs), withHubs(hubs)), String(i)).toEqual([]);
  });

  test('and a hub ends with its last region', () => {
    const [last, gone] = [
      { a: { regions: ['north', 'south'] }, b: { regions: ['east'], leaving: ['east'] } },
      { a: { regions: ['north', 'south', 'east'] }, b: { leaving: ['east'] } },
    ] as [Hubs, Hubs];
    const all = { a: { regions: ['north', 'south', 'east'] } };
    expect(refusals(withHubs(last), withHubs(gone))).toEqual([]);
    expect(refusals(withHubs(gone), withHubs(all))).toEqual([]);
    expect(outOf(withHubs(gone)).has('argocd/b/root.yaml')).toBe(true);
    expect([...outOf(withHubs(all)).keys()].filter((path) => path.startsWith('argocd/b/'))).toEqual([]);
  });

  test('and is not taken over while its objects are to be deleted', () => {
    const going = (hubs: Hubs): Spec => withHubs(hubs, (spec) => void (spec.regions['south'] = { state: 'decommissioning' }));
    expect(refusals(going(step(0)), going(step(3)))).toEqual([expect.stringContaining('region south goes from the hub a to b')]);
  });
});

describe('a fleet gets hubs', () => {
  const one: Hubs = { a: { regions: 'all' } };

  test('by naming the Argo CD that it has: only the root reads from elsewhere', () => {
    const { verdict, blocks } = reviewOf(withHubs(), withHubs(one));
    expect(verdict.omissions).toEqual([]);
    expect(blocks.map(({ objects }) => objects.map(({ name }) => name))).toEqual([['argocd/pap-root']]);
    expect(verdict.dangers.map(({ because }) => because)).toContain('the root Application reads from elsewhere');
  });
  test('whose root finds there what it has found before, and nothing that is no Application or project', () => {
    const [before, after] = [outOf(withHubs()), outOf(withHubs(one))];
    const read = (files: FileMap): string[] =>
      [...files]
        .filter(([path]) => path.startsWith('argocd/') && path !== 'argocd/kustomization.yaml' && !path.endsWith('root.yaml'))
        .map(([, text]) => text);
    expect(read(after)).toEqual(read(before));
    expect([...after.keys()].filter((path) => path.endsWith('kustomization.yaml') && path.startsWith('argocd/'))).toEqual([]);
  });
  test('one after another, as the root that is there would read the folders of all', () =>
    expect(refusals(withHubs(), withHubs(step(0)))).toEqual([
      'the fleet gets 2 hubs at once, and the Argo CD that it has reads the folders of all of them: begin with one hub for the Argo CD that is there, `gitops.hubs: { a: { regions: all } }`; the others may follow once that has been delivered',
    ]));
  test('all at once where nothing is delivered', () => {
    const config = configOf(withHubs(step(0)));
    const { fleet: resolved, spec, overlays, files, customs } = made(config);
    expect(review({ fleet: resolved, spec, overlays, files, config, customs }, treeOf(new Map()), TODAY).verdict.passes).toBe(true);
  });
  test('and keeps one', () =>
    expect(refusals(withHubs(one), withHubs())).toEqual([
      'gitops.hubs goes, and the root Application of a would read a folder that is no longer there: leave one hub with all regions, `gitops.hubs: { a: { regions: all } }`: it costs nothing',
    ]));
  test('a new region is in any of them', () => {
    const grown = withHubs({ ...step(0), c: { regions: ['west'] } }, (spec) => void (spec.regions['west'] = {}));
    expect(refusals(withHubs(step(0)), grown)).toEqual([]);
  });
});

describe('regions that are held', () => {
  const held = new Map([['south', 'for a test']]);
  const merged = (old: Spec, now: Spec): FileMap => merge(made(configOf(now)), treeOf(outOf(old)), held).files;

  test('keep their Applications in the hub that has them', () => {
    const files = merged(withHubs(step(0)), withHubs(step(3)));
    expect([state(files, 'a', 'south'), state(files, 'b', 'south')]).toEqual(['syncs', 'nothing']);
  });
  test('keep their hub, although the config has none of that name', () => {
    const files = merged(withHubs({ a: { regions: ['north', 'east'] }, c: { regions: ['south'] } }), withHubs({ a: { regions: 'all' } }));
    expect([...files.keys()].filter((path) => path.startsWith('argocd/'))).toEqual([
      'argocd/a/east.yaml',
      'argocd/a/north.yaml',
      'argocd/a/root.yaml',
      'argocd/c/root.yaml',
      'argocd/c/south.yaml',
    ]);
  });
  test('keep all others where a root would read the Applications of two Argo CDs', () => {
    const files = merged(withHubs(), withHubs({ a: { regions: 'all' } }));
    expect([...files.keys()].filter((path) => path.startsWith('argocd/a/'))).toEqual([]);
    expect(files.has('argocd/root.yaml')).toBe(true);
  });
});
