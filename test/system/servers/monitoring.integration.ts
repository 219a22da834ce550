// When the generated alerts fire and when they stay silent, asked of Prometheus' own engine.
// Each test has been red once; its comment names the fault in the generator that made it so.
// Judges: promtool.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Built } from './generated.ts';
import { checkRules, dashboardRules, monitoringOf, ruleGroups, testRules } from './promtool.ts';

const FLEET = `
apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.plugged.in, nameservers: [ns1.plugged.in] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
regions: { us-east: {} }
agents:
  alarm: { ref: a/alarm@1.0.0, image: "example.net/alarm:v1", mode: cp, heartbeat: EMERGENCY, regions: [us-east] }
  research: { ref: a/research@1.0.0, image: "example.net/research:v1", stateless: true, autoscale: { min: 2, max: 4 }, regions: [us-east] }
  sleeper: { ref: a/sleeper@1.0.0, image: "example.net/sleeper:v1", heartbeat: SLEEP, regions: [us-east] }
  suspended: { ref: a/suspended@1.0.0, image: "example.net/suspended:v1", state: suspended, regions: [us-east] }
`;
const golden = readFileSync(join(import.meta.dirname, '../../examples/golden/monitoring/config/fleet.yaml'), 'utf8');
const ours = await monitoringOf(FLEET);
const [[, objects]] = ours as [(typeof ours)[number]];

describe.each([...ours, ...(await monitoringOf(golden))])('%s', (_, made) => {
  // Red with a bracket too many in an expression of alerts-agent.ts.
  test('promtool accepts every rule', () => expect(checkRules(ruleGroups(made))).toBe(''));
  // Red with a brace too many in a variable of dashboard-variables.ts.
  test('promtool accepts every expression of the dashboard', () => expect(checkRules([dashboardRules(made)])).toBe(''));
});

type Series = readonly [series: string, values: string];
/** What fires at a time: alert and agent. */
type Expected = readonly [at: string, ...firing: string[]];

const up = (agent: string, values = '1x240', pod = `${agent}-agent-0`): Series => [target('up', agent, pod), values];
const target = (metric: string, agent: string, pod = `${agent}-agent-0`): string =>
  `${metric}{namespace="agents",agent="${agent}",region="us-east",pod="${pod}"}`;
const missed = (agent: string, values: string, region = ',region="us-east"'): Series => [
  `pap_cp_heartbeat_missed_total{agent="${agent}",job="station"${region}}`,
  values,
];
const hooks = (agent: string, requests: string, errors: string): Series[] => [
  [target('pap_hooks_requests_total', agent), requests],
  [target('pap_hooks_errors_total', agent), errors],
];
const certificate = (namespace: string, end: number, renewal: number): Series[] => [
  [`certmanager_certificate_expiration_timestamp_seconds{${namespace},name="wildcard"}`, `${end}x240`],
  [`certmanager_certificate_renewal_timestamp_seconds{${namespace},name="wildcard"}`, `${renewal}x240`],
];
const replicas = (current: string, name = 'research-agent'): Series[] => [
  [`kube_horizontalpodautoscaler_status_current_replicas{namespace="agents",horizontalpodautoscaler="${name}"}`, current],
  [`kube_horizontalpodautoscaler_spec_max_replicas{namespace="agents",horizontalpodautoscaler="${name}"}`, '4x240'],
];
const restarts = (pod: string, values: string): Series => [
  `kube_pod_container_status_restarts_total{namespace="agents",pod="${pod}",container="agent"}`,
  values,
];
const DAY = 86_400;
const WELL = [up('alarm'), up('research'), up('sleeper')];

/**
 * Every case was red once, by a fault in alerts-agent.ts or alerts-fleet.ts: those that fire, with another number, operator or `for`
 * in their own alert; those that stay silent, without the part that keeps it so (`for`, the multiplier, the region, the namespace, the
 * name of the autoscaler, the join with the agent's own pods, the renewal), and "all is well" with `up == 1`.
 *
 * Values are scrapes, one every 30 s: `0x20 6+6x9` is 0 until 10m, then 6, 12, … 60. Time begins at 1970-01-01.
 */
