// What follows from files beside fleet.yaml, and what each line of a config is said to make where nothing follows.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import type { Compiled } from '../../../generator/compile.ts';
import { asWritten } from '../../../generator/history/as-written.ts';
import { madeBy } from '../../../generator/history/influence.ts';
import { madeByFile, valuesBehind } from '../../../generator/history/of-file.ts';
import { Remaker } from '../../../generator/history/remake.ts';
import { unjudged } from '../../../generator/history/unjudged.ts';
import { madeJson, madeText } from '../../../generator/report/made.ts';
import { style } from '../../../generator/report/style.ts';
import { configRole } from '../../../generator/yaml/config-path.ts';
import type { ConfigFile } from '../../../generator/yaml/read.ts';

function configIn(folder: string): ConfigFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tgz'))
    .map(({ parentPath, name }) => {
      const relative = join(parentPath, name).slice(folder.length + 1);
      return { path: `config/${relative}`, relative, bytes: readFileSync(join(folder, relative)), limit: 8 << 20 };
    });
}

const [freezes, world] = [configIn('test/examples/golden/freezes/config'), configIn('examples/open-world/config')];
let [frozen, open] = [{}, {}] as [Required<Compiled>, Required<Compiled>];
beforeAll(() => {
  [frozen, open] = [compile(freezes), compile(world)] as [Required<Compiled>, Required<Compiled>];
});

const lineWith = (files: ReadonlyMap<string, string>, file: string, text: string): number =>
  (files.get(file) as string).split('\n').findIndex((line) => line.includes(text)) + 1;

test('what nothing is altered in is as it was', () => {
  expect(Object.fromEntries(unjudged(freezes) ?? [])).toEqual(Object.fromEntries(frozen.files));
  expect(Object.fromEntries(unjudged(world) ?? [])).toEqual(Object.fromEntries(open.files));
});

describe('a freeze', () => {
  const made = (name: string, path: string): string[] | undefined => {
    const found = madeByFile(freezes, frozen.files, `freezes/${name}.yaml`, { document: 0, path });
    return found && [...found.keys()];
  };

  test('that Argo CD keeps makes its windows', () => expect(made('billing', '/argocd')).toEqual(['argocd/af-south.yaml', 'argocd/eu-west.yaml']));
  test('of the delivery alone makes nothing', () => expect(made('year-end', '/regions')).toEqual([]));
  test('cannot be without its kind', () => expect(made('billing', '/kind')).toBe(undefined));

  test('stands behind a window', () => {
    const file = 'argocd/af-south.yaml';
    const asked = freezes.filter(({ relative }) => relative.startsWith('freezes/'));
    const found = valuesBehind(freezes, frozen.files, { file, line: lineWith(frozen.files, file, 'schedule: "15 22 * * *"') }, asked);
    expect(found.map(({ file: from, path }) => `${from} ${path}`)).toEqual([
      'config/freezes/billing.yaml /groups/0',
      'config/freezes/billing.yaml /windows/0/from',
      'config/freezes/billing.yaml /argocd',
    ]);
    expect(valuesBehind(freezes, frozen.files, { file, line: 1 }, asked)).toEqual([]);
  });
});

test('what a component says of its Secrets makes a line of the list of Secrets', () => {
  const found = madeByFile(world, open.files, 'components/queue/component.yaml', { document: 0, path: '/secrets/0/about' });
  expect([...(found ?? [])]).toEqual([['secrets.md', [lineWith(open.files, 'secrets.md', 'users of the queue')]]]);
});

test('a label of a region makes what is chosen by it', () => {
  const remaker = new Remaker(open.declared, open.customs, open.fleet);
  const files = [...(madeBy(asWritten(open), remaker, open.files, '/regions/eu-west/labels/tier')?.keys() ?? [])];
  expect(files.some((file) => file.startsWith('base/agents/research/'))).toBe(true);
});

test.each([
  ['policies/owners.yaml', false, 'a policy judges'],
  ['schemas/keda.yaml', false, 'what a kind may hold'],
  ['approvals/a.yaml', false, 'the gate reads it'],
  ['freezes/year-end.yaml', false, 'pap-fleet explain freeze/year-end'],
  ['holds/a.yaml', false, 'what it keeps is so without it'],
  ['rollouts/a.yaml', false, 'the next wave'],
  ['components/queue/component.yaml', false, 'which is judged'],
  ['components/names/values.yaml', true, 'pap-fleet vendor names renders'],
  ['components/names/rendered/ec071c567707cc6d/objects.yaml', false, 'another rendering'],
  ['fleet.yaml', false, 'another line wins'],
])('of a line of %s it says why nothing follows', (relative, isVendored, words) => {
  const traced = { file: `config/${relative}`, line: 1, text: 'a: b', what: 'a', out: 'out', made: [], role: configRole(relative), isVendored };
  expect(madeText(traced, 20, style(false))).toContain(words);
  expect(madeJson(traced)).toMatchObject({ made: [], nothing: expect.stringContaining(words) as string });
});
