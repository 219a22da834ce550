// Regions are delivered apart: whatever is held stays as it was, byte by byte, and all else is as if nothing were held.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { merge } from '../../generator/plan/merge.ts';
import type { Merged } from '../../generator/plan/merge.ts';
import { memoryOf } from '../../generator/plan/memory.ts';
import { OverlayReader } from '../../generator/plan/read-overlay.ts';
import type { FileMap } from '../../generator/render/files.ts';
import { parseHeld } from '../../generator/render/held.ts';
import { MIXED, cut } from '../../generator/render/mixed.ts';
import { deliveryFile, hubNames, rootPath } from '../../generator/model/delivery-paths.ts';
import { treeOf } from '../../generator/render/tree.ts';
import { edited, edits } from '../support/edits.ts';
import { fleets } from '../support/fleets.ts';
import type { TestFleet } from '../support/fleets.ts';
import { kustomize } from '../support/kubectl.ts';
import { canonical, identity, make, objectsIn, referencedBases } from '../support/laws.ts';
import type { Made } from '../support/laws.ts';

const RUNS = process.env['TORTURE'] === '1' ? 400 : 40;

/** Any two fleets, of which one follows the other by a few edits, and any regions that are held. */
const deliveries = fc.record({
  fleet: fleets,
  edits: fc.array(edits, { minLength: 1, maxLength: 4 }),
  /** Which of the regions are held, and which bits of it count is up to how many there are. */
  which: fc.integer({ min: 1, max: 255 }),
});

interface Delivery {
  readonly before: Made;
  readonly after: Made;
  readonly holds: ReadonlyMap<string, string>;
  readonly merged: Merged;
}

function delivered(fleet: TestFleet, changes: readonly Parameters<typeof edited>[1][], which: number): Delivery {
  const next = changes.reduce<TestFleet | undefined>((old, edit) => (old === undefined ? undefined : (edited(old, edit) ?? old)), fleet);
  fc.pre(next !== undefined);
  const [before, after] = [make(fleet), make(next)];
  fc.pre(before !== undefined && after !== undefined);
  const regions = [...new Set([...regionsOf(before.files), ...regionsOf(after.files)])].sort();
  const holds = new Map(regions.filter((_, i) => ((which >> i) & 1) === 1).map((region) => [region, 'for a test']));
  return { before, after, holds, merged: merge(after, treeOf(before.files), holds, 'a'.repeat(64)) };
}

function regionsOf(files: FileMap): string[] {
  return [...new Set([...files.keys()].flatMap((path) => deliveryFile(path)?.region ?? []))];
}

/** All files of a region alone. */
function folderOf(files: FileMap, region: string): Record<string, string> {
  const own = [...files].filter(
    ([path]) => path.startsWith(`overlays/${region}/`) || deliveryFile(path)?.region === region || path === `dns/${region}.nsupdate`,
  );
  return Object.fromEntries(own);
}

/** What a cluster receives. */
function objectsOf(files: FileMap, region: string): string[] {
  const tree = treeOf(files);
  const reader = new OverlayReader(tree);
  const folders = [...files.keys()].flatMap((path) => new RegExp(`^(overlays/${region}/[^/]+)/kustomization\\.yaml$`).exec(path)?.[1] ?? []);
  return folders.flatMap((folder) => reader.objects(folder).map((object) => `${folder} ${identity(object)} ${canonical(object)}`)).sort();
}

/** A region's part of each file in which regions are mixed. */
function partsOf(files: FileMap, region: string): Record<string, unknown> {
  return Object.fromEntries(
    [...MIXED].flatMap(([path, file]) => {
      const text = files.get(path);
      const share = text === undefined ? undefined : cut(file, text)?.shares.get(region);
      return share === undefined ? [] : [[path, share]];
    }),
  );
}

function locksHold(files: FileMap): void {
  const listed = new Map<string, string>();
  for (const [path, text] of files) {
    const folder = /^((?:overlays\/[^/]+\/)?)fleet\.lock\.json$/.exec(path)?.[1];
    if (folder === undefined) continue;
    for (const [name, hash] of Object.entries((JSON.parse(text) as { files: Record<string, string> }).files)) listed.set(folder + name, hash);
  }
  const there = [...files]
    .filter(([path]) => !path.endsWith('fleet.lock.json'))
    .map(([path, text]) => [path, createHash('sha256').update(text).digest('hex')]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(there));
}

