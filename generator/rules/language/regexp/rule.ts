import { having } from '../../../k8s/having.ts';
import { regexpFlaw } from '../../../model/regexp.ts';
import { child, defineRule, group, shownValue, type Fields } from '../../kit.ts';

/** Which fields hold regular expressions; each in maps that have one. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  // prometheus-operator, pkg/prometheus/validation: the operator leaves the monitor out.
  'monitoring.coreos.com/PodMonitor': ['regex'],
  'monitoring.coreos.com/Probe': ['regex'],
  'monitoring.coreos.com/ScrapeConfig': ['regex'],
  'monitoring.coreos.com/ServiceMonitor': ['regex'],
  // traefik, pkg/middlewares: the router is left out.
  'traefik.io/Middleware': ['regex', 'accessControlAllowOriginListRegex'],
  // external-secrets, pkg/find and pkg/utils: the Secret is not made.
  'external-secrets.io/ClusterExternalSecret': ['regexp', 'source'],
  'external-secrets.io/ExternalSecret': ['regexp', 'source'],
  // argo-cd, applicationset/services: no Application is made.
  'argoproj.io/ApplicationSet': ['repositoryMatch', 'labelMatch', 'branchMatch', 'targetBranchMatch', 'titleMatch'],
};

/** https://github.com/google/re2/wiki/Syntax */
export const rule = defineRule('object', {
  code: 'language/regexp',
  severity: 'error',
  what: 'A regular expression is none that Go compiles.',
  why: 'The controller that reads it leaves the object out, or makes nothing of it; only its log or the status says so.',
  fix: 'Write it in the syntax of RE2, which has no look-around and no references back.',
  order: 60,
  kinds: Object.keys(FIELDS),
  *run(object) {
    for (const key of FIELDS[`${group(object)}/${object.kind}`] as readonly string[]) {
      for (const { at, item } of having(object, key)) {
        if (isOther(key, at, item)) continue;
        const value = item[key];
        for (const [i, pattern] of (Array.isArray(value) ? (value as unknown[]) : [value]).entries()) {
          const flaw = typeof pattern === 'string' ? regexpFlaw(pattern) : undefined;
          if (flaw !== undefined)
            yield { path: Array.isArray(value) ? child(child(at, key), i) : child(at, key), message: `${shownValue(pattern)} ${flaw}` };
        }
      }
    }
  },
});

/** A field of that name that is something else. */
function isOther(key: string, at: string, item: Fields): boolean {
  if (/^\/(?:metadata|spec\/(?:plugin|target\/template))/.test(at)) return true;
  if (key === 'source') return !('target' in item) || !at.endsWith('/regexp');
  return key === 'regexp' && typeof item[key] !== 'string';
}
