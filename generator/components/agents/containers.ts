import type { IContainer } from 'kubernetes-models/v1/Container';
import type { FurtherContainer, Resources } from '../../fleet/fleet.ts';
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
