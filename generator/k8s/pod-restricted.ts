import { get } from '../model/data.ts';
import { shown } from '../model/quoted.ts';
import { fields, integer, maps, texts } from './look.ts';
import type { Pod } from './pod.ts';
import { baseline, masked, userNamespaces } from './pod-baseline.ts';
import { containersOf, podContext } from './pod-violation.ts';
import type { Context, Violation } from './pod-violation.ts';

const VOLUMES = new Set(['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret']);

/**
 * Pod Security Standard "restricted": all of "baseline", and more. https://kubernetes.io/docs/concepts/security/pod-security-standards/
 * @param version minor version of Kubernetes whose standard counts
 */
export function* restricted(pod: Pod, version: string): Iterable<Violation> {
  yield* baseline(pod, version);
  for (const { item, at } of maps(pod.spec['volumes'], `${pod.at}/spec/volumes`)) {
    const odd = Object.keys(item).find((key) => key !== 'name' && key !== 'hostPath' && !VOLUMES.has(key));
    if (odd !== undefined) yield { at: `${at}/${odd}`, field: 'a volume of another type', message: `volumes of type ${shown(odd)} are not allowed` };
  }
  const context = podContext(pod);
  const ownUsers = userNamespaces(pod, version);
  if (!ownUsers && integer(context.fields['runAsUser']) === 0)
    yield { at: `${context.at}/runAsUser`, field: 'runAsUser to another user than 0', message: 'the pod runs as root' };
  if (!ownUsers && context.fields['runAsNonRoot'] === false)
    yield { at: `${context.at}/runAsNonRoot`, field: 'runAsNonRoot: true', message: 'the pod may run as root' };
  // Windows has neither; see "OS-specific policy controls" of the standard.
  const windows = get(pod.spec, ['os', 'name']) === 'windows';
  for (const container of containersOf(pod)) {
    if (ownUsers) yield* masked(container.context);
    else yield* user(container.context, context);
    if (!windows) yield* linux(container.context, context);
  }
}

function* user(own: Context, pod: Context): Iterable<Violation> {
  if ((own.fields['runAsNonRoot'] ?? pod.fields['runAsNonRoot']) !== true)
    yield { at: own.at, field: 'runAsNonRoot: true', message: 'the container may run as root' };
  if (integer(own.fields['runAsUser']) === 0)
    yield { at: `${own.at}/runAsUser`, field: 'runAsUser to another user than 0', message: 'the container runs as root' };
}

function* linux(own: Context, pod: Context): Iterable<Violation> {
  if (own.fields['allowPrivilegeEscalation'] !== false)
    yield { at: own.at, field: 'allowPrivilegeEscalation: false', message: 'the container may gain privileges' };
  const { add, drop } = fields(own.fields['capabilities']);
  if (!texts(drop).includes('ALL')) yield { at: own.at, field: 'capabilities: {drop: [ALL]}', message: 'the container keeps capabilities' };
  if (texts(add).some((capability) => capability !== 'NET_BIND_SERVICE'))
    yield { at: `${own.at}/capabilities/add`, field: 'no capability but NET_BIND_SERVICE', message: 'the container adds capabilities' };
  const seccomp = get(own.fields, ['seccompProfile', 'type']) ?? get(pod.fields, ['seccompProfile', 'type']);
  if (seccomp !== 'RuntimeDefault' && seccomp !== 'Localhost' && seccomp !== 'Unconfined')
    yield { at: own.at, field: 'seccompProfile: {type: RuntimeDefault}', message: 'system calls are not filtered' };
}
