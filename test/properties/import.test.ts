// Every fleet of the repository comes back when what it makes is imported, but for what stands here with its reason: docs/import.md has the same table.
import { describe, expect, test } from 'vitest';
import { differences, fleets, roundTrip } from '../support/imported.ts';

/** What the first sync would change, by fleet. */
const DIFFERENT: Readonly<Record<string, readonly string[]>> = {
  // Patches are no settings: what they did is undone, and shown.
  groups: [
    'ap-south update Deployment agents/research-agent spec.template.spec.containers[agent].env spec.template.spec.terminationGracePeriodSeconds',
    'eu-test update Deployment agents/focus-agent spec.template.spec.containers[agent].env spec.template.spec.terminationGracePeriodSeconds',
    'eu-west update Deployment agents/focus-agent spec.template.spec.containers[agent].env spec.template.spec.terminationGracePeriodSeconds',
    'eu-west update Deployment agents/research-agent spec.revisionHistoryLimit spec.template.spec.containers[agent].env spec.template.spec.terminationGracePeriodSeconds',
    'us-east update Deployment agents/focus-agent spec.template.spec.containers[agent].env spec.template.spec.terminationGracePeriodSeconds',
    'us-east update Deployment agents/research-agent spec.template.spec.containers[agent].env spec.template.spec.terminationGracePeriodSeconds',
  ],
  // An external of the kind Host stands for several networks in one rule; they come back as one rule each.
  'agent-settings': ['north update NetworkPolicy agents/seer-agent spec.egress[2].to[1] spec.egress[3]'],
  // That an agent had another name is in no object, and its old host gets an alias as any further host does.
  moved: ['north update DNSEndpoint external-dns/orbit-agents spec.endpoints[3].recordType spec.endpoints[3].targets[0]'],
  // The label is how Argo CD knows what it delivers, so no object that people add may have it.
  names: ['africa', 'asia'].map((region) => `${region} update ServiceAccount names/names-external-dns metadata.labels["app.kubernetes.io/instance"]`),
  'open-world': ['ap-south', 'eu-test', 'eu-west'].map(
    (region) => `${region} update ServiceAccount names/names-external-dns metadata.labels["app.kubernetes.io/instance"]`,
  ),
};

/** Kinds of objects that are left out, by fleet: each gives power, or is of a kind that only the fleet's own config defines. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  groups: ['agents.focus.terminationGracePeriodSeconds', 'agents.research.terminationGracePeriodSeconds'],
  kinds: ['Scaler', 'ScalerClass'],
  names: ['ClusterRole', 'ClusterRoleBinding', 'Deployment', 'Service'],
  'open-world': ['ClusterRole', 'ClusterRoleBinding', 'Deployment', 'NetworkPolicy', 'ScaledObject', 'Service', 'StatefulSet'],
  queue: ['CronJob', 'NetworkPolicy', 'Role', 'RoleBinding', 'Service', 'StatefulSet'],
};

describe.each([...fleets])('%s', (name, config) => {
  test('comes back', () => {
    const found = roundTrip(config);
    expect(found.compiled.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(differences(found).sort()).toEqual([...(DIFFERENT[name] ?? [])].sort());
    const left = found.notes.filter(({ kind }) => kind === 'left').map(({ about }) => about.split(' ')[0]);
    expect([...new Set(left)].sort()).toEqual([...(LEFT[name] ?? [])].sort());
  });
});
