import { memo } from '../../model/memo.ts';
import { fields, integer, texts } from '../look.ts';
import type { Fields } from '../look.ts';
import type { Container, Pod } from '../pod.ts';
import type { WorldRule } from '../rule.ts';
import { podSecurity } from '../pod-security.ts';
import { shown } from '../../model/quoted.ts';

const VOLUMES = new Set(['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret']);

/**
 * Pod Security Standard "restricted". https://kubernetes.io/docs/concepts/security/pod-security-standards/ Where a namespace says which
 * level it enforces, its pods are held to that; elsewhere only pods of PAP agents are.
 */
export const restrictedPod: WorldRule = {
  code: 'security/restricted-pod',
  *run(cluster) {
    for (const pod of cluster.pods) {
      if (podSecurity(cluster, pod) !== 'restricted') continue;
      const places = new Map<string, Violation[]>();
      for (const violation of violations(pod)) memo(places, violation.at, () => [] as Violation[]).push(violation);
      for (const [path, found] of places) {
        const message = `is refused by Pod Security "restricted": ${found.map((violation) => violation.message).join(', ')}`;
        yield { object: pod.owner, path, message, hint: `set ${found.map(({ field }) => field).join(', ')}` };
      }
    }
  },
};

interface Violation {
  readonly at: string;
  readonly field: string;
  readonly message: string;
}

function* violations(pod: Pod): Iterable<Violation> {
  const at = `${pod.at}/spec`;
  const context = fields(pod.spec['securityContext']);
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (pod.spec[key] === true) yield { at: `${at}/${key}`, field: `${key}: false`, message: `it shares the node's ${key.slice(4)}` };
  }
  for (const [i, volume] of (Array.isArray(pod.spec['volumes']) ? (pod.spec['volumes'] as unknown[]) : []).entries()) {
    const odd = Object.keys(fields(volume)).find((key) => key !== 'name' && !VOLUMES.has(key));
    if (odd !== undefined)
      yield { at: `${at}/volumes/${i}/${odd}`, field: 'a volume of another type', message: `volumes of type ${shown(odd)} are not allowed` };
  }
  for (const container of pod.containers) yield* containerViolations(container, context);
}

function* containerViolations({ fields: container, at }: Container, pod: Fields): Iterable<Violation> {
  const own = fields(container['securityContext']);
  const here = `${at}/securityContext`;
  const effective = (key: string): unknown => own[key] ?? pod[key];
  if (own['privileged'] === true) yield { at: `${here}/privileged`, field: 'privileged: false', message: 'the container is privileged' };
  if (own['allowPrivilegeEscalation'] !== false)
    yield { at: here, field: 'allowPrivilegeEscalation: false', message: 'the container may gain privileges' };
  const { add, drop } = fields(own['capabilities']);
  if (!texts(drop).includes('ALL')) yield { at: here, field: 'capabilities: {drop: [ALL]}', message: 'the container keeps capabilities' };
  if (texts(add).some((capability) => capability !== 'NET_BIND_SERVICE'))
    yield { at: `${here}/capabilities/add`, field: 'no capability but NET_BIND_SERVICE', message: 'the container adds capabilities' };
  if (effective('runAsNonRoot') !== true) yield { at: here, field: 'runAsNonRoot: true', message: 'the container may run as root' };
  if (integer(effective('runAsUser')) === 0) yield { at: here, field: 'runAsUser to another user than 0', message: 'the container runs as root' };
  const seccomp = fields(effective('seccompProfile'))['type'];
  if (seccomp !== 'RuntimeDefault' && seccomp !== 'Localhost')
    yield { at: here, field: 'seccompProfile: {type: RuntimeDefault}', message: 'system calls are not filtered' };
}
