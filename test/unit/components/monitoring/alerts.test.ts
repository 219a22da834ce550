import { describe, expect, test } from 'vitest';
import { agentAlerts } from '../../../../generator/components/monitoring/alerts-agent.ts';
import { fleetAlerts } from '../../../../generator/components/monitoring/alerts-fleet.ts';
import type { AgentMonitorFacts } from '../../../../generator/components/monitoring/monitor-facts.ts';
import type { KubeObject } from '../../../../generator/k8s/object.ts';
import type { Agent } from '../../../../generator/fleet/agent.ts';
import { facts } from './facts.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

const rules = (objects: readonly KubeObject[]): Rule[] => objects.flatMap(({ spec }) => (spec as { groups: [{ rules: Rule[] }] }).groups[0].rules);
const alerts = (agent: Partial<Agent>): string[] => rules(agentAlerts(facts(agent))).map(({ alert }) => alert.replace(/^Pap(Agent)?/, ''));
const ALWAYS = ['Down', 'Absent', 'Restarting'];

describe('an agent has the alerts that make sense for it', () => {
  test.each<[string, Partial<Agent>, string[]]>([
    ['both protocols', {}, [...ALWAYS, 'HeartbeatMissed', 'HooksErrorRatioHigh']],
    ['PAP-CP only', { mode: 'cp' }, [...ALWAYS, 'HeartbeatMissed']],
    ['PAP-Hooks only', { mode: 'hooks' }, [...ALWAYS, 'HooksErrorRatioHigh']],
    [
      'autoscaled',
      { mode: 'cp', autoscale: { min: 2, max: 3, cpu: 70, memory: null, handover: false } },
      [...ALWAYS, 'HeartbeatMissed', 'AtMaxReplicas'],
    ],
    ['always at its limit', { mode: 'cp', autoscale: { min: 3, max: 3, cpu: 70, memory: null, handover: false } }, [...ALWAYS, 'HeartbeatMissed']],
    [
      'autoscaled, whatever replicas says',
      { mode: 'hooks', replicas: 7, autoscale: { min: 1, max: 1, cpu: 70, memory: null, handover: false } },
      [...ALWAYS, 'HooksErrorRatioHigh'],
    ],
    ['suspended', { state: 'suspended' }, []],
    ['suspended while it is autoscaled', { state: 'suspended', autoscale: { min: 2, max: 3, cpu: 70, memory: null, handover: false } }, []],
  ])('%s', (_, agent, expected) => expect(alerts(agent)).toEqual(expected));

  test('a suspended agent has no empty rule either', () => expect(agentAlerts(facts({ state: 'suspended' }))).toEqual([]));
});

test.each([
  [5, '5m'],
  [240, '5m'],
  [300, '6m'],
  [610, '670s'],
])('an agent that may take %i s to start is down after %s', (startupSeconds, patience) => {
  const [down] = rules(agentAlerts(facts({ probes: { liveness: '/', readiness: '/', startupSeconds } })));
  expect(down?.for).toBe(patience);
  expect(down?.annotations['description']).toContain(`for ${patience}`);
});

const everything = (given: AgentMonitorFacts): Rule[] => rules([...agentAlerts(given), fleetAlerts(given)]);

test('every alert can be routed and read', () => {
  const all = everything(facts({ autoscale: { min: 1, max: 2, cpu: 50, memory: null, handover: false } }));
  expect(all).toHaveLength(8);
  for (const { alert, expr, labels, annotations } of all) {
    expect(labels['region']).toBe('asia');
    expect(labels['severity']).toMatch(/^(critical|warning)$/);
    expect(labels['agent']).toBe(/Certificate|Dns/.test(alert) ? undefined : 'research');
    expect(Object.keys(annotations)).toEqual(['summary', 'description']);
    expect(`${expr}${annotations['summary']}${annotations['description']}`).not.toMatch(/undefined|NaN|\[object/);
  }
});

test('ExternalDNS is watched only where the fleet runs it', () => {
  const names = (namespaces: string[]): string[] => rules([fleetAlerts({ ...facts(), namespaces })]).map(({ alert }) => alert);
  expect(names(['external-dns', 'satellites'])).toEqual(['PapCertificateExpiring', 'PapDnsFailing']);
  expect(names(['satellites'])).toEqual(['PapCertificateExpiring']);
});
