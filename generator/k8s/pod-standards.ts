import { get } from '../model/data.ts';
import { shown } from '../model/quoted.ts';
import { each, fields, integer, text, texts, type Placed } from './look.ts';
import type { Pod } from './pod.ts';

/** Capabilities that the runtimes give anyway. */
const CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
);

/** Settings of the kernel that are a pod's own; the list of Kubernetes 1.32, the longest so far. */
const SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

const SELINUX_TYPES = new Set(['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);

const HANDLERS = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle/postStart', 'lifecycle/preStop'];

/**
 * Pod Security Standard "baseline". https://kubernetes.io/docs/concepts/security/pod-security-standards/
 * @param hostProbes whether probes are held to the pod itself, as from 1.34 on
 */
export function* baseline(pod: Pod, hostProbes: boolean): Iterable<Violation> {
  const at = `${pod.at}/spec`;
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (pod.spec[key] === true) yield { at: `${at}/${key}`, field: `${key}: false`, message: `it shares the node's ${key.slice(4)}` };
  }
  for (const { item, at: volume } of pod.volumes) {
    if ('hostPath' in item)
      yield { at: `${volume}/hostPath`, field: 'a volume of another type', message: 'volumes of type "hostPath" are not allowed' };
  }
  const context = podContext(pod);
  for (const { item, at: sysctl } of each(context, 'sysctls[]')) {
    const name = text(item['name'])?.replaceAll('/', '.');
    if (name !== undefined && !SYSCTLS.has(name))
      yield { at: `${sysctl}/name`, field: 'no sysctl that is not safe', message: `sysctl ${shown(name)} is not safe` };
  }
  yield* either(context, pod);
  for (const container of containersOf(pod)) {
    yield* either(container.context, pod);
    yield* own(container.context);
    for (const { item, at: port } of each(container, 'ports[]')) {
      if ((integer(item['hostPort']) ?? 0) !== 0) yield { at: `${port}/hostPort`, field: 'no hostPort', message: 'it takes a port of the node' };
    }
    if (hostProbes) yield* hosts(container);
  }
}

/** What a pod may say for all containers, and a container for itself. */
function* either({ item: context, at }: Placed, pod: Pod): Iterable<Violation> {
  if (get(context, ['windowsOptions', 'hostProcess']) === true)
    yield { at: `${at}/windowsOptions/hostProcess`, field: 'hostProcess: false', message: 'it runs as a process of the node' };
  const { type, user, role } = fields(context['seLinuxOptions']);
  for (const [key, value, wrong] of [
    ['type', type, text(type) !== undefined && !SELINUX_TYPES.has(text(type) as string)],
    ['user', user, text(user) !== undefined],
    ['role', role, text(role) !== undefined],
  ] as const) {
    if (wrong)
      yield {
        at: `${at}/seLinuxOptions/${key}`,
        field: `no seLinuxOptions.${key}`,
        message: `SELinux ${key} ${shown(String(value))} is not allowed`,
      };
  }
  if (get(context, ['appArmorProfile', 'type']) === 'Unconfined')
    yield { at: `${at}/appArmorProfile/type`, field: 'appArmorProfile: {type: RuntimeDefault}', message: 'AppArmor is switched off' };
  if (get(context, ['seccompProfile', 'type']) === 'Unconfined')
    yield { at: `${at}/seccompProfile/type`, field: 'seccompProfile: {type: RuntimeDefault}', message: 'system calls are not filtered' };
  // With user namespaces that is the pod's own affair, from 1.35 on by the standard too.
  if (text(context['procMount']) !== undefined && context['procMount'] !== 'Default' && pod.spec['hostUsers'] !== false)
    yield { at: `${at}/procMount`, field: 'procMount: Default', message: '/proc is not masked' };
}

function* own({ item: context, at }: Placed): Iterable<Violation> {
  if (context['privileged'] === true) yield { at: `${at}/privileged`, field: 'privileged: false', message: 'the container is privileged' };
  const odd = texts(fields(context['capabilities'])['add']).find((capability) => !CAPABILITIES.has(capability));
  if (odd !== undefined)
    yield { at: `${at}/capabilities/add`, field: 'no capability but NET_BIND_SERVICE', message: `the container adds capability ${shown(odd)}` };
}

/** A probe or a hook that names a host asks somebody else, from the node. */
function* hosts({ item: container, at }: Placed): Iterable<Violation> {
  for (const handler of HANDLERS) {
    for (const by of ['httpGet', 'tcpSocket']) {
      if (text(get(container, [...handler.split('/'), by, 'host'])) !== undefined)
        yield { at: `${at}/${handler}/${by}/host`, field: 'no host in probes and hooks', message: 'a probe or hook asks another host' };
    }
  }
}

const VOLUMES = new Set(['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret']);

/**
 * Pod Security Standard "restricted": all of "baseline", and more. https://kubernetes.io/docs/concepts/security/pod-security-standards/
 * @param hostProbes whether probes are held to the pod itself, as from 1.34 on
 */
export function* restricted(pod: Pod, hostProbes: boolean): Iterable<Violation> {
  yield* baseline(pod, hostProbes);
  for (const { item, at } of pod.volumes) {
    const odd = Object.keys(item).find((key) => key !== 'name' && key !== 'hostPath' && !VOLUMES.has(key));
    if (odd !== undefined) yield { at: `${at}/${odd}`, field: 'a volume of another type', message: `volumes of type ${shown(odd)} are not allowed` };
  }
  const context = podContext(pod);
  if (integer(context.item['runAsUser']) === 0)
    yield { at: `${context.at}/runAsUser`, field: 'runAsUser to another user than 0', message: 'the pod runs as root' };
  // Windows has neither; see "OS-specific policy controls" of the standard.
  const windows = get(pod.spec, ['os', 'name']) === 'windows';
  for (const container of containersOf(pod)) {
    yield* user(container.context, context);
    if (!windows) yield* linux(container.context, context);
  }
}

function* user(own: Placed, pod: Placed): Iterable<Violation> {
  if ((own.item['runAsNonRoot'] ?? pod.item['runAsNonRoot']) !== true)
    yield { at: own.at, field: 'runAsNonRoot: true', message: 'the container may run as root' };
  if (integer(own.item['runAsUser']) === 0)
    yield { at: `${own.at}/runAsUser`, field: 'runAsUser to another user than 0', message: 'the container runs as root' };
}

function* linux(own: Placed, pod: Placed): Iterable<Violation> {
  if (own.item['allowPrivilegeEscalation'] !== false)
    yield { at: own.at, field: 'allowPrivilegeEscalation: false', message: 'the container may gain privileges' };
  const { add, drop } = fields(own.item['capabilities']);
  if (!texts(drop).includes('ALL')) yield { at: own.at, field: 'capabilities: {drop: [ALL]}', message: 'the container keeps capabilities' };
  if (texts(add).some((capability) => capability !== 'NET_BIND_SERVICE'))
    yield { at: `${own.at}/capabilities/add`, field: 'no capability but NET_BIND_SERVICE', message: 'the container adds capabilities' };
  const seccomp = get(own.item, ['seccompProfile', 'type']) ?? get(pod.item, ['seccompProfile', 'type']);
  if (seccomp !== 'RuntimeDefault' && seccomp !== 'Localhost' && seccomp !== 'Unconfined')
    yield { at: own.at, field: 'seccompProfile: {type: RuntimeDefault}', message: 'system calls are not filtered' };
}

/** Something in a pod that a Pod Security level does not admit. */
export interface Violation {
  readonly at: string;
  /** What to set instead. */
  readonly field: string;
  readonly message: string;
}

function podContext({ spec, at }: Pod): Placed {
  return { item: fields(spec['securityContext']), at: `${at}/spec/securityContext` };
}

/** Every container there is, also one that was added to debug. */
function containersOf({ containers, spec, at }: Pod): readonly (Placed & { readonly context: Placed })[] {
  return [...containers, ...each({ item: spec, at: `${at}/spec` }, 'ephemeralContainers[]')].map((container) => ({
    ...container,
    context: { item: fields(container.item['securityContext']), at: `${container.at}/securityContext` },
  }));
}
