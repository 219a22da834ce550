import { expect, test } from 'vitest';
import { faults, workload } from '../../support/worlds.ts';
import type { Fields } from '../../support/worlds.ts';

// Whether a pod has the time to stop. Seen to fail: the rows about commands, times in the environment and the place of a written grace,
// before the rule looked at them.

const sleep = (seconds: number): Fields => ({ lifecycle: { preStop: { sleep: { seconds } } } });
const command = (...words: string[]): Fields => ({ lifecycle: { preStop: { exec: { command: words } } } });
const env = (name: string, value: string): Fields => ({ env: [{ name, value }] });
const SPEC = '/spec/template/spec';
const GRACE = `${SPEC}/terminationGracePeriodSeconds`;

test.each<[string, Fields, number | undefined, string | undefined]>([
  ['nothing', {}, undefined, undefined],
  ['an agent that names no grace', env('AGENT_UUID', 'a'), undefined, SPEC],
  ['an agent that names one', env('AGENT_UUID', 'a'), 60, undefined],
  ['a sleep below the default', sleep(29), undefined, undefined],
  ['a sleep of the default', sleep(30), undefined, SPEC],
  ['a sleep below the grace', sleep(59), 60, undefined],
  ['a sleep of the grace', sleep(60), 60, GRACE],
  ['a sleep by command', command('sleep', '30'), undefined, SPEC],
  ['a sleep in a shell', command('/bin/sh', '-c', 'touch /tmp/x; /bin/sleep 60 && kill 1'), 60, GRACE],
  ['a shorter sleep in a shell', command('/bin/sh', '-c', 'sleep 5'), 60, undefined],
  ['another command', command('/bin/asleep', '90'), undefined, undefined],
  ['a drain below the default', env('DRAIN_TIMEOUT', '30'), undefined, undefined],
  ['a drain above the default', env('DRAIN_TIMEOUT', '31s'), undefined, SPEC],
  ['a drain in minutes', env('APP_SHUTDOWN_GRACE_PERIOD', '2m'), 60, GRACE],
  ['a drain in milliseconds', env('DRAIN_TIMEOUT_MS', '61000'), 60, GRACE],
  ['a drain that fits', env('DRAIN_TIMEOUT_MS', '60000'), 60, undefined],
  ['a number of unknown unit', env('SHUTDOWN_TIMEOUT', '30000'), 60, undefined],
  ['another variable', env('DRAINED_SECONDS', '90'), 60, undefined],
  ['sleep and drain together', { ...sleep(5), ...env('DRAIN_SECONDS', '56') }, 60, GRACE],
  ['sleep and drain that fit', { ...sleep(5), ...env('DRAIN_SECONDS', '55') }, 60, undefined],
])('%s', (_, container, grace, path) => {
  const spec = grace === undefined ? {} : { terminationGracePeriodSeconds: grace };
  const found = faults([workload('apps/Deployment', 'web', { container, spec: { ...spec, containers: [{ name: 'main', ...container }] } })]);
  expect(found.filter(({ rule }) => rule.code === 'pap/drain-time').map((fault) => fault.path)).toEqual(path === undefined ? [] : [path]);
});

test('says what takes how long', () => {
  const message = (container: Fields, spec: Fields = {}): string | undefined =>
    faults([workload('apps/Deployment', 'web', { container, spec: { ...spec, containers: [container] } })])[0]?.message;
  expect(message(sleep(40))).toBe('sleeps 40 s before it is told to stop, and is killed after the 30 s that Kubernetes gives by default');
  expect(message({ ...sleep(5), ...env('DRAIN_SECONDS', '60') }, { terminationGracePeriodSeconds: 60 })).toBe(
    'takes 65 s to stop, as its sleep of 5 s and its DRAIN_SECONDS say, and is killed after 60 s',
  );
});
