// What a large fleet needs is no error: 1,000 regions, written out for each agent.
import { describe, expect, test } from 'vitest';
import { readSources } from '../../../generator/yaml/read.ts';
import { files } from '../../support/fleets.ts';

const { syntheticFleet } = (await import(new URL('../../bench/synthetic.mjs', import.meta.url).href)) as {
  syntheticFleet: (regions: number, agents: number) => string;
};

/** The fleet with its agents in files of their own. */
function split(text: string): Record<string, string> {
  const [head = '', tail = ''] = text.split('agents:\n');
  const agents = tail.split(/^ {2}(?=\S)/m).filter((part) => part !== '');
  return {
    'fleet.yaml': head,
    ...Object.fromEntries(
      agents.map((part) => [`agents/${part.slice(0, part.indexOf(':'))}.yaml`, part.slice(part.indexOf('\n') + 1).replaceAll(/^ {4}/gm, '')]),
    ),
  };
}

describe('1,000 regions are read', () => {
  test('with 50 agents in one file', () => {
    const { findings, sources } = readSources(files({ 'fleet.yaml': syntheticFleet(1000, 50) }));
    expect(findings).toEqual([]);
    expect(Object.keys((sources?.data as { agents: object }).agents)).toHaveLength(50);
  });
  test('with agents in files of their own, however many: each file has its limits', () => {
    const config = split(syntheticFleet(1000, 60));
    expect(Object.keys(config)).toHaveLength(61);
    const { findings, sources } = readSources(files(config));
    expect(findings).toEqual([]);
    expect((sources?.data as { agents: Record<string, { regions: string[] }> }).agents['agent-059']?.regions).toHaveLength(1000);
  });
});
