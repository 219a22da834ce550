import { get } from '../model/data.ts';
import { child } from '../model/pointer.ts';
import { shown } from '../model/quoted.ts';
import { atLeast } from '../model/version.ts';
import { each, fields, integer, text, texts, type Placed } from './look.ts';
import type { Pod } from './pod.ts';

/** Capabilities that the runtimes give anyway. */
const CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
);

/** Settings of the kernel that are a pod's own, and the version of the standard that they came with. */
const SYSCTLS: Readonly<Record<string, string>> = {
  'kernel.shm_rmid_forced': '1.0',
  'net.ipv4.ip_local_port_range': '1.0',
  'net.ipv4.ip_local_reserved_ports': '1.27',
  'net.ipv4.ip_unprivileged_port_start': '1.0',
  'net.ipv4.ping_group_range': '1.0',
  'net.ipv4.tcp_fin_timeout': '1.29',
  'net.ipv4.tcp_keepalive_intvl': '1.29',
  'net.ipv4.tcp_keepalive_probes': '1.29',
  'net.ipv4.tcp_keepalive_time': '1.29',
  'net.ipv4.tcp_rmem': '1.32',
  'net.ipv4.tcp_syncookies': '1.0',
  'net.ipv4.tcp_wmem': '1.32',
};

const SELINUX_TYPES: Readonly<Record<string, string>> = {
  container_t: '1.0',
  container_init_t: '1.0',
  container_kvm_t: '1.0',
  container_engine_t: '1.31',
};

/** The older way to choose a profile of AppArmor, by an annotation of the pod for each container. */
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

const HANDLERS = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle/postStart', 'lifecycle/preStop'];

/**
 * Pod Security Standard "baseline". https://kubernetes.io/docs/concepts/security/pod-security-standards/
 * @param version minor version of Kubernetes whose standard counts
 */
export function* baseline(pod: Pod, version: string): Iterable<Violation> {
  const known = (names: Readonly<Record<string, string>>, name: string): boolean =>
    Object.hasOwn(names, name) && atLeast(version, names[name] as string);
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
    // As it is written: with slashes the kubelet knows it, and the standard does not.
    const name = text(item['name']);
    if (name !== undefined && !known(SYSCTLS, name))
      yield { at: `${sysctl}/name`, field: 'no sysctl that is not safe', message: `sysctl ${shown(name)} is not safe` };
  }
  for (const [key, profile] of Object.entries(pod.annotations)) {
    if (key.startsWith(APP_ARMOR) && !/^(?:$|runtime\/default$|localhost\/)/.test(profile))
      yield {
        at: child(`${pod.at}/metadata/annotations`, key),
        field: 'the annotation to runtime/default',
        message: `AppArmor profile ${shown(profile)} is not allowed`,
      };
  }
  const seLinux = (type: string): boolean => known(SELINUX_TYPES, type);
  const unmasked = userNamespaces(pod, version);
  yield* either(context, seLinux, unmasked);
  for (const container of containersOf(pod)) {
    yield* either(container.context, seLinux, unmasked);
    yield* own(container.context);
    for (const { item, at: port } of each(container, 'ports[]')) {
      if ((integer(item['hostPort']) ?? 0) !== 0) yield { at: `${port}/hostPort`, field: 'no hostPort', message: 'it takes a port of the node' };
    }
    if (atLeast(version, '1.34')) yield* hosts(container);
  }
}

/** What a pod may say for all containers, and a container for itself. */
function* either({ item: context, at }: Placed, seLinux: (type: string) => boolean, unmasked: boolean): Iterable<Violation> {
  if (get(context, ['windowsOptions', 'hostProcess']) === true)
    yield { at: `${at}/windowsOptions/hostProcess`, field: 'hostProcess: false', message: 'it runs as a process of the node' };
  const { type, user, role } = fields(context['seLinuxOptions']);
  for (const [key, value, wrong] of [
    ['type', type, text(type) !== undefined && !seLinux(text(type) as string)],
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
  if (!unmasked) yield* masked({ item: context, at });
}

/** Whether the pod's users are nobody on the node: from 1.35 on some of what they do is then the pod's own affair. */
function userNamespaces({ spec }: Pod, version: string): boolean {
  return spec['hostUsers'] === false && atLeast(version, '1.35');
}

function* masked({ item: context, at }: Placed): Iterable<Violation> {
  if (text(context['procMount']) !== undefined && context['procMount'] !== 'Default')
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
 * @param version minor version of Kubernetes whose standard counts
 */
export function* restricted(pod: Pod, version: string): Iterable<Violation> {
  yield* baseline(pod, version);
  for (const { item, at } of pod.volumes) {
    const odd = Object.keys(item).find((key) => key !== 'name' && key !== 'hostPath' && !VOLUMES.has(key));
    if (odd !== undefined) yield { at: `${at}/${odd}`, field: 'a volume of another type', message: `volumes of type ${shown(odd)} are not allowed` };
  }
  const context = podContext(pod);
  const ownUsers = userNamespaces(pod, version);
  if (!ownUsers && integer(context.item['runAsUser']) === 0)
    yield { at: `${context.at}/runAsUser`, field: 'runAsUser to another user than 0', message: 'the pod runs as root' };
  if (!ownUsers && context.item['runAsNonRoot'] === false)
    yield { at: `${context.at}/runAsNonRoot`, field: 'runAsNonRoot: true', message: 'the pod may run as root' };
  // Windows has neither; see "OS-specific policy controls" of the standard.
  const windows = get(pod.spec, ['os', 'name']) === 'windows';
  for (const container of containersOf(pod)) {
    if (ownUsers) yield* masked(container.context);
    else yield* user(container.context, context);
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
