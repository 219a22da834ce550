import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { fields } from '../k8s/look.ts';
import { kindName, objectId, objectTitle } from '../k8s/object.ts';
import { memo } from '../model/memo.ts';
import type { Finding } from '../model/finding.ts';
import { equal } from '../model/data.ts';
import { neverGranted } from '../render/allowed.ts';
import { addDays } from '../plan/approval.ts';
import { assemble } from './assemble.ts';
import type { Config } from './assemble.ts';
import { Told, byFile } from './brought.ts';
import type { Note, View } from './brought.ts';
import { firstSync, madeIn } from './compare.ts';
import type { FirstSync } from './compare.ts';
import { factsOf } from './facts.ts';
import type { FleetFacts, Said } from './facts.ts';
import { gather } from './gather.ts';
import type { Batch, Gathered, Refusal } from './gather.ts';
import type { Values } from './layers.ts';
import { externalsOf, namedByAgents } from './outside.ts';
import { prune, withoutSecrets } from './prune.ts';
import { ownNamespaces, restFiles, restOf } from './rest.ts';
import type { Item } from './rest.ts';
import { secretsOf } from './secrets.ts';
import type { SecretToBe } from './secrets.ts';
import { written } from './written.ts';
import { blocks } from '../model/severity.ts';

/** What becomes of manifests. */
export interface Imported {
  /** Path below the config folder → text. */
  readonly files: ReadonlyMap<string, string>;
  /** What `config/` is as it is written: with what is wrong in it still. */
  readonly compiled: Compiled;
  readonly notes: readonly Note[];
  readonly dropped: Gathered['dropped'];
  readonly secrets: readonly SecretToBe[];
  /** Absent where config/ has errors. */
  readonly first?: FirstSync;
  readonly views: readonly View[];
}

export interface Asked extends Said {
  /** The config folder, as messages name it. */
  readonly folder: string;
  readonly today: string;
  /** Whether grants are written for what needs them. */
  readonly grants?: boolean;
}

/** Days for which it is believed that clusters have what agents name and nobody brought. */
const DAYS_BELIEVED = 90;

/** Namespaces in which systems of clusters run, by their usual names. */
const SYSTEMS = [
  'argocd',
  'cert-manager',
  'external-secrets',
  'flux-system',
  'ingress-nginx',
  'istio-system',
  'monitoring',
  'sealed-secrets',
  'traefik',
  'velero',
];

/** Read manifests of clusters as a fleet: what they say in settings becomes settings, and the rest is kept as it is. */
export function importFleet(batches: readonly Batch[], asked: Asked): Imported | Refusal {
  const gathered = gather(batches);
  if ('refusal' in gathered) return gathered;
  const { views, argocd, secrets, notes, dropped } = gathered;
  const told = new Told();
  told.notes.push(...notes);
  const facts = factsOf(views, argocd, asked, told);
  if ('refusal' in facts) return facts;
  const where = { name: facts.name, namespace: facts.namespace, systems: systemsOf(views, facts) };
  const own = ownNamespaces(views, where);
  const config = withoutSecrets(prune(assemble(views, facts, told, own), told), told);
  const draft = new Draft(config, { views, facts, own, told, asked });
  const bare = draft.compiled([]);
  const made = new Map(views.map(({ region }) => [region, new Set(madeIn(bare, region).keys())]));
  // Of a fleet that does not hold together it is not known what it makes, and so not what is left.
  const items = bare.files === undefined ? [] : draft.kept(restOf(views, made, told, where, own));
  const files = draft.files(items);
  const result = draft.compiled(items);
  if (bare.files !== undefined) tellBeside(views, made, told);
  tellEmptied(views, result, own, told);
  return {
    files,
    compiled: result,
    notes: told.notes.toSorted(byFile),
    dropped,
    secrets: secretsOf(result, secrets),
    ...(result.files === undefined ? {} : { first: firstSync(result, views) }),
    views,
  };
}

