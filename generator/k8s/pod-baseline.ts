import { get } from '../model/data.ts';
import { shown } from '../model/quoted.ts';
import { fields, integer, maps, text, texts, type Fields } from './look.ts';
import type { Pod } from './pod.ts';
import { containersOf, podContext, type Context, type Violation } from './pod-violation.ts';

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
  for (const { item, at: volume } of maps(pod.spec['volumes'], `${at}/volumes`)) {
    if ('hostPath' in item)
      yield { at: `${volume}/hostPath`, field: 'a volume of another type', message: 'volumes of type "hostPath" are not allowed' };
  }
  const context = podContext(pod);
  for (const { item, at: sysctl } of maps(context.fields['sysctls'], `${context.at}/sysctls`)) {
    const name = text(item['name'])?.replaceAll('/', '.');
    if (name !== undefined && !SYSCTLS.has(name))
      yield { at: `${sysctl}/name`, field: 'no sysctl that is not safe', message: `sysctl ${shown(name)} is not safe` };
  }
  yield* either(context, pod);
  for (const container of containersOf(pod)) {
    yield* either(container.context, pod);
    yield* own(container.context);
    for (const { item, at: port } of maps(container.fields['ports'], `${container.at}/ports`)) {
      if ((integer(item['hostPort']) ?? 0) !== 0) yield { at: `${port}/hostPort`, field: 'no hostPort', message: 'it takes a port of the node' };
    }
    if (hostProbes) yield* hosts(container.fields, container.at);
  }
}

/** What a pod may say for all containers, and a container for itself. */
function* either({ fields: context, at }: Context, pod: Pod): Iterable<Violation> {
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

function* own({ fields: context, at }: Context): Iterable<Violation> {
  if (context['privileged'] === true) yield { at: `${at}/privileged`, field: 'privileged: false', message: 'the container is privileged' };
  const odd = texts(fields(context['capabilities'])['add']).find((capability) => !CAPABILITIES.has(capability));
  if (odd !== undefined)
    yield { at: `${at}/capabilities/add`, field: 'no capability but NET_BIND_SERVICE', message: `the container adds capability ${shown(odd)}` };
}

/** A probe or a hook that names a host asks somebody else, from the node. */
function* hosts(container: Fields, at: string): Iterable<Violation> {
  for (const handler of HANDLERS) {
    for (const by of ['httpGet', 'tcpSocket']) {
      if (text(get(container, [...handler.split('/'), by, 'host'])) !== undefined)
        yield { at: `${at}/${handler}/${by}/host`, field: 'no host in probes and hooks', message: 'a probe or hook asks another host' };
    }
  }
}
