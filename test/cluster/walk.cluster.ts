// A fleet is edited key by key, and each edit is synced to a cluster that has what was there before, as Argo CD does it: what changed is
// applied, what is no longer there is pruned.
// Judges: Kubernetes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../generator/compile.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { objectTitle } from '../../generator/k8s/object.ts';
import { fieldChanges } from '../../generator/plan/fields.ts';
import { immutableChanges } from '../../generator/plan/immutable.ts';
import { BASELINES, keys, valuesFor, variants } from '../support/key-values.ts';
import type { Key } from '../support/key-values.ts';
import { configOf } from '../support/fleets.ts';
import type { Data } from '../support/fleets.ts';
import { expected, plain, unlike } from './answers.ts';
import { Cluster } from './cluster.ts';
import { inOrder, namespace } from './delivered.ts';
import { clustersOf } from './examples.ts';

type Objects = ReadonlyMap<string, KubeObject>;

/** What the region us-east and Argo CD in it get, or undefined where the fleet is refused. */
function objectsOf(spec: Data): Objects | undefined {
  const config = configOf({ spec: spec as never, customs: {} });
  if (compile(config).files === undefined) return undefined;
  const clusters = clustersOf(new Map(config.map(({ relative, bytes }) => [relative, Buffer.from(bytes)])));
  const objects = inOrder([...(clusters[0] ?? []), ...(clusters.at(-1) ?? [])]);
  return new Map(objects.map((object) => [objectTitle(object), object]));
}

const same = (a: KubeObject | undefined, b: KubeObject | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

const differs = (a: Objects, b: Objects): boolean => a.size !== b.size || [...a].some(([title, object]) => !same(object, b.get(title)));

/** The name is Argo CD's own (pkg/apis/application/v1alpha1/types.go, ResourcesFinalizerName). */
const FINALIZER = /resources-finalizer\.argocd\.argoproj\.io\\": prefer a domain-qualified finalizer name/;

const bases = BASELINES.map((baseline) => objectsOf(baseline) as Objects);

/** Fleets with other values of a key that are no fleet of before: two of them, beside the first baseline in which there are any. */
function editsOf(key: Key): { readonly base: number; readonly fleets: readonly Objects[] } | undefined {
  for (const [i, baseline] of BASELINES.entries()) {
    for (const specs of variants(baseline, key, valuesFor(key))) {
      const fleets: Objects[] = [];
      for (const spec of specs) {
        const objects = objectsOf(spec);
        if (objects !== undefined && differs(objects, bases[i] as Objects)) fleets.push(objects);
        if (fleets.length === 2) break;
      }
      if (fleets.length > 0) return { base: i, fleets };
    }
  }
  return undefined;
}

let cluster: Cluster;
let there: Objects = new Map();
const namespaces = new Set<string>();
beforeAll(async () => {
  cluster = await Cluster.serve();
});
afterAll(() => cluster?.stop());

/** @returns what is wrong with what the cluster has then */
async function sync(wanted: Objects): Promise<string[]> {
  const wrong: string[] = [];
  const applied = new Map<string, KubeObject>();
  for (const [title, object] of wanted) {
    if (same(object, there.get(title))) {
      applied.set(title, object);
      continue;
    }
    await own(object.metadata.namespace);
    wrong.push(...(await write(title, object)));
    applied.set(title, object);
  }
  // Claims too, which Argo CD leaves to the operator. No controller lets a Namespace go.
  for (const [title, object] of there) if (!wanted.has(title) && object.kind !== 'Namespace') await cluster.delete(object);
  there = applied;
  return wrong;
}

/** The API server refuses what a plan calls a replacement, and nothing else; then the object is deleted first, as the plan says. */
async function write(title: string, object: KubeObject): Promise<string[]> {
  const before = there.get(title);
  const replaced = before !== undefined && immutableChanges(before, fieldChanges(before, object)).length > 0;
  let verdict = await cluster.apply(object);
  // Of a Certificate it takes what makes another Secret of it.
  if (verdict.accepted && replaced && object.kind !== 'Certificate')
    return [`${title}: a plan says that the API server refuses this, and it does not`];
  if (!verdict.accepted && replaced) {
    await cluster.delete(before);
    verdict = await cluster.apply(object);
  }
  if (!verdict.accepted) return [`${title}: ${verdict.message}`];
  const warnings = verdict.warnings.filter((warning) => !FINALIZER.test(warning));
  return [...warnings, ...unlike(expected(object), plain(await cluster.get(object)))].map((what) => `${title}: ${what}`);
}

/** Namespaces of systems come with those, whatever the fleet calls them. */
async function own(name: string | undefined): Promise<void> {
  if (name === undefined || namespaces.has(name)) return;
  namespaces.add(name);
  await cluster.apply(namespace(name));
}

/** The same settings of another layer give the same objects. */
const LAYERS = /^(regions\.\*\.(components|agentOverrides|station)|agents\.\*\.overrides|tiers)\./;
const walked = keys.filter(({ path }) => !LAYERS.test(path.join('.')));

test.each(walked.map((key) => [key.path.join('.'), key] as const))('%s takes another value, and the one before again', async (_, key) => {
  const edits = editsOf(key);
  if (edits === undefined) return;
  const base = bases[edits.base] as Objects;
  const wrong = await sync(base);
  for (const fleet of edits.fleets) wrong.push(...(await sync(fleet)), ...(await sync(base)));
  expect(wrong).toEqual([]);
});
