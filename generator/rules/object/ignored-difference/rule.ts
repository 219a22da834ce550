import { jqFlaw, pointerFlaw } from '../../../k8s/ignored.ts';
import { servedGroups } from '../../../k8s/served/types.ts';
import { child, defineRule, each, shown, shownValue, text, type FoundIn, type Placed } from '../../kit.ts';

/** argo-cd, util/argo/normalizers/diff_normalizer.go, NewIgnoreNormalizer, Normalize. */
export const rule = defineRule('object', {
  code: 'object/ignored-difference',
  severity: 'error',
  what: 'A difference that Argo CD is to ignore is written so that it ignores nothing, or so that it can compare nothing.',
  why: 'A path for jq that is none stops every comparison of the Application (ComparisonError). A pointer that leads nowhere and a kind that is of another group are passed over: the Application stays OutOfSync, or a sync undoes what was to be left alone.',
  source: 'argo-cd, util/argo/normalizers/diff_normalizer.go, NewIgnoreNormalizer, Normalize',
  fix: 'Write JSON pointers as `/spec/replicas` and paths for jq as `.spec.replicas`, and the group of the kind.',
  kinds: ['argoproj.io/Application', 'argoproj.io/ApplicationSet'],
  forgives: (_, { sketch }) => sketch,
  *run(object) {
    const paths = object.kind === 'Application' ? ['spec'] : ['spec.template.spec', 'spec'];
    for (const item of paths.flatMap((path) => each(object, `${path}.ignoreDifferences|ignoreApplicationDifferences[]`))) {
      yield* ways(item);
      // What an ApplicationSet ignores of its Applications names no kind.
      if (!item.at.includes('ignoreApplicationDifferences')) yield* kindIn(item);
    }
  },
});

function* ways({ item, at }: Placed): Iterable<FoundIn<'object'>> {
  const lists = ['jsonPointers', 'jqPathExpressions', 'managedFieldsManagers'].map((key) => ({ key, list: item[key] }));
  if (lists.every(({ list }) => !Array.isArray(list) || list.length === 0))
    yield {
      path: at,
      severity: 'warning',
      message: 'names nothing to ignore',
      hint: 'write jsonPointers, jqPathExpressions or managedFieldsManagers',
    };
  for (const [key, flawOf, severity] of [
    ['jsonPointers', pointerFlaw, 'warning'],
    ['jqPathExpressions', jqFlaw, undefined],
  ] as const) {
    const list = item[key];
    for (const [i, value] of Array.isArray(list) ? (list as unknown[]).entries() : []) {
      const flaw = typeof value === 'string' ? flawOf(value) : undefined;
      if (flaw !== undefined) yield { path: child(child(at, key), i), severity, message: `${shownValue(value)} ${flaw.message}`, hint: flaw.hint };
    }
  }
}

function* kindIn({ item, at }: Placed): Iterable<FoundIn<'object'>> {
  const [group, kind] = [text(item['group']) ?? '', text(item['kind']) ?? ''];
  if (group.includes('/')) {
    const [own] = group.split('/') as [string];
    yield {
      path: child(at, 'group'),
      severity: 'warning',
      message: `${shown(group)} is no group: it has a version behind it`,
      hint: `write ${own === 'v1' ? '""' : own}`,
    };
    return;
  }
  const groups = servedGroups(kind);
  // Others may define a kind of the same name in a group of their own.
  if (groups.length === 0 || group.includes('.') || /[*?[{]/.test(group) || groups.includes(group)) return;
  const [own = ''] = groups;
  yield {
    path: 'group' in item ? child(at, 'group') : child(at, 'kind'),
    severity: 'warning',
    message: `matches nothing: ${shown(kind)} is of the group ${own === '' ? 'that has no name' : own}`,
    hint: own === '' ? 'leave group out' : `write group: ${own}`,
  };
}
