import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../generator/compile.ts';
import { overlayObjects } from '../../generator/render/overlay.ts';
import { REGION_LABEL } from '../../generator/k8s/labels.ts';
import { get } from '../../generator/model/data.ts';
import { deliveryFile, hubNames } from '../../generator/model/delivery-paths.ts';
import { edited, edits } from '../support/edits.ts';
import { configOf, files, fleets, styles, written } from '../support/fleets.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import type { Style, TestFleet } from '../support/fleets.ts';
import { bases, canonical, folderByRegion, identity, make, made, objectsByRegion, objectsIn, referencedBases } from '../support/laws.ts';
import type { Made } from '../support/laws.ts';
import { WHOLE } from '../support/runs.ts';

/** The long suite looks at thousands of fleets, this one at hundreds. */
const RUNS = WHOLE ? 400 : 24;

/** fast-check prints the seed and the shrunk fleet of a failure; `{ seed, path }` here would replay it. */
function forEvery<T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  property: (...values: T) => void,
  numRuns = RUNS,
): void {
  // A number that is not whole never ends.
  fc.assert(fc.property(...arbitraries, property), { numRuns: Math.ceil(numRuns) });
}

function valid(fleet: TestFleet): Made {
  const result = make(fleet);
  fc.pre(result !== undefined);
  return result;
}

test('nearly all random fleets are valid, or the other properties would prove little', () => {
  const sample = fc.sample(fleets, { numRuns: 100, seed: 7 });
  const refused = sample
    .filter((fleet) => make(fleet) === undefined)
    .map((fleet) => {
      const errors = compile(configOf(fleet)).findings.filter(({ severity }) => severity === 'error');
      return errors.map(({ message }) => message).join('\n');
    });
  expect(refused.length, refused.join('\n')).toBeLessThan(20);
});

describe('law 1: a region changes exactly when its folder does', () => {
  test('for any fleet and any edit', () => {
    forEvery([fleets, edits], (fleet, edit) => {
      const next = edited(fleet, edit);
      fc.pre(next !== undefined);
      holdsBetween(valid(fleet), valid(next));
    });
  });

  test('for two edits in a row: nothing is remembered', () => {
    forEvery(
      [fleets, edits, edits],
      (fleet, first, second) => {
        const once = edited(fleet, first);
        fc.pre(once !== undefined);
        const twice = edited(once, second);
        fc.pre(twice !== undefined);
        holdsBetween(valid(fleet), valid(twice));
      },
      RUNS / 3,
    );
  });
});

function holdsBetween(before: Made, after: Made): void {
  const objects = [objectsByRegion(before), objectsByRegion(after)] as const;
  const folders = [folderByRegion(before), folderByRegion(after)] as const;
  for (const region of new Set([...objects[0].keys(), ...objects[1].keys(), ...folders[0].keys(), ...folders[1].keys()])) {
    const [same, sameFolder] = [objects[0].get(region) === objects[1].get(region), folders[0].get(region) === folders[1].get(region)];
    if (same === sameFolder) continue;
    // One of the two is equal; showing the other says what moved.
    expect(same ? folders[1].get(region) : objects[1].get(region), region).toBe(same ? folders[0].get(region) : objects[0].get(region));
  }
  const present = bases(before);
  for (const [folder, content] of bases(after)) if (present.has(folder)) expect(content, folder).toBe(present.get(folder));
}

describe('law 3: the same input gives the same bytes', () => {
  test('in any order of keys, style, with any comments, in one file or in many', () => {
    forEvery([fleets, styles], (fleet, style) => {
      const plain = make(fleet);
      const other = made(files(written(fleet, style)));
      expect(other === undefined).toBe(plain === undefined);
      if (plain !== undefined) expect(Object.fromEntries((other as Made).files)).toEqual(Object.fromEntries(plain.files));
    });
  });

  test('a second time', () => {
    forEvery(
      [fleets],
      (fleet) => {
        expect([...valid(fleet).files]).toEqual([...valid(fleet).files]);
      },
      RUNS / 3,
    );
  });

  test('with files found in any order', () => {
    const split: Style = { seed: 3, shuffle: true, comments: true, flow: true, quotes: true, split: true };
    forEvery(
      [fleets],
      (fleet) => {
        const config = files(written(fleet, split));
        expect(made([...config].reverse())?.files).toEqual(made(config)?.files);
      },
      RUNS / 3,
    );
  });
});

