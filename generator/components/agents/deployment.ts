// Pod Security Standard "restricted": https://kubernetes.io/docs/concepts/security/pod-security-standards/
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { HEARTBEAT_SECONDS, claimOf, writtenReplicas } from '../../fleet/agent.ts';
import type { Agent } from '../../fleet/agent.ts';
import { STATION_SECRET, clientTlsSecret, signingKeySecret, workloadName } from '../../model/names.ts';
import { serves } from '../../fleet/versions/serves.ts';
import { speaksControlPlane, speaksHooks } from '../agent-facts.ts';
import type { AgentFacts } from '../agent-facts.ts';
import {
  CONTACT_ANNOTATION,
  DRAINING_ANNOTATION,
  REF_ANNOTATION,
  SUSPENDED_ANNOTATION,
  agentSelector,
  teamLabels,
  workloadLabels,
} from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { CONFINED, canonicalResources, furtherContainer, sidecar } from './containers.ts';
import { SECRET_MODE, fileMounts, fileVolumes, variable } from './sources.ts';
import { scheduling } from './scheduling.ts';

/** Seconds in which Services and Traefik learn that a pod goes, before it is told to stop. */
const ENDPOINT_DRAIN_SECONDS = 5;

function contact({ answerable }: Agent): Record<string, string> {
  return answerable?.contact === undefined ? {} : { [CONTACT_ANNOTATION]: answerable.contact };
}

function stateAnnotation({ state }: Agent): Record<string, string> {
  if (state === 'suspended') return { [SUSPENDED_ANNOTATION]: 'true' };
  return state === 'draining' ? { [DRAINING_ANNOTATION]: 'true' } : {};
}

export function deployment(facts: AgentFacts): KubeObject {
  const { fleet, agent, settings } = facts;
  // What the fleet says wins: rules refuse its keys elsewhere.
  const labels = { ...agent.labels, ...workloadLabels(fleet.name, agent) };
  const annotations = { ...agent.annotations, [REF_ANNOTATION]: agent.ref };
  const name = workloadName(agent.name);
  const replicas = writtenReplicas(agent);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: fleet.namespace,
      labels: { ...labels, ...teamLabels(agent) },
      annotations: { ...annotations, ...contact(agent), ...stateAnnotation(agent) },
    },
    spec: {
      // With an autoscaler the count is the autoscaler's: both would undo each other's work for ever.
      ...(replicas === undefined ? {} : { replicas }),
      revisionHistoryLimit: settings.revisionHistoryLimit,
      selector: { matchLabels: agentSelector(fleet.name, agent) },
      // Two pods of one identity confuse the Station, and two cannot share a volume: stop the old one first.
      strategy: agent.stateless ? { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } : { type: 'Recreate' },
      template: {
        metadata: { labels, annotations },
        spec: {
          automountServiceAccountToken: false,
          containers: [container(facts), ...agent.sidecars.map(sidecar)],
          enableServiceLinks: false,
          ...(agent.imagePullSecrets.length === 0 ? {} : { imagePullSecrets: agent.imagePullSecrets.map((secret) => ({ name: secret })) }),
          ...(agent.initContainers.length === 0 ? {} : { initContainers: agent.initContainers.map(furtherContainer) }),
          securityContext: {
            fsGroup: agent.runAsUser,
            runAsGroup: agent.runAsUser,
            runAsNonRoot: true,
            runAsUser: agent.runAsUser,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          serviceAccountName: name,
          terminationGracePeriodSeconds: agent.terminationGracePeriodSeconds,
          ...scheduling(fleet.name, agent),
          volumes: volumes(agent),
        },
      },
    },
  } satisfies IDeployment;
}

