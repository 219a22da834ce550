// What the gate lets pass and what it refuses, table by table. Each refusal was seen to vanish when its rule was taken out.
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../generator/render/lock.ts';
import { excesses } from '../../../generator/plan/budgets.ts';
import { changesBetween } from '../../../generator/plan/change.ts';
import { treeOf } from '../../../generator/render/tree.ts';
import { review } from '../../../generator/plan/review.ts';
import type { Review } from '../../../generator/plan/review.ts';
import { gateLines } from '../../../generator/report/plan-words.ts';
import { TODAY, agent, approved, configOf, fleet, made, outOf, reviewOf } from './support.ts';
import type { Spec } from './support.ts';

const grave = ({ verdict }: Review): string[] => gateLines(verdict).grave;
const notes = ({ verdict }: Review): string[] => gateLines(verdict).notes;
const image = (spec: Spec, name: string, tag: string): void => void (agent(spec, name)['image'] = `registry.example.net/${name}:${tag}`);
const allImages = (spec: Spec): void => Object.keys(spec.agents).forEach((name) => image(spec, name, 'v2'));

describe('lets pass', () => {
  test.each<[string, (spec: Spec) => void]>([
    ['nothing', () => undefined],
    ['one agent of many', (spec) => image(spec, 'agent-a', 'v2')],
    ['a new agent', (spec) => (spec.agents['agent-z'] = { ...agent(spec, 'agent-a'), ref: 'acme/agent-z@1.0.0' })],
    ['a new region', (spec) => (spec.regions['west'] = {})],
    ['an agent that is terminated in one region', (spec) => (agent(spec, 'agent-a')['overrides'] = { south: { state: 'terminated' } })],
  ])('%s', (_, change) => {
    const seen = reviewOf(fleet(), fleet(change));
    expect(grave(seen)).toEqual([]);
    expect(seen.verdict.passes).toBe(true);
  });

  test('not an agent that ends everywhere, although it is said', () => {
    const seen = reviewOf(
      fleet(),
      fleet((spec) => (agent(spec, 'agent-a')['state'] = 'terminated')),
    );
    expect(grave(seen)).toEqual(
      ['north', 'south'].map((region) => `its pods stop: agent agent-a ends, or stops, in every region in ${region}: agents/agent-a-agent`),
    );
    expect(seen.verdict.passes).toBe(false);
  });

  test('the first delivery of all', () => expect(reviewOf(treeOf(new Map()), fleet()).verdict.passes).toBe(true));

  test('an agent that goes after it was terminated', () => {
    const terminated = fleet((spec) => (agent(spec, 'agent-a')['state'] = 'terminated'));
    expect(
      reviewOf(
        terminated,
        fleet((spec) => delete spec.agents['agent-a']),
      ).verdict.passes,
    ).toBe(true);
  });
});

describe('nothing goes by being left out', () => {
  const gone = (spec: Spec, region: string): void => {
    delete spec.regions[region];
    for (const name of Object.keys(spec.agents)) agent(spec, name)['regions'] = ['north', 'south'].filter((other) => other !== region);
  };
  test.each<[string, RegExp, (spec: Spec) => void]>([
    [
      'an agent',
      /^agent agent-a runs in north and is no longer in the fleet: put its entry back with `state: terminated`/,
      (spec) => delete spec.agents['agent-a'],
    ],
    [
      'a placement',
      /^agent agent-a runs in south, and its regions no longer name it: leave south among its regions and add `overrides: \{ south: \{ state: terminated \} \}`/,
      (spec) => (agent(spec, 'agent-a')['regions'] = ['north']),
    ],
    [
      'a region',
      /^region south is no longer in the fleet, but it is active: put its entry back with `state: decommissioning`/,
      (spec) => gone(spec, 'south'),
    ],
    [
      'a region a step too far',
      /^region south goes from active to decommissioned at once/,
      (spec) => (spec.regions['south'] = { state: 'decommissioned' }),
    ],
    [
      'the folder that Argo CD reads',
      /^gitops\.path moves the folder that Argo CD reads from out\/ to deploy\/: the folder is moved by hand/,
      (spec) => (spec['gitops'] = { ...(spec['gitops'] as object), path: 'deploy' }),
    ],
    [
      'every region',
      /^the fleet has no region left/,
      (spec) => (spec.regions = { north: { state: 'decommissioned' }, south: { state: 'decommissioned' } }),
    ],
  ])('%s', (_, expected, change) => {
    const seen = reviewOf(fleet(), fleet(change));
    expect(grave(seen)).toContainEqual(expect.stringMatching(expected));
    expect(seen.verdict.passes).toBe(false);
    expect(reviewOf(fleet(), fleet(change), approved(seen)).verdict.passes, 'no approval helps').toBe(false);
  });

  test('but a component that is switched off has been said', () => {
    const on = fleet((spec) => {
      spec.regions['south'] = { ingressHost: 'ingress.south.example.net' };
      spec.components['ingress'] = { enabled: true };
    });
    const seen = reviewOf(
      on,
      fleet((spec) => (spec.components['ingress'] = { enabled: false })),
    );
    expect(grave(seen).filter((line) => line.startsWith('component'))).toEqual([]);
  });
});

