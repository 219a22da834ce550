// Fleets and manifests of the tests, each object tried on a real API server: what it takes and what it refuses.
// Judges: Kubernetes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { objectTitle } from '../../generator/k8s/object.ts';
import { CODES } from '../../generator/rules/rules.ts';
import { exampleOf } from '../support/rule-examples.ts';
import type { Example } from '../support/rule-examples.ts';
import { Cluster } from './cluster.ts';
import { namespace } from './delivered.ts';
import { clustersOf, definitionsIn, golden, goldenFleets } from './examples.ts';
import { publishedDefinitions } from './programs/kinds.ts';
import { LATER, TAKEN } from './taken.ts';

const REFUSED = join(import.meta.dirname, 'refused.json');
/** Scopes of rules that look at objects. */
const JUDGED: readonly string[] = ['object', 'api', 'cluster', 'clusters', 'delivery'];

let cluster: Cluster;
/** What the examples define by themselves, and the kinds of systems that no fleet of this repository has; of a kind that two of them define, the first. */
const definitions = [
  ...publishedDefinitions(),
  ...[...goldenFleets.map(golden), ...[...CODES.keys()].filter((code) => code.startsWith('object/')).map((code) => exampleOf(code, 'good'))].flatMap(
    definitionsIn,
  ),
].filter(({ metadata: { name } }, i, all) => all.findIndex((other) => other.metadata.name === name) === i);

beforeAll(async () => void (cluster = await Cluster.serve(definitions)));
afterAll(() => cluster?.stop());

/** By its text: small fleets have most objects in common. */
const tried = new Map<string, Promise<string>>();
const places = new Map<string, Promise<void>>();

/** A namespace in which pods may be made. */
function place(name: string): Promise<void> {
  const known = places.get(name) ?? makePlace(name);
  places.set(name, known);
  return known;
}

async function makePlace(name: string): Promise<void> {
  await cluster.apply(namespace(name));
  await cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } });
}

/** Why the server refuses an object; empty where it takes it. */
async function refusal(object: KubeObject): Promise<string> {
  const { accepted, message } = await cluster.apply(object, { dryRun: true });
  return accepted ? '' : `${objectTitle(object)}: ${message}`;
}

async function refusals(objects: readonly KubeObject[]): Promise<string[]> {
  const inside = objects.map(({ metadata }) => metadata.namespace ?? 'default').filter((name) => typeof name === 'string');
  await Promise.all([...new Set(inside)].map(place));
  const answers = objects.map((object) => {
    const text = JSON.stringify(object);
    const known = tried.get(text) ?? refusal(object);
    tried.set(text, known);
    return known;
  });
  return (await Promise.all(answers)).filter((message) => message !== '');
}

test.each(goldenFleets)('every object of the golden fleet %s is taken', async (name) => {
  const objects = clustersOf(golden(name)).flat();
  expect(objects.length).toBeGreaterThan(10);
  expect(await refusals(objects)).toEqual([]);
});

/** Rules of what somebody wrote down, before there are objects, have none to show. */
const rules = [...CODES].filter(
  ([code, { scope }]) => !['spec', 'text', 'change'].includes(scope) && !/^(schema|yaml|config|patch|fleet)\//.test(code),
);

const objectsOf = (code: string, example: Example): readonly KubeObject[] => clustersOf(exampleOf(code, example)).flat();

describe('the good example of a rule', () => {
  test.each(rules.map(([code]) => code))('%s is taken', async (code) => {
    const found = await refusals(objectsOf(code, 'good'));
    const later = LATER[code];
    expect(found.filter((message) => later?.test(message) !== true)).toEqual([]);
    expect(later === undefined || found.length > 0, 'what is later has come').toBe(true);
  });
});

// What others than the server refuse has a row in taken.ts or rates/minded.ts: test/unit/lint/minded.test.ts. UPDATE=1 writes what it reads.
test('refused.json names the objects of bad examples that a server refuses', async () => {
  const judged = [...CODES].filter(([, { scope, severity }]) => JUDGED.includes(scope) && severity === 'error').map(([code]) => code);
  const found: Record<string, string[]> = {};
  for (const code of judged) {
    const said = await refusals(objectsOf(code, 'bad'));
    // Of a kind that this server does not know, it says nothing.
    const titles = said.filter((each) => !each.includes('does not serve')).map((each) => each.slice(0, each.indexOf(': ')));
    if (titles.length > 0) found[code] = [...new Set(titles)];
  }
  if (process.env['UPDATE'] === '1') writeFileSync(REFUSED, `${JSON.stringify(found, null, 2)}\n`);
  expect(JSON.parse(readFileSync(REFUSED, 'utf8'))).toEqual(found);
});

describe('the bad example of a rule about one object', () => {
  const judged = rules.filter(([, { scope, severity }]) => ['api', 'object'].includes(scope) && severity === 'error').map(([code]) => code);

  test.each(judged)('%s is refused, or it is said why not', async (code) => {
    const found = await refusals(objectsOf(code, 'bad'));
    if (code in TAKEN) expect(found).toEqual([]);
    else expect(found).not.toEqual([]);
  });

  test('nothing is said of a rule that there is not', () => {
    expect(Object.keys(TAKEN).filter((code) => !judged.includes(code))).toEqual([]);
  });
});