test('law 3: readers of YAML 1.1, such as kubectl, and of YAML 1.2 see the same data', () => {
  forEvery(
    [fleets],
    (fleet) => {
      for (const [path, text] of valid(fleet).files) {
        if (path.endsWith('.yaml') && !path.startsWith('argocd/'))
          expect(canonical(objectsIn(text, '1.1')), path).toBe(canonical(objectsIn(text, '1.2')));
      }
    },
    RUNS / 6,
  );
});

describe('what holds for any one fleet', () => {
  /** One fleet is judged by every law: making it is what costs. */
  const laws: Readonly<Record<string, (result: Made) => void>> = {
    'law 1: every base is pointed at, and every pointer leads to a base': (result) => {
      expect([...bases(result).keys()].sort()).toEqual([...referencedBases(result)].sort());
    },
    'law 4: nothing is there twice': nothingTwice,
    'law 5: the locks list exactly the generated files': locksAreExact,
    'law 8: no Secret is ever written': noSecret,
    'names are legal': namesAreLegal,
  };

  test(Object.keys(laws).join('; '), () => {
    forEvery([fleets], (fleet) => {
      const result = valid(fleet);
      for (const [law, holds] of Object.entries(laws)) {
        try {
          holds(result);
        } catch (error) {
          throw new Error(`${law}: ${(error as Error).message}`, { cause: error });
        }
      }
    });
  });
});

function nothingTwice(result: Made): void {
  const clusters = new Map<string, string[]>();
  const hosts: string[] = [];
  for (const overlay of result.overlays) {
    const { name } = overlay.region;
    const objects = overlayObjects(overlay);
    clusters.set(name, [...(clusters.get(name) ?? []), ...objects.map(identity)]);
    // At one host an agent may have several rules, each for paths of its own.
    for (const object of objects) hosts.push(...(object.kind === 'IngressRoute' ? rulesOf(object) : hostsOf(object)));
  }
  const owners = new Map<string, Set<string | undefined>>();
  for (const object of result.overlays.flatMap(overlayObjects)) {
    if (object.kind !== 'IngressRoute') continue;
    for (const [, host = ''] of JSON.stringify(object).matchAll(/Host\(`([^`]+)`\)/g))
      owners.set(host, new Set([...(owners.get(host) ?? []), object.metadata.labels?.['app.kubernetes.io/name']]));
  }
  expect([...owners].filter(([, agents]) => agents.size > 1)).toEqual([]);
  for (const [region, ids] of clusters) expect(repeated(ids), region).toEqual([]);
  expect(repeated(hosts)).toEqual([]);

  for (const hub of hubNames(result.files.keys())) expect(repeated(argocd(result, hub).map(identity)), hub).toEqual([]);
  // A region that moves has Applications in two hubs, and those of one sync by themselves.
  const applications = argocd(result).filter(
    (object) => object.kind === 'Application' && get(object, ['spec', 'syncPolicy', 'automated']) !== undefined,
  );
  const roots = applications.filter(({ metadata }) => metadata.labels?.[REGION_LABEL] === undefined);
  expect(roots.length).toBe(hubNames(result.files.keys()).length);
  expect(repeated(applications.filter((each) => !roots.includes(each)).map(({ metadata }) => metadata.name))).toEqual([]);
  expect(repeated(applications.map((application) => get(application, ['spec', 'source', 'path']) as string))).toEqual([]);
  expect(repeated([...result.files.keys()].map((path) => path.toLowerCase()))).toEqual([]);
}

function argocd({ files: all }: Made, hub?: string) {
  return [...all].flatMap(([path, text]) => {
    const file = deliveryFile(path);
    return file === undefined || (hub ?? file.hub) !== file.hub ? [] : objectsIn(text);
  });
}

/** What routes take, whole. */
function rulesOf(route: object): string[] {
  return [...JSON.stringify(route).matchAll(/"match":"([^"]+)"/g)].map(([, rule]) => `rule ${rule}`);
}

/** Names under which an object claims that clients reach an agent. */
function hostsOf(object: { readonly kind: string }): string[] {
  const text = JSON.stringify(object);
  if (object.kind === 'IngressRoute') return [...text.matchAll(/Host\(`([^`]+)`\)/g)].map(([, host]) => `route ${host}`);
  if (object.kind === 'Deployment') return [...text.matchAll(/"AGENT_DNS_NAME","value":"([^"]+)"/g)].map(([, host]) => `agent ${host}`);
  if (object.kind === 'DNSEndpoint')
    return [...text.matchAll(/"dnsName":"([^"]+)"[^}]*?"recordType":"([A-Z]+)"/g)].map(([, host, type]) => `record ${host} ${type}`);
  return [];
}

function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.has(name) || !seen.add(name));
}

