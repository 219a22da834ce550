// https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
import { HEARTBEAT_SECONDS, maxReplicas, minReplicas } from '../../fleet/agent.ts';
import { workloadName } from '../../model/names.ts';
import { speaksControlPlane, speaksHooks } from '../agent-facts.ts';
import { heartbeatWindow, rateWindow } from './alerts-window.ts';
import { prometheusRule, type Alert } from './alerts.ts';
import { agentLabels } from '../../k8s/labels.ts';
import type { AgentMonitorFacts } from './monitor-facts.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { duration, is, matches, select } from './promql.ts';

/** The alerts of one agent. A suspended agent has none: it is absent and silent because somebody wanted it so. */
export function agentAlerts(facts: AgentMonitorFacts): KubeObject[] {
  const { fleet, agent } = facts;
  if (agent.state === 'suspended') return [];
  const about = {
    name: workloadName(agent.name),
    labels: agentLabels(fleet.name, agent),
    alertLabels: { agent: agent.name, ...(agent.answerable === null ? {} : { team: agent.answerable.team }) },
    contact: agent.answerable?.contact,
  };
  return [
    prometheusRule(facts, about, [
      down(facts),
      absent(facts),
      restarts(facts),
      ...(speaksControlPlane(agent) ? [heartbeatMissed(facts)] : []),
      ...(speaksHooks(agent) ? [errorRatio(facts)] : []),
      ...(minReplicas(agent) < maxReplicas(agent) ? [atMaxReplicas(facts)] : []),
    ]),
  ];
}

/** Matchers of everything that is scraped from the agent's own pods. */
function own({ fleet, agent }: AgentMonitorFacts): string[] {
  return [is('namespace', fleet.namespace), is('agent', agent.name)];
}

/** An agent that is still starting is not down. */
function down(facts: AgentMonitorFacts): Alert {
  const patience = duration(Math.max(300, facts.agent.probes.startupSeconds + 60));
  return {
    name: 'PapAgentDown',
    expr: `${select('up', ...own(facts))} == 0`,
    for: patience,
    severity: 'critical',
    summary: `a pod of agent ${facts.agent.name} cannot be scraped`,
    description: `Pod {{ $labels.pod }} has not answered on /metrics for ${patience}: it hangs, is not ready, or a NetworkPolicy is in the way.`,
  };
}

function absent(facts: AgentMonitorFacts): Alert {
  return {
    name: 'PapAgentAbsent',
    expr: `absent(${select('up', ...own(facts))})`,
    for: '10m',
    severity: 'critical',
    summary: `agent ${facts.agent.name} has no pod that Prometheus knows of`,
    description: `No target for 10 minutes: look at Deployment ${workloadName(facts.agent.name)} in namespace ${facts.fleet.namespace}, its Service and its ServiceMonitor.`,
  };
}

/** The names of pods do not tell agents apart (`a` and `a-agent-b`), so the pods are those that are scraped as the agent's. */
function restarts(facts: AgentMonitorFacts): Alert {
  const counter = select('kube_pod_container_status_restarts_total', is('namespace', facts.fleet.namespace));
  return {
    name: 'PapAgentRestarting',
    expr: [`increase(${counter}[1h]) > 3`, `and on (namespace, pod) ${select('up', ...own(facts))}`].join('\n'),
    severity: 'warning',
    summary: `a pod of agent ${facts.agent.name} restarts again and again`,
    description: 'Container {{ $labels.container }} of pod {{ $labels.pod }} has restarted more than three times within an hour.',
  };
}

/**
 * The Station counts what it misses, for a dead agent exports nothing. One Station may serve several regions: if it
 * says which one it means, others stay silent; if it does not, an alert too many is better than none.
 */
function heartbeatMissed({ agent, settings, region }: AgentMonitorFacts): Alert {
  const { heartbeatMultiplier: misses, metrics } = settings;
  const window = duration(heartbeatWindow(agent.heartbeat, settings));
  const counter = select(metrics.heartbeatMissed, is('agent', agent.name), matches('region', `${region}|`));
  return {
    name: 'PapHeartbeatMissed',
    expr: `max(increase(${counter}[${window}])) >= ${misses}`,
    severity: 'critical',
    summary: `agent ${agent.name} misses heartbeats`,
    description: `${misses} or more heartbeats missed within ${window}; in mode ${agent.heartbeat} one is due every ${HEARTBEAT_SECONDS[agent.heartbeat]} s.`,
  };
}

/** In per cent, as people write it. One failed request in a quiet hour leaves the window before the alert fires. */
function errorRatio(facts: AgentMonitorFacts): Alert {
  const { agent, settings } = facts;
  const window = rateWindow(settings);
  const sum = (metric: string): string => `sum(rate(${select(metric, ...own(facts))}[${duration(window)}]))`;
  return {
    name: 'PapHooksErrorRatioHigh',
    expr: [`100 * ${sum(settings.metrics.errors)}`, `/ ${sum(settings.metrics.requests)}`, `> ${settings.errorRatio}`].join('\n'),
    for: duration(2 * window),
    severity: 'warning',
    summary: `hook requests to agent ${agent.name} fail`,
    description: `{{ printf "%.1f" $value }} % of the requests failed; ${settings.errorRatio} % may.`,
  };
}

function atMaxReplicas({ fleet, agent }: AgentMonitorFacts): Alert {
  const autoscaler = [is('namespace', fleet.namespace), is('horizontalpodautoscaler', workloadName(agent.name))];
  const current = select('kube_horizontalpodautoscaler_status_current_replicas', ...autoscaler);
  return {
    name: 'PapAgentAtMaxReplicas',
    expr: [current, `>= ${select('kube_horizontalpodautoscaler_spec_max_replicas', ...autoscaler)}`].join('\n'),
    for: '15m',
    severity: 'warning',
    summary: `agent ${agent.name} cannot scale any further`,
    description: 'All {{ $value }} replicas have run for 15 minutes: raise autoscale.max, or find out what they are busy with.',
  };
}
