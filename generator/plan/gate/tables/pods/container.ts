import { get, isMap } from '../../../../model/data.ts';
import { any, first, leaves, lower, none, on, removed, restarts, RESTARTS, when, wider } from '../../rule.ts';
import type { Rule, Spot } from '../../rule.ts';
import type { Fields } from '../../table.ts';
import { image } from './image.ts';
import { ofAgent } from './agent.ts';
import { args } from './arguments.ts';
import { variable } from './variables.ts';
import { IDENTITY_OF_PROCESS } from './security-context.ts';
import { SECRET, CONFIG } from './references.ts';

const probe = (name: string, says: string): Fields => ({
  [`${name}.exec`]: any('power', 'the kubelet runs another command in the container'),
  [name]: {
    weigh: (_, after, spot) => (spot.verb === 'create' ? undefined : after === undefined ? { class: 'work', effect: 'weakens', says } : RESTARTS),
  },
  ...Object.fromEntries(
    ['httpGet', 'tcpSocket', 'grpc'].map((way): [string, Rule] => [
      `${name}.${way}`,
      {
        weigh: (_, after, spot) => (spot.verb === 'create' ? undefined : after === undefined ? { class: 'work', effect: 'weakens', says } : RESTARTS),
      },
    ]),
  ),
});

/** Amounts of what a plugin of the node hands out: `nvidia.com/gpu`. */
const DEVICE = when(
  (before, after) => isMap(after) && Object.keys(after).some((key) => key.includes('/') && get(before, [key]) !== after[key]),
  'power',
  'the container gets a device',
);

/** Whether a mount is of a volume that outlives the pod. */
function isOfClaim({ before, after, items }: Spot): boolean {
  const volumes = get(before ?? after, ['spec', 'template', 'spec', 'volumes']);
  const name = items.at(-1);
  return Array.isArray(volumes) && volumes.some((volume) => get(volume, ['name']) === name && get(volume, ['persistentVolumeClaim']) !== undefined);
}

const ELSEWHERE = first(
  when((_before, _after, spot) => spot.verb !== 'create' && isOfClaim(spot), 'loss', 'the process no longer finds its data where it was'),
  restarts,
);

/** A container. */
export const CONTAINER: Fields = {
  name: none,
  image,
  command: ofAgent(any('power', 'the container runs another command')),
  args: ofAgent(args),
  workingDir: any('power', 'the container runs in another folder'),
  'env[]': restarts,
  'env[].name': none,
  'env[].value': variable,
  'env[].valueFrom.secretKeyRef': ofAgent({ weigh: (before, after, spot) => SECRET.weigh(get(before, ['name']), get(after, ['name']), spot) }),
  'env[].valueFrom.configMapKeyRef': ofAgent(CONFIG),
  'env[].valueFrom.fieldRef': restarts,
  'env[].valueFrom.resourceFieldRef': restarts,
  'env[].valueFrom.fileKeyRef': any('identity', 'the pods read a file of a volume as a variable'),
  envFrom: any('identity', "the pods read all keys of another's ConfigMap or Secret"),
  imagePullPolicy: restarts,
  'lifecycle.postStart': any('power', 'the kubelet runs another command in the container'),
  'lifecycle.preStop': restarts,
  'lifecycle.preStop.exec': any('power', 'the kubelet runs another command in the container'),
  'lifecycle.preStop.httpGet': any('power', 'the kubelet sends another request before it stops the container'),
  'lifecycle.preStop.tcpSocket': restarts,
  'lifecycle.preStop.sleep.seconds': first(when(lower(), 'work', 'pods stop before Services know that they go', { effect: 'weakens' }), restarts),
  'lifecycle.stopSignal': restarts,
  ...probe('livenessProbe', 'the kubelet no longer restarts a container that hangs'),
  ...probe('readinessProbe', 'Services send traffic to pods that are not ready'),
  ...probe('startupProbe', 'the kubelet kills a container that is slow to start'),
  'ports[]': restarts,
  'ports[].hostPort': any('power', 'the container opens a port of the node'),
  'ports[].hostIP': any('power', 'the container opens a port of the node'),
  resizePolicy: restarts,
  'resources.requests': first(DEVICE, restarts),
  'resources.limits': first(
    DEVICE,
    when(
      (before, after) => removed(before, after) || (isMap(before) && isMap(after) && Object.keys(before).some((key) => after[key] === undefined)),
      'work',
      'the container may use all of its node',
      { effect: 'weakens' },
    ),
    restarts,
  ),
  'resources.claims': any('power', 'the container gets a device'),
  restartPolicy: restarts,
  restartPolicyRules: restarts,
  'securityContext.allowPrivilegeEscalation': first(
    when((_, after) => after !== false, 'power', 'a process may get more rights than its parent'),
    restarts,
  ),
  'securityContext.capabilities.add': first(when(wider, 'power', 'the kernel gives the container more rights'), restarts),
  'securityContext.capabilities.drop': first(
    when((before, after) => wider(after, before), 'power', 'the kernel leaves the container more rights'),
    restarts,
  ),
  'securityContext.privileged': first(when(on, 'power', 'the container has all rights of its node'), restarts),
  'securityContext.procMount': any('power', 'the container sees more of its node'),
  'securityContext.readOnlyRootFilesystem': first(when(leaves([true], false), 'power', 'a process may write to its own image'), restarts),
  ...IDENTITY_OF_PROCESS,
  stdin: restarts,
  stdinOnce: restarts,
  terminationMessagePath: restarts,
  terminationMessagePolicy: restarts,
  tty: restarts,
  volumeDevices: any('power', 'the container opens a block device'),
  'volumeMounts[]': restarts,
  'volumeMounts[].mountPath': ELSEWHERE,
  'volumeMounts[].subPath': ELSEWHERE,
  'volumeMounts[].subPathExpr': ELSEWHERE,
  'volumeMounts[].mountPropagation': any('power', 'mounts of the container reach the node'),
  'volumeMounts[].readOnly': first(when(leaves([true], false), 'power', 'the container may write to what it could only read'), restarts),
  'volumeMounts[].recursiveReadOnly': first(when(leaves(['Enabled']), 'power', 'the container may write to what it could only read'), restarts),
};