describe('a region goes in three steps', () => {
  const as = (state: string | undefined): Spec =>
    fleet((spec) => {
      if (state === undefined) {
        delete spec.regions['south'];
        for (const name of Object.keys(spec.agents)) agent(spec, name)['regions'] = ['north'];
      } else spec.regions['south'] = { state };
    });
  test('before the first its agents drain, which asks: traffic stops', () =>
    expect(grave(reviewOf(fleet(), as('draining')))).toEqual([
      expect.stringMatching(/^the agent drains: new requests are refused .*: 14 of 14 agents × regions of south; 20 % are allowed in south/),
    ]));
  test('the first asks for no approval: nothing goes yet', () => expect(grave(reviewOf(as('draining'), as('decommissioning')))).toEqual([]));
  test('the first without the one before lets its agents drain, and asks for that', () =>
    expect(grave(reviewOf(fleet(), as('decommissioning')))).toEqual(grave(reviewOf(fleet(), as('draining')))));
  test('the second takes the region away and asks for an approval', () => {
    const seen = reviewOf(as('decommissioning'), as('decommissioned'));
    expect(seen.verdict.omissions).toEqual([]);
    expect(grave(seen)).toContainEqual(expect.stringMatching(/^south: \d+ of \d+ objects deleted, 100.0 %/));
    expect(reviewOf(as('decommissioning'), as('decommissioned'), approved(seen)).verdict.passes).toBe(true);
  });
  test('the entry cannot go before', () => {
    expect(grave(reviewOf(as('decommissioning'), as(undefined)))).toContainEqual(
      expect.stringMatching(/^region south is no longer in the fleet, but its Applications are still there: .*`state: decommissioned`/),
    );
  });
  test('after the second the entry may go', () => expect(reviewOf(as('decommissioned'), as(undefined)).verdict.omissions).toEqual([]));
});