function locksAreExact({ files: all }: Made): void {
  const listed = new Map<string, string>();
  const locks = [...all].filter(([path]) => /^(overlays\/[^/]+\/)?fleet\.lock\.json$/.test(path));
  for (const [path, text] of locks) {
    const folder = path.slice(0, -'fleet.lock.json'.length);
    for (const [name, hash] of Object.entries((JSON.parse(text) as { files: Record<string, string> }).files)) {
      if (folder === '' && name.startsWith('overlays/')) throw new Error(`${name} belongs to the lock of its region`);
      if (listed.has(folder + name)) throw new Error(`${folder}${name} is listed twice`);
      listed.set(folder + name, hash);
    }
  }
  const generated = [...all].filter(([path]) => !locks.some(([lock]) => lock === path));
  const hashes = generated.map(([path, text]): [string, string] => [path, createHash('sha256').update(text, 'utf8').digest('hex')]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(hashes));
}

function noSecret(result: Made): void {
  expect(result.overlays.flatMap(overlayObjects).filter(({ kind }) => kind === 'Secret')).toEqual([]);
  for (const [path, text] of result.files) if (path.endsWith('.yaml') && /^kind: "?Secret"?\s*$/m.test(text)) throw new Error(path);
}

const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
const LABEL_KEY = /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const DNS_LABEL_1035 = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** The rules of the API server, for every kind that a fleet may hold. */
function nameRule(kind: string, kubernetes: string): RegExp {
  if (kind === 'Namespace') return DNS_LABEL;
  if (kind === 'Service') return Number(kubernetes.split('.')[1]) >= 36 ? DNS_LABEL : DNS_LABEL_1035;
  // The controller puts the name into a label of the pods.
  if (['Deployment', 'StatefulSet', 'Application', 'AppProject'].includes(kind)) return DNS_LABEL;
  return SUBDOMAIN;
}

function namesAreLegal(result: Made): void {
  // Collected, and judged once: thousands of assertions would take longer than the fleets themselves.
  const wrong: string[] = [];
  const must = (text: string, rule: RegExp, title: string): void => void (rule.test(text) || wrong.push(`${title}: ${text}`));
  const judge = (object: KubeObject, kubernetes: string): void => {
    const { name, namespace, annotations = {} } = object.metadata;
    const title = `${object.kind} ${name}`;
    must(name, nameRule(object.kind, kubernetes), title);
    if (namespace !== undefined) must(namespace, DNS_LABEL, title);
    for (const map of labelMaps(object, [])) {
      for (const [key, value] of Object.entries(map)) {
        must(key, LABEL_KEY, title);
        must(value, LABEL_VALUE, `${title} ${key}`);
      }
    }
    for (const key of Object.keys(annotations)) must(key, LABEL_KEY, title);
  };
  for (const overlay of result.overlays) for (const object of overlayObjects(overlay)) judge(object, overlay.region.versions.kubernetes);
  for (const object of argocd(result)) judge(object, '1.35');
  for (const host of hostsIn(result)) {
    if (host.length > 253) wrong.push(host);
    for (const part of host.split('.')) must(part, DNS_LABEL, host);
  }
  expect(wrong).toEqual([]);
}

