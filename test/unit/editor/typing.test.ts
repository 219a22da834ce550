import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'fast-glob';
import { describe, expect, test } from 'vitest';
import { readPlain } from '../../../generator/yaml/plain.ts';
import { proposals } from '../../../generator/editor/complete.ts';
import { changeBetween, changed } from '../../../generator/editor/change.ts';
import { definitions } from '../../../generator/editor/definition.ts';
import { hover } from '../../../generator/editor/hover.ts';
import { entriesOf, outlineOf } from '../../../generator/editor/outline.ts';
import { renaming } from '../../../generator/editor/rename.ts';
import { Workspace } from '../../../generator/editor/workspace.ts';
import { FIXABLE } from '../../support/fixable-fleet.ts';

const COMPONENT = {
  'components/queue/component.yaml':
    'apiVersion: fleet.plugged.in/v1alpha1\nkind: Component\nname: queue\nsummary: A queue for agents\nnamespaces: [queue]\nobjects: [common/map.yaml]\n',
  'components/queue/settings.schema.json':
    '{ "type": "object", "additionalProperties": false, "properties": { "storage": { "description": "Size of the volume.", "type": "string", "default": "1Gi" } } }',
  'components/queue/common/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: queue, namespace: queue }\ndata: { size: "{settings.storage}" }\n',
};

function workspaceOf(files: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace();
  workspace.update(Object.entries(files).map(([relative, text]) => ({ path: `/fleet/config/${relative}`, relative, bytes: Buffer.from(text) })));
  return workspace;
}

/** What is proposed where `|` stands. */
function proposed(text: string, file = 'fleet.yaml', others: Readonly<Record<string, string>> = {}): string[] {
  const offset = text.indexOf('|');
  const workspace = workspaceOf({ ...others, [file]: text.replace('|', '') });
  return proposals(workspace, `/fleet/config/${file}`, offset).map(({ label }) => label);
}

describe('completion', () => {
  test.each<[what: string, text: string, has: readonly string[], hasNot: readonly string[]]>([
    ['a key at the top of a file', FIXABLE.replace('groups:', '|\ngroups:'), ['tiers', 'grants'], ['zone', 'agents']],
    ['a key that is begun', FIXABLE.replace('    tier: heavy', '    tier: heavy\n    repl|'), ['replicas'], ['tier']],
    ['a key within brackets', FIXABLE.replace('{ tier: light }', '{ tier: light, | }'), ['replicas', 'heartbeat'], ['tier', 'regions']],
    ['a value', FIXABLE.replace('heartbeat: IDLE', 'heartbeat: |'), ['IDLE', 'SLEEP', 'EMERGENCY'], ['true']],
    ['true and false', FIXABLE.replace('stateless: true', 'stateless: |'), ['true', 'false'], []],
    ['a name of a list', FIXABLE.replace('[us-east-1, eu-west]', '[us-east-1, |]'), ['eu-west'], ['us-east-1', 'prod']],
    ['a region whose overrides are meant', FIXABLE.replace('      eu-west: {', '      |: {'), ['us-east-1', 'eu-west'], []],
    ['a component', FIXABLE.replace('  monitoring:', '  |\n  monitoring:'), ['ingress', 'queue'], ['certs', 'monitoring']],
    ['a setting of a component of the fleet', FIXABLE.replace('  monitoring:', '  queue: { | }\n  monitoring:'), ['storage'], []],
    ['nothing in a comment', FIXABLE.replace('# for all', '# |'), [], ['tiers']],
  ])('%s', (_, text, has, hasNot) => {
    const labels = proposed(text, 'fleet.yaml', COMPONENT);
    expect(labels).toEqual(expect.arrayContaining([...has]));
    expect(labels.filter((label) => hasNot.includes(label))).toEqual([]);
  });

  test('names in the files of freezes, policies and rollouts', () => {
    const others = { 'fleet.yaml': FIXABLE };
    expect(proposed('apiVersion: fleet.plugged.in/v1alpha1\nkind: Freeze\nname: a\nregions: [|]\n', 'freezes/a.yaml', others)).toEqual([
      'us-east-1',
      'eu-west',
    ]);
    expect(proposed('kind: Policy\nmatch: { groups: [|] }\n', 'policies/a.yaml', others)).toEqual(['prod']);
    expect(proposed('set:\n  |\n', 'rollouts/a.yaml', others)).toEqual(expect.arrayContaining(['agents.alpha', 'components.ingress']));
  });
});

