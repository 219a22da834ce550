import { describe, expect, test } from 'vitest';
import { Unusable, applicationsIn } from '../../../generator/status/evidence.ts';

const app = (name: string, more: object = {}): object => ({ kind: 'Application', metadata: { name, namespace: 'argocd' }, spec: {}, ...more });
const read = (...texts: string[]): string[] =>
  applicationsIn(texts.map((text, i) => ({ path: `${i}.json`, text }))).map(({ application }) => application.metadata.name);
function refusal(...texts: string[]): string {
  try {
    read(...texts);
  } catch (error) {
    if (error instanceof Unusable) return `${error.message} — ${error.hint}`;
    throw error;
  }
  return 'none';
}

describe('evidence is taken', () => {
  test.each([
    ['a list of kubectl', JSON.stringify({ kind: 'List', items: [app('a'), app('b')] }), ['a', 'b']],
    ['a list of the API', JSON.stringify({ kind: 'ApplicationList', items: [app('a')] }), ['a']],
    ['what argocd app list prints: no kind', JSON.stringify([{ metadata: { name: 'a' }, spec: {} }]), ['a']],
    ['one Application', JSON.stringify(app('a')), ['a']],
    ['an empty list', '{"items": []}', []],
  ])('%s', (_, text, names) => expect(read(text)).toEqual(names));

  test('from several Argo CDs, with the same name in two namespaces', () => {
    const other = app('a', { metadata: { name: 'a', namespace: 'other' } });
    expect(read(JSON.stringify([app('a')]), JSON.stringify([other]))).toEqual(['a', 'a']);
  });
});

describe('evidence is refused, with the place and how it is made', () => {
  test.each([
    ['cut short', '{"items": [\n  {"kind": "Appl', /^0\.json:2:17: this is no JSON, or it was cut short/],
    ['no JSON', 'apiVersion: v1', /^0\.json(:1:1)?: this is no JSON/],
    ['a comma too many', '{"items": [\n1,]}', /^0\.json(:2:3)?: this is no JSON/],
    ['empty', '', '0.json:1:1: this is no JSON'],
    ['a number', '1', '0.json: this is no list of Applications'],
    ['a map of something else', '{"kind": "Pod"}', '0.json: this is no list of Applications'],
    ['a list of something else', '[{"kind": "Pod", "metadata": {"name": "a"}, "spec": {}}]', '0.json: item 1 is no Application'],
    ['an item without a name', '{"items": [{"kind": "Application", "spec": {}}]}', '0.json: item 1 is no Application'],
    ['an item that is null', '[null]', '0.json: item 1 is no Application'],
  ])('%s', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
    expect(refusal(text)).toContain('kubectl get applications -n argocd -o json');
  });

  test('the same Application twice', () => {
    const text = JSON.stringify([app('a')]);
    expect(refusal(text, text)).toContain('argocd/a stands in 0.json and again in 1.json');
  });
});