function hostsIn(result: Made): string[] {
  return result.overlays
    .flatMap((overlay) => overlayObjects(overlay).flatMap(hostsOf))
    .filter((line) => !line.startsWith('record'))
    .map((line) => line.split(' ')[1] as string);
}

/** `labels` and `matchLabels` at any depth. */
function labelMaps(value: unknown, found: Record<string, string>[]): Record<string, string>[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, item] of Object.entries(value)) {
    const isLabels = (key === 'labels' || key === 'matchLabels') && typeof item === 'object' && item !== null && !Array.isArray(item);
    if (isLabels && Object.values(item as object).every((text) => typeof text === 'string')) found.push(item as Record<string, string>);
    else labelMaps(item, found);
  }
  return found;
}

describe("no region takes what is another one's", () => {
  // Two controllers with one owner id delete each other's records; https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/
  test('each ExternalDNS has an owner id of its own, and looks at names that no other does', () => {
    let several = 0;
    forEvery(
      [fleets],
      (fleet) => {
        const owners = new Map<string, string>();
        const filters: { readonly region: string; readonly filter: string }[] = [];
        for (const { region, object } of objectsOf(valid(fleet))) {
          for (const [, owner] of JSON.stringify(object).matchAll(/"--txt-owner-id=([^"]*)"/g)) {
            expect(owners.get(owner as string) ?? region, owner).toBe(region);
            owners.set(owner as string, region);
          }
          for (const [, filter] of JSON.stringify(object).matchAll(/"--domain-filter=([^"]*)"/g)) filters.push({ region, filter: filter as string });
        }
        // A filter takes a name and everything below it.
        for (const a of filters)
          for (const b of filters) if (a.region !== b.region) expect(`.${a.filter}`.endsWith(`.${b.filter}`), `${a.filter} ${b.filter}`).toBe(false);
        if (owners.size > 1) several++;
      },
      RUNS / 3,
    );
    expect(several).toBeGreaterThan(RUNS / 30);
  });

  // https://letsencrypt.org/docs/rate-limits/#new-certificates-per-exact-set-of-hostnames
  test('no two order a public certificate for the same set of names, of which there are five a week', () => {
    let several = 0;
    forEvery(
      [fleets],
      (fleet) => {
        const orders = new Map<string, string>();
        for (const { region, object } of objectsOf(valid(fleet))) {
          const { dnsNames = [], issuerRef } = (object['spec'] ?? {}) as { dnsNames?: string[]; issuerRef?: { name: string } };
          if (object.kind !== 'Certificate' || !issuerRef?.name.includes('letsencrypt')) continue;
          const names = [...dnsNames].sort().join(' ');
          expect(orders.get(names) ?? region, names).toBe(region);
          orders.set(names, region);
        }
        if (orders.size > 1) several++;
      },
      RUNS / 3,
    );
    expect(several).toBeGreaterThan(RUNS / 30);
  });
});

/** Every object with the region that receives it. */
function objectsOf({ overlays }: Made): { readonly region: string; readonly object: KubeObject }[] {
  return overlays.flatMap((overlay) => overlayObjects(overlay).map((object) => ({ region: overlay.region.name, object })));
}

interface Delivery {
  readonly project: string;
  readonly source: { readonly repoURL: string; readonly path: string };
  readonly destination: { readonly name: string; readonly namespace: string };
}

interface Confines {
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly { readonly name: string; readonly namespace: string }[];
  readonly clusterResourceWhitelist?: readonly { readonly group: string; readonly kind: string }[];
  readonly namespaceResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
}

