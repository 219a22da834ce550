// What differs between two regions, or two agents, once their names are set aside.
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../../schemas/diff.schema.json' with { type: 'json' };
import type { Compiled } from '../../../generator/compile.ts';
import { contrastAgents, contrastRegions } from '../../../generator/plan/contrast.ts';
import { contrastJson, contrastText } from '../../../generator/report/contrast.ts';
import { style } from '../../../generator/report/style.ts';
import { compiled } from '../../support/compiled.ts';
import { AGENTS, FLEET, HEAD } from '../../support/program.ts';

const valid = new Ajv2020.default({ strict: true, allowUnionTypes: true }).compile(schema);
const of = (text: string): Required<Compiled> => compiled({ 'fleet.yaml': text }) as Required<Compiled>;

describe('two regions', () => {
  test('that say the same are alike, whatever they are called', () => {
    const twins = of(
      `${HEAD}regions:\n  north: {}\n  south: {}\n${AGENTS.replace('regions: [south]', 'regions: [north, south]').replace('storage: { size: 5Gi }', 'tier: light')}`,
    );
    const found = contrastRegions(twins, 'north', 'south');
    // What is made of a name still differs: backups of regions begin at other minutes.
    const fields = found.blocks.flatMap((block) => block.fields.map(({ path }) => path));
    expect([found.onlyFrom, found.onlyTo, fields]).toEqual([0, 0, ['spec.schedule']]);
    expect(found.alike).toBeGreaterThan(20);
    expect(contrastText(found, false, style(false))).toMatch(/^north and south, their names set aside: 1 object differs, \d+ alike\n/);
  });

  test('differ by what somebody meant, and by an agent that runs in one', () => {
    const found = contrastRegions(of(FLEET), 'north', 'south');
    expect(found.agents).toEqual({ onlyFrom: [], onlyTo: ['beta'] });
    const text = contrastText(found, false, style(false));
    expect(text).toContain('agents only in south: beta');
    expect(text).toContain('pod-security.kubernetes.io/enforce-version');
    // An agent that is named is not listed object by object; --full has it.
    expect(text).not.toContain('Deployment agents/beta-agent');
    expect(contrastText(found, true, style(false))).toContain('Deployment agents/beta-agent');
    expect([valid(contrastJson(found)), valid.errors]).toEqual([true, null]);
  });
});

describe('two agents', () => {
  test('are compared where both run, without their names', () => {
    const found = contrastAgents(of(FLEET), 'alpha', 'beta', ['south']);
    const text = contrastText(found, true, style(false));
    expect(text).toContain('~ Deployment agents/{agent}-agent  agents');
    expect(text).toMatch(/app\.kubernetes\.io\/version"\]: 1\.0\.0 → 2\.1\.0/);
    expect(text).toMatch(/^\+ PersistentVolumeClaim agents\/\{agent\}-agent .*only in beta$/m);
    expect(text).not.toContain('restart');
    expect([valid(contrastJson(found)), valid.errors]).toEqual([true, null]);
  });
});
