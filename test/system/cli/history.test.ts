// What the built program says of the past of a fleet, and of the difference between two things: in a repository as users have one.
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import traceSchema from '../../../schemas/trace.schema.json' with { type: 'json' };
import whySchema from '../../../schemas/why.schema.json' with { type: 'json' };
import { Desk, FLEET } from '../../support/program.ts';

const ajv = new Ajv2020.default({ strict: true, allowUnionTypes: true });
const [validWhy, validTrace] = [ajv.compile(whySchema), ajv.compile(traceSchema)];
const desk = new Desk();
afterAll(() => desk.remove());

const image = FLEET.split('\n').findIndex((line) => line.includes('image: registry.example.net/alpha')) + 1;
let place = '';

beforeAll(() => {
  desk.write({ 'config/fleet.yaml': FLEET });
  expect(desk.run('generate').code).toBe(0);
  const who = '-c user.name="Ada $(printf "\\033[31m")" -c user.email=a@example.net';
  expect(desk.line(`git init --quiet --initial-branch main && git add config out && git ${who} commit --quiet --message "Begin (#1)"`).code).toBe(0);
  const file = desk.list('out/base/agents/alpha').find((path) => path.endsWith('objects.yaml')) as string;
  const line =
    desk
      .read(`out/base/agents/alpha/${file}`)
      .split('\n')
      .findIndex((each) => each.includes('image: ')) + 1;
  place = `out/base/agents/alpha/${file}:${line}`;
});

describe('why and trace', () => {
  test('go from a line of out/ to config/ and its commit, and back', () => {
    const { out, code } = desk.run('why', place);
    expect(code).toBe(0);
    expect(out).toContain(`made by agents.alpha.image: registry.example.net/alpha:1.0.0`);
    expect(out).toContain(`  config/fleet.yaml:${image}\n`);
    expect(out).toMatch(/set by [0-9a-f]{12}, \d{4}-\d\d-\d\d, Ada \\u001b\[31m: Begin \(#1\)/);
    const back = desk.run('trace', `config/fleet.yaml:${image}`, '--json');
    const { trace } = JSON.parse(back.out) as { trace: { made: { file: string; lines: { line: number }[] }[] } };
    expect([validTrace(trace), validTrace.errors]).toEqual([true, null]);
    expect(trace.made.flatMap(({ file, lines }) => lines.map(({ line }) => `${file}:${line}`))).toContain(place);
  });

  test('say what is no line, and what no line makes', () => {
    expect(desk.run('why', 'out/fleet.lock.json:3')).toMatchObject({ code: 2, err: expect.stringContaining('hashes') as string });
    expect(desk.run('why', 'out')).toMatchObject({ code: 2, err: expect.stringContaining('names no line') as string });
    expect(desk.run('trace', place)).toMatchObject({ code: 2, err: expect.stringContaining(`pap-fleet why ${place}`) as string });
    const { why } = JSON.parse(desk.run('why', place.replace(/\d+$/, '1'), '--json').out) as { why: { causes: unknown[] } };
    expect([validWhy(why), validWhy.errors, why.causes]).toEqual([true, null, []]);
  });
});

test('a policy is said to judge, and not to be overridden', () => {
  const policy = 'apiVersion: fleet.plugged.in/v1alpha1\nkind: Policy\ncode: ours/owner\nseverity: warning\nabout: Somebody answers\n';
  desk.write({
    'config/policies/owner.yaml': `${policy}match: { kinds: [v1/Namespace] }\nrequire: object.metadata.name != "x"\nmessage: rename it\n`,
  });
  const { out, code } = desk.run('trace', 'config/policies/owner.yaml:4', '--json');
  desk.line('rm -r config/policies');
  const { trace } = JSON.parse(out) as { trace: object };
  expect([code, validTrace(trace), validTrace.errors]).toEqual([0, true, null]);
  expect(trace).toMatchObject({ made: [], nothing: expect.stringContaining('a policy judges') as string });
});

describe('history, explain and diff', () => {
  test('tell who brought it, and what else there is', () => {
    expect(desk.run('history', 'alpha').out).toMatch(/^agent alpha\n\n.*\n {2}1\.0\.0 comes in north, south\n {2}in [0-9a-f]{12}, .*Begin \(#1\)\n$/);
    expect(desk.run('history', 'alpah')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "alpha"?') as string });
    expect(desk.run('history', 'alpha', '--since', '2026-02-30')).toMatchObject({ code: 2, err: expect.stringContaining('no day') as string });
    const { model } = JSON.parse(desk.run('report', '--json').out) as {
      model: { agents: { name: string; changed: { config?: { subject: string } } }[] };
    };
    expect(model.agents.map(({ name, changed }) => [name, changed.config?.subject])).toContainEqual(['alpha', 'Begin (#1)']);
    expect(desk.run('explain', 'alpha', 'image', '--history').out).toContain('Begin (#1)');
    expect(desk.run('explain', 'fleet/unknown-region').out).toContain('It is right like this:');
  });

  test('compare', () => {
    expect(desk.run('diff', 'alpha', 'beta', '--exit-code')).toMatchObject({
      code: 1,
      out: expect.stringContaining('alpha and beta, their names set aside') as string,
    });
    expect(desk.run('diff', 'north', 'beta')).toMatchObject({ code: 2, err: expect.stringContaining('"beta" is an agent') as string });
    expect(desk.run('plan', '--base', './out', '--expect', 'none').code).toBe(0);
    desk.write({ 'config/fleet.yaml': FLEET.replace('heartbeat: SLEEP', 'heartbeat: IDLE') });
    expect(desk.run('plan', '--base', '.', '--expect', 'none').code).toBe(1);
    expect(desk.run('plan', '--base', 'nowhere').code).toBe(2);
  });
});
