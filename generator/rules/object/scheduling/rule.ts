import { POD_KINDS, podSpec } from '../../../k8s/pod.ts';
import { isLabelKey, isLabelValue } from '../../../model/names.ts';
import { child, defineRule, each, shownValue, type FoundIn, type Placed } from '../../kit.ts';

const NODE_TERMS = [
  'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[]',
  'affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[].preference',
];
const POD_TERMS = [
  'affinity.podAffinity|podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[]',
  'affinity.podAffinity|podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm',
];
const PREFERRED = 'affinity.nodeAffinity|podAffinity|podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[]';

/** What pods tolerate, want to be near to and how they are spread: pkg/apis/core/validation, `ValidateTolerations` and `validateAffinity`. */
export const rule = defineRule('object', {
  code: 'object/scheduling',
  severity: 'error',
  what: 'A toleration, an affinity or a spread constraint says what Kubernetes does not allow together.',
  why: 'The API server refuses the workload.',
  fix: 'Write what the message asks for.',
  order: 175,
  kinds: POD_KINDS,
  *run(object) {
    const pod = podSpec(object);
    if (pod === undefined) return;
    for (const toleration of each(pod, 'tolerations[]')) yield* tolerates(toleration);
    for (const { item, at } of each(pod, 'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution')) {
      if (isEmpty(item['nodeSelectorTerms'])) yield { path: at, message: 'nodeSelectorTerms must hold a term: none fits no node' };
    }
    for (const path of NODE_TERMS) for (const expression of each(pod, `${path}.matchExpressions|matchFields[]`)) yield* compares(expression);
    for (const { item, at } of each(pod, PREFERRED)) {
      const { weight } = item;
      if (typeof weight === 'number' && !(weight >= 1 && weight <= 100))
        yield { path: child(at, 'weight'), message: `must be from 1 to 100, not ${weight}` };
    }
    for (const path of POD_TERMS) {
      for (const { item, at } of each(pod, path)) {
        const { topologyKey } = item;
        if (typeof topologyKey === 'string' && !isLabelKey(topologyKey))
          yield { path: child(at, 'topologyKey'), message: 'must be a label of nodes' };
      }
    }
    const seen = new Set<string>();
    for (const { item, at } of each(pod, 'topologySpreadConstraints[]')) {
      const [key, otherwise] = [item['topologyKey'], item['whenUnsatisfiable']].map(String) as [string, string];
      if (seen.has(`${key} ${otherwise}`)) yield { path: at, message: `${shownValue(key)} stands twice with ${otherwise}` };
      seen.add(`${key} ${otherwise}`);
    }
  },
});

function* tolerates({ item, at }: Placed): Iterable<FoundIn<'object'>> {
  const { key, operator, value, effect, tolerationSeconds } = item;
  const exists = operator === 'Exists';
  if (isNone(key) && !exists) yield { path: at, message: 'without a key, the operator must be Exists: it tolerates every taint' };
  if (exists && !isNone(value)) yield { path: child(at, 'value'), message: 'Exists takes no value' };
  if (typeof key === 'string' && key !== '' && !isLabelKey(key))
    yield { path: child(at, 'key'), message: `${shownValue(key)} is no key that a taint may have` };
  if (typeof value === 'string' && !exists && !isLabelValue(value))
    yield { path: child(at, 'value'), message: `${shownValue(value)} is no value that a taint may have` };
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    yield { path: child(at, 'tolerationSeconds'), message: 'is only for the effect NoExecute: other taints end no pods' };
}

function* compares({ item, at }: Placed): Iterable<FoundIn<'object'>> {
  const { operator, values } = item;
  if ((operator === 'Gt' || operator === 'Lt') && !(Array.isArray(values) && values.length === 1 && /^-?[0-9]+$/.test(String(values[0]))))
    yield { path: at, message: `${operator} needs one whole number in values` };
}

const isNone = (value: unknown): boolean => value === undefined || value === '';
const isEmpty = (value: unknown): boolean => !Array.isArray(value) || value.length === 0;
