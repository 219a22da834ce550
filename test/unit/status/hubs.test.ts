// What several Argo CDs say, while a region goes from one to another.
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../../schemas/status.schema.json' with { type: 'json' };
import { compile } from '../../../generator/compile.ts';
import type { Compiled } from '../../../generator/compile.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import type { FileMap } from '../../../generator/render/files.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import { statusText } from '../../../generator/report/status-text.ts';
import { style } from '../../../generator/report/style.ts';
import { applicationsIn, Unusable } from '../../../generator/status/evidence.ts';
import { statusOf } from '../../../generator/status/make.ts';
import { applications, listText, operation } from '../../support/evidence.ts';
import type { Status } from '../../support/evidence.ts';
import { files } from '../../support/fleets.ts';
import { FLEET } from '../../support/program.ts';

const COMMIT = '1'.repeat(40);
const compiled = (hubs: string): Required<Compiled> =>
  compile(files({ 'fleet.yaml': FLEET.replace(/^gitops: \{ (.*) \}$/m, `gitops: { $1, hubs: ${hubs} }`) })) as Required<Compiled>;
/** `south` is on its way from a to b. */
const MOVING = compiled('{ a: { regions: [north], leaving: [south] }, b: { regions: rest } }');
const BEFORE = compiled('{ a: { regions: all } }');
const ROOTS = { root: 'pap-root', hubs: ['a', 'b'] };

/** What the Argo CD of a hub prints. */
function printed({ files: out }: { readonly files: FileMap }, hub: string, say?: (name: string) => Status | undefined): KubeObject[] {
  const own = new Map(
    [...out].flatMap(([path, text]) => (path.startsWith(`argocd/${hub}/`) ? [[path.replace(`/${hub}/`, '/'), text] as const] : [])),
  );
  return applications(own, COMMIT, say);
}

const rootOf = (all: readonly KubeObject[]): KubeObject => all.find(({ metadata }) => metadata.name === 'pap-root') as KubeObject;

function shown(a: readonly KubeObject[], b: readonly KubeObject[]): string[] {
  const live = applicationsIn(
    [a, b].map((items, i) => ({ path: `${i}.json`, text: listText(items) })),
    ROOTS,
  );
  const out = treeOf(MOVING.files, 'out');
  const status = statusOf({ fleet: MOVING.fleet, out, now: 0, since: () => new Map(), outAt: () => out, live });
  const valid = new Ajv2020.default({ strict: true, allowUnionTypes: true }).compile(schema);
  expect(valid(JSON.parse(JSON.stringify(status))), JSON.stringify(valid.errors)).toBe(true);
  return statusText(status, style(false)).split('\n').slice(2, -1);
}

describe('while a region moves', () => {
  test('all is well once the hub that it leaves no longer syncs it, whatever that says of sync and health', () => {
    const old = printed(MOVING, 'a', (name) =>
      name.startsWith('pap-south') ? { sync: { status: 'OutOfSync' }, health: { status: 'Degraded' } } : undefined,
    );
    expect(shown(old, printed(MOVING, 'b')).at(-1)).toBe('everything is live as config/ says');
  });
  test('which file is given first does not matter', () =>
    expect(shown(printed(MOVING, 'b'), printed(MOVING, 'a')).at(-1)).toBe('everything is live as config/ says'));
  test('it is said of a hub that has not heard yet', () => {
    const old = printed(BEFORE, 'a').map((app) => (app.metadata.name === 'pap-root' ? rootOf(printed(MOVING, 'a')) : app));
    const said = shown(old, printed(MOVING, 'b'));
    expect(said).toContain('pap-south-agents (a): its region leaves this hub, and it still syncs by itself');
    expect(said.at(-1)).toMatch(/^not as config\/ says: /);
  });
  test('it is said of one that is still at it', () => {
    const old = printed(MOVING, 'a', (name) => (name === 'pap-south-agents' ? operation(COMMIT) : undefined));
    const said = shown(old, printed(MOVING, 'b')).join('\n');
    expect(said).toMatch(
      /pap-south-agents \(a\): operation Running at 1{12}.*; its region leaves this hub, and it still syncs\n {2}hint: argocd app terminate-op pap-south-agents/,
    );
  });
  test('what runs is what the hub says that has it', () => {
    const now = printed(MOVING, 'b', (name) => (name === 'pap-south-agents' ? { health: { status: 'Degraded' }, resources: [] } : undefined));
    expect(shown(printed(MOVING, 'a'), now).join('\n')).toContain('not in the cluster');
  });
  test('what is left over is told with its hub', () => {
    const rest = printed(BEFORE, 'a').filter(({ metadata }) => metadata.name === 'pap-south-agents');
    expect(
      shown(printed(MOVING, 'a'), [...printed(MOVING, 'b'), ...rest.map((app) => ({ ...app, metadata: { ...app.metadata, name: 'pap-gone' } }))]),
    ).toContain('left over: pap-gone (b): out/ has no such Application any more');
  });
});

describe('evidence is refused', () => {
  const refusal = (...lists: readonly (readonly KubeObject[])[]): string => {
    try {
      applicationsIn(
        lists.map((items, i) => ({ path: `${i}.json`, text: listText(items) })),
        ROOTS,
      );
    } catch (error) {
      if (error instanceof Unusable) return error.message;
      throw error;
    }
    return 'none';
  };
  test('of which nobody knows whose it is', () =>
    expect(refusal(printed(MOVING, 'a').filter(({ metadata }) => metadata.name !== 'pap-root'))).toBe(
      '0.json: it does not show the Application pap-root of a hub, so nobody knows of which Argo CD it is; the hubs are a, b',
    ));
  test('of a hub twice', () =>
    expect(refusal(printed(MOVING, 'a'), printed(MOVING, 'a'))).toContain('argocd/pap-north-cluster stands in 0.json and again in 1.json'));
});