function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.has(name) || !seen.add(name));
}

function nothingTwice(files: FileMap): void {
  const delivery = [...files].filter(([path]) => deliveryFile(path) !== undefined).flatMap(([, text]) => objectsIn(text));
  for (const hub of hubNames(files.keys())) {
    const own = [...files].filter(([path]) => deliveryFile(path)?.hub === hub).flatMap(([, text]) => objectsIn(text));
    expect(repeated(own.map(identity)), hub).toEqual([]);
    // A root without regions would read nothing, and regions without a root are read by nobody.
    if (regionsOf(files).length > 0)
      expect(
        [...files.keys()].some((path) => deliveryFile(path)?.hub === hub && deliveryFile(path)?.region !== undefined),
        hub,
      ).toBe(true);
  }
  for (const path of files.keys()) {
    const file = deliveryFile(path);
    if (file !== undefined) expect([...files.keys()], path).toContain(rootPath(file.hub));
  }
  const clusters = new Map<string, string>();
  for (const object of delivery) {
    const region = object.metadata.labels?.['fleet.plugged.in/region'] ?? object.metadata.labels?.['pap.plugged.in/region'];
    const { destination } = (object['spec'] ?? {}) as { destination?: { name: string } };
    if (object.kind !== 'Application' || region === undefined || destination === undefined) continue;
    expect(clusters.get(destination.name) ?? region).toBe(region);
    clusters.set(destination.name, region);
  }
  const names = regionsOf(files).flatMap((region) => [
    ...new Set(
      objectsOf(files, region).flatMap((text) =>
        [...text.matchAll(/"(?:dnsName|AGENT_DNS_NAME","value)":"([^"]+)"|Host\(`([^`]+)`\)/g)].map(([, a, b]) => (a ?? b) as string),
      ),
    ),
  ]);
  expect(repeated(names)).toEqual([]);
}