describe('budgets', () => {
  test('everything moves to another namespace', () => {
    const old = fleet((spec) => (spec.regions['south'] = { cluster: 'b' }));
    const now = fleet((spec) => {
      spec['namespace'] = 'fleet';
      spec.regions['south'] = { cluster: 'b' };
    });
    expect(reviewOf(old, now).verdict.excesses.map(({ scope, what }) => `${scope} ${what}`)).toContain('the fleet deleted');
  });

  test.each([
    [30, 14, true],
    [5, 14, false],
    [0, 1, false],
  ])('an update limit of %i % and %i agents changed: %s', (limit, changed, passes) => {
    const limits = (spec: Spec): void => void (spec['gate'] = { maxUpdatePercent: limit, maxWorkPercent: 100 });
    const change = (spec: Spec): void => {
      limits(spec);
      Object.keys(spec.agents)
        .slice(0, changed)
        .forEach((name) => image(spec, name, 'v2'));
    };
    expect(reviewOf(fleet(limits), fleet(change)).verdict.passes).toBe(passes);
  });

  test('the limits that hold are those of what is delivered, not of the change itself', () => {
    const strict = (spec: Spec): void => void (spec['gate'] = { maxUpdatePercent: 5 });
    const seen = reviewOf(
      fleet(strict),
      fleet((spec) => {
        spec['gate'] = { maxUpdatePercent: 100 };
        allImages(spec);
      }),
    );
    expect(seen.verdict.passes).toBe(false);
    expect(notes(seen)).toContainEqual(
      expect.stringMatching(/limits change to 10 % deleted and 100 % updated; this change is still held to 10 % deleted and 5 % updated/),
    );
  });

  test.each<[string, object, object, boolean]>([
    ['higher', { maxDeletePercent: 10 }, { maxDeletePercent: 11 }, false],
    ['higher in one of two', { maxDeletePercent: 10, maxUpdatePercent: 30 }, { maxDeletePercent: 5, maxUpdatePercent: 31 }, false],
    ['lower', { maxDeletePercent: 10 }, { maxDeletePercent: 9 }, true],
  ])('the limits themselves may not become %s without an approval', (_, before, after, passes) => {
    const [old, now] = [before, after].map((gate) => fleet((spec) => (spec['gate'] = gate))) as [Spec, Spec];
    const seen = reviewOf(old, now);
    expect(seen.verdict.passes).toBe(passes);
    if (passes) return;
    expect(grave(seen)).toEqual([expect.stringMatching(/^the gate's limits go up, 10 % deleted and 30 % updated → /)]);
    expect(seen.verdict.needed).toHaveLength(1);
    expect(reviewOf(old, now, approved(seen)).verdict.passes).toBe(true);
    const higher = fleet((spec) => (spec['gate'] = { maxDeletePercent: 99 }));
    expect(reviewOf(old, higher, approved(seen)).verdict.passes, 'other limits than were approved').toBe(false);
  });

  test('over 10 % deleted, in one region although it is little of the fleet', () => {
    const big = (spec: Spec): void => {
      for (let i = 0; i < 8; i++) spec.regions[`big-${i}`] = {};
      const names = [...Object.keys(spec.regions)].filter((name) => name !== 'south');
      for (const [i, name] of Object.keys(spec.agents).entries()) agent(spec, name)['regions'] = i < 2 ? [...names, 'south'] : names;
    };
    const seen = reviewOf(
      fleet(big),
      fleet((spec) => {
        big(spec);
        agent(spec, 'agent-a')['overrides'] = { south: { state: 'terminated' } };
      }),
    );
    expect(seen.verdict.excesses.map(({ scope, what }) => `${scope} ${what}`)).toEqual(['south deleted']);
  });

  test('many regions over their limit are one line that names the worst', () => {
    const many = (tag: string): Spec =>
      fleet((spec) => {
        spec['gate'] = { maxUpdatePercent: 1 };
        for (let i = 0; i < 30; i++) spec.regions[`r-${i}`] = {};
        agent(spec, 'agent-a')['regions'] = Object.keys(spec.regions);
        image(spec, 'agent-a', tag);
      });
    const lines = grave(reviewOf(many('v1'), many('v2')));
    expect(lines).toContainEqual(expect.stringMatching(/^3\d regions are over their limit: .* and \d+ more; the most in /));
    expect(lines.length).toBeLessThan(4);
  });
});

test.each([
  [10, true],
  [11, false],
])('a share of %i in 100 deleted is judged exactly at the limit of 10 %%: passes %s', (n, passes) => {
  const memory = {
    regions: new Map([['north', { state: 'active' as const, agents: [], objects: { agents: 100 } }]]),
    limits: DEFAULT_LIMITS,
    generator: '0',
    path: undefined,
  };
  const gone = Array.from({ length: n }, (_, i) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `c${i}`, namespace: 'agents' } }));
  const kept = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kept', namespace: 'agents' } };
  const changes = changesBetween('north', 'agents', [...gone, kept], [kept]);
  expect(excesses({ memory, counts: { argocd: 0 } }, changes, DEFAULT_LIMITS)).toHaveLength(passes ? 0 : 2);
});