const cases: readonly (readonly [title: string, series: readonly Series[], ...Expected[]])[] = [
  ['all is well', WELL, ['30m']],
  ['a pod does not answer', [...WELL.slice(1), up('alarm', '1x9 0x60')], ['9m30s'], ['11m', 'PapAgentDown alarm']],
  ['a pod does not answer for a moment', [...WELL.slice(1), up('alarm', '1x9 0x7 1x60')], ['6m'], ['8m30s'], ['12m']],
  ['an agent is gone', [...WELL.slice(1), up('alarm', '1x9 stale')], ['14m'], ['15m30s', 'PapAgentAbsent alarm']],
  ['one of two pods is gone', [...WELL, up('research', '1x9 stale', 'research-agent-1')], ['30m']],
  ['EMERGENCY: one miss', [...WELL, missed('alarm', '0x20 1x60')], ['10m30s'], ['11m30s'], ['12m30s'], ['20m']],
  [
    'EMERGENCY: silence',
    [...WELL, missed('alarm', '0x20 6+6x60')],
    ['10m'],
    ['10m30s', 'PapHeartbeatMissed alarm'],
    ['30m', 'PapHeartbeatMissed alarm'],
  ],
  ['EMERGENCY: silence that ends', [...WELL, missed('alarm', '0x20 6+6x4 30x60')], ['12m', 'PapHeartbeatMissed alarm'], ['15m']],
  ['IDLE: one miss', [...WELL, missed('research', '0x20 1x60')], ['10m30s'], ['11m30s'], ['20m']],
  ['IDLE: two misses far apart', [...WELL, missed('research', '0x20 1x20 2x60')], ['11m'], ['21m'], ['22m'], ['30m']],
  ['IDLE: two misses in a row', [...WELL, missed('research', '0x20 1 2x60')], ['10m30s'], ['11m', 'PapHeartbeatMissed research'], ['15m']],
  [
    'IDLE: silence',
    [...WELL, missed('research', '0x20 1+1x60')],
    ['10m30s'],
    ['12m', 'PapHeartbeatMissed research'],
    ['30m', 'PapHeartbeatMissed research'],
  ],
  ['SLEEP: one miss', [...WELL, missed('sleeper', '0x60 1x120')], ['31m'], ['46m'], ['80m']],
  ['SLEEP: two misses far apart', [...WELL, missed('sleeper', '0x30 1x120 2x80')], ['17m'], ['77m'], ['110m']],
  [
    'SLEEP: silence',
    [...WELL, missed('sleeper', '0x29 1x29 2x29 3x29 4x29 5x29 6x29')],
    ['29m'],
    ...['31m', '44m', '46m', '59m', '61m', '75m', '100m'].map((at): Expected => [at, 'PapHeartbeatMissed sleeper']),
  ],
  [
    'SLEEP: silence that is noticed late each time',
    [...WELL, missed('sleeper', '0x29 1x30 2x30 3x30 4x30 5x30')],
    ...['31m', '45m30s', '46m', '61m', '76m30s'].map((at): Expected => [at, 'PapHeartbeatMissed sleeper']),
  ],
  ['a Station that names another region', [...WELL, missed('research', '0x20 1+1x60', ',region="eu-west"')], ['30m']],
  ['a Station that names no region', [...WELL, missed('research', '0x20 1+1x60', '')], ['30m', 'PapHeartbeatMissed research']],
  ['a suspended agent is silent', [...WELL, missed('suspended', '0+1x100')], ['30m']],
  ['one in ten requests fails', [...WELL, ...hooks('research', '0+60x80', '0+6x80')], ['10m'], ['12m', 'PapHooksErrorRatioHigh research']],
  ['one in twenty-five requests fails', [...WELL, ...hooks('research', '0+100x80', '0+4x80')], ['12m'], ['40m']],
  ['requests fail for a moment', [...WELL, ...hooks('research', '0+60x80', '0x20 30+30x3 120x60')], ['12m'], ['20m'], ['30m']],
  ['the only request of an hour fails', [...WELL, ...hooks('research', '0x20 1x60', '0x20 1x60')], ['11m'], ['15m'], ['21m'], ['25m']],
  ['no requests at all', [...WELL, ...hooks('research', '5x80', '5x80')], ['40m']],
  ['an agent without hooks', [...WELL, ...hooks('alarm', '0+60x80', '0+60x80')], ['40m']],
  ['as many replicas as there may be', [...WELL, ...replicas('4x80')], ['14m'], ['16m', 'PapAgentAtMaxReplicas research']],
  ['fewer replicas than there may be', [...WELL, ...replicas('3x80')], ['30m']],
  ['another autoscaler at its limit', [...WELL, ...replicas('4x80', 'research-agent-agent')], ['30m']],
  ['a pod restarts', [...WELL, restarts('research-agent-0', '0x19 1x19 2x19 3x19 4x19 5x19')], ['30m'], ['52m', 'PapAgentRestarting research']],
  ['a stranger restarts', [...WELL, restarts('research-agent-b-agent-0', '0+1x200')], ['52m']],
  ['a certificate is not renewed', [...WELL, ...certificate('namespace="agents"', 10 * DAY, 60)], ['60m'], ['62m', 'PapCertificateExpiring']],
  [
    'the same, with the label renamed',
    [...WELL, ...certificate('namespace="cert-manager",exported_namespace="agents"', 10 * DAY, 60)],
    ['62m', 'PapCertificateExpiring'],
  ],
  ['a certificate that never lives long', [...WELL, ...certificate('namespace="agents"', 10 * DAY, 7 * DAY)], ['100m']],
  ['a certificate with time left', [...WELL, ...certificate('namespace="agents"', 20 * DAY, 60)], ['100m']],
  ['a certificate of others', [...WELL, ...certificate('namespace="shop"', 10 * DAY, 60)], ['100m']],
  [
    'ExternalDNS fails',
    [...WELL, ['external_dns_source_errors_total{namespace="external-dns",pod="a"}', '0x20 1+1x100']],
    ['20m'],
    ['27m', 'PapDnsFailing'],
  ],
  [
    'ExternalDNS fails once',
    [...WELL, ['external_dns_registry_errors_total{namespace="external-dns",pod="a"}', '0x20 1x100']],
    ['20m'],
    ['26m'],
    ['40m'],
  ],
];

