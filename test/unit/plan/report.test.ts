// What a reviewer reads: folded, bounded, nothing hidden that matters and nothing shown that must not be.
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { changesBetween } from '../../../generator/plan/change.ts';
import { fold } from '../../../generator/plan/fold.ts';
import { planJson } from '../../../generator/report/plan-json.ts';
import { MOST_CHARACTERS, fullMarkdown, planMarkdown } from '../../../generator/report/plan-markdown.ts';
import { planText } from '../../../generator/report/plan-text.ts';
import { style } from '../../../generator/report/style.ts';
import type { Review } from '../../../generator/plan/review.ts';
import { TODAY, agent, fleet, reviewOf } from './support.ts';
import type { Spec } from './support.ts';

const text = (review: Review): string => planText(review, TODAY, style(false));
const markdown = (review: Review): string => planMarkdown(review, TODAY);

function regions(count: number, change: (spec: Spec) => void = () => undefined): Spec {
  return fleet((spec) => {
    spec.regions = Object.fromEntries(Array.from({ length: count }, (_, i) => [`region-${String(i).padStart(3, '0')}`, {}]));
    for (const name of Object.keys(spec.agents)) agent(spec, name)['regions'] = Object.keys(spec.regions);
    change(spec);
  });
}

test('one version in 200 regions is one block of less than 5 kB', () => {
  const seen = reviewOf(
    regions(200),
    regions(200, (spec) => (agent(spec, 'agent-a')['image'] = 'registry.example.net/agent-a:v2')),
  );
  expect(seen.blocks).toHaveLength(1);
  expect(markdown(seen)).toContain('`~` `Deployment agents/agent-a-agent` · `agents · all 200 regions: region-000, region-001,');
  expect(markdown(seen)).toContain('spec.template.spec.containers[agent].image: registry.example.net/agent-a:v1 → registry.example.net/agent-a:v2');
  expect(Buffer.byteLength(markdown(seen))).toBeLessThan(5 * 1024);
});

test('5,000 different changes: an index of all that fits, and a full report', () => {
  const places = Array.from({ length: 5000 }, (_, i) => ({ name: `agent-${i % 250}`, region: `region-${Math.floor(i / 250)}`, i }));
  const deployment = (name: string, value: string): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'agents' },
    spec: { template: { value } },
  });
  const changes = places.flatMap(({ name, region, i }) =>
    changesBetween(region, 'agents', [deployment(name, 'old')], [deployment(name, `value ${i}.`)]),
  );
  const total = { create: 0, update: changes.length, delete: 0, replace: 0 };
  const seen = { ...reviewOf(fleet(), fleet()), blocks: fold(changes), total };
  expect(seen.blocks).toHaveLength(5000);
  const short = markdown(seen);
  expect(short.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  expect(short).toContain('the full report has every field');
  const names = [...new Set(places.map(({ name }) => name))];
  expect(names.filter((name) => !short.includes(`Deployment agents/${name}\``))).toEqual([]);
  const full = fullMarkdown(seen, TODAY);
  expect(places.filter(({ i }) => !full.includes(`old → value ${i}.`))).toEqual([]);
  expect(text(seen)).toMatch(/… and 4800 more blocks of changes; --full FILE writes all of them/);
});

test('objects that change alike are one block', () => {
  const seen = reviewOf(
    fleet(),
    fleet((spec) => (spec['agentDefaults'] = { terminationGracePeriodSeconds: 77 })),
  );
  const [block] = seen.blocks;
  expect(block?.objects.map(({ name }) => name)).toHaveLength(14);
  expect(text(seen)).toMatch(
    /^~ Deployment agents\/agent-a-agent, agents\/agent-b-agent, .*, … and 2 more {2}agents · all 2 regions: north, south$/m,
  );
});

test('a region that differs in nothing but its name folds with the others', () => {
  const gone = reviewOf(
    fleet((spec) => Object.assign(spec.regions, { north: { state: 'decommissioning' }, south: { state: 'decommissioning' }, west: {} })),
    fleet((spec) => Object.assign(spec.regions, { north: { state: 'decommissioned' }, south: { state: 'decommissioned' }, west: {} })),
  );
  const argocd = gone.blocks.filter(({ component }) => component === 'argocd');
  expect(argocd.map(({ regions: where }) => where)).toContainEqual(['north', 'south']);
});

