import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { run } from '../../../generator/cli.ts';
import { writePlain } from '../../bench/lint.mjs';
import { Desk } from '../../support/program.ts';

// What is much is read and judged by two threads of the built program. In this process there is one, and it says the same.

const desk = new Desk();
writePlain(`${desk.folder}/much`, 10_400);
desk.write({
  'much/a.yaml': `apiVersion: v1
kind: Service
metadata: { name: wrong, namespace: shop-0 }
spec: { selector: { app.kubernetes.io/name: nobody }, ports: [{ name: http, port: 70000 }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: a, namespace: shop-0 }
spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: nowhere }, metrics: [] }
---
apiVersion: example.org/v1
kind: Shop
metadata: { name: a, namespace: shop-0 }
spec: { size: large }
`,
  'much/z.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: shops.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Shop, plural: shops }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { size: { type: integer } } } } } }
`,
});

test('two threads say what one says', () => {
  const args = ['lint', '--json', `${desk.folder}/much`];
  const { code } = desk.line(`$PAP_FLEET ${args.join(' ')} > said.json`);
  const out = desk.read('said.json');
  let here = '';
  const streams = { out: (text: string) => (here += text), err: () => undefined, color: false };
  expect(run(args, { streams, version: (JSON.parse(out) as { version: string }).version, build: '', cacheFolder: undefined })).toBe(code);
  expect(code).toBe(2);
  expect(out === here).toBe(true);
  const { findings, objects } = JSON.parse(out) as { findings: { code: string }[]; objects: number };
  expect(objects).toBe(10_404);
  expect(findings.map(({ code: each }) => each)).toEqual(
    expect.arrayContaining(['object/illegal-port', 'object/wrong-shape', 'reference/missing-object']),
  );
});

// What becomes of the second thread: it ends by itself behind the first list that it has taken, or has no room. Seen to fail: without the look whether it is there, the
// rows that lose a list never ended.
desk.write({
  'before.cjs': `const threads = require('node:worker_threads');
const { Worker } = threads;
const { add } = Atomics;
// The first thread takes none before the second has taken one, however busy the machine is.
Atomics.add = (shared, counter, by) => {
  if (threads.isMainThread && String(counter) === process.env.AFTER)
    for (let i = 0; i < 2000 && Atomics.load(shared, counter) < 1; i++) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  return add(shared, counter, by);
};
threads.Worker = class extends Worker {
  constructor(code, { resourceLimits, ...options }) {
    super(process.env.FIRST + code, { ...options, resourceLimits: { ...resourceLimits, ...JSON.parse(process.env.ROOM) } });
  }
};
`,
});
const behindFirst = (counter: number, what: string): string =>
  `const { add } = Atomics; Atomics.add = (...given) => { const taken = add(...given); if (given[1] === ${counter}) { Atomics.add = add; ${what} } return taken; };`;
const ENDED = /^error: the second thread has ended before its part was done, .*\n {2}hint: nothing is said of these manifests: .*\n$/;

test.skipIf(availableParallelism() < 2).each<[string, string, string, string, number, RegExp]>([
  ['cannot begin', '', 'throw new Error("no");', '{}', 2, /object\/illegal-port/],
  ['ends while it reads', '0', behindFirst(0, 'process.exit();'), '{}', 2, ENDED],
  ['ends while it judges', '1', behindFirst(1, 'process.exit();'), '{}', 2, ENDED],
  ['throws', '1', behindFirst(1, 'throw new Error("no");'), '{}', 70, /^This is a bug in pap-fleet .*\nError: Error: no\n/],
  ['has no room', '0', '', '{"maxOldGenerationSizeMb":16}', 2, ENDED],
])('a second thread that %s is not waited for, and of its part nothing is made up', (_, after, first, room, code, said) => {
  const before = { AFTER: after, FIRST: first, ROOM: room, NODE_OPTIONS: '-r ./before.cjs' };
  const setting = Object.entries(before).map(([name, value]) => `${name}='${value}'`);
  const ran = desk.line(`${setting.join(' ')} timeout 60 $PAP_FLEET lint much`);
  expect([ran.code, ran.err]).toEqual([code, expect.stringMatching(said)]);
  // Where the first thread has done all of it by itself, it says all of it.
  expect(ran.out).toBe(said === ENDED || code === 70 ? '' : '10404 objects checked: 10401 accepted, 3 refused\n');
});

test.skipIf(availableParallelism() < 2)('both threads take what was compiled, and compile nothing anew', () => {
  desk.write({
    'scripts.cjs': `const vm = require('node:vm');
const { Script } = vm;
vm.Script = class extends Script {
  constructor(code, options) {
    super(code, options);
    if (options.cachedData !== undefined) process._rawDebug('refused: ' + this.cachedDataRejected);
  }
};
`,
  });
  // Flags of V8 that the first thread leaves set have been seen to cost the second one a third of a second.
  expect(desk.line('NODE_OPTIONS="-r ./scripts.cjs" $PAP_FLEET lint much').err).toMatch(/^refused: false\nrefused: false\n/);
});