const FIRING = 'max by (alertname, agent, region) (ALERTS{alertstate="firing"})';

/** What promtool says when something else fires than is expected. */
function firing(made: readonly Built[], series: readonly Series[], expected: readonly Expected[]): string {
  const samples = (alerts: readonly string[]) =>
    alerts.map((alert) => {
      const [alertname, agent] = alert.split(' ');
      return { labels: `{alertname="${alertname}"${agent === undefined ? '' : `,agent="${agent}"`},region="us-east"}`, value: 1 };
    });
  return testRules(ruleGroups(made), [
    {
      interval: '30s',
      input_series: series.map(([name, values]) => ({ series: name, values })),
      promql_expr_test: expected.map(([at, ...alerts]) => ({ expr: FIRING, eval_time: at, exp_samples: samples(alerts) })),
    },
  ]);
}

test.each(cases.map(([title, series, ...expected]) => ({ title, series, expected })))('$title', ({ series, expected }) => {
  expect(firing(objects, series, expected)).toBe('');
});

// Red with 2 for the multiplier, and with the protocol's names for the settings, in alerts-agent.ts.
test('another multiplier and the names that the platform exports today', async () => {
  const [[, made]] = (await monitoringOf(
    `${FLEET}components: { monitoring: { heartbeatMultiplier: 3, metrics: { heartbeatMissed: heartbeats_lost, requests: calls, errors: calls_failed } } }\n`,
  )) as [[string, Built[]]];
  const lost = (values: string): Series => ['heartbeats_lost{agent="research",job="station",region="us-east"}', values];
  const calls: Series[] = [
    [target('calls', 'research'), '0+60x80'],
    [target('calls_failed', 'research'), '0+6x80'],
  ];
  expect(firing(made, [...WELL, lost('0x20 1 2x60')], [['10m30s'], ['11m'], ['12m'], ['15m']])).toBe('');
  expect(firing(made, [...WELL, lost('0x20 1 2 3x60')], [['11m'], ['11m30s', 'PapHeartbeatMissed research']])).toBe('');
  expect(firing(made, [...WELL, missed('research', '0x20 1+1x60'), ...hooks('research', '0+60x80', '0+6x80')], [['30m']])).toBe('');
  expect(firing(made, [...WELL, ...calls], [['10m'], ['12m', 'PapHooksErrorRatioHigh research']])).toBe('');
});

// Red with `%.2f` in the description.
test('what an alert says', () => {
  const said = testRules(ruleGroups(objects), [
    {
      interval: '30s',
      input_series: [...WELL, ...hooks('research', '0+60x80', '0+6x80')].map(([series, values]) => ({ series, values })),
      alert_rule_test: [
        {
          alertname: 'PapHooksErrorRatioHigh',
          eval_time: '20m',
          exp_alerts: [
            {
              exp_labels: { agent: 'research', region: 'us-east', severity: 'warning' },
              exp_annotations: { summary: 'hook requests to agent research fail', description: '10.0 % of the requests failed; 5 % may.' },
            },
          ],
        },
      ],
    },
  ]);
  expect(said).toBe('');
});

// Red with `group_left (agent)` in dashboard-panels.ts.
test('the dashboard adds up what the kubelet measures by agent', () => {
  const pods = [up('research'), up('research', '1x40', 'research-agent-1'), up('sleeper', '0x40')];
  const used = ['research-agent-0', 'research-agent-1', 'sleeper-agent-0', 'stranger'].map((pod): Series => [
    `container_cpu_usage_seconds_total{namespace="agents",pod="${pod}",container="agent"}`,
    '0+15x40',
  ]);
  const said = testRules(
    [dashboardRules(objects)],
    [
      {
        interval: '30s',
        input_series: [...pods, ...used].map(([series, values]) => ({ series, values })),
        promql_expr_test: [
          {
            expr: '{__name__="panel:7:A"}',
            eval_time: '10m',
            exp_samples: [
              { labels: 'panel:7:A{agent="research",region="us-east",panel="7"}', value: 1 },
              { labels: 'panel:7:A{agent="sleeper",region="us-east",panel="7"}', value: 0.5 },
            ],
          },
        ],
      },
    ],
  );
  expect(said).toBe('');
});
