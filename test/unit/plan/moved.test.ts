import { describe, expect, test } from 'vitest';
import { planText } from '../../../generator/report/plan-text.ts';
import { gateLines } from '../../../generator/report/plan-words.ts';
import { style } from '../../../generator/report/style.ts';
import { TODAY, agent, approved, fleet, reviewOf } from './support.ts';
import type { Spec } from './support.ts';

const STORAGE = { size: '1Gi' };
type Fields = Record<string, unknown>;

/** Fourteen agents and one more. @param name what it is called @param own its fields */
const named = (name: string, own: Fields = {}, more: (spec: Spec) => void = () => undefined): Spec =>
  fleet((spec) => {
    spec.agents[name] = { ref: 'acme/research@1.0.0', image: 'registry.example.net/research:v1', regions: ['north', 'south'], ...own };
    more(spec);
  });
const MOVED = [{ from: 'agents.research', to: 'agents.analysis' }];
const moved =
  (entries: unknown = MOVED) =>
  (spec: Spec): void =>
    void (spec['moved'] = entries);
const seen = (before: Spec, after: Spec, more: Record<string, string> = {}) => reviewOf(before, after, more);
const grave = (before: Spec, after: Spec): string[] => gateLines(seen(before, after).verdict).grave;
const refused = (before: Spec, after: Spec): string[] => seen(before, after).verdict.omissions.map(({ what, region }) => `${region}: ${what}`);

describe('a rename is one', () => {
  const before = named('research');
  const after = named('analysis', {}, moved());
  test('the plan pairs what goes with what comes, however little it is alike', () => {
    const text = planText(
      seen(before, named('analysis', { image: 'registry.example.net/other:v2', env: { A: '1', B: '2' } }, moved())),
      TODAY,
      style(false),
    );
    expect(text).toMatch(/^research becomes analysis; 16 deleted, 18 created: /);
    expect(text).toMatch(/^> Deployment agents\/research-agent → agents\/analysis-agent .*\n(.*\n)*? {4}renamed: /m);
    expect(text).not.toMatch(/^- /m);
    expect(text.match(/^\+ .*/gm)).toEqual([expect.stringMatching(/^\+ IngressRoute agents\/analysis-agent-paths/)]);
  });

  test('values that both have are not told as if the name were in them', () => {
    const { blocks } = seen(before, after);
    expect(blocks.filter(({ verb }) => verb === 'rename').flatMap(({ fields }) => fields)).toEqual([]);
  });

  test('it counts as an update, needs an approval, and passes with it', () => {
    const lines = grave(before, after);
    expect(lines).toEqual([
      expect.stringMatching(/^a host or a path of an agent opens to the outside .* in north/),
      expect.stringMatching(/^a host or a path of an agent opens to the outside .* in south/),
      'research.north.a.example.net goes from research to analysis in north: agents/analysis-agent-paths',
      'research.south.a.example.net goes from research to analysis in south: agents/analysis-agent-paths',
      'its pods stop: agent research becomes analysis in every region in north: agents/research-agent',
      'its pods stop: agent research becomes analysis in every region in south: agents/research-agent',
    ]);
    expect(seen(before, after, approved(seen(before, after))).verdict.passes).toBe(true);
  });

  test('what goes under one name and comes under the other is not deleted', () => {
    const few = (name: string, more: (spec: Spec) => void = () => undefined): Spec =>
      named(name, {}, (spec) => {
        for (const other of Object.keys(spec.agents)) if (!['agent-a', 'agent-b', 'research', 'analysis'].includes(other)) delete spec.agents[other];
        more(spec);
      });
    const deleted = (now: Spec): string[] => seen(few('research'), now).verdict.excesses.map(({ scope, what }) => `${scope} ${what}`);
    expect(deleted(few('analysis', moved()))).toEqual([]);
    expect(deleted(few('analysis'))).toContain('north deleted');
  });

  test('the delivery tells it as one, and nothing of it is new to the fleet', () => {
    const { news, verdict } = seen(before, after);
    expect(news.map(({ what }) => what)).toContain('rename research to analysis');
    expect(news.filter(({ what }) => /^(remove|add)/.test(what))).toEqual([]);
    expect(verdict.newcomers).toEqual([]);
  });

  test('an entry that is done says so, and its end takes the old host', () => {
    const { verdict } = seen(after, after);
    expect(verdict.passes).toBe(true);
    expect(gateLines(verdict).notes).toEqual([expect.stringMatching(/^moved: agents.research → agents.analysis is done: .* The entry may go/)]);
    expect(grave(after, named('analysis'))).toEqual([
      expect.stringMatching(/^a host or a path of an agent is no longer served in north/),
      expect.stringMatching(/^a host or a path of an agent is no longer served in south/),
    ]);
  });

  test('without the entry it is an omission, which says where a rename is written', () => {
    const { omissions } = seen(before, named('analysis')).verdict;
    expect(omissions.map(({ what }) => what)).toEqual(
      ['north', 'south'].map((region) => `agent research runs in ${region} and is no longer in the fleet`),
    );
    expect(omissions[0]?.instead).toContain('named under `moved`');
  });
});

