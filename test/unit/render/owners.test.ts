import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { compile } from '../../../generator/compile.ts';
import type { FileMap } from '../../../generator/render/files.ts';
import { get } from '../../../generator/model/data.ts';
import { BARE, configOf } from '../../support/fleets.ts';
import type { TestFleet } from '../../support/fleets.ts';

const OWNER = { team: 'search', contact: 'search@example.net' };

const agent = (name: string, more: object = {}): object => ({
  ref: `example/${name}@1.0.0`,
  image: `registry.example.net/${name}:v1.0.0`,
  regions: ['north'],
  ...more,
});

function made(agents: object, gitops: object = {}): FileMap {
  const spec = { ...BARE, gitops: { ...BARE.gitops, ...gitops }, regions: { north: { ingressAddresses: ['198.51.100.1'] } }, agents };
  const { files, findings } = compile(configOf({ spec: spec as unknown as TestFleet['spec'], customs: {} }));
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return files ?? new Map();
}

/** Every object of alpha. */
function objects(files: FileMap): unknown[] {
  const texts = [...files].filter(([path]) => path.endsWith('/objects.yaml') || path.endsWith('-agent.yaml')).map(([, text]) => text);
  const all = texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as unknown));
  return all.filter((object) => get(object, ['metadata', 'labels', 'app.kubernetes.io/name']) === 'alpha');
}

const kinds = (some: readonly unknown[]): string[] => some.map((object) => String(get(object, ['kind']))).sort();

describe('an agent with an owner', () => {
  const files = made({ alpha: agent('alpha', { owner: OWNER }), beta: agent('beta') });

  // Seen to fail with the label in workloadLabels().
  test('has its label on every object and on no pod', () => {
    const all = objects(files);
    expect(kinds(all)).toContain('PrometheusRule');
    expect(all.filter((object) => get(object, ['metadata', 'labels', 'pap.plugged.in/team']) !== 'search')).toEqual([]);
    const [deployment] = all.filter((object) => get(object, ['kind']) === 'Deployment');
    const template = get(deployment, ['spec', 'template', 'metadata']);
    expect(JSON.stringify(template)).not.toMatch(/search/);
    expect(JSON.stringify(get(deployment, ['spec', 'selector']))).not.toMatch(/search/);
    expect(get(deployment, ['metadata', 'annotations', 'pap.plugged.in/contact'])).toBe('search@example.net');
  });

  test('has alerts that say who is told', () => {
    const [rule] = objects(files).filter((object) => get(object, ['kind']) === 'PrometheusRule');
    const rules = get(rule, ['spec', 'groups', '0', 'rules']) ?? (get(rule, ['spec', 'groups']) as { rules: unknown[] }[])[0]?.rules;
    const told = rules as { labels: Record<string, string>; annotations: Record<string, string> }[];
    expect(told.length).toBeGreaterThan(2);
    for (const { labels, annotations } of told) expect([labels['team'], annotations['contact']]).toEqual(['search', 'search@example.net']);
  });

  test('changes nothing of another agent', () => {
    const plain = made({ alpha: agent('alpha'), beta: agent('beta') });
    const beta = [...plain].filter(([path]) => path.includes('/beta/'));
    expect(beta.length).toBeGreaterThan(0);
    for (const [path, text] of beta) expect(files.get(path)).toBe(text);
    expect([...plain.values()].join('')).not.toMatch(/pap\.plugged\.in\/(team|contact)|team:/);
  });
});

describe('CODEOWNERS', () => {
  const owned = {
    beta: agent('beta', { owner: { team: 'chat' } }),
    alpha: agent('alpha', { owner: OWNER }),
    ended: agent('ended', { owner: OWNER, state: 'terminated' }),
    nobody: agent('nobody'),
  };

  test('has a line for each agent with an owner, also if it runs nowhere any more', () => {
    const lines = made(owned, { owners: '@acme' }).get('CODEOWNERS.agents')?.split('\n');
    expect(lines?.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
      '/config/agents/alpha.yaml @acme/search',
      '/config/approvals/agents/alpha/*.yaml @acme/search',
      '/config/agents/beta.yaml @acme/chat',
      '/config/approvals/agents/beta/*.yaml @acme/chat',
      '/config/agents/ended.yaml @acme/search',
      '/config/approvals/agents/ended/*.yaml @acme/search',
    ]);
  });

  test('is not there without an organisation, nor without owners', () => {
    expect(made(owned).has('CODEOWNERS.agents')).toBe(false);
    expect(made({ nobody: agent('nobody') }, { owners: '@acme' }).has('CODEOWNERS.agents')).toBe(false);
  });
});

describe('an owner is refused', () => {
  const refused = (owner: unknown, gitops: object = {}): string[] => {
    const spec = { ...BARE, gitops: { ...BARE.gitops, ...gitops }, regions: { north: {} }, agents: { alpha: agent('alpha', { owner }) } };
    return compile(configOf({ spec: spec as unknown as TestFleet['spec'], customs: {} })).findings.map(({ pointer }) => String(pointer));
  };
  test.each([
    ['no team', { contact: 'a@example.net' }],
    ['a team that is no label', { team: 'Search Team' }],
    ['a line of CODEOWNERS', { team: 'a @evil/all' }],
    ['a contact that is neither', { team: 'a', contact: 'call us' }],
    ['a page that is not https', { team: 'a', contact: 'http://example.net' }],
    ['a page with a query', { team: 'a', contact: 'https://example.net/?token=1' }],
    ['a text', 'search'],
  ])('with %s', (_, owner) => {
    expect(refused(owner).join()).toContain('/agents/alpha');
  });
  test('by an organisation that is none', () => {
    expect(refused(OWNER, { owners: 'acme' }).join()).toContain('/gitops/owners');
    expect(refused(OWNER, { owners: '@acme *' }).join()).toContain('/gitops/owners');
  });
  test('not with a page', () => {
    expect(refused({ team: 'a', contact: 'https://chat.example.net/teams/search#help' })).toEqual(refused(OWNER));
  });
});
