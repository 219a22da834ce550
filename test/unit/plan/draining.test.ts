import { describe, expect, test } from 'vitest';
import { planText } from '../../../generator/report/plan-text.ts';
import { style } from '../../../generator/report/style.ts';
import { TODAY, agent, fleet, reviewOf } from './support.ts';
import type { Spec } from './support.ts';

const as = (state: string): Spec =>
  fleet((spec) => {
    if (state !== 'active') agent(spec, 'agent-a')['overrides'] = { north: { state } };
  });
const DRAINS = 'the agent drains: new requests are refused, those under way end';
const SERVES = 'the agent no longer drains: its routes refuse nothing any more';
const CUT = 'requests under way are cut short: a merge with `state: draining` before this one lets them end';

/** What people notice, by kind. */
function words(before: Spec, after: Spec): Record<string, readonly string[]> {
  const seen = reviewOf(before, after);
  const kinds = ['Deployment', 'IngressRoute'];
  return Object.fromEntries(
    seen.blocks
      .filter(({ objects }) => objects.some(({ kind }) => kinds.includes(kind)))
      .map(({ objects, consequences }) => [objects[0]?.kind ?? '', consequences.filter((text) => !/metadata only/.test(text))]),
  );
}

describe('what a step of an agent means', () => {
  test.each<[string, string, Record<string, readonly string[]>]>([
    ['active', 'draining', { Deployment: [], IngressRoute: [DRAINS] }],
    ['draining', 'active', { Deployment: [], IngressRoute: [SERVES] }],
    ['draining', 'suspended', { Deployment: ['pods stop'], IngressRoute: [SERVES] }],
    ['draining', 'terminated', { Deployment: ['pods stop'], IngressRoute: ['traffic is interrupted'] }],
    ['active', 'suspended', { Deployment: ['pods stop', CUT] }],
    ['active', 'terminated', { Deployment: ['pods stop', CUT], IngressRoute: ['traffic is interrupted'] }],
    ['suspended', 'terminated', { Deployment: [], IngressRoute: ['traffic is interrupted'] }],
    ['suspended', 'draining', { Deployment: ['pods start'], IngressRoute: [DRAINS] }],
  ])('%s → %s', (before, after, expected) => expect(words(as(before), as(after))).toEqual(expected));

  test('one that only dials out cuts nothing short', () => {
    const silent = (state: string): Spec =>
      fleet((spec) => void Object.assign(agent(spec, 'agent-a'), { mode: 'cp', overrides: { north: { state } } }));
    expect(words(silent('active'), silent('suspended'))).toEqual({ Deployment: ['pods stop'] });
  });
});

describe('what a step of a region means', () => {
  const region = (state: string): Spec =>
    fleet((spec) => {
      spec.regions['south'] = { state };
      agent(spec, 'agent-a')['regions'] = ['south'];
      agent(spec, 'agent-b')['overrides'] = { north: { state: 'suspended' } };
    });
  const text = (before: string, after: string): string => planText(reviewOf(region(before), region(after)), TODAY, style(false));
  const NOTE = / {2}note: south (drains|goes), and of its agents these serve nowhere else: agent-a, agent-b$/m;
  test.each<[string, string, readonly RegExp[]]>([
    ['active', 'draining', [/new requests are refused, those under way end/, NOTE]],
    ['draining', 'decommissioning', [/^~ Application .*\n.*finalizers.*\n {4}from now on, removing the Application removes its objects$/m, NOTE]],
    ['active', 'decommissioning', [/new requests are refused/, /removing the Application removes its objects/, NOTE]],
    ['decommissioning', 'decommissioned', [/pods stop/, NOTE]],
    ['draining', 'active', [/its routes refuse nothing any more/]],
  ])('%s → %s', (before, after, expected) => {
    const said = text(before, after);
    for (const words of expected) expect(said).toMatch(words);
    if (after === 'active') expect(said).not.toMatch(NOTE);
    expect(/IngressRoute/.test(said), 'routes change where traffic does').toBe(before !== 'draining' || after !== 'decommissioning');
  });
});