test('names hold the name of a region that is alone, and what stands for those of several', () => {
  const leaving = (...names: string[]): string =>
    text(
      reviewOf(
        fleet(),
        fleet((spec) => names.forEach((name) => (spec.regions[name] = { state: 'decommissioning' }))),
      ),
    );
  expect(leaving('south')).toContain('~ Application argocd/pap-south-agents, ');
  expect(leaving('south')).not.toContain('{region}');
  expect(leaving('north', 'south')).toContain('~ Application argocd/pap-{region}-agents, ');
});

test('all of a component that goes is one block, the gravest consequence first', () => {
  const seen = reviewOf(
    fleet((spec) => (spec.regions['south'] = { state: 'decommissioning' })),
    fleet((spec) => (spec.regions['south'] = { state: 'decommissioned' })),
  );
  expect(text(seen)).toMatch(/^- all of agents: ConfigMap, 14 Deployment, .* {2}south\n {4}pods stop; traffic is interrupted/m);
});

test('a rename is told once, with what else changes', () => {
  const named = (name: string, more: object = {}): Spec =>
    fleet((spec) => (spec.agents[name] = { ...agent(spec, 'agent-a'), ref: `acme/${name}@1.0.0`, ...more }));
  const seen = reviewOf(named('research'), named('analysis'));
  expect(text(seen)).toMatch(
    /^> Deployment agents\/research-agent → agents\/analysis-agent {2}agents · all 2 regions: north, south\n {4}renamed: the old object is deleted and a new one is created, otherwise equal; pods stop; pods start; requests under way are cut short: .*$/m,
  );
  expect(seen.blocks.filter(({ verb }) => verb === 'delete' || verb === 'create')).toEqual([]);
  expect(seen.total).toMatchObject({ delete: 16, create: 16 });
  const other = text(reviewOf(named('research', { image: 'registry.example.net/x:v1' }), named('analysis', { image: 'registry.example.net/x:v2' })));
  expect(other).toMatch(
    /^> Deployment .*\n {4}spec\.template\.spec\.containers\[agent\]\.image: registry\.example\.net\/x:v1 → registry\.example\.net\/x:v2\n {4}renamed: .* is created; pods stop/m,
  );
});

describe('what must not be shown', () => {
  test('is in no form of the report', () => {
    const env = (value: string): Spec => fleet((spec) => (agent(spec, 'agent-a')['env'] = { API_TOKEN: value, PLAIN: `x ${value}` }));
    const seen = reviewOf(env('before'), env('before2'));
    for (const form of [text(seen), markdown(seen), fullMarkdown(seen, TODAY), JSON.stringify(planJson(seen))]) {
      expect(form).toContain('env[API_TOKEN]');
      expect(form).not.toMatch(/env\[API_TOKEN\]\.value: before/);
    }
  });
});

test('what others write stays text', () => {
  const nasty = 'v1 <img src=x> ``` [a](b) @team #1 </details>';
  const seen = reviewOf(
    fleet(),
    fleet((spec) => (agent(spec, 'agent-a')['env'] = { NOTE: nasty })),
  );
  const fence = /^(`{4,})text$/m.exec(markdown(seen))?.[1] as string;
  const [before, inside, after] = markdown(seen).split(new RegExp(`^${fence}(?:text)?$`, 'm')) as [string, string, string];
  expect(inside).toContain('<img src=x>');
  expect(before + after).not.toContain('<img');
});

describe('a text of several lines', () => {
  const note = (value: string): Spec => fleet((spec) => (agent(spec, 'agent-a')['env'] = { NOTE: value }));
  const lines = (n: number, from = 0): string => Array.from({ length: n }, (_, i) => `line ${i + from}`).join('\n');

  test('is shown by the lines that go and come', () => {
    expect(text(reviewOf(note(`${lines(3)}\nlast\n`), note(`${lines(3)}\nother\n`)))).toContain(
      'env[NOTE].value: changes (4 lines)\n    - last\n    + other\n',
    );
  });
  test('however many', () => {
    const seen = text(reviewOf(note(lines(30)), note(lines(31, 100))));
    expect(seen).toContain('env[NOTE].value: (30 lines) → (31 lines)\n    - line 0\n');
    expect(seen).toContain('- … 22 more lines go\n');
    expect(seen.split('\n').filter((line) => line.startsWith('line'))).toEqual([]);
  });
  test('is hidden where it is secret', () => {
    const secret = (value: string): Spec => fleet((spec) => (agent(spec, 'agent-a')['env'] = { API_TOKEN: value }));
    expect(text(reviewOf(secret('a\nb'), secret('a\nc')))).toContain('env[API_TOKEN].value: changes (hidden)\n    pods restart');
  });
});
