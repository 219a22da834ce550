import { goSeconds } from '../../../k8s/duration.ts';
import { readJson } from '../../../k8s/json/read.ts';
import { isFilledIn } from '../../../k8s/json/placeholders.ts';
import { child, defineRule, shownValue, textMap } from '../../kit.ts';

/** What is wrong with a value, and the character where it is. */
type Reader = (value: string) => { readonly message: string; readonly offset?: number; readonly hint?: string } | undefined;

const json: Reader = (value) => {
  const read = readJson(value);
  if (!('flaw' in read) || isFilledIn(value, read.flaw.offset)) return undefined;
  return { offset: read.flaw.offset, message: `the value is no JSON: it ${read.flaw.message}` };
};

/** One word, or JSON. */
const jsonOrWord: Reader = (value) => (/^\s*[[{]/.test(value) ? json(value) : undefined);

const duration: Reader = (value) =>
  goSeconds(value) === undefined ? { message: `${shownValue(value)} is no duration`, hint: 'such as 1h30m; there are no days' } : undefined;

const integer: Reader = (value) => (/^[+-]?[0-9]+$/.test(value) ? undefined : { message: `${shownValue(value)} is no whole number` });

/** Seconds, or a duration (external-dns, source/source.go, `parseTTL`). */
const ttl: Reader = (value) => (integer(value) === undefined ? undefined : duration(value));

/** Words with commas between them, of which a reader passes over those that it does not know. */
const words =
  (known: readonly string[]): Reader =>
  (value) => {
    const wrong = value
      .split(',')
      .map((word) => word.trim())
      .find((word) => word !== '' && !known.includes(word));
    return wrong === undefined ? undefined : { message: `${shownValue(wrong)} is none of ${known.join(', ')}`, offset: value.indexOf(wrong) };
  };

/** argo-cd, gitops-engine/pkg/sync/common/types.go: NewHookType, NewHookDeletePolicy; controller/hook.go. */
const HOOKS = ['PreSync', 'Sync', 'PostSync', 'SyncFail', 'Skip', 'PreDelete', 'PostDelete'];
const HOOK_POLICIES = ['HookSucceeded', 'HookFailed', 'BeforeHookCreation'];

/** Annotations that their readers document, by name; `*` is any part of one. */
const KNOWN: readonly (readonly [name: RegExp, read: Reader])[] = (
  [
    ['kubectl.kubernetes.io/last-applied-configuration', json],
    // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
    ['alb.ingress.kubernetes.io/actions.*', json],
    ['alb.ingress.kubernetes.io/conditions.*', json],
    ['alb.ingress.kubernetes.io/auth-idp-cognito', json],
    ['alb.ingress.kubernetes.io/auth-idp-oidc', json],
    ['alb.ingress.kubernetes.io/listen-ports', json],
    // https://cloud.google.com/kubernetes-engine/docs/how-to/standalone-neg, /ingress-configuration
    ['cloud.google.com/neg', json],
    ['cloud.google.com/backend-config', json],
    ['cloud.google.com/app-protocols', json],
    // https://github.com/k8snetworkplumbingwg/multi-net-spec
    ['k8s.v1.cni.cncf.io/networks', jsonOrWord],
    // https://docs.datadoghq.com/containers/kubernetes/integrations/
    ['ad.datadoghq.com/*.checks', json],
    ['ad.datadoghq.com/*.check_names', json],
    ['ad.datadoghq.com/*.init_configs', json],
    ['ad.datadoghq.com/*.instances', json],
    ['ad.datadoghq.com/*.logs', json],
    // https://velero.io/docs/main/backup-hooks/, /restore-hooks/
    ['pre.hook.backup.velero.io/command', jsonOrWord],
    ['post.hook.backup.velero.io/command', jsonOrWord],
    ['post.hook.restore.velero.io/command', jsonOrWord],
    ['pre.hook.backup.velero.io/timeout', duration],
    ['post.hook.backup.velero.io/timeout', duration],
    ['init.hook.restore.velero.io/timeout', duration],
    ['post.hook.restore.velero.io/exec-timeout', duration],
    ['post.hook.restore.velero.io/wait-timeout', duration],
    // https://cert-manager.io/docs/usage/ingress/#supported-annotations
    ['cert-manager.io/duration', duration],
    ['cert-manager.io/renew-before', duration],
    ['cert-manager.io/revision-history-limit', integer],
    // https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/
    ['external-dns.alpha.kubernetes.io/ttl', ttl],
    // https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
    ['argocd.argoproj.io/sync-wave', integer],
    ['argocd.argoproj.io/hook', words(HOOKS)],
    ['argocd.argoproj.io/hook-delete-policy', words(HOOK_POLICIES)],
  ] as const
).map(([name, read]) => [new RegExp(`^${name.replaceAll('.', String.raw`\.`).replaceAll('*', '.+')}$`), read]);

/** Most annotations are of others. */
const PREFIX = /^(?:kubectl|alb|cloud|k8s|ad|pre|post|init|cert-manager|external-dns|argocd)\./;

export const rule = defineRule('object', {
  code: 'language/annotation',
  severity: 'warning',
  what: 'The value of an annotation is not what its reader reads: no JSON, no duration, no number, no word that it knows.',
  why: 'The cluster takes every text. The controller that reads the annotation passes over it, or over the whole object.',
  source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/, and what the controller that reads it documents',
  fix: 'Write what the documentation of the annotation asks for.',
  order: 80,
  readsPlaceholders: true,
  *run({ metadata }) {
    const annotations = textMap(metadata.annotations);
    for (const name in annotations) {
      if (!PREFIX.test(name)) continue;
      const value = annotations[name] as string;
      const found = KNOWN.find(([pattern]) => pattern.test(name))?.[1](value);
      if (found === undefined || isFilledIn(value, 0)) continue;
      yield { path: child('/metadata/annotations', name), ...found };
    }
  },
});
