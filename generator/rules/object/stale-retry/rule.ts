import { serves } from '../../../fleet/versions/serves.ts';
import { FEATURES } from '../../../fleet/versions/table.ts';
import { secondsOfRetries } from '../../../k8s/retry.ts';
import { defineRule, get } from '../../kit.ts';

const HOUR = 3600;

export const rule = defineRule('api', {
  code: 'object/stale-retry',
  severity: 'warning',
  what: 'An Application that syncs by itself retries one revision for an hour or more.',
  why: 'Each retry applies the revision that failed. A newer commit waits until the retries end, and without a limit they never do: the commit that mends the fault is not applied.',
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/',
  fix: `Write \`refresh: true\` under \`retry\`, which Argo CD has from ${FEATURES.retryRefresh.since} on, or a limit that ends sooner.`,
  kinds: ['argoproj.io/Application'],
  order: 101,
  *run(application, versions) {
    const policy = ['spec', 'syncPolicy'];
    const automated = get(application, [...policy, 'automated']);
    if (automated === undefined || get(automated, ['enabled']) === false) return;
    const retry = get(application, [...policy, 'retry']);
    if (get(retry, ['refresh']) === true || !serves(versions, 'retryRefresh')) return;
    const seconds = secondsOfRetries(retry);
    if (seconds < HOUR) return;
    yield {
      path: '/spec/syncPolicy/retry/limit',
      message: `retries a revision that fails ${seconds === Infinity ? 'for ever' : `for about ${Math.round(seconds / HOUR)} h`}, whatever is committed meanwhile`,
      hint: 'write refresh: true beside it',
    };
  },
});
