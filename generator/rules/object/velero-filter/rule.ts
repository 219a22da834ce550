import { child, defineRule, each, quoted, texts, type FoundIn, type Placed } from '../../kit.ts';

const OLD = ['includedResources', 'excludedResources', 'includeClusterResources'];
const NEW = [
  'includedClusterScopedResources',
  'excludedClusterScopedResources',
  'includedNamespaceScopedResources',
  'excludedNamespaceScopedResources',
];
const PAIRS = [
  ['includedNamespaces', 'excludedNamespaces'],
  ['includedResources', 'excludedResources'],
  ['includedClusterScopedResources', 'excludedClusterScopedResources'],
  ['includedNamespaceScopedResources', 'excludedNamespaceScopedResources'],
] as const;

/** velero, pkg/util/collections/includes_excludes.go, ValidateIncludesExcludes; pkg/controller/backup_controller.go; restore_controller.go. */
export const rule = defineRule('object', {
  code: 'object/velero-filter',
  severity: 'error',
  what: 'What a backup or a restore of Velero takes in and leaves out contradicts itself.',
  why: 'The cluster takes the object. Velero sets FailedValidation and does nothing: there is no backup on the day that one is needed.',
  fix: 'Keep one of what the message names.',
  order: 166,
  forgives: (_, { sketch }) => sketch,
  kinds: ['velero.io/Backup', 'velero.io/Restore', 'velero.io/Schedule'],
  *run(object) {
    const [spec] = each(object, object.kind === 'Schedule' ? 'spec.template' : 'spec');
    if (spec === undefined) return;
    for (const [included, excluded] of PAIRS) yield* pair(spec, included, excluded);
    if (object.kind !== 'Restore') yield* together(spec, OLD, NEW);
    yield* together(spec, ['labelSelector'], ['orLabelSelectors']);
    if (object.kind === 'Restore') yield* together(spec, ['backupName'], ['scheduleName']);
  },
});

function* pair(spec: Placed, included: string, excluded: string): Iterable<FoundIn<'object'>> {
  const [includes, excludes] = [texts(spec.item[included]), texts(spec.item[excluded])];
  if (includes.length > 1 && includes.includes('*'))
    yield { path: child(spec.at, included), message: `${included} names "*" beside others`, hint: 'keep "*", or the others' };
  // Of what is in no namespace, or in one, all may be left out.
  if (excludes.includes('*') && (!excluded.includes('Scoped') || includes.length > 0))
    yield { path: child(spec.at, excluded), message: `${excluded} leaves everything out`, hint: 'name what is left out' };
  for (const each of excludes.filter((name) => name !== '*' && includes.includes(name)))
    yield {
      path: child(spec.at, excluded),
      message: `${excluded} leaves out ${quoted(each)}, which ${included} takes in`,
      hint: 'take it out of one of the two',
    };
}

function* together(spec: Placed, some: readonly string[], others: readonly string[]): Iterable<FoundIn<'object'>> {
  const there = (key: string): boolean => ![undefined, null, ''].includes(spec.item[key] as null) && !isEmpty(spec.item[key]);
  const [first, second] = [some.find(there), others.find(there)];
  if (first === undefined || second === undefined) return;
  yield { path: child(spec.at, second), key: true, message: `${second} stands beside ${first}`, hint: 'keep one of the two' };
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
