import type { KubeObject } from './object.ts';
import type { Cluster } from './cluster.ts';
import { each, fields, text } from './look.ts';
import { selects } from './selector.ts';

/** Where an image comes from, or which one it is. */
type Reason = 'place' | 'version';

/** A rule about images that an admission policy of the cluster enforces: what `i.matches('…')` and `i.endsWith('…')` ask for. */
interface ImageRule {
  readonly policy: KubeObject;
  readonly message: string;
  /** What it refuses an image for: where it comes from, which one it is, or both; empty: it allows it. */
  refuses(image: string): readonly Reason[];
}

/** The rules about images that hold in a namespace. Of CEL only the form is understood that the component `cluster` writes. */
export function imageRules(cluster: Cluster, namespace: string | undefined): readonly ImageRule[] {
  return cluster.derive('rules about images', namespace ?? '', (all) => rulesIn(all, namespace));
}

function rulesIn(cluster: Cluster, namespace: string | undefined): readonly ImageRule[] {
  return cluster.all('admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding').flatMap((binding) => {
    const { policyName, matchResources, validationActions } = fields(binding['spec']);
    const denies = Array.isArray(validationActions) && validationActions.includes('Deny');
    const selector = fields(matchResources)['namespaceSelector'];
    const labels = { ...cluster.find('/Namespace', undefined, namespace ?? '')?.metadata.labels, 'kubernetes.io/metadata.name': namespace ?? '' };
    if (!denies || (selector !== undefined && !selects(selector, labels))) return [];
    const policy = cluster.find('admissionregistration.k8s.io/ValidatingAdmissionPolicy', undefined, text(policyName) ?? '');
    if (policy === undefined) return [];
    return each(policy, 'spec.validations[]').flatMap(({ item }) => imageRule(policy, item) ?? []);
  });
}

/** Whether the cluster has any such rule, for whichever namespace. */
export function hasImageRules(cluster: Cluster): boolean {
  return cluster
    .all('admissionregistration.k8s.io/ValidatingAdmissionPolicy')
    .some((policy) => each(policy, 'spec.validations[]').some(({ item }) => imageRule(policy, item) !== undefined));
}

function imageRule(policy: KubeObject, { expression, message }: Readonly<Record<string, unknown>>): ImageRule | undefined {
  const body = /^variables\.images\.all\(i, (.*)\)$/s.exec(text(expression) ?? '')?.[1];
  if (body === undefined) return undefined;
  const terms = body.split(' && ').map((term) => {
    const match = /^(!?)i\.(matches|endsWith|startsWith)\('((?:[^'\\]|\\.)*)'\)$/.exec(term.trim());
    if (match === null) return undefined;
    const [, not, call, argument] = match as unknown as [string, string, string, string];
    const pattern = call === 'matches' ? patternOf(argument) : null;
    if (pattern === undefined) return undefined;
    const test = (image: string): boolean =>
      pattern !== null ? pattern.test(image) : call === 'endsWith' ? image.endsWith(argument) : image.startsWith(argument);
    const about: Reason = call === 'startsWith' || argument.startsWith('^') ? 'place' : 'version';
    return { about, allows: (image: string): boolean => test(image) !== (not === '!') };
  });
  if (terms.some((term) => term === undefined)) return undefined;
  return {
    policy,
    message: text(message) ?? 'an admission policy refuses it',
    refuses: (image) =>
      image.length > LONGEST ? [] : [...new Set(terms.flatMap((term) => (term === undefined || term.allows(image) ? [] : [term.about])))],
  };
}

/** No registry takes longer references: they are refused for that. */
const LONGEST = 1024;
const MOST_REPEATS = 3;

/**
 * A regular expression of RE2, where it means the same to us and takes no time: nothing escaped, which CEL does before RE2,
 * no flags, and few repetitions, none of them of a group.
 */
function patternOf(argument: string): RegExp | undefined {
  if (/\\|\(\?|\)[*+?{]|\[\[:/.test(argument) || (argument.match(/[*+{]/g) ?? []).length > MOST_REPEATS) return undefined;
  try {
    return new RegExp(argument);
  } catch {
    return undefined;
  }
}
