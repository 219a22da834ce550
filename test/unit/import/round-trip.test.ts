// What a fleet makes comes back when it is imported, as it was written and as a cluster prints it. All fleets: test/properties/import.test.ts.
// Seen to fail: with `egress` left out of what is read, with the defaults of probes left out of `defaulted.ts`, and without the label of the region.
import { describe, expect, test } from 'vitest';
import { differences, exported, fleets, roundTrip } from '../../support/imported.ts';

const config = fleets.get('this repository') as string;

describe.each([
  ['as it is written', undefined],
  ['as a cluster prints it', exported],
])('the fleet of this repository, %s', (_, as) => {
  const found = roundTrip(config, as);

  test('makes a config without errors', () => expect(found.compiled.findings).toEqual([]));

  test('by which nothing would change', () => expect(differences(found)).toEqual([]));

  test('and leaves nothing out', () => expect(found.notes.filter(({ kind }) => kind !== 'guessed')).toEqual([]));

  test('in few words', () => {
    expect(found.files.get('agents/research.yaml')).toBe(`# The agent research, read from manifests.
ref: pluggedin/research@1.2.0
image: plugged.in/agents/research:v1.2.0
regions: [ap-south, eu-west, us-east]
stateless: true
autoscale: { min: 3, max: 10 }
tier: heavy
overrides:
  ap-south: { autoscale: { min: 2, max: 4 } }
`);
    expect([...found.files.keys()]).toEqual(['fleet.yaml', 'agents/focus.yaml', 'agents/memory.yaml', 'agents/research.yaml']);
  });
});

test('what the cluster wrote is told of by field, and not kept', () => {
  const found = roundTrip(config, exported);
  expect([...found.dropped.keys()].sort()).toEqual([
    'metadata.annotations argocd.argoproj.io/tracking-id',
    'metadata.annotations kubectl.kubernetes.io/last-applied-configuration',
    'metadata.creationTimestamp',
    'metadata.finalizers',
    'metadata.generation',
    'metadata.labels kubernetes.io/metadata.name',
    'metadata.managedFields',
    'metadata.resourceVersion',
    'metadata.uid',
    'spec.clusterIP',
    'spec.clusterIPs',
    'spec.finalizers',
    'spec.ipFamilies',
    'spec.ipFamilyPolicy',
    'spec.volumeName',
    'status',
  ]);
});