// https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
test('law 6: each project allows what its Applications deliver, and where; each delivers a folder that is written', () => {
  forEvery(
    [fleets],
    (fleet) => {
      const result = valid(fleet);
      const written = [...result.files].flatMap(([path, text]) => (/^argocd\/.*\.yaml$/.test(path) ? objectsIn(text) : []));
      const projects = new Map(
        written.flatMap(({ kind, metadata, spec }) => (kind === 'AppProject' ? [[metadata.name, spec as Confines] as const] : [])),
      );
      const applications = new Map(
        written.flatMap(({ kind, spec }) => (kind === 'Application' ? [[(spec as Delivery).source.path, spec as Delivery] as const] : [])),
      );
      for (const overlay of result.overlays) {
        const folder = `overlays/${overlay.region.name}/${overlay.component.name}`;
        const application = [...applications].find(([path]) => path.endsWith(`/${folder}`))?.[1] as Delivery;
        expect(result.files.has(`${folder}/kustomization.yaml`), folder).toBe(true);
        const allowed = projects.get(application.project) as Confines;
        expect(allowed.sourceRepos).toContain(application.source.repoURL);
        const { name } = application.destination;
        expect(allowed.destinations).toContainEqual(application.destination);
        for (const object of overlayObjects(overlay)) {
          const { kind, apiVersion, metadata } = object;
          const item = { group: apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '', kind };
          expect(metadata.namespace === undefined ? allowed.clusterResourceWhitelist : allowed.namespaceResourceWhitelist).toContainEqual(item);
          if (metadata.namespace !== undefined) expect(allowed.destinations).toContainEqual({ name, namespace: metadata.namespace });
        }
      }
    },
    RUNS / 6,
  );
});

describe('long and odd names', () => {
  const name = (most: number): fc.Arbitrary<string> =>
    fc.oneof(
      fc.constantFrom('root', 'all', 'kustomization', 'fleet', 'extra', 'common', 'x-root', '1st', 'fleet-lock-json', 'readme'),
      fc
        .tuple(fc.constantFrom('a', '1', 'z-'), fc.integer({ min: 1, max: most }))
        .map(([lead, length]) => (lead + 'x'.repeat(most)).slice(0, length).replace(/-$/, 'y')),
    );

  test('either become legal names or are refused as illegal ones', () => {
    forEvery(
      [
        name(20),
        fc.uniqueArray(name(63), { minLength: 1, maxLength: 2 }),
        fc.uniqueArray(name(63), { maxLength: 2 }),
        fc.oneof(name(63), fc.constant('the other agent')),
        fc.constantFrom(3, 37),
        fc.boolean(),
      ],
      (fleet, regions, agents, wanted, labels, dns) => {
        const host = wanted === 'the other agent' ? agents[1] : wanted;
        const spec = {
          apiVersion: 'fleet.plugged.in/v1alpha1',
          kind: 'Fleet',
          name: fleet,
          gitops: { repoURL: 'https://git.example.net/fleet.git' },
          zone: { name: `${'zone.'.repeat(labels)}example.net`, nameservers: ['ns1.example.net'] },
          station: { cidrs: ['192.0.2.1/32'], gatewayCidrs: ['192.0.2.2/32'] },
          components: { dns: { enabled: dns } },
          regions: Object.fromEntries(regions.map((region) => [region, { ingressAddresses: ['192.0.2.3'] }])),
          agents: Object.fromEntries(
            agents.map((agent, i) => [
              agent,
              {
                ref: `example/agent-${i}@1.0.0`,
                image: 'registry.example.net/agent:v1',
                regions,
                ...(i === 0 && host !== undefined ? { host } : {}),
              },
            ]),
          ),
        };
        const { findings } = compile(configOf({ spec, customs: {} }));
        const errors = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
        const expected = [
          'fleet/illegal-name',
          'fleet/reserved-name',
          'fleet/duplicate-host',
          'fleet/name-clash',
          'fleet/shared-ref',
          'object/duplicate',
          'schema/format',
        ];
        expect(errors.filter((code) => !expected.includes(code))).toEqual([]);
        if (errors.length > 0) return;
        const result = made(configOf({ spec, customs: {} })) as Made;
        nothingTwice(result);
        namesAreLegal(result);
      },
    );
  });
});
