import { expect, test } from 'vitest';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

// Seen to fail: each line of baseline and restricted taken out by itself; with the level of the namespace not asked for.

interface Text {
  readonly namespace?: string;
  readonly pod?: string;
  readonly context?: string;
  readonly container?: string;
  readonly own?: string;
}

const SAFE = 'allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }';

function manifest({ namespace = '', pod = '', context = '', container = '', own = '' }: Text, safe = SAFE): string {
  return `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${namespace} } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { ${pod} securityContext: { ${context} runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }, containers: [{ name: web, image: registry.example.net/web@sha256:${'0'.repeat(64)}, ${container} securityContext: { ${own} ${safe} } }] }
`;
}

function said(text: string, whole = false): string[] {
  const { manifests } = parseManifests({ path: 'a.yaml', bytes: Buffer.from(text) });
  return lint(manifests, { ...anyCluster, whole })
    .filter(({ code }) => code === 'security/restricted-pod')
    .map(({ pointer, message }) => `${(pointer ?? '').replace('/spec/template/spec', '')} ${message.slice('Deployment shop/web: '.length)}`);
}

const enforce = (level: string, version = 'v1.35'): string =>
  `pod-security.kubernetes.io/enforce: ${level}, pod-security.kubernetes.io/enforce-version: ${version}`;

const BASELINE: readonly (readonly [at: string, text: Text])[] = [
  ['/hostNetwork', { pod: 'hostNetwork: true,' }],
  ['/hostPID', { pod: 'hostPID: true,' }],
  ['/hostIPC', { pod: 'hostIPC: true,' }],
  ['/volumes/0/hostPath', { pod: 'volumes: [{ name: a, hostPath: { path: /etc } }],' }],
  ['/securityContext/sysctls/0/name', { context: 'sysctls: [{ name: kernel.msgmax, value: "1" }],' }],
  ['/securityContext/windowsOptions/hostProcess', { context: 'windowsOptions: { hostProcess: true },' }],
  ['/securityContext/seLinuxOptions/type', { context: 'seLinuxOptions: { type: spc_t },' }],
  ['/securityContext/seLinuxOptions/user', { context: 'seLinuxOptions: { user: root },' }],
  ['/containers/0/securityContext/seLinuxOptions/role', { own: 'seLinuxOptions: { role: sysadm_r },' }],
  ['/containers/0/securityContext/appArmorProfile/type', { own: 'appArmorProfile: { type: Unconfined },' }],
  ['/containers/0/securityContext/seccompProfile/type', { own: 'seccompProfile: { type: Unconfined },' }],
  ['/containers/0/securityContext/procMount', { own: 'procMount: Unmasked,' }],
  ['/containers/0/securityContext/privileged', { own: 'privileged: true,' }],
  ['/containers/0/ports/0/hostPort', { container: 'ports: [{ containerPort: 80, hostPort: 80 }],' }],
  ['/containers/0/livenessProbe/httpGet/host', { container: 'livenessProbe: { httpGet: { port: 80, host: 169.254.169.254 } },' }],
  ['/containers/0/lifecycle/preStop/tcpSocket/host', { container: 'lifecycle: { preStop: { tcpSocket: { port: 80, host: a.example.net } } },' }],
  [
    '/ephemeralContainers/0/securityContext/privileged',
    { pod: `ephemeralContainers: [{ name: e, image: a, securityContext: { privileged: true, ${SAFE} } }],` },
  ],
];

test.each(BASELINE)('%s is refused by both levels', (at, text) => {
  for (const level of ['baseline', 'restricted']) {
    const found = said(manifest({ namespace: enforce(level), ...text }));
    expect(found.map((each) => each.split(' ')[0])).toEqual([at]);
    expect(found[0]).toContain(`is refused by Pod Security "${level}": `);
  }
  expect(said(manifest({ namespace: enforce('privileged'), ...text }))).toEqual([]);
});

test.each<readonly [string, Text]>([
  ['safe sysctls', { context: 'sysctls: [{ name: net.ipv4.tcp_keepalive_time, value: "1" }],' }],
  ['types of SELinux for containers', { own: 'seLinuxOptions: { type: container_t, level: "s0:c1" },' }],
  ['profiles of AppArmor', { own: 'appArmorProfile: { type: RuntimeDefault }, procMount: Default,' }],
  ['a port that is not the node’s', { container: 'ports: [{ containerPort: 80, hostPort: 0 }],' }],
  ['a probe without a host', { container: 'livenessProbe: { httpGet: { port: 80, host: "" } },' }],
])('%s: both levels let it be', (_, text) => {
  for (const level of ['baseline', 'restricted']) expect(said(manifest({ namespace: enforce(level), ...text }))).toEqual([]);
});

test('hosts of probes count from 1.34 on', () => {
  const probe = { container: 'livenessProbe: { httpGet: { port: 80, host: a.example.net } },' };
  expect(said(manifest({ namespace: enforce('restricted', 'v1.33'), ...probe }))).toEqual([]);
  for (const version of ['v1.34', 'latest']) expect(said(manifest({ namespace: enforce('restricted', version), ...probe }))).toHaveLength(1);
});

