import { describe, expect, test } from 'vitest';
import { compile } from '../../../../generator/compile.ts';
import { BARE, configOf } from '../../../support/fleets.ts';
import type { TestFleet } from '../../../support/fleets.ts';

const agent = (name: string, more: object = {}): object => ({
  ref: `example/${name}@1.0.0`,
  image: `registry.example.net/${name}:v1.0.0`,
  regions: ['north'],
  ...more,
});

/** The script of north, if there is one. */
function script(dns: object, agents: object): string | undefined {
  const address = { ingressAddresses: ['198.51.100.1'] };
  const spec = { ...BARE, components: { dns }, regions: { north: address, south: address }, agents };
  const { files, findings } = compile(configOf({ spec: spec as unknown as TestFleet['spec'], customs: {} }));
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return files?.get('dns/north.cleanup.nsupdate');
}

/** Hosts of which the script deletes the SRV record. */
const hosts = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/^update delete _pap-hooks\._tcp\.([^.]+)\..* SRV$/gm)].map((match) => String(match[1]));

const agents = {
  alpha: agent('alpha'),
  control: agent('control', { mode: 'cp' }),
  ended: agent('ended', { state: 'terminated' }),
  moved: agent('moved', { host: 'elsewhere', regions: ['south'] }),
  partly: agent('partly', { regions: ['north', 'south'], overrides: { north: { state: 'terminated', host: 'special' } } }),
};

describe('what the script deletes', () => {
  test('is nothing with the wildcard, and with a record per agent', () => {
    expect(script({}, agents)).toBeUndefined();
    expect(script({ records: 'per-agent' }, agents)).toBeUndefined();
  });

  test('with discovery is below hosts that are not announced here', () => {
    expect(hosts(script({ discovery: true }, agents))).toEqual(['control', 'elsewhere', 'ended', 'special']);
    expect(script({ discovery: true }, { alpha: agent('alpha') })).toBeUndefined();
  });

  // A name that one agent has left and another one has is announced.
  test('with discovery is not below the host of an agent that runs', () => {
    const both = { alpha: agent('alpha'), ended: agent('ended', { state: 'terminated', host: 'alpha' }) };
    expect(script({ discovery: true }, both)).toBeUndefined();
  });

  test.each(['addresses', 'alias'])('in a handover of %s is below every host', (handover) => {
    const text = script({ handover }, agents);
    expect(hosts(text)).toEqual(['alpha', 'control', 'elsewhere', 'ended', 'special']);
    const below = text?.split('\n').filter((line) => line.includes('alpha'));
    expect(below).toHaveLength(3);
    expect(below?.map((line) => line.replace(/alpha\.north\..*\. /, 'HOST '))).toEqual([
      'update delete _pap-hooks._tcp.HOST SRV',
      'update delete _edns-srv._pap-hooks._tcp.HOST TXT',
      'update delete _edns-.HOST TXT',
    ]);
  });

  test('goes in several messages where there are many', () => {
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`agent-${i}`, agent(`agent-${i}`, { state: 'terminated' })]));
    const text = script({ handover: 'alias' }, many) ?? '';
    expect(text.match(/^zone /gm)).toHaveLength(3);
    expect(text.match(/^send$/gm)).toHaveLength(3);
    expect(hosts(text)).toHaveLength(120);
  });
});
