// What a held region keeps, and which regions are held with it.
import { describe, expect, test } from 'vitest';
import { merge } from '../../../generator/plan/merge.ts';
import type { Merged } from '../../../generator/plan/merge.ts';
import { Unreadable } from '../../../generator/plan/tree.ts';
import { sha256 } from '../../../generator/model/sha256.ts';
import type { FileMap } from '../../../generator/render/files.ts';
import { lockText, parseLock } from '../../../generator/render/lock.ts';
import type { Lock } from '../../../generator/render/lock.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import { BARE } from '../../support/fleets.ts';
import type { AgentData, Data, FleetData, TestFleet } from '../../support/fleets.ts';
import { mustMake } from '../../support/laws.ts';

/** Three regions with one agent everywhere and one in east alone. */
function fleet(change: (spec: FleetData) => void = () => undefined): TestFleet {
  const agent = (name: string, regions: string[]): AgentData => ({ ref: `acme/${name}@1.0.0`, image: `registry.example.net/${name}:v1`, regions });
  const spec: FleetData = {
    ...structuredClone(BARE),
    components: { ingress: { entryPoint: 'public' } },
    regions: { east: {}, north: {}, west: {} },
    agents: { a: agent('a', ['east', 'north', 'west']), b: agent('b', ['east']) },
  };
  change(spec);
  return { spec, customs: {} };
}

const image = (spec: FleetData): void => void ((spec.agents['a'] as Data)['image'] = 'registry.example.net/a:v2');

function merged(before: TestFleet, after: TestFleet, ...held: string[]): Merged & { readonly before: FileMap; readonly after: FileMap } {
  const [old, now] = [mustMake(before), mustMake(after)];
  return { ...merge(now, treeOf(old.files), new Map(held.map((region) => [region, 'refused']))), before: old.files, after: now.files };
}

describe('a region that is held', () => {
  test('keeps its folder, and the others change', () => {
    const { files, held, before, after } = merged(fleet(), fleet(image), 'east');
    expect([...held]).toEqual([['east', { because: 'refused' }]]);
    const path = (region: string): string => `overlays/${region}/agents/kustomization.yaml`;
    expect(files.get(path('east'))).toBe(before.get(path('east')));
    expect(files.get(path('north'))).toBe(after.get(path('north')));
    expect(before.get(path('north'))).not.toBe(after.get(path('north')));
  });

  test('is not there when it is new', () => {
    const { files, held } = merged(
      fleet(),
      fleet((spec) => void (spec.regions['south'] = {})),
      'south',
    );
    expect(
      [...files].filter(([path, text]) => path !== 'held.json' && (path.includes('south') || text.includes('south'))).map(([path]) => path),
    ).toEqual([
      // The example of how a Secret is made names a region of the config.
    ]);
    expect([...held]).toEqual([['south', { because: 'refused' }]]);
  });

  test('is still there when it has left the config', () => {
    const without = fleet((spec) => {
      delete spec.regions['west'];
      (spec.agents['a'] as AgentData).regions = ['east', 'north'];
    });
    const { files, before } = merged(fleet(), without, 'west');
    for (const [path, text] of before) if (path.startsWith('overlays/west/') || path === 'argocd/west.yaml') expect(files.get(path)).toBe(text);
    expect(files.get('argocd/kustomization.yaml')).toContain('- west.yaml\n');
    expect(files.get('dns/named.conf')).toContain('include "/etc/bind/pap-keys/externaldns-west.key";\n');
    expect(files.get('README.md')).toContain('| west | west | active | agents |');
  });

  test('keeps the generations of its keys, while another region has gone on', () => {
    const keys = (east: number[], west: number[]) => (spec: FleetData) => {
      for (const [name, tsigKeys] of Object.entries({ east, west })) spec.regions[name] = { components: { dns: { tsigKeys }, certs: { tsigKeys } } };
    };
    const { files, before, after } = merged(fleet(keys([1, 2], [1, 2])), fleet(keys([2], [2])), 'east');
    const of = (map: typeof files, region: string): string[] =>
      String(map.get('dns/named.conf'))
        .split('\n')
        .filter((line) => line.includes(`-${region}.`) || line.includes(`-${region}"`));
    expect(of(files, 'east')).toEqual(of(before, 'east'));
    expect(of(files, 'west')).toEqual(of(after, 'west'));
    expect(of(before, 'east').length).toBeGreaterThan(of(after, 'east').length);
    expect(files.get('dns/README.md')).toContain('| east | `externaldns-east`, `externaldns-east.2` | `cert-manager-east`, `cert-manager-east.2` |');
    expect(files.get('dns/README.md')).toContain('AXFR -k /etc/bind/pap-keys/externaldns-east.key |');
  });

  test('keeps the files of the name server, when no other region has any', () => {
    const off = { components: { dns: { enabled: false } } };
    const old = fleet((spec) => void (spec.regions = { east: {}, north: off, west: off }));
    const now = fleet((spec) => void (spec.regions = { east: off, north: off, west: off }));
    const { files, before, after } = merged(old, now, 'east');
    expect([...after.keys()].some((path) => path.startsWith('dns/'))).toBe(false);
    for (const [path, text] of before) if (path.startsWith('dns/')) expect(files.get(path), path).toBe(text);
  });

  test('brings no files of the name server, when no other region has any', () => {
    const off = { components: { dns: { enabled: false } } };
    const old = fleet((spec) => void (spec.regions = { east: off, north: off, west: off }));
    const now = fleet((spec) => void (spec.regions = { east: {}, north: off, west: off }));
    const { files } = merged(old, now, 'east');
    expect([...files.keys()].some((path) => path.startsWith('dns/'))).toBe(false);
  });

  test('is delivered when nothing of it changes, and then nothing names it', () => {
    const { files, held, after } = merged(
      fleet(),
      fleet((spec) => void ((spec.agents['b'] as Data)['image'] = 'registry.example.net/b:v2')),
      'west',
    );
    expect(held.size).toBe(0);
    expect(files).toBe(after);
  });

  test('keeps the limits and the generator of its lock', () => {
    const { files } = merged(
      fleet(),
      fleet((spec) => void (image(spec), (spec['gate'] = { maxDeletePercent: 50 }))),
      'east',
    );
    const limit = (path: string): unknown => parseLock(files.get(path) as string)?.gate?.maxDeletePercent;
    expect(['overlays/east/fleet.lock.json', 'overlays/west/fleet.lock.json', 'fleet.lock.json'].map(limit)).toEqual([10, 50, 50]);
  });

  test('says which config it reflects, from the first hold on', () => {
    const [old, now] = [mustMake(fleet()), mustMake(fleet(image))];
    const first = merge(now, treeOf(old.files), new Map([['east', 'refused']]), 'a'.repeat(64));
    expect(first.held.get('east')).toEqual({ because: 'refused', config: 'a'.repeat(64) });
    const later = merge(
      now,
      treeOf(first.files),
      new Map([
        ['east', 'still refused'],
        ['west', 'no'],
      ]),
      'b'.repeat(64),
    );
    expect(later.held.get('east')).toEqual({ because: 'still refused', config: 'a'.repeat(64) });
    // What is delivered as the config says it is not held, whatever was asked.
    expect(later.held.has('west')).toBe(false);
  });
});