function container(facts: AgentFacts): IContainer {
  const { agent, versions } = facts;
  const probe = (path: string) => ({ httpGet: { path, port: 'http', scheme: 'HTTP' as const } });
  return {
    name: 'agent',
    image: agent.image,
    imagePullPolicy: 'IfNotPresent',
    ...(agent.command.length === 0 ? {} : { command: [...agent.command] }),
    ...(agent.args.length === 0 ? {} : { args: [...agent.args] }),
    env: environment(facts),
    ports: [
      { name: 'http', containerPort: agent.ports.http, protocol: 'TCP' },
      { name: 'grpc', containerPort: agent.ports.grpc, protocol: 'TCP' },
      ...Object.entries(agent.extraPorts).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' as const })),
    ],
    startupProbe: {
      ...probe(agent.probes.liveness),
      periodSeconds: 5,
      failureThreshold: Math.ceil(agent.probes.startupSeconds / 5),
      timeoutSeconds: 5,
    },
    livenessProbe: { ...probe(agent.probes.liveness), periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 },
    readinessProbe: { ...probe(agent.probes.readiness), periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 },
    // The kubelet sleeps by itself; an exec would need a shell in the image.
    ...(serves(versions, 'preStopSleep') ? { lifecycle: { preStop: { sleep: { seconds: ENDPOINT_DRAIN_SECONDS } } } } : {}),
    resources: canonicalResources(agent.resources),
    securityContext: CONFINED,
    volumeMounts: mounts(agent),
  };
}

/** The environment contract of the deployment guide, plus the identity of the process (`Header.instance_id` in pap.proto). */
function environment({ agent, region, host, station }: AgentFacts): IEnvVar[] {
  const endpoint = (template: string): string => template.replaceAll('{region}', region);
  const variables: IEnvVar[] = [
    { name: 'PAP_MODE', value: agent.mode },
    { name: 'PAP_STATION_ID', value: station.id },
    ...(speaksControlPlane(agent) ? [{ name: 'PAP_CP_ENDPOINT', value: endpoint(station.controlPlane) }] : []),
    ...(speaksHooks(agent) ? [{ name: 'PAP_HOOKS_ENDPOINT', value: endpoint(station.hooksGateway) }] : []),
    { name: 'AGENT_UUID', value: agent.ref },
    { name: 'AGENT_INSTANCE_ID', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.uid' } } },
    { name: 'AGENT_REGION', value: region },
    { name: 'AGENT_DNS_NAME', value: host },
    { name: 'HEARTBEAT_MODE', value: agent.heartbeat },
    { name: 'HEARTBEAT_INTERVAL', value: String(HEARTBEAT_SECONDS[agent.heartbeat]) },
    { name: 'HTTP_PORT', value: String(agent.ports.http) },
    { name: 'GRPC_PORT', value: String(agent.ports.grpc) },
  ];
  for (const [name, value] of Object.entries(agent.env)) variables.push(variable(name, value));
  return variables;
}

function mounts(agent: Agent): IVolumeMount[] {
  return [
    ...(speaksControlPlane(agent) ? [{ name: 'client-tls', mountPath: '/etc/pap/tls', readOnly: true }] : []),
    { name: 'signing-keys', mountPath: '/etc/pap/keys', readOnly: true },
    { name: 'station', mountPath: '/etc/pap/station', readOnly: true },
    { name: 'tmp', mountPath: '/tmp' },
    ...(agent.storage === null ? [] : [{ name: 'state', mountPath: agent.storage.mountPath }]),
    ...fileMounts(agent),
  ];
}

/**
 * The key in use, and beside it the one before, which is still accepted for 7 days. A Secret is mounted whole, so that it may hold both
 * as well. A key that is not used yet is not mounted: that it is not there must not keep a pod from starting.
 */
function signingKeys({ name, signingKeys: [used = 1, other = used] }: Agent): IVolume {
  const volume = 'signing-keys';
  if (other >= used) return secretVolume(volume, signingKeySecret(name, used));
  const source = (generation: number, path: string) => ({
    secret: { name: signingKeySecret(name, generation), items: [{ key: 'ed25519.key', path }] },
  });
  return { name: volume, projected: { defaultMode: SECRET_MODE, sources: [source(used, 'ed25519.key'), source(other, 'ed25519.previous.key')] } };
}

function secretVolume(name: string, secretName: string): IVolume {
  return { name, secret: { secretName, defaultMode: SECRET_MODE } };
}

function volumes(agent: Agent): IVolume[] {
  return [
    ...(speaksControlPlane(agent) ? [secretVolume('client-tls', clientTlsSecret(agent.name))] : []),
    signingKeys(agent),
    secretVolume('station', STATION_SECRET),
    { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
    ...(agent.storage === null ? [] : [{ name: 'state', persistentVolumeClaim: { claimName: claimOf(agent) } }]),
    ...fileVolumes(agent),
  ];
}