// As k8s.io/pod-security-admission v0.35.0 has them: each with the version from which it holds.
test.each<readonly [string, Text, string, string]>([
  ['reserved ports', { context: 'sysctls: [{ name: net.ipv4.ip_local_reserved_ports, value: "1" }],' }, 'v1.26', 'v1.27'],
  ['keep-alive', { context: 'sysctls: [{ name: net.ipv4.tcp_keepalive_time, value: "1" }],' }, 'v1.28', 'v1.29'],
  ['buffers', { context: 'sysctls: [{ name: net.ipv4.tcp_rmem, value: "1" }],' }, 'v1.31', 'v1.32'],
  ['an engine in a container', { own: 'seLinuxOptions: { type: container_engine_t },' }, 'v1.30', 'v1.31'],
])('%s: refused by the standard of one version, and not by the next', (_, text, before, from) => {
  for (const level of ['baseline', 'restricted']) {
    expect(said(manifest({ namespace: enforce(level, before), ...text }))).toHaveLength(1);
    for (const version of [from, 'latest']) expect(said(manifest({ namespace: enforce(level, version), ...text }))).toEqual([]);
  }
});

test('a sysctl with slashes is another name to the standard', () => {
  const text = { context: 'sysctls: [{ name: net/ipv4/tcp_syncookies, value: "1" }],' };
  expect(said(manifest({ namespace: enforce('baseline'), ...text }))).toHaveLength(1);
});

test('user namespaces loosen what is about users from 1.35 on, and /proc in baseline alone', () => {
  const users = (version: string, level: string, text: Text): string[] =>
    said(manifest({ namespace: enforce(level, version), ...text, pod: 'hostUsers: false,' }));
  const proc = { own: 'procMount: Unmasked,' };
  expect(users('v1.34', 'baseline', proc)).toHaveLength(1);
  expect(users('v1.35', 'baseline', proc)).toEqual([]);
  expect(users('v1.35', 'restricted', proc)).toHaveLength(1);
  for (const text of [{ own: 'runAsUser: 0,' }, { own: 'runAsNonRoot: false,' }, { context: 'runAsUser: 0,' }]) {
    expect(users('v1.34', 'restricted', text)).toHaveLength(1);
    expect(users('v1.35', 'restricted', text)).toEqual([]);
    expect(said(manifest({ namespace: enforce('restricted'), ...text }))).toHaveLength(1);
  }
});

test('a pod that says no for all is refused, although each container says yes', () => {
  const text = manifest({ namespace: enforce('restricted'), own: 'runAsNonRoot: true,' });
  expect(said(text)).toEqual([]);
  expect(said(text.replace('{  runAsNonRoot: true, seccompProfile', '{ runAsNonRoot: false, seccompProfile'))).toEqual([
    '/securityContext/runAsNonRoot is refused by Pod Security "restricted": the pod may run as root',
  ]);
});

test.each([
  ['unconfined', 1],
  ['complain/x', 1],
  ['runtime/default', 0],
  ['localhost/web', 0],
  ['', 0],
])('the annotation of AppArmor may be a profile, not %j', (profile, found) => {
  const annotated = (level: string): string =>
    manifest({ namespace: enforce(level) }).replace(
      'metadata: { labels: { app: web } }',
      `metadata: { labels: { app: web }, annotations: { container.apparmor.security.beta.kubernetes.io/web: "${profile}" } }`,
    );
  for (const level of ['baseline', 'restricted']) expect(said(annotated(level))).toHaveLength(found);
});

test('what only restricted refuses', () => {
  const volume = { pod: 'volumes: [{ name: a, nfs: { server: a.example.net, path: / } }],' };
  const root = { context: 'runAsUser: 0,' };
  for (const text of [volume, root]) {
    expect(said(manifest({ namespace: enforce('baseline'), ...text }))).toEqual([]);
    expect(said(manifest({ namespace: enforce('restricted'), ...text }))).toHaveLength(1);
  }
  const chown = 'allowPrivilegeEscalation: false, capabilities: { drop: [ALL], add: [CHOWN] }';
  expect(said(manifest({ namespace: enforce('baseline') }, chown))).toEqual([]);
  expect(said(manifest({ namespace: enforce('restricted') }, chown))).toHaveLength(1);
  const admin = 'allowPrivilegeEscalation: false, capabilities: { drop: [ALL], add: [SYS_ADMIN] }';
  expect(said(manifest({ namespace: enforce('baseline') }, admin))).toHaveLength(1);
});

test('Windows has no capabilities to drop', () => {
  const windows = { namespace: enforce('restricted'), pod: 'os: { name: windows },' };
  expect(said(manifest(windows, ''))).toEqual([]);
  expect(said(manifest({ ...windows, pod: '' }, ''))).toHaveLength(1);
});

test('where all of a cluster is known, a namespace that asks for nothing is held to the strictest', () => {
  expect(said(manifest({}, ''))).toEqual([]);
  expect(said(manifest({}, ''), true)).toEqual([expect.stringContaining('does not satisfy Pod Security "restricted"')]);
  expect(said(manifest({}), true)).toEqual([]);
});