test('with all regions held, the fleet as a whole is held too', () => {
  const { files, before } = merged(
    fleet(),
    fleet((spec) => void (image(spec), ((spec['zone'] as Data)['nameservers'] = ['ns2.example.net']))),
    'east',
    'north',
    'west',
  );
  for (const [path, text] of before) if (path !== 'fleet.lock.json') expect(files.get(path), path).toBe(text);
  expect([...files.keys()].filter((path) => !before.has(path))).toEqual(['held.json']);
});

describe('held with another one', () => {
  /** A fleet in which people route hosts of their own, by region. */
  const names = (hosts: Readonly<Record<string, string>>): TestFleet => ({
    ...fleet(),
    customs: Object.fromEntries(
      Object.entries(hosts).map(([region, host]) => [
        `extra/${region}/ingress/own.yaml`,
        {
          apiVersion: 'traefik.io/v1alpha1',
          kind: 'IngressRoute',
          metadata: { name: 'own', namespace: 'agents' },
          spec: {
            entryPoints: ['web'],
            routes: [{ kind: 'Rule', match: `Host(\`${host}\`)`, services: [{ name: 'a-agent', port: 8080 }] }],
          },
        },
      ]),
    ),
  });

  test('two regions that swap a host', () => {
    const old = names({ east: 'one.example.net', west: 'two.example.net' });
    const now = names({ east: 'two.example.net', west: 'one.example.net' });
    expect(reasons(merged(old, now, 'east'))).toEqual({ east: 'refused', west: 'held with east: both have the host one.example.net' });
  });

  test('one after the other', () => {
    const old = names({ east: 'one.example.net', north: 'two.example.net', west: 'three.example.net' });
    const now = names({ east: 'three.example.net', north: 'one.example.net', west: 'two.example.net' });
    expect(reasons(merged(old, now, 'east'))).toEqual({
      east: 'refused',
      north: 'held with east: both have the host one.example.net',
      west: 'held with north: both have the host two.example.net',
    });
  });

  test('a host that a region keeps to itself is in nobody’s way', () => {
    const old = names({ east: 'one.example.net' });
    const now = names({ east: 'two.example.net', west: 'three.example.net' });
    expect(reasons(merged(old, now, 'east'))).toEqual({ east: 'refused' });
  });

  test('two regions that swap their clusters', () => {
    const clusters = (east: string, west: string) =>
      fleet((spec) => void (spec.regions = { east: { cluster: east }, north: {}, west: { cluster: west } }));
    expect(reasons(merged(clusters('one', 'two'), clusters('two', 'one'), 'west'))).toEqual({
      west: 'refused',
      east: 'held with west: both have the cluster two',
    });
  });

  test('all regions, when the fleet leaves the zone of a held one', () => {
    const old = fleet((spec) => void (spec['zone'] = { ...(spec['zone'] as Data), name: 'b.example.net' }));
    expect(Object.keys(reasons(merged(old, fleet(), 'west'))).sort()).toEqual(['east', 'north', 'west']);
  });

  test('all regions, when the root Application goes to another namespace', () => {
    const now = fleet((spec) => void (spec['gitops'] = { ...(spec['gitops'] as Data), argocd: { namespace: 'argo' } }));
    expect(reasons(merged(fleet(), now, 'west'))['east']).toBe(
      'held with west: its Applications are in another namespace than the root Application may write to',
    );
  });

  test('a region whose base would have other bytes', () => {
    const [old, now] = [mustMake(fleet()), mustMake(fleet((spec) => void ((spec.agents['b'] as Data)['image'] = 'registry.example.net/b:v2')))];
    const base = [...old.files.keys()].find((path) => /^base\/agents\/a\/.*kustomization\.yaml$/.test(path)) as string;
    const tree = treeOf(relocked(old.files, base, `${old.files.get(base) as string}# as another release writes it\n`));
    expect(reasons({ ...merge(now, tree, new Map([['east', 'refused']])) })['north']).toMatch(
      /^held with east: both use base\/agents\/a\/[^/]+, which would become another one$/,
    );
  });
});