describe('a version that is new to the fleet', () => {
  test('is named when it goes everywhere at once', () => {
    expect(
      notes(
        reviewOf(
          fleet(),
          fleet((spec) => image(spec, 'agent-a', 'v2')),
        ),
      ),
    ).toEqual([expect.stringMatching(/^image registry\.example\.net\/agent-a:v2 of agent-a: new to the fleet, and goes to all 2 regions at once/)]);
    expect(
      notes(
        reviewOf(
          fleet(),
          fleet((spec) => (agent(spec, 'agent-a')['ref'] = 'acme/agent-a@1.1.0')),
        ),
      ),
    ).toEqual([expect.stringMatching(/^version 1\.1\.0 of agent-a: new/)]);
  });
  test.each<[string, Spec]>([
    ['goes to one region', fleet((spec) => (agent(spec, 'agent-a')['overrides'] = { north: { image: 'registry.example.net/agent-a:v2' } }))],
    [
      'belongs to a new agent in one region',
      fleet((spec) => (spec.agents['agent-z'] = { ...agent(spec, 'agent-a'), ref: 'acme/agent-z@1.0.0', regions: ['north'] })),
    ],
  ])('is not when it %s', (_, now) => expect(notes(reviewOf(fleet(), now))).toEqual([]));
  test('is not when one region had it already', () => {
    const tried = fleet((spec) => (agent(spec, 'agent-a')['overrides'] = { north: { image: 'registry.example.net/agent-a:v2' } }));
    expect(
      notes(
        reviewOf(
          tried,
          fleet((spec) => image(spec, 'agent-a', 'v2')),
        ),
      ),
    ).toEqual([]);
  });
});

