// Both ways: what a real API server refuses, the rules find; what they call an error, it refuses, or a controller minds.
// Judges: Kubernetes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf } from '../../generator/check/faults.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { Cluster } from './cluster.ts';
import { damage } from './damage.ts';
import { namespace, ofArgocd, ofRegion } from './delivered.ts';
import { clustersOf, definitionsIn, golden, goldenFleets } from './examples.ts';
import { MINDED, NOT_FOUND, TAKEN } from './taken.ts';

/** What fleets define by themselves: its objects are judged by it in kinds.cluster.ts. Of a kind that two of them define, the first. */
const definitions = goldenFleets
  .map(golden)
  .flatMap(definitionsIn)
  .filter(({ metadata: { name } }, i, all) => all.findIndex((other) => other.metadata.name === name) === i);
const defined = new Set(definitions.map(({ spec }) => (spec as { names: { kind: string } }).names.kind));

let cluster: Cluster;
let objects: readonly KubeObject[];
beforeAll(async () => {
  cluster = await Cluster.serve(definitions);
  objects = [
    ...(await ofRegion('us-east')),
    ...(await ofArgocd()),
    ...goldenFleets
      .map(golden)
      .flatMap((files) => clustersOf(files).flat())
      .filter(({ kind }) => !defined.has(kind)),
    ...definitions,
  ];
  for (const name of new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))) await cluster.apply(namespace(name));
});
afterAll(() => cluster?.stop());

const found = (object: KubeObject): string[] =>
  faultsOf(object)
    .filter(({ rule, severity = rule.severity }) => severity === 'error')
    .map(({ rule }) => rule.code);

interface Judged {
  readonly field: string;
  readonly what: string;
  readonly codes: readonly string[];
}

/** What the two do not judge alike. */
const missed: Judged[] = [];
const alarms: Judged[] = [];
let tried = 0;
beforeAll(async () => {
  const queue = [...damage(objects)];
  tried = queue.length;
  const worker = async (): Promise<void> => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { object, field, value } = next;
      const { accepted, message } = await cluster.apply(object, { dryRun: true });
      const codes = found(object);
      const what = `${field} = ${value.slice(0, 80)}: ${accepted ? codes.join(' ') : message.slice(0, 400)}`;
      if (!accepted && codes.length === 0) missed.push({ field, what, codes });
      if (accepted && codes.length > 0) alarms.push({ field, what, codes });
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  // Thousands of calls.
}, 400_000);

test('thousands of damaged objects are judged', () => {
  expect(tried).toBeGreaterThan(4000);
});

test('what the server refuses is found, but for what is said', () => {
  expect(missed.filter(({ field }) => !NOT_FOUND.some(([fields]) => fields.test(field))).map(({ what }) => what)).toEqual([]);
  expect(
    NOT_FOUND.filter(([fields]) => !missed.some(({ field }) => fields.test(field))),
    'rows that nothing needs',
  ).toEqual([]);
});

test('what is called an error and the server takes, somebody else minds', () => {
  const minded = (code: string, field: string): boolean => code in TAKEN || MINDED.some(([codes, fields]) => codes === code && fields.test(field));
  expect(alarms.filter(({ field, codes }) => !codes.some((code) => minded(code, field))).map(({ what }) => what)).toEqual([]);
  const needed = ([codes, fields]: (typeof MINDED)[number]): boolean =>
    alarms.some((alarm) => alarm.codes.includes(codes) && fields.test(alarm.field));
  expect(
    MINDED.filter((row) => !needed(row)),
    'rows that nothing needs',
  ).toEqual([]);
});
