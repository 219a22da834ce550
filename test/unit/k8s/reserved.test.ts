import { expect, test } from 'vitest';
import { reservedChange } from '../../../generator/k8s/reserved.ts';

type Labels = Readonly<Record<string, string>>;

const labelled = (labels: Labels, ofPods: Labels = {}): object => ({ metadata: { labels }, spec: { template: { metadata: { labels: ofPods } } } });
const OURS = {
  'app.kubernetes.io/managed-by': 'pap-fleet',
  'app.kubernetes.io/component': 'agent',
  'app.kubernetes.io/name': 'alpha',
  'pap.plugged.in/owner': 'acme',
};

// By these labels the gate and rules know what is an agent's.
test.each<[what: string, before: object, after: object, at: string | undefined]>([
  ['an object of a chart that says it is ours', labelled({}), labelled({ 'app.kubernetes.io/managed-by': 'pap-fleet' }), 'managed-by'],
  ['one of ours that says it is another’s', labelled(OURS), labelled({ ...OURS, 'app.kubernetes.io/managed-by': 'Helm' }), 'managed-by'],
  ['an owner', labelled({}), labelled({ 'pap.plugged.in/owner': 'acme' }), 'owner'],
  ['another agent', labelled(OURS), labelled({ ...OURS, 'app.kubernetes.io/name': 'beta' }), 'name'],
  ['an agent’s that is none', labelled(OURS), labelled({ ...OURS, 'app.kubernetes.io/component': 'server' }), 'component'],
  ['a chart managed by another', labelled({ 'app.kubernetes.io/managed-by': 'Helm' }), labelled({ 'app.kubernetes.io/managed-by': 'x' }), undefined],
  ['the name of what is no agent’s', labelled({ 'app.kubernetes.io/name': 'a' }), labelled({ 'app.kubernetes.io/name': 'b' }), undefined],
  ['labels of pods, which other rules judge', labelled(OURS, OURS), labelled(OURS, { ...OURS, 'app.kubernetes.io/name': 'beta' }), undefined],
  ['any other label', labelled(OURS), labelled({ ...OURS, tier: 'a' }), undefined],
])('a patch: %s', (_, before, after, key) => {
  const found = reservedChange(before, after);
  if (key === undefined) expect(found).toBeUndefined();
  else expect(found?.at).toMatch(new RegExp(`${key}$`));
});
