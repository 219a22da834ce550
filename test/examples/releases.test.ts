// Fleets go from any release to this one: what each has written is read, judged, delivered over, and kept where a region stays on it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../generator/compile.ts';
import type { Compiled } from '../../generator/compile.ts';
import { readOutTree } from '../../generator/io/out-tree.ts';
import { readConfig } from '../../generator/io/read-config.ts';
import { GENERATOR_VERSION } from '../../generator/model/generator.ts';
import { approvalHash, approvalText } from '../../generator/plan/approval.ts';
import { memoryOf } from '../../generator/plan/memory.ts';
import { review } from '../../generator/plan/review.ts';
import type { Review } from '../../generator/plan/review.ts';
import { changes } from '../../generator/render/changes.ts';
import { treeOf } from '../../generator/render/tree.ts';
import type { Tree } from '../../generator/render/tree.ts';
import { differencesOf } from '../../generator/status/differences.ts';
import { statusOf } from '../../generator/status/make.ts';
import type { ConfigFile } from '../../generator/yaml/read.ts';
import { files } from '../support/fleets.ts';

const TODAY = '2026-11-23';
const FOLDER = join(import.meta.dirname, 'releases');
const releases = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

function made(config: readonly ConfigFile[]): Required<Compiled> {
  const compiled = compile(config);
  expect(compiled.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return compiled as Required<Compiled>;
}

/** What it wrote, under the name of a version that is older than this one whichever that is. */
function written(release: string): Map<string, string> {
  const out = readOutTree(join(FOLDER, release, 'out'));
  return new Map(
    out.paths.map((path) => {
      const text = out.read(path).toString('utf8');
      return [path, path.endsWith('fleet.lock.json') ? text.replace(/"generator": "[^"]+"/, '"generator": "0.0.9"') : text];
    }),
  );
}

function asked(config: readonly ConfigFile[], old: Tree): Review {
  return review({ ...made(config), config }, old, TODAY);
}

/** The same with all of it approved. */
function approved(config: readonly ConfigFile[], old: Tree): Review {
  const { needed } = asked(config, old).verdict;
  if (needed.length === 0) return asked(config, old);
  const text = approvalText({ approvedBy: 'Ada', reason: 'upgrade', expires: '2026-12-01', changes: needed });
  return asked([...config, ...files({ [`approvals/${approvalHash(needed)}.yaml`]: text })], old);
}

test('each version of the changelog, and that of package.json, has its folder', () => {
  const root = join(import.meta.dirname, '../..');
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  const versions = [...changelog.matchAll(/^## \[(\d+\.\d+\.\d+[^\]]*)\]/gm)].map(([, version]) => version as string);
  expect([...versions, GENERATOR_VERSION].filter((version) => !existsSync(join(FOLDER, version, 'out/fleet.lock.json')))).toEqual([]);
  expect(releases.length).toBeGreaterThan(0);
});

describe.each(releases)('what %s has written', (release) => {
  const config = readConfig(join(FOLDER, release, 'config'), 1 << 20);
  const before = written(release);
  const base = treeOf(before);

  test('is known: regions, agents and who wrote it', () => {
    const { regions, generator } = memoryOf(base);
    expect([...regions].map(([name, region]) => [name, region.agents, region.state, region.generator])).toEqual([
      ['north', ['alpha'], 'active', '0.0.9'],
      ['south', ['alpha'], 'active', '0.0.9'],
    ]);
    expect(generator).toBe('0.0.9');
  });

  test('is compared by check: every file is ours, and none was edited', () => {
    const { edited, foreign, blocked, deleted, updated, unchanged } = changes(made(config).files, readOutTree(join(FOLDER, release, 'out')));
    expect({ edited, foreign, blocked }).toEqual({ edited: [], foreign: [], blocked: [] });
    expect(deleted.length + updated.length + unchanged).toBe(before.size);
  });

  test('is planned and delivered over, once it is approved', () => {
    const seen = approved(config, base);
    expect([seen.verdict.passes, seen.obstacle, seen.verdict.upgradeFrom]).toEqual([true, undefined, '0.0.9']);
    expect(seen.delivery?.files).toEqual(made(config).files);
  });

  test('runs what config/ says, by status', () => {
    const { fleet } = made(config);
    const status = statusOf({ fleet, out: base, now: 0, since: () => new Map(), outAt: () => undefined });
    expect(status.placements.map(({ agent, region, out }) => [agent, region, out?.version])).toEqual([
      ['alpha', 'north', '1.0.0'],
      ['alpha', 'south', '1.0.0'],
    ]);
    expect(differencesOf(status)).toEqual({ placements: 0, applications: 0, regions: 0 });
  });

  test('is kept in a region that stays on it, beside one that goes on', () => {
    const pinned = config.map((file) =>
      file.relative === 'fleet.yaml'
        ? { ...file, bytes: Buffer.from(Buffer.from(file.bytes).toString('utf8').replace('south: {}', 'south: { generator: "0.0" }')) }
        : file,
    );
    const seen = approved(pinned, base);
    expect([seen.verdict.passes, seen.obstacle]).toEqual([true, undefined]);
    const { files: now = new Map<string, string>(), held } = seen.delivery ?? {};
    expect([...(held?.keys() ?? [])]).toEqual(['south']);
    const of = (all: ReadonlyMap<string, string>, region: string): unknown =>
      [...all].filter(([path]) => path.startsWith(`overlays/${region}/`) || path === `argocd/${region}.yaml`);
    expect(of(now, 'south')).toEqual(of(before, 'south'));
    expect(of(now, 'north')).toEqual(of(made(config).files, 'north'));

    const again = approved(pinned, treeOf(now));
    expect([again.blocks, again.verdict.passes, again.delivery?.files]).toEqual([[], true, now]);
    const { regions, ...rest } = statusOf({ fleet: made(pinned).fleet, out: treeOf(now), now: 0, since: () => new Map(), outAt: () => undefined });
    expect(regions.map(({ name, held: hold }) => [name, hold])).toEqual([
      ['north', undefined],
      ['south', { because: 'stays on generator 0.0', meant: true }],
    ]);
    expect(differencesOf({ regions, ...rest }).regions).toBe(0);
  });
});