describe('what an entry does not let pass', () => {
  const stateful = (own: Fields = {}) => named('research', { storage: STORAGE, ...own });
  const SUSPENDED = { state: 'suspended' };
  const KEPT = { ...STORAGE, claim: 'research-agent' };
  test.each<[string, Spec, Spec, readonly string[]]>([
    [
      'a region where the new agent does not run',
      named('research'),
      named('analysis', { regions: ['north'] }, moved()),
      ['south: agent research runs in south and is to be analysis, which does not run there'],
    ],
    [
      'an agent that ran there already',
      named('research', {}, (spec) => void (spec.agents['analysis'] = { ...agent(spec, 'agent-a'), ref: 'acme/analysis@1.0.0', regions: ['north'] })),
      named('analysis', {}, moved()),
      ['north: agents research and analysis both run in north: neither has become the other'],
    ],
    [
      'one that has ended there',
      named('research'),
      named('analysis', { overrides: { south: { state: 'terminated' } } }, moved()),
      ['south: agent research runs in south and is to be analysis, which does not run there'],
    ],
    [
      'data that stays behind',
      stateful(SUSPENDED),
      named('analysis', { storage: { ...STORAGE, claim: 'analysis-agent' } }, moved()),
      ['north', 'south'].map(
        (region) => `${region}: agent research becomes analysis in ${region}, and its data stays behind in the volume research-agent`,
      ),
    ],
    [
      'a volume that nobody has any more',
      stateful(SUSPENDED),
      named('analysis', {}, moved()),
      ['north', 'south'].map(
        (region) => `${region}: agent research becomes analysis in ${region}, and its data stays behind in the volume research-agent`,
      ),
    ],
    [
      'data that stays behind in one region',
      stateful(SUSPENDED),
      named('analysis', { storage: KEPT, overrides: { south: { storage: null } } }, moved()),
      ['south: agent research becomes analysis in south, and its data stays behind in the volume research-agent'],
    ],
    [
      'two pods at one volume',
      stateful(),
      named('analysis', { storage: KEPT }, moved()),
      ['north', 'south'].map(
        (region) =>
          `${region}: agent research becomes analysis in ${region} while it runs: for a while two pods would write to the volume research-agent`,
      ),
    ],
    ['and what it lets pass: the volume of one that is stopped', stateful(SUSPENDED), named('analysis', { storage: KEPT }, moved()), []],
    [
      'and a second rename of the same data',
      named('analysis', { storage: KEPT, ...SUSPENDED }),
      named('papers', { storage: KEPT }, moved([{ from: 'agents.analysis', to: 'agents.papers' }])),
      [],
    ],
    [
      'another agent that goes beside it',
      named('research'),
      named('analysis', {}, (spec) => {
        moved()(spec);
        delete spec.agents['agent-a'];
      }),
      ['north', 'south'].map((region) => `${region}: agent agent-a runs in ${region} and is no longer in the fleet`),
    ],
  ])('%s', (_, before, after, expected) => {
    const review = seen(before, after);
    expect(refused(before, after)).toEqual(expected);
    // No approval helps against any of them.
    expect(seen(before, after, approved(review)).verdict.passes).toBe(expected.length === 0);
  });

  test('the volume stays, is told, and asks', () => {
    const after = named('analysis', { storage: KEPT }, moved());
    const { blocks } = seen(stateful(SUSPENDED), after);
    const claim = blocks.find(({ objects }) => objects.some(({ kind }) => kind === 'PersistentVolumeClaim'));
    expect([claim?.verb, claim?.consequences]).toEqual(['update', ['the volume stays with its data, and belongs to another agent']]);
    expect(grave(stateful(SUSPENDED), after)).toContainEqual(
      expect.stringMatching(/^the volume goes to another agent, with the data in it .* in north: agents\/research-agent$/),
    );
  });

  test('a claim that is no longer named later is data that stays behind', () => {
    const lines = grave(named('analysis', { storage: KEPT }), named('analysis', { storage: STORAGE }));
    expect(lines).toContainEqual(expect.stringMatching(/PersistentVolumeClaim|its data is lost, or nobody manages it any more/));
  });

  test('another team, or another owner, has to be approved as such', () => {
    const of = (name: string, team: string, ref: string, more?: (spec: Spec) => void): Spec =>
      named(name, { owner: { team }, ref, host: 'papers' }, more);
    const before = of('research', 'search', 'acme/research@1.0.0');
    expect(grave(before, of('analysis', 'ads', 'acme/research@1.0.0', moved()))).toContainEqual(
      expect.stringMatching(/^agent research is renamed, and becomes another team’s in north/),
    );
    expect(grave(before, of('analysis', 'search', 'other/research@1.0.0', moved()))).toContainEqual(
      expect.stringMatching(/^agent research is renamed, and becomes another owner’s in north/),
    );
    expect(grave(before, of('analysis', 'search', 'acme/research@1.0.0', moved())).join('\n')).not.toContain('becomes another');
  });
});

describe('a volume of another agent is taken by nobody unseen', () => {
  const TAKES = /^analysis takes over what lies in the volume research-agent, if there is one in north/;
  test.each<[string, Spec, Spec]>([
    ['of one that has ended', named('agent-z'), named('agent-z', {}, (spec) => void (spec.agents['analysis'] = taking(spec)))],
    [
      'of one that ends',
      named('research', { storage: STORAGE }),
      named('research', { storage: STORAGE, state: 'terminated' }, (spec) => void (spec.agents['analysis'] = taking(spec))),
    ],
  ])('%s', (_, before, after) => {
    const lines = grave(before, after);
    expect(lines.some((line) => TAKES.test(line) || /^the volume goes to another agent, with the data in it .* in north/.test(line))).toBe(true);
  });
  function taking(spec: Spec): Record<string, unknown> {
    return { ...agent(spec, 'agent-a'), ref: 'acme/analysis@1.0.0', storage: { ...STORAGE, claim: 'research-agent' } };
  }
});
