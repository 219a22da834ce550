import { hintFor, suggest } from '../../../fleet/schema/suggest.ts';
import { child, defineRule, get, shownValue, type FoundIn } from '../../kit.ts';

const BOTH = ['true', 'false'];

/** https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/ */
const APPLICATION: Readonly<Record<string, readonly string[]>> = {
  ApplyOutOfSyncOnly: BOTH,
  ClientSideApplyMigration: BOTH,
  CreateNamespace: BOTH,
  Delete: [...BOTH, 'confirm'],
  FailOnSharedResource: BOTH,
  Force: BOTH,
  Prune: [...BOTH, 'confirm'],
  PruneLast: BOTH,
  PrunePropagationPolicy: ['foreground', 'background', 'orphan'],
  Replace: BOTH,
  RespectIgnoreDifferences: BOTH,
  ServerSideApply: BOTH,
  SkipDryRunOnMissingResource: BOTH,
  Validate: BOTH,
};

/** https://argo-cd.readthedocs.io/en/stable/user-guide/compare-options/ */
const COMPARE: Readonly<Record<string, readonly string[]>> = {
  IgnoreExtraneous: [],
  IncludeMutationWebhook: BOTH,
  ServerSideDiff: BOTH,
};

export const rule = defineRule('object', {
  code: 'object/sync-option',
  severity: 'warning',
  inFleets: 'error',
  what: 'Argo CD does not know a sync or compare option.',
  why: 'Argo CD passes over it in silence: what it should protect is not protected.',
  source: 'argo-cd, gitops-engine/pkg/sync/common/types.go',
  fix: 'Correct the option or its value.',
  order: 100,
  *run(object) {
    if (object.kind === 'Application') {
      const list = get(object, ['spec', 'syncPolicy', 'syncOptions']);
      if (Array.isArray(list)) for (const [i, option] of list.entries()) yield* judged(`/spec/syncPolicy/syncOptions/${i}`, option, APPLICATION);
    }
    const { annotations } = object.metadata;
    for (const [name, known] of [
      ['sync-options', APPLICATION],
      ['compare-options', COMPARE],
    ] as const) {
      const key = `argocd.argoproj.io/${name}`;
      const text: unknown = annotations?.[key];
      if (typeof text !== 'string') continue;
      for (const option of text.split(',')) yield* judged(child('/metadata/annotations', key), option.trim(), known);
    }
  },
});

function* judged(path: string, option: unknown, known: Readonly<Record<string, readonly string[]>>): Iterable<FoundIn<'object'>> {
  if (typeof option !== 'string') return;
  const [name, value] = option.split('=') as [string, string?];
  const values = Object.hasOwn(known, name) ? known[name] : undefined;
  if (values === undefined) yield { path, message: `${shownValue(option)} is no option that Argo CD knows`, hint: meant(name, value, known) };
  else if (values.length === 0 ? value !== undefined : !values.includes(value ?? ''))
    yield {
      path,
      message: `${shownValue(option)} has a value that Argo CD does not know`,
      hint: values.length === 0 ? `write ${name}` : `one of ${values.join(', ')}`,
    };
}

/** The option that was meant, with a value: the one that was written, where the option has it. */
function meant(name: string, value: string | undefined, known: Readonly<Record<string, readonly string[]>>): string | undefined {
  const near = suggest(name, Object.keys(known));
  const values = near === undefined ? [] : (known[near] ?? []);
  if (near === undefined || values.length === 0) return hintFor(name, Object.keys(known));
  return `did you mean "${near}=${values.find((each) => each === value) ?? String(values[0])}"?`;
}