function reasons({ held }: Pick<Merged, 'held'>): Record<string, string> {
  return Object.fromEntries([...held].map(([region, { because }]) => [region, because]));
}

/** An out/ with another text in a file, and a lock that lists it. */
function relocked(files: FileMap, path: string, text: string): FileMap {
  const lock = parseLock(files.get('fleet.lock.json') as string) as Lock;
  return new Map([...files, [path, text], ['fleet.lock.json', lockText({ ...lock, files: { ...lock.files, [path]: sha256(text) } })]]);
}

describe('nothing is guessed', () => {
  const [old, now] = [mustMake(fleet()), mustMake(fleet(image))];
  const holding = (files: FileMap) => () => merge(now, treeOf(files), new Map([['east', 'refused']]));

  test.each<[string, FileMap, string]>([
    [
      'a file of the region was edited',
      new Map([...old.files, ['overlays/east/agents/kustomization.yaml', '{}\n']]),
      'out/overlays/east/agents/kustomization.yaml cannot be understood: it is not as it was generated, by its lock',
    ],
    [
      'a file of the region is missing',
      new Map([...old.files].filter(([path]) => path !== 'argocd/east.yaml')),
      'out/argocd/east.yaml cannot be understood: it is missing, by its lock',
    ],
    [
      'another release wrote a mixed file in another form',
      relocked(old.files, 'dns/parent.zone', (old.files.get('dns/parent.zone') as string).replace('; east:\n', '; of east\n')),
      'out/dns/parent.zone cannot be understood: the parts of its regions cannot be told apart; deliver once without a held region',
    ],
    [
      'the regions of a mixed file stand in another order',
      relocked(
        old.files,
        'argocd/kustomization.yaml',
        (old.files.get('argocd/kustomization.yaml') as string).replace('- east.yaml\n- north.yaml\n', '- north.yaml\n- east.yaml\n'),
      ),
      'out/argocd/kustomization.yaml cannot be understood: the parts of its regions cannot be told apart; deliver once without a held region',
    ],
    [
      'nobody can say what is held already',
      new Map([...old.files, ['held.json', '{"regions": {}}']]),
      'out/held.json cannot be understood: it does not say which regions are held, and why',
    ],
  ])('when %s', (_, files, message) => {
    expect(holding(files)).toThrow(Unreadable);
    expect(holding(files)).toThrow(message);
  });
});