describe('with any regions held', () => {
  const laws: Readonly<Record<string, (delivery: Delivery) => void>> = {
    'what is held stays to the byte': ({ before, merged }) => {
      for (const region of merged.held.keys()) {
        expect(folderOf(merged.files, region), region).toEqual(folderOf(before.files, region));
        expect(objectsOf(merged.files, region)).toEqual(objectsOf(before.files, region));
        expect(partsOf(merged.files, region), region).toEqual(partsOf(before.files, region));
      }
    },
    'what is delivered is what it is without holds': ({ before, after, merged }) => {
      for (const region of new Set([...regionsOf(before.files), ...regionsOf(after.files)])) {
        if (merged.held.has(region)) continue;
        expect(folderOf(merged.files, region), region).toEqual(folderOf(after.files, region));
        expect(objectsOf(merged.files, region)).toEqual(objectsOf(after.files, region));
        expect(partsOf(merged.files, region), region).toEqual(partsOf(after.files, region));
      }
    },
    'a region that shall be held is delivered only when nothing of it changes': ({ before, after, holds, merged }) => {
      for (const region of holds.keys()) {
        if (merged.held.has(region)) continue;
        expect(folderOf(after.files, region), region).toEqual(folderOf(before.files, region));
        expect(partsOf(after.files, region), region).toEqual(partsOf(before.files, region));
      }
    },
    'the fleet as a whole is held with all regions, and only then': ({ before, after, merged }) => {
      const all = regionsOf(merged.files).every((region) => merged.held.has(region)) && merged.held.size > 0;
      const side = all ? before : after;
      for (const hub of hubNames(merged.files.keys())) {
        const root = rootPath(hub);
        // A hub whose last region is held stays as long as it does.
        expect(merged.files.get(root), hub).toBe(side.files.get(root) ?? before.files.get(root));
      }
    },
    'law 1: every base is pointed at, and every pointer leads to a base': ({ merged }) => {
      const folders = [...merged.files.keys()].flatMap((path) => /^(base\/.+)\/[^/]+$/.exec(path)?.[1] ?? []);
      expect([...new Set(folders)].sort()).toEqual([...referencedBases(merged as unknown as Made)].sort());
    },
    'law 4: nothing is there twice': ({ merged }) => {
      nothingTwice(merged.files);
    },
    'law 5: the locks list exactly what is there': ({ merged }) => {
      locksHold(merged.files);
    },
    'the files list what is held, and only while something is': ({ merged }) => {
      const text = merged.files.get('held.json');
      expect(text === undefined ? new Map() : parseHeld(text)).toEqual(merged.held);
      expect(text === undefined).toBe(merged.held.size === 0);
    },
    'doing it again, from what is delivered, changes nothing: so check can judge it': ({ after, merged }) => {
      const holds = new Map([...merged.held].map(([region, { because }]) => [region, because]));
      const again = merge(after, treeOf(merged.files), holds);
      expect(Object.fromEntries(again.files)).toEqual(Object.fromEntries(merged.files));
    },
    'the next plan can read it': ({ merged }) => {
      expect([...memoryOf(treeOf(merged.files)).regions.keys()].sort()).toEqual(regionsOf(merged.files).sort());
    },
    'once nothing is held, it is what the config says': ({ after, merged }) => {
      expect(merge(after, treeOf(merged.files), new Map()).files).toBe(after.files);
    },
  };

  test(Object.keys(laws).join('; '), () => {
    const seen = { held: 0, delivered: 0, spread: 0 };
    fc.assert(
      fc.property(deliveries, ({ fleet, edits: changes, which }) => {
        const delivery = delivered(fleet, changes, which);
        const { merged, holds } = delivery;
        if (merged.held.size > 0) seen.held += 1;
        if (merged.held.size > 0 && regionsOf(merged.files).some((region) => !merged.held.has(region))) seen.delivered += 1;
        if ([...merged.held.keys()].some((region) => !holds.has(region))) seen.spread += 1;
        for (const [law, holdsTrue] of Object.entries(laws)) {
          try {
            holdsTrue(delivery);
          } catch (error) {
            throw new Error(`${law}: ${(error as Error).message}`, { cause: error });
          }
        }
      }),
      { numRuns: RUNS },
    );
    // Otherwise this proves little.
    expect(seen.held).toBeGreaterThan(RUNS / 4);
    expect(seen.delivered).toBeGreaterThan(RUNS / 8);
  });
});

describe('real Kustomize builds what is delivered and held', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-held-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('of a few fleets, every region', async () => {
    const some = fc.sample(deliveries, { numRuns: 60, seed: 11 }).flatMap(({ fleet, edits: changes, which }) => {
      try {
        const { merged } = delivered(fleet, changes, which);
        return merged.held.size > 0 && regionsOf(merged.files).length > merged.held.size ? [merged] : [];
      } catch (error) {
        // A precondition that does not hold.
        if (error instanceof fc.PreconditionFailure) return [];
        throw error;
      }
    });
    expect(some.length).toBeGreaterThan(3);
    for (const [i, { files }] of some.slice(0, 4).entries()) {
      const out = join(folder, String(i));
      for (const [path, text] of files) {
        mkdirSync(dirname(join(out, path)), { recursive: true });
        writeFileSync(join(out, path), text);
      }
      for (const region of regionsOf(files)) {
        const components = [...files.keys()].flatMap((path) => new RegExp(`^overlays/${region}/([^/]+)/kustomization\\.yaml$`).exec(path)?.[1] ?? []);
        if (components.length === 0) continue;
        const whole = join(out, 'whole', region);
        mkdirSync(whole, { recursive: true });
        writeFileSync(join(whole, 'kustomization.yaml'), `resources:\n${components.map((name) => `- ../../overlays/${region}/${name}\n`).join('')}`);
        const { stdout, stderr } = await kustomize(whole);
        expect(stderr).toBe('');
        const built = objectsIn(stdout).map((object) => `${identity(object)} ${canonical(object)}`);
        expect(built.sort()).toEqual(
          objectsOf(files, region)
            .map((text) => text.slice(text.indexOf(' ') + 1))
            .sort(),
        );
      }
      // The folders of hubs have no kustomization.
      if (!files.has('argocd/kustomization.yaml')) continue;
      const { stderr } = await kustomize(join(out, 'argocd'));
      expect(stderr).toBe('');
    }
  });
});
