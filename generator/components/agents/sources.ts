import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { sourceOf } from '../../fleet/agent.ts';
import type { Agent, EnvSource } from '../../fleet/agent.ts';

/** Group-readable only: 0440. The pod's fsGroup makes the agent's user a member. */
export const SECRET_MODE = 0o440;

/** A variable as an agent has it: a text, or a key of a Secret or ConfigMap. */
export function variable(name: string, value: string | EnvSource): IEnvVar {
  if (typeof value === 'string') return { name, value };
  const source = sourceOf(value.from);
  const reference = { name: source.name, key: source.key };
  return { name, valueFrom: source.kind === 'Secret' ? { secretKeyRef: reference } : { configMapKeyRef: reference } };
}

/** The volumes of the Secrets and ConfigMaps that an agent reads as files: only the keys that it names. */
export function fileVolumes(agent: Pick<Agent, 'volumes'>): IVolume[] {
  return Object.entries(agent.volumes).map(([name, { from, keys }]): IVolume => {
    const source = sourceOf(from);
    const rest = { defaultMode: SECRET_MODE, items: keys.map((key) => ({ key, path: key })) };
    return source.kind === 'Secret' ? { name, secret: { secretName: source.name, ...rest } } : { name, configMap: { name: source.name, ...rest } };
  });
}

export function fileMounts({ volumes }: Pick<Agent, 'volumes'>): IVolumeMount[] {
  return Object.entries(volumes).map(([name, { mountPath }]) => ({ name, mountPath, readOnly: true }));
}
