// https://kubernetes.io/docs/concepts/services-networking/network-policies/
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyEgressRule } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule';
import type { INetworkPolicyIngressRule } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyIngressRule';
import { speaksControlPlane, speaksHooks } from '../agent-facts.ts';
import { agentLabels, agentSelector, fleetLabels } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { httpPorts, portsOfPaths } from '../../fleet/hosts.ts';
import { memo } from '../../model/memo.ts';
import { endpointPort } from '../../model/endpoint.ts';
import type { Workload } from '../../fleet/region.ts';
import { workloadName } from '../../model/names.ts';
import { defineComponent, type AgentContext, type SharedContext } from '../component.ts';
import { policiesProtection } from './protection.ts';
import type { PoliciesSettings } from './settings.generated.ts';

/** Everything is denied in the agents' namespace but what an agent needs. Policies add up: none can take back. */
export const policies = defineComponent<PoliciesSettings>({
  name: 'policies',
  summary: 'default-deny and per-agent NetworkPolicies',
  order: 70,
  requires: ['cluster', 'agents'],
  optional: true,
  protection: policiesProtection,
  namespaces: (fleet) => [fleet.namespace],
  kinds: [{ group: 'networking.k8s.io', kind: 'NetworkPolicy' }],
  causes: {
    agent: [
      ['networking.k8s.io/NetworkPolicy', /^\/spec\/ingress\/0\/ports\/[2-9]/, 'paths'],
      ['networking.k8s.io/NetworkPolicy', /^\/spec\/egress/, 'egress'],
      ['networking.k8s.io/NetworkPolicy', /^\/(spec\/ingress\/0\/from\/0\/podSelector|metadata\/name)/, 'egress'],
    ],
  },
  common: (context) => [defaultDeny(context), allowDns(context)],
  agent: (context) => [agentPolicy(context), ...admissions(context)],
});

function defaultDeny({ fleet }: SharedContext): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${fleet.name}-default-deny`, namespace: fleet.namespace, labels: fleetLabels(fleet.name) },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  } satisfies INetworkPolicy;
}

/** Both protocols: answers that do not fit into UDP come by TCP (RFC 7766). */
function allowDns({ fleet, clusterFacts }: SharedContext): KubeObject {
  const { port, nodeLocal } = clusterFacts.dns;
  const ports = (number: number) => [
    { port: number, protocol: 'UDP' as const },
    { port: number, protocol: 'TCP' as const },
  ];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${fleet.name}-allow-dns`, namespace: fleet.namespace, labels: fleetLabels(fleet.name) },
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        { ports: ports(port), to: [peer(clusterFacts.dns)] },
        ...(nodeLocal === null ? [] : [{ ports: ports(53), to: [{ ipBlock: { cidr: `${nodeLocal}/${nodeLocal.includes(':') ? 128 : 32}` } }] }]),
      ],
    },
  } satisfies INetworkPolicy;
}

function agentPolicy(context: AgentContext): KubeObject {
  const { fleet, agent } = context;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: workloadName(agent.name), namespace: fleet.namespace, labels: agentLabels(fleet.name, agent) },
    spec: {
      podSelector: { matchLabels: agentSelector(fleet.name, agent) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: ingressRules(context),
      egress: egressRules(context),
    },
  } satisfies INetworkPolicy;
}

/** Pod ports: a policy sees connections after the Service has translated them. */
function ingressRules({ agent, clusterFacts }: AgentContext): INetworkPolicyIngressRule[] {
  const known = httpPorts(agent);
  const byPaths = portsOfPaths(agent).map((name) => known[name] as number);
  const served = [...(speaksHooks(agent) ? [agent.ports.http] : []), ...(speaksControlPlane(agent) ? [agent.ports.grpc] : []), ...byPaths];
  return [
    { from: [peer(clusterFacts.ingress)], ports: tcp([...new Set(served)]) },
    { from: [peer(clusterFacts.prometheus)], ports: tcp([agent.ports.http]) },
  ];
}

function egressRules({ fleet, agent, station }: AgentContext): INetworkPolicyEgressRule[] {
  const rule = (cidrs: readonly string[], ports: readonly number[]): INetworkPolicyEgressRule => ({
    ports: tcp(ports),
    to: cidrs.map((cidr) => ({ ipBlock: { cidr } })),
  });
  return [
    ...(speaksControlPlane(agent) ? [rule(station.cidrs, [endpointPort(station.controlPlane)])] : []),
    ...(speaksHooks(agent) ? [rule(station.gatewayCidrs, [endpointPort(station.hooksGateway)])] : []),
    ...agent.egress.filter(({ cidrs }) => cidrs.length > 0).map(({ cidrs, ports }) => rule(cidrs, ports)),
    ...agent.egress.filter(({ pods }) => pods.length > 0).map(({ pods, ports }) => ({ ports: tcp(ports), to: pods.map(peer) })),
    ...agent.egress.flatMap(({ agent: other, ports }) =>
      other === null ? [] : [{ ports: tcp(ports), to: [{ podSelector: { matchLabels: agentSelector(fleet.name, { name: other }) } }] }],
    ),
  ];
}

/**
 * What lets an agent in at another: policies add up, so this one says it of the receiver's pods and stands beside those of the sender, with
 * which it comes and goes. No agent has a dot in its name, and so no name of another policy is the same.
 */
function admissions({ fleet, agent }: AgentContext): KubeObject[] {
  const receivers = new Map<string, Set<number>>();
  for (const { agent: other, ports } of agent.egress) {
    if (other !== null) for (const port of ports) memo(receivers, other, () => new Set<number>()).add(port);
  }
  return [...receivers].map(
    ([other, ports]) =>
      ({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: `${workloadName(agent.name)}.to.${other}`, namespace: fleet.namespace, labels: agentLabels(fleet.name, agent) },
        spec: {
          podSelector: { matchLabels: agentSelector(fleet.name, { name: other }) },
          policyTypes: ['Ingress'],
          ingress: [{ from: [{ podSelector: { matchLabels: agentSelector(fleet.name, agent) } }], ports: tcp([...ports]) }],
        },
      }) satisfies INetworkPolicy,
  );
}

function tcp(ports: readonly number[]) {
  return ports.map((port) => ({ port, protocol: 'TCP' as const }));
}

/** One item with both selectors: pods with these labels in that namespace, without labels all. As two items it would be either. */
function peer({ namespace, labels }: Workload) {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(Object.keys(labels).length === 0 ? {} : { podSelector: { matchLabels: { ...labels } } }),
  };
}
