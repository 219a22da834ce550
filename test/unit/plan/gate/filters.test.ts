// What it means that ExternalDNS looks at other names: without a filter it looks at all of them.
import { expect, test } from 'vitest';
import { changesBetween, type Change } from '../../../../generator/plan/change.ts';
import { weightsOf } from '../../../../generator/plan/gate/weigh.ts';
import type { KubeObject } from '../../../../generator/k8s/object.ts';

const deployment = (args: readonly string[]): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'external-dns', namespace: 'dns' },
  spec: { template: { spec: { containers: [{ name: 'external-dns', args }] } } },
});

function told(before: readonly string[], after: readonly string[]): string[] {
  const [change] = changesBetween('north', 'dns', [deployment(before)], [deployment(after)]);
  const cluster = {
    refersTo: () => false,
    endedHosts: new Set<string>(),
    domain: '',
    agent: undefined,
    own: { kinds: new Set<string>(), namespaces: new Set<string>() },
  };
  const twins = () => ({ own: deployment(after), others: [] });
  return weightsOf(change as Change, { maker: 'component', cluster, isKnown: () => false, twins }).map(({ says }) => says);
}

test.each<[what: string, before: readonly string[], after: readonly string[], says: RegExp]>([
  ['the last filter goes', ['--domain-filter=a.net'], [], /^ExternalDNS looks at every name, as no --domain-filter is left/],
  ['both filters go', ['--domain-filter=a.net', '--domain-filter=b.net'], [], /^ExternalDNS looks at every name/],
  ['one of two goes', ['--domain-filter=a.net', '--domain-filter=b.net'], ['--domain-filter=b.net'], /^ExternalDNS no longer looks at a name/],
  ['a first filter comes', [], ['--domain-filter=a.net'], /^ExternalDNS no longer looks at every name/],
  ['a second filter comes', ['--domain-filter=a.net'], ['--domain-filter=a.net', '--domain-filter=b.net'], /^ExternalDNS writes a further name/],
])('%s', (_, before, after, says) => expect(told(['--source=crd', ...before], ['--source=crd', ...after])).toEqual([expect.stringMatching(says)]));