describe('approvals', () => {
  const strict = (spec: Spec): void => void (spec['gate'] = { maxUpdatePercent: 0 });
  const old = fleet(strict);
  const change = (tag: string, more: (spec: Spec) => void = () => undefined): Spec =>
    fleet((spec) => {
      strict(spec);
      image(spec, 'agent-a', tag);
      more(spec);
    });
  const asked = reviewOf(old, change('v2'));

  test('let their change pass', () => {
    expect(asked.verdict.passes).toBe(false);
    const seen = reviewOf(old, change('v2'), approved(asked));
    expect(seen.verdict.passes).toBe(true);
    expect(notes(seen)).not.toContainEqual(expect.stringMatching(/beside/));
    expect(notes(seen)).toContainEqual(expect.stringMatching(/^2 changes approved by Ada: meant \(.*config\/approvals\/[0-9a-f]{16}\.yaml\)$/));
  });
  test('let no slightly different one pass', () => {
    const seen = reviewOf(old, change('v3'), approved(asked));
    expect(seen.verdict.passes).toBe(false);
    expect(seen.verdict.findings.map(({ code }) => code)).toEqual(['approval/altered']);
  });
  test('count for nothing when a part of what they are for was edited, however little that is', () => {
    const both = (tag: string): Spec => change('v2', (spec) => image(spec, 'agent-b', tag));
    const roomier = (spec: Spec): Spec => ({ ...spec, gate: { maxUpdatePercent: 1 } });
    const before = roomier(old);
    const seen = reviewOf(before, roomier(both('v3')), approved(reviewOf(before, roomier(both('v2')))));
    expect(seen.verdict.passes).toBe(false);
    expect(seen.verdict.needed).toHaveLength(4);
    // A change that still needs an approval relies on it, so it stands in the refusal.
    expect(grave(seen)).toContainEqual(
      expect.stringMatching(/\.yaml: what this approval is for has been edited since, so it does not count; look at pap-fleet plan again/),
    );
  });
  test('let no further one pass with it', () => {
    const seen = reviewOf(
      old,
      change('v2', (spec) => image(spec, 'agent-b', 'v2')),
      approved(asked),
    );
    expect(seen.verdict.passes).toBe(false);
    expect(seen.verdict.needed).toHaveLength(2);
  });
  test('live on through an unrelated change that needs none', () => {
    const roomy = (spec: Spec): void => void (spec['gate'] = { maxUpdatePercent: 3, maxDeletePercent: 0 });
    const [before, now] = [
      fleet(roomy),
      fleet((spec) => {
        roomy(spec);
        agent(spec, 'agent-a')['state'] = 'terminated';
      }),
    ];
    const approval = approved(reviewOf(before, now));
    const [later, laterNow] = [before, now].map((spec) =>
      fleet((fresh) => {
        Object.assign(fresh, structuredClone(spec));
        image(fresh, 'agent-b', 'v9');
      }),
    ) as [Spec, Spec];
    expect(reviewOf(later, laterNow, approval).verdict.passes).toBe(true);
    const beside = reviewOf(
      before,
      fleet((fresh) => {
        Object.assign(fresh, structuredClone(now));
        image(fresh, 'agent-b', 'v9');
      }),
      approval,
    );
    expect(beside.verdict.passes).toBe(true);
    expect(notes(beside)).toContainEqual('2 changes beside what is approved, within the limits');
  });
  test('die with the object they were for', () => {
    const moved = fleet((spec) => {
      strict(spec);
      agent(spec, 'agent-a')['env'] = { LOG: 'x' };
    });
    const now = fleet((spec) => {
      strict(spec);
      image(spec, 'agent-a', 'v2');
    });
    expect(reviewOf(moved, now, approved(asked)).verdict.passes).toBe(false);
  });
  test.each<[string, string, Parameters<typeof approved>[1]]>([
    ['yesterday', 'approval/expired', { expires: '2026-11-22' }],
    ['31 days ahead', 'approval/too-far', { expires: '2026-12-24' }],
    ['on no day of the calendar', 'approval/invalid', { expires: '2026-11-31' }],
  ])('do not count when they end %s', (_, code, own) => {
    const seen = reviewOf(old, change('v2'), approved(asked, own));
    expect(seen.verdict.passes).toBe(false);
    expect(seen.verdict.findings.map((finding) => [finding.code, finding.severity])).toEqual([[code, 'error']]);
    expect(gateLines(seen.verdict).grave[0]).toMatch(/^config\/approvals\/[0-9a-f]{16}\.yaml: /);
  });
  test.each(['2026-11-23', '2026-12-23'])('count up to their day and 30 days ahead: %s', (expires) => {
    expect(reviewOf(old, change('v2'), approved(asked, { expires })).verdict.passes).toBe(true);
  });
  test('may not be edited: their name stands for the list', () => {
    const [[path, text]] = Object.entries(approved(asked)) as [[string, string]];
    const more = { [path]: `${text}  - "${'0'.repeat(32)}"\n` };
    const seen = reviewOf(old, change('v2'), more);
    expect(seen.verdict.passes).toBe(false);
    expect(seen.verdict.findings.map(({ code }) => code)).toEqual(['approval/invalid']);
  });
  test('named in the refusal are those that a needed change relies on, with what is wrong', () => {
    const [[path, text]] = Object.entries(approved(asked)) as [[string, string]];
    const name = path.slice('approvals/'.length);
    const rows: [string, Record<string, string>, RegExp][] = [
      ['in a folder below', { [`approvals/north/${name}`]: text }, /approvals\/north\/.*does not count here/],
      ['in a folder of nearly the name', { [`approval/${name}`]: text }, /approval\/.*does not count here/],
      ['with another ending', { [path.replace('.yaml', '.yml')]: text }, /\.yml: an approval does not count here/],
      ['without an ending', { [path.replace('.yaml', '')]: text }, /an approval does not count here/],
      ['under another name', { 'approvals/mine.yaml': text }, /have? been edited|has been edited/],
      ['without a reason', { [path]: text.replace(/reason: .*\n/, '') }, /must have required property 'reason'/],
      ['cut off', { [path]: text.slice(0, 60).replace(/"\n[^]*/, '') }, /this is no approval/],
      [
        'with a part of the changes only',
        approved(asked, { changes: asked.verdict.needed.slice(1) }),
        /approves 1 change, and not the .* that (is|are) left/,
      ],
    ];
    for (const [row, files, says] of rows) {
      const seen = reviewOf(old, change('v2'), files);
      expect([row, seen.verdict.passes]).toEqual([row, false]);
      expect([row, ...gateLines(seen.verdict).grave].join('\n')).toMatch(says);
      // Where nothing needs one, the same file is a note.
      const { verdict } = reviewOf(old, old, files);
      expect([row, verdict.passes, gateLines(verdict).grave]).toEqual([row, true, []]);
    }
  });
  test("one that is expired stands in nobody's way", () => {
    const seen = reviewOf(old, old, approved(asked, { expires: '2026-01-01' }));
    expect(seen.verdict.passes).toBe(true);
  });
  test('end is judged by the day that is given', () => {
    expect(reviewOf(old, change('v2'), approved(asked, { expires: '2026-12-20' }), '2026-12-10').verdict.passes).toBe(true);
    expect(TODAY).toBe('2026-11-23');
  });
});

describe('always asks for an approval', () => {
  const out = (spec: Spec): Map<string, string> => new Map(outOf(spec));
  const edited = (spec: Spec, from: string | RegExp, to: string): Map<string, string> =>
    new Map([...out(spec)].map(([path, text]) => [path, text.replaceAll(from, to)]));
  const roomy = (more: (spec: Spec) => void = () => undefined): Spec =>
    fleet((spec) => {
      spec['gate'] = { maxUpdatePercent: 100, maxDeletePercent: 100 };
      more(spec);
    });
  const stored = roomy((spec) => Object.assign(agent(spec, 'agent-a'), { storage: { size: '1Gi', mountPath: '/data' } }));

  test.each<[string, RegExp, Parameters<typeof reviewOf>[0], Spec]>([
    ['a volume that goes', /^a PersistentVolumeClaim is deleted in north: agents\/agent-a-agent/, stored, roomy()],
    ['a volume that would be another', /^a PersistentVolumeClaim is replaced/, treeOf(edited(stored, 'ReadWriteOnce', 'ReadOnlyMany')), stored],
    [
      'an Application that goes to another cluster',
      /^an Application goes to another cluster/,
      roomy(),
      roomy((spec) => (spec.regions['north'] = { cluster: 'other' })),
    ],
    [
      'an Application that goes to another project',
      /^an Application goes to another project/,
      treeOf(edited(roomy(), 'project: pap-north', 'project: default')),
      roomy(),
    ],
    [
      'a root that reads from elsewhere',
      /^the root Application reads from elsewhere/,
      roomy(),
      roomy((spec) => (spec['gitops'] = { repoURL: 'https://git.example.net/other.git' })),
    ],
    [
      'other name servers',
      /^the name servers of a zone change/,
      roomy((spec) => dns(spec)),
      roomy((spec) => {
        dns(spec);
        spec['zone'] = { ...(spec['zone'] as object), nameservers: ['ns9.example.net'] };
      }),
    ],
    ['another name for the fleet', /^an AppProject is deleted/, roomy(), roomy((spec) => (spec['name'] = 'other'))],
    [
      'another zone',
      /^a zone is deleted/,
      roomy((spec) => dns(spec)),
      roomy((spec) => {
        dns(spec);
        spec['zone'] = { ...(spec['zone'] as object), name: 'b.example.net' };
      }),
    ],
    [
      'another Secret for a certificate',
      /^a certificate's Secret changes its name/,
      treeOf(edited(certified(), /secretName: ([a-z-]*tls[a-z-]*|wildcard[a-z-]*)$/gm, 'secretName: other-$1')),
      certified(),
    ],
  ])('%s', (_, expected, old, now) => {
    const seen = reviewOf(old, now);
    expect(grave(seen)).toContainEqual(expect.stringMatching(expected));
    expect(seen.verdict.passes).toBe(false);
    expect(reviewOf(old, now, approved(seen)).verdict.passes).toBe(true);
  });

  function dns(spec: Spec): void {
    spec.components['dns'] = { enabled: true };
    spec['zone'] = { ...(spec['zone'] as object), rfc2136: { host: 'ns1.example.net' } };
    for (const name of Object.keys(spec.regions)) spec.regions[name] = { ingressHost: `ingress-${name}.example.net` };
  }
  function certified(): Spec {
    return roomy((spec) => {
      dns(spec);
      spec.components['certs'] = { enabled: true, email: 'ops@example.net', environment: 'production', solver: 'rfc2136' };
    });
  }

  test('what was protected is protected, also when the same change unprotects it', () => {
    const config = (more: string): Spec =>
      roomy((spec) => Object.assign(agent(spec, 'agent-a'), more === 'stored' ? { storage: { size: '1Gi', mountPath: '/data' } } : {}));
    const marked = new Map([...out(config('stored'))].map(([path, text]) => [path, text.replaceAll('kind: ServiceAccount\nmetadata:\n', MARKED)]));
    expect(
      marked.get([...marked.keys()].find((path) => path.startsWith('base/agents/agent-b/') && path.endsWith('objects.yaml')) as string),
    ).toContain('Delete=false');
    const seen = reviewOf(
      treeOf(marked),
      roomy((spec) => (agent(spec, 'agent-b')['state'] = 'terminated')),
    );
    expect(grave(seen)).toContainEqual(expect.stringMatching(/^it is protected by its sync options in north: agents\/agent-b-agent/));
  });
  test('what takes the protection away', () => {
    const kept = (options: string): Record<string, string> => ({ 'extra/all/agents/kept.yaml': KEPT.replace('OPTIONS', options) });
    const before = made(configOf(stored, kept('Prune=false,Delete=false'))).files;
    const after = (more: Record<string, string> = {}): ReturnType<typeof review> => {
      const config = configOf(stored, { ...kept('Prune=false'), ...more });
      const { fleet: now, spec, overlays, files } = made(config);
      return review({ fleet: now, spec, overlays, files, config }, treeOf(before), TODAY);
    };
    const seen = after();
    expect(grave(seen)).toEqual([
      expect.stringMatching(/^its protection by sync options is taken away in north: agents\/kept/),
      expect.stringMatching(/south/),
    ]);
    expect(seen.blocks.flatMap(({ consequences }) => consequences)).toEqual(['from now on Argo CD deletes it when it leaves Git']);
    expect(after(approved(seen)).verdict.passes).toBe(true);
  });
  const KEPT = `apiVersion: v1
kind: ConfigMap
metadata: { name: kept, namespace: agents, annotations: { argocd.argoproj.io/sync-options: "OPTIONS" } }
data: { text: hello }
`;

  test('a certificate that is written to another Secret under another name', () => {
    const certificate = (name: string): Record<string, string> => ({
      'extra/north/agents/certificate.yaml': `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ${name}, namespace: agents }
spec: { secretName: ${name}-tls, dnsNames: [x.example.net], issuerRef: { kind: ClusterIssuer, name: some } }
`,
    });
    const config = (name: string) =>
      configOf(
        roomy((spec) => (spec['externals'] = [{ kind: 'ClusterIssuer', name: 'some', reason: 'there', until: '2026-12-31' }])),
        certificate(name),
      );
    const [before, after] = ['one', 'two'].map((name) => made(config(name))) as [ReturnType<typeof made>, ReturnType<typeof made>];
    const { fleet: now, spec, overlays, files } = after;
    const seen = review({ fleet: now, spec, overlays, files, config: config('two') }, treeOf(before.files), TODAY);
    expect(grave(seen)).toContainEqual(expect.stringMatching(/^a certificate's Secret changes its name in north: agents\/one/));
  });

  const MARKED = 'kind: ServiceAccount\nmetadata:\n  annotations:\n    argocd.argoproj.io/sync-options: "Delete=false"\n';
});

test('another release that rewrites more than the budget is gated, and named', () => {
  const spec = fleet();
  const old = new Map(
    [...outOf(spec)].map(([path, text]) => [
      path,
      text.replaceAll('readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false').replace(/"generator": "[^"]*"/, '"generator": "0.0.1"'),
    ]),
  );
  const strict = new Map([...old].map(([path, text]) => [path, text.replace('"maxUpdatePercent": 30', '"maxUpdatePercent": 5')]));
  const seen = reviewOf(treeOf(strict), spec);
  expect(seen.verdict.passes).toBe(false);
  expect(notes(seen)).toContainEqual('the out/ it is compared with was written by pap-fleet 0.0.1');
});

test('a release that takes the place of a newer one says so', () => {
  const newer = new Map([...outOf(fleet())].map(([path, text]) => [path, text.replace(/"generator": "[^"]*"/, '"generator": "9.1.0"')]));
  expect(notes(reviewOf(treeOf(newer), fleet()))).toContainEqual(
    expect.stringMatching(/^the out\/ it is compared with was written by pap-fleet 9\.1\.0, which is newer than this \d+\.\d+\.\d+$/),
  );
});

test('a lock that is missing or broken is no old state: nothing is guessed', () => {
  const out = outOf(fleet());
  const without = new Map([...out].filter(([path]) => path !== 'overlays/north/fleet.lock.json'));
  expect(() => reviewOf(treeOf(without), fleet())).toThrow(/north\/fleet\.lock\.json cannot be understood: the lock is missing/);
  const broken = new Map([...out, ['fleet.lock.json', '<<<<<<< ours\n']]);
  expect(() => reviewOf(treeOf(broken), fleet())).toThrow(/it is no lock of pap-fleet/);
});

test('configs of the tests are valid', () => expect(made(configOf(fleet())).findings.filter(({ severity }) => severity === 'error')).toEqual([]));
