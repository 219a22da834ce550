import type { IContainer } from 'kubernetes-models/v1/Container';
import type { Agent, FurtherContainer, Resources, Sidecar } from '../../fleet/agent.ts';
import { canonicalAmounts } from '../../k8s/quantity.ts';
import { variable } from './sources.ts';

/** What Pod Security "restricted" asks of every container, and a file system that no process writes to. */
export const CONFINED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
} satisfies IContainer['securityContext'];

export function canonicalResources({ requests, limits }: Resources): NonNullable<IContainer['resources']> {
  return { limits: canonicalAmounts(limits), requests: canonicalAmounts(requests) };
}

/** Volumes that a container may write to; of all others it reads. */
const WRITABLE = new Set(['tmp', 'state']);

/** Ports of the pods besides those of PAP, by name: the Service has them all. */
export function furtherPorts({ extraPorts, sidecars }: Pick<Agent, 'extraPorts' | 'sidecars'>): Readonly<Record<string, number>> {
  return Object.assign({}, extraPorts, ...sidecars.map(({ ports }) => ports)) as Record<string, number>;
}

/** The startup probe asks as often as that of an agent. */
const STARTUP_PERIOD = 5;

/** A container beside the agent, with what it listens on and how the kubelet sees that it works. */
export function sidecar(beside: Sidecar): IContainer {
  const { ports, probes } = beside;
  const get = (path: string) => ({ httpGet: { path, port: probes?.port ?? '', scheme: 'HTTP' as const } });
  return {
    ...furtherContainer(beside),
    ...(Object.keys(ports).length === 0
      ? {}
      : { ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' as const })) }),
    ...(probes === null || probes.liveness === null
      ? {}
      : {
          startupProbe: {
            ...get(probes.liveness),
            periodSeconds: STARTUP_PERIOD,
            failureThreshold: Math.ceil(probes.startupSeconds / STARTUP_PERIOD),
            timeoutSeconds: 5,
          },
          livenessProbe: { ...get(probes.liveness), periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 },
        }),
    ...(probes === null || probes.readiness === null
      ? {}
      : { readinessProbe: { ...get(probes.readiness), periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 } }),
  };
}

/** An init container or a sidecar of an agent: as confined as the agent itself, and with none of its Secrets but those that it names. */
export function furtherContainer({ name, image, command, args, env, resources, mounts }: FurtherContainer): IContainer {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    ...(command.length === 0 ? {} : { command: [...command] }),
    ...(args.length === 0 ? {} : { args: [...args] }),
    ...(Object.keys(env).length === 0 ? {} : { env: Object.entries(env).map(([key, value]) => variable(key, value)) }),
    resources: canonicalResources(resources),
    securityContext: CONFINED,
    ...(Object.keys(mounts).length === 0
      ? {}
      : {
          volumeMounts: Object.entries(mounts).map(([volume, mountPath]) => ({
            name: volume,
            mountPath,
            ...(WRITABLE.has(volume) ? {} : { readOnly: true }),
          })),
        }),
  };
}