test('a component of the fleet: from its settings to its file, and what its schema says of them', () => {
  const text = FIXABLE.replace('  monitoring:', '  queue: { storage: 2Gi }\n  monitoring:');
  const workspace = workspaceOf({ ...COMPONENT, 'fleet.yaml': text });
  const file = '/fleet/config/fleet.yaml';
  expect(definitions(workspace, file, text.indexOf('queue:')).map((place) => place.file)).toEqual(['/fleet/config/components/queue/component.yaml']);
  expect(hover(workspace, file, text.indexOf('storage'))?.text).toContain('Size of the volume.');
  expect(hover(workspace, file, text.indexOf('storage'))?.text).toContain('`2Gi` ← components');
});

test('an agent that had another name before gets one entry of moved, and groups keep their agents', () => {
  const text = FIXABLE.replace('groups:', 'moved: [{ from: agents.omega, to: agents.alpha }]\ngroups:').replace(
    '{ regions: { match: { tier: prod } } }',
    '{ regions: { match: { tier: prod } }, agents: { alpha: { replicas: 2 } } }',
  );
  const workspace = workspaceOf({ 'fleet.yaml': text });
  const found = renaming(workspace, '/fleet/config/fleet.yaml', text.indexOf('  alpha:') + 3, 'beta', false);
  if ('refused' in found) throw new Error(found.refused);
  const after = changed(text, found.changes.get('/fleet/config/fleet.yaml') ?? []);
  expect(after).toBe(
    text.replace('to: agents.alpha', 'to: agents.beta').replace('agents: { alpha:', 'agents: { beta:').replace('\n  alpha:', '\n  beta:'),
  );
});

test('a tier is renamed with all that have it', () => {
  const text = FIXABLE.replace('regions:\n  us', 'tiers:\n  big: { resources: { requests: { cpu: 100m, memory: 128Mi } } }\nregions:\n  us').replace(
    'tier: light',
    'tier: big',
  );
  const found = renaming(workspaceOf({ 'fleet.yaml': text }), '/fleet/config/fleet.yaml', text.indexOf('big'), 'huge', false);
  if ('refused' in found) throw new Error(found.refused);
  expect(changed(text, found.changes.get('/fleet/config/fleet.yaml') ?? [])).toBe(text.replaceAll('big', 'huge'));
});

test('a change is the part that differs, and takes no character apart', () => {
  expect(changeBetween('a: 😀\r\n', 'a: 😁\r\n')).toEqual({ span: { start: 3, end: 5 }, text: '😁' });
  expect(changeBetween('a\r\nb\r\n', 'a\nb\r\n')?.span.start).toBe(1);
  expect(changeBetween('a', 'a')).toBeUndefined();
});

test('questions about any place of any half of a text are answered, or not, and end', () => {
  const half = FIXABLE.slice(0, FIXABLE.indexOf('overrides')).replace('[us-east-1', '[us-east-1, {{ "');
  for (const text of [FIXABLE, half, `${half}\n<<: *x\n&a !!t [`, '\t- a:\n - b', '---\n...\n---', '{'.repeat(5_000)]) {
    const workspace = workspaceOf({ 'fleet.yaml': FIXABLE });
    workspace.lay([{ path: '/fleet/config/fleet.yaml', relative: 'fleet.yaml', bytes: Buffer.from(text) }]);
    for (let offset = 0; offset <= text.length; offset += text.length > 2_000 ? 1_000 : 41) {
      proposals(workspace, '/fleet/config/fleet.yaml', offset);
      hover(workspace, '/fleet/config/fleet.yaml', offset);
      definitions(workspace, '/fleet/config/fleet.yaml', offset);
    }
  }
  expect(outlineOf('a: 1\n'.repeat(10), false, 20).entries).toEqual([]);
});

test('the quick reading of a text says of every key and every value what the whole one says', () => {
  const folder = join(import.meta.dirname, '../../examples/golden');
  const texts = globSync('*/config/**/*.yaml', { cwd: folder }).map((path) => readFileSync(join(folder, path), 'utf8'));
  const told = (entries: ReturnType<typeof entriesOf>): unknown[] =>
    entries.map(({ holds, value, ...rest }) =>
      holds === 'map' || holds === 'list' ? { holds, start: value?.start, ...rest } : { holds, value, ...rest },
    );
  expect(texts.filter((text) => readPlain(text, Infinity) !== undefined).length).toBeGreaterThan(20);
  for (const text of [...texts, FIXABLE, 'a: zzCursorzz\nb: [x, zzCursorzz]\n'])
    expect(told(entriesOf(text, false)), text).toEqual(told(outlineOf(text, false).entries));
});
