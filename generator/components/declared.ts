// A component that a fleet brings as data is the same plain object as ours: whoever runs, lays out, checks or plans components knows no difference.
import type { Declared, DeclaredConsequence, DeclaredObject, DeclaredScope, DeclaredSecret } from '../fleet/declared/declared.ts';
import { group, inOrder, isClusterScoped } from '../k8s/object.ts';
import { isOrdinary } from '../k8s/ordinary.ts';
import type { KubeObject } from '../k8s/object.ts';
import { get } from '../model/data.ts';
import type { Spot } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { fillIn } from '../model/placeholder.ts';
import type { RequiredSecret } from '../model/required-secret.ts';
import { hasChart, namesRegion, regionalObjects, renderingsOf, sharedObjects } from './chart.ts';
import { defineComponent } from './component.ts';
import type { Component, SharedContext } from './component.ts';
import { placeholderValue } from './placeholder-value.ts';
import type { Consequence } from './consequence.ts';

/** @param order behind those of the components that it requires */
export function declaredComponent(declared: Declared, order: number): Component {
  const { name, summary, requires, namespaces, secrets, consequences } = declared;
  const spots = new WeakMap<KubeObject, Spot>();
  const make = (scope: DeclaredScope, context: SharedContext): KubeObject[] => [
    ...declared.objects.filter((each) => each.scope === scope && isMade(each, context)).map((each) => filled(each, context, spots)),
    ...(RENDERED[scope]?.(declared, context) ?? []).map(({ object, spot }) => {
      spots.set(object, spot);
      return object;
    }),
  ];
  const has = (scope: DeclaredScope): boolean => declared.objects.some((each) => each.scope === scope);
  return defineComponent({
    name,
    summary,
    order,
    requires,
    optional: true,
    namespaces: () => namespaces,
    kinds: kindsOf(declared),
    consequences: consequences.map(consequence),
    origin: (object) => spots.get(object),
    secrets: () => secrets.map((secret) => required(secret, name)),
    ...(has('common') || declared.chart !== undefined ? { common: (context) => make('common', context) } : {}),
    ...(has('region') || namesRegion(declared) ? { region: (context) => make('region', context) } : {}),
    ...(has('agent') ? { agent: (context) => make('agent', context) } : {}),
  });
}

const RENDERED: Partial<Record<DeclaredScope, typeof sharedObjects>> = { common: sharedObjects, region: regionalObjects };

function isMade({ when }: DeclaredObject, { settings }: Pick<SharedContext, 'settings'>): boolean {
  return when === undefined || get(settings, when) === true;
}

function filled({ template, spot }: DeclaredObject, context: SharedContext, spots: WeakMap<KubeObject, Spot>): KubeObject {
  const object = inOrder(fillIn(template, (path) => placeholderValue(path, context)) as KubeObject);
  spots.set(object, spot);
  return object;
}

/** A kind is allowed where one of its objects is made: a setting that leaves out all of them leaves out the kind. */
function kindsOf(declared: Declared): Component['kinds'] {
  const kinds = new Map<string, Component['kinds'][number]>();
  const versions = versionsByKind(declared);
  const kindOf = (object: KubeObject): string => `${group(object)}/${object.kind}`;
  const templates = declared.objects.map((each) => ({ ...each, object: each.template as unknown as KubeObject }));
  const rendered = hasChart(declared) ? [...renderingsOf(declared.chart).byKey.values()].flatMap(({ objects }) => objects) : [];
  for (const { object } of [...templates, ...rendered]) {
    memo(kinds, kindOf(object), () => {
      const all = templates.filter((other) => kindOf(other.object) === kindOf(object));
      const always = all.some(({ when }) => when === undefined);
      const inChart = versions.get(kindOf(object));
      return {
        group: group(object),
        kind: object.kind,
        ...(isClusterScoped(object) ? { cluster: true } : {}),
        ...(isOrdinary(object) ? {} : { granted: true }),
        ...(always
          ? {}
          : {
              only: (settings) =>
                all.some((one) => isMade(one, { settings })) ||
                inChart?.has(typeof settings['version'] === 'string' ? settings['version'] : '') === true,
            }),
      };
    });
  }
  return [...kinds.values()];
}

/** Kind → the versions of the chart that make it. */
function versionsByKind(declared: Declared): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  if (!hasChart(declared)) return found;
  const { archives } = declared.chart;
  for (const { of, objects } of renderingsOf(declared.chart).byKey.values()) {
    const [version = ''] = Object.entries(archives).find(([, { sha256 }]) => sha256 === of.archive) ?? [];
    for (const { object } of objects) memo(found, `${group(object)}/${object.kind}`, () => new Set()).add(version);
  }
  return found;
}

function required({ namespace, name, type, about, keys }: DeclaredSecret, component: string): RequiredSecret {
  return {
    namespace,
    name,
    type,
    keys: Object.keys(keys).map((key) => ({ key, what: about })),
    consumer: `the component ${component}`,
    // Command substitution takes away the line break at the end, which is no part of a value.
    make: Object.entries(keys).map(([key, command]) => `printf %s "$(${command})" > ${key}`),
  };
}

function consequence({ kind, name, path, says }: DeclaredConsequence): Consequence {
  return {
    topic: 'interruption',
    kinds: [kind],
    verbs: ['update', 'replace', 'delete'],
    when: ({ verb, before, after, fields }) =>
      (name === undefined || (before ?? after)?.metadata.name === name) &&
      (path === undefined || (verb === 'update' ? fields.some((field) => reaches(field.path, path)) : verb === 'replace')),
    says,
  };
}

/** Whether a field that changed lies at a path, below it, or holds it. */
function reaches(changed: readonly unknown[], path: readonly string[]): boolean {
  return path.every((step, i) => i >= changed.length || changed[i] === step);
}
