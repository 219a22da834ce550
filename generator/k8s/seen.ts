import type { KubeObject } from './object.ts';
import { kindOf } from './cluster.ts';
import { secretInSetting } from '../secrets/find.ts';
import { isTraefiks } from './entry-points.ts';
import { fields } from './look.ts';
import { countsHostProbes } from './pod-security.ts';

/** Kinds of which rules look at a part only. */
export function isSeenInPart(object: KubeObject): boolean {
  return seen(object) !== object;
}

const ENFORCED = 'pod-security.kubernetes.io/enforce-version';

/** Which release of Pod Security a namespace asks for means nothing to our own look at pods, but for what became stricter. */
function withoutVersions(labels: Readonly<Record<string, string>>): Record<string, string> {
  const rest = Object.entries(labels).filter(([key]) => !/^pod-security\.kubernetes\.io\/.*-version$/.test(key));
  return Object.fromEntries(countsHostProbes(labels[ENFORCED]) ? rest : [...rest, [ENFORCED, 'v1.33']]);
}

/** Of a ConfigMap, keys count, what a configuration of Traefik says, and whether a value is a secret. */
function seenText(key: string, value: unknown): string {
  if (typeof value !== 'string') return '';
  return isTraefiks(value) ? value : (secretInSetting(key, value) ?? '');
}

/**
 * What rules within a neighbourhood look at. The rest differs from region to region without a meaning to them: an address, a
 * minute; left out, surroundings that differ in nothing else are judged once. A rule that reads more must add it here.
 */
export function seen(object: KubeObject): KubeObject {
  const spec = fields(object['spec']);
  switch (kindOf(object)) {
    case 'externaldns.k8s.io/DNSEndpoint':
      return { ...object, spec: {} };
    case 'velero.io/Schedule':
      return { ...object, spec: { ...spec, schedule: '' } };
    case '/ConfigMap':
      return { ...object, data: Object.fromEntries(Object.entries(fields(object['data'])).map(([key, value]) => [key, seenText(key, value)])) };
    case '/Namespace':
      return { ...object, metadata: { ...object.metadata, labels: withoutVersions(object.metadata.labels ?? {}) } };
    default:
      return object;
  }
}