/** Namespaces of the systems that clusters bring, also by what policies and backups say. */
function systemsOf(views: readonly View[], facts: FleetFacts): ReadonlySet<string> {
  const { fleet } = assemble(views, facts, new Told(), new Map());
  const told = Object.values(fields(fleet['regions'])).flatMap((region) =>
    Object.values(fields(fields(region)['clusterFacts'])).map((fact) => fields(fact)['namespace']),
  );
  return new Set([...SYSTEMS, ...told.filter((each) => typeof each === 'string')]);
}

interface Around {
  readonly views: readonly View[];
  readonly facts: FleetFacts;
  readonly own: ReadonlyMap<string, string>;
  readonly told: Told;
  readonly asked: Asked;
}

/** Files of `config/` with more or less of what is kept. */
class Draft {
  readonly #config: Config;
  readonly #around: Around;
  readonly #known = new Map<string, Compiled>();
  readonly #grants: Values[] = [];

  constructor(config: Config, around: Around) {
    this.#config = config;
    this.#around = around;
  }

  files(items: readonly Item[]): ReadonlyMap<string, string> {
    const { facts, own, views, asked } = this.#around;
    const there = new Set(items.map(({ object }) => `${object.kind} ${object.metadata.name}`));
    const outside = namedByAgents(this.#config).filter(({ kind, name }) => !there.has(`${kind} ${name}`));
    const externals = externalsOf(outside, facts.namespace, addDays(asked.today, DAYS_BELIEVED));
    const kept = new Set(items.flatMap(({ component }) => component ?? []));
    const fleet = withComponents(this.#config.fleet, views, new Map([...own].filter(([, component]) => kept.has(component))));
    const { components, regions, ...rest } = fleet;
    return new Map([
      [
        'fleet.yaml',
        written(
          Object.fromEntries(
            Object.entries({
              ...rest,
              components,
              externals: externals.length === 0 ? undefined : externals,
              grants: this.#grants.length === 0 ? undefined : this.#grants,
              regions,
            }).filter(([, value]) => value !== undefined),
          ),
          'Read from manifests by pap-fleet import; docs/fleet.md describes every key.',
          true,
        ),
      ],
      ...[...this.#config.agents].map(
        ([name, values]) =>
          [
            `agents/${name}.yaml`,
            written(withoutLost(values, new Set(own.values()), kept), `The agent ${name}, read from manifests.`, false),
          ] as const,
      ),
      ...restFiles(items, own),
    ]);
  }

  compiled(items: readonly Item[]): Compiled {
    const bytes = new TextEncoder();
    const { folder } = this.#around.asked;
    const files = this.files(items);
    return memo(this.#known, JSON.stringify([...files]), () =>
      compile([...files].map(([relative, text]) => ({ path: `${folder}/${relative}`, relative, bytes: bytes.encode(text) }))),
    );
  }

  /** Each object of the rest that a fleet may have; of the others it is told why not. */
  kept(items: readonly Item[]): readonly Item[] {
    const { told, asked } = this.#around;
    let left = items;
    for (;;) {
      const wrong = new Map<string, Finding>();
      for (const finding of this.compiled(left).findings)
        if (blocks(finding)) for (const file of filesOf(finding)) wrong.set(file, wrong.get(file) ?? finding);
      const refused = left.filter(({ path }) => wrong.has(`${asked.folder}/${path}`));
      if (refused.length === 0) return left;
      if (asked.grants === true && this.#grant(refused.filter(({ path }) => wrong.get(`${asked.folder}/${path}`)?.code === 'extra/not-granted')))
        continue;
      for (const { path, from } of refused) {
        const { code, message, hint } = wrong.get(`${asked.folder}/${path}`) as Finding;
        for (const each of from) told.left(each, '', '', `${code}: ${message}${hint === undefined ? '' : `; ${hint}`}`);
      }
      left = left.filter((item) => !refused.includes(item));
    }
  }

  /** Grant kinds, each in its namespaces; whether there was one to grant. */
  #grant(items: readonly Item[]): boolean {
    const before = this.#grants.length;
    for (const { object } of items) {
      const kind = kindName(object);
      if (neverGranted(kind) !== undefined) continue;
      const { namespace } = object.metadata;
      const grant = {
        kinds: [kind],
        ...(namespace === undefined ? { scope: 'cluster' } : { namespaces: [namespace] }),
        reason: 'imported from a cluster that has it; look at it before you merge',
      };
      if (!this.#grants.some((other) => equal(other, grant))) this.#grants.push(grant);
    }
    return this.#grants.length > before;
  }
}

/** Files that a finding is about. */
function filesOf({ place, related = [] }: Finding): string[] {
  return [place.file, ...related.map((each) => each.place.file)];
}

/** The fleet with components for namespaces of their own: where all regions have one, said once. */
function withComponents(fleet: Values, views: readonly View[], own: ReadonlyMap<string, string>): Values {
  const having = (namespace: string): readonly string[] =>
    views.filter((view) => view.all.some(({ object }) => object.metadata.namespace === namespace)).map(({ region }) => region);
  const everywhere = [...own].filter(([namespace]) => having(namespace).length === views.length);
  const regions = Object.entries(fields(fleet['regions'])).map(([name, region]) => {
    const here = [...own].filter(([namespace]) => having(namespace).length < views.length && having(namespace).includes(name));
    const components = { ...fields(fields(region)['components']), ...Object.fromEntries(here.map(([, component]) => [component, {}])) };
    return [name, { ...fields(region), ...(Object.keys(components).length === 0 ? {} : { components }) }];
  });
  const components = { ...fields(fleet['components']), ...Object.fromEntries(everywhere.map(([, component]) => [component, {}])) };
  return { ...fleet, components: Object.keys(components).length === 0 ? undefined : components, regions: Object.fromEntries(regions) as Values };
}

/** An agent without what it reaches in a component of which nothing is kept. */
function withoutLost(values: Values, all: ReadonlySet<string>, kept: ReadonlySet<string>): Values {
  if (!Array.isArray(values['egress'])) return values;
  const egress = (values['egress'] as Values[]).filter(
    ({ component }) => typeof component !== 'string' || !all.has(component) || kept.has(component),
  );
  if (egress.length > 0) return { ...values, egress };
  const { egress: _, ...rest } = values;
  return rest;
}

/** Objects that were read, and that the fleet makes under another name, or not at all: nothing takes the old ones away. */
function tellBeside(views: readonly View[], made: ReadonlyMap<string, ReadonlySet<string>>, told: Told): void {
  for (const { region, all } of views) {
    for (const each of all) {
      const into = told.taken.get(each);
      if (into === undefined || into === '' || made.get(region)?.has(objectId(each.object)) === true) continue;
      const runs =
        each.object.kind === 'Deployment'
          ? 'its pods would run beside those of the fleet, under one identity: delete it in the same minute as the first sync'
          : 'nothing deletes it: do so once the first sync is done';
      told.notes.push({
        kind: 'beside',
        place: each.locate(),
        about: objectTitle(each.object),
        why: `it is read into ${into}, and the fleet makes no object of that name; ${runs}`,
      });
    }
  }
}

/** Namespaces of which nothing could be kept. */
function tellEmptied(views: readonly View[], result: Compiled, own: ReadonlyMap<string, string>, told: Told): void {
  if (result.files === undefined) return;
  for (const { region, all } of views) {
    const made = madeIn(result, region);
    for (const each of all.filter(({ object }) => object.kind === 'Namespace' && own.has(object.metadata.name)))
      if (!made.has(objectId(each.object))) told.left(each, '', '', 'nothing that is in it could be kept');
  }
}
