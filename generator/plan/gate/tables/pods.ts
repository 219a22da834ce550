// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
// https://kubernetes.io/docs/concepts/security/pod-security-standards/
import { size } from '../../../k8s/measure.ts';
import { text } from '../../../k8s/look.ts';
import { get, isMap } from '../../../model/data.ts';
import { goSeconds } from '../../../k8s/duration.ts';
import { REF_ANNOTATION, VERSION_LABEL } from '../../../k8s/labels.ts';
import { tagOf } from '../../../k8s/images.ts';
import { STATION_SECRET, clientTlsSecret, firstGeneration, signingKeySecret, workloadName } from '../../../model/names.ts';
import { any, first, leaves, lower, none, on, removed, restarts, RESTARTS, setting, when, wider } from '../rule.ts';
import type { Rule, Spot } from '../rule.ts';
import type { Weight } from '../../../components/weight.ts';
import { below } from '../table.ts';
import type { Fields } from '../table.ts';
import { annotationDanger, eachKey, labelDanger } from './metadata.ts';

/** Everything but tag and digest: `registry.example.net/agents/research`. */
export function repositoryOf(image: unknown): string {
  const [named = ''] = (text(image) ?? '').split('@', 1);
  const tag = tagOf(named);
  return tag === undefined ? named : named.slice(0, -tag.length - 1);
}

/** Where images of one owner lie: the repository without its last step. */
export function sourceOf(image: unknown): string {
  return repositoryOf(image).replace(/[^/]+$/, '');
}

/** Numbers of a version; undefined for what is none. */
function numbers(version: unknown): number[] | undefined {
  const found = /^v?([0-9]+(?:\.[0-9]+){1,2})(?:[-+].*)?$/.exec(text(version) ?? '')?.[1];
  return found?.split('.').map(Number);
}

/** Whether a version is before another. */
export function isOlder(now: unknown, old: unknown): boolean {
  const [a, b] = [numbers(now), numbers(old)];
  if (a === undefined || b === undefined) return false;
  for (let i = 0; i < Math.max(a.length, b.length); i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) < (b[i] ?? 0);
  return false;
}

const DOWNGRADE = 'an older version runs: it may not read what the newer one wrote';

const image: Rule = setting(
  {
    weigh(before, after, spot) {
      if (after === undefined) return { ...RESTARTS, says: 'a container goes, and pods restart' };
      if (before === undefined)
        return { class: 'power', says: spot.verb === 'create' ? 'code runs whose image comes from elsewhere' : 'another container runs in the pod' };
      if (repositoryOf(before) !== repositoryOf(after)) return { class: 'power', says: 'other code runs: the image comes from another repository' };
      const older = isOlder(tagOf(text(after) ?? ''), tagOf(text(before) ?? ''));
      if (older) return { class: 'work', effect: 'restarts', says: DOWNGRADE, ...(spot.cluster.agent === undefined ? { always: true } : {}) };
      return { ...RESTARTS, says: 'pods restart with another image' };
    },
  },
  (value) => [sourceOf(value)],
);

/** Flags of ExternalDNS that change how often it works or how it asks, not what it may touch. */
const MILD_FLAGS = /^--(interval|log-level|log-format|rfc2136-min-ttl|managed-record-types|rfc2136-axfr|rfc2136-tsig-axfr)(=|$)/;

/** What an agent's settings put into its pods is judged as well when it comes with a new agent; what components write for themselves is not. */
function ofAgent(rule: Rule, parts?: (value: unknown) => readonly unknown[]): Rule {
  return setting(
    { weigh: (before, after, spot) => (spot.verb === 'create' && spot.cluster.agent === undefined ? undefined : rule.weigh(before, after, spot)) },
    parts,
  );
}

const args: Rule = {
  weigh(before, after) {
    const [old, now] = [before, after].map((value) => (Array.isArray(value) ? value.map(String) : [])) as [string[], string[]];
    const changed = [...old.filter((item) => !now.includes(item)), ...now.filter((item) => !old.includes(item))];
    const rare = now.find((item) => !old.includes(item) && (goSeconds(/^--interval=(.*)$/.exec(item)?.[1] ?? '') ?? 0) > 3600);
    if (rare !== undefined && changed.length > 0)
      return { class: 'work', effect: 'weakens', always: true, says: 'ExternalDNS looks so rarely that new records come hours late' };
    if (changed.length > 0 && changed.every((item) => MILD_FLAGS.test(item))) return RESTARTS;
    const filters = [old, now].map((items) => items.filter((item) => item.startsWith('--domain-filter=')).length);
    if (changed.length > 0 && changed.every((item) => item.startsWith('--domain-filter=')) && filters.includes(0))
      return {
        class: 'names',
        says:
          filters[1] === 0
            ? 'ExternalDNS looks at every name, as no --domain-filter is left: it may write and delete records of any zone that it reaches'
            : 'ExternalDNS no longer looks at every name: a record of another one that is still there stays for ever',
      };
    if (changed.length > 0 && changed.every((item) => item.startsWith('--domain-filter=')))
      return {
        class: 'names',
        says: changed.some((item) => old.includes(item))
          ? 'ExternalDNS no longer looks at a name: a record that is still there stays for ever; `null` in the place of the host has it deleted first'
          : 'ExternalDNS writes a further name',
      };
    if (changed.some((item) => /^--(source|txt-|domain-filter|exclude-domains|registry|policy|annotation-filter|label-filter)/.test(item)))
      return { class: 'names', says: 'ExternalDNS takes other records for its own, and deletes or leaves those it had' };
    return { class: 'power', says: 'the container runs another command' };
  },
};

/** Variables by which a process loads other code, trusts others or speaks through others. */
const LOADERS =
  /^(LD_.*|NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_TLS_.*|PYTHON(?!UNBUFFERED$|DONTWRITEBYTECODE$).*|PERL5(LIB|OPT)|RUBY(LIB|OPT)|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|BASH_ENV|ENV|PATH|GODEBUG|GIT_.*|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|.*_PROXY|.*_proxy|KUBECONFIG|KUBERNETES_.*|AWS_.*|GOOGLE_.*|AZURE_.*|DOCKER_.*|VAULT_.*|DOTNET_.*|CORECLR_.*|COR_.*|OPENSSL_.*|SSLKEYLOGFILE|GLIBC_TUNABLES|MALLOC_CONF|RES_OPTIONS|LOCALDOMAIN|HOSTALIASES|OTEL_.*|npm_config_.*|NPM_CONFIG_.*|PIP_.*|GRPC_.*|PHP_INI_SCAN_DIR|PHPRC|GEM_.*|BUNDLE_.*|LUA_(PATH|CPATH|INIT)(_.*)?)$/;

/** A value that is an address: `postgres://db.example.net/x?sslmode=verify-full`. */
const ADDRESS = /[a-z][a-z0-9+.-]*:\/\//i;

/** Variables by which a process knows whose host and region it is of. */
const NAMES_OF_SELF = /^AGENT_(DNS_NAME|REGION)$/;

/** What a variable, or a line of a ConfigMap that is read as one, does to a process beyond a restart. */
export function variableDanger(name: string, before: unknown, after: unknown): Weight | undefined {
  if (LOADERS.test(name)) return { class: 'power', says: `the variable ${name} decides which code a process loads, or whom it trusts` };
  if (SIGNERS.test(name)) return { class: 'power', says: 'updates of the zone are signed with another key' };
  if (ENDPOINTS.test(name) || ADDRESS.test(text(before) ?? '') || ADDRESS.test(text(after) ?? ''))
    return { class: 'power', says: `the process trusts another endpoint (${name})` };
  return undefined;
}

/** Variables that say whom the agent trusts. */
const ENDPOINTS = /^(PAP_.*ENDPOINT|EXTERNAL_DNS_.*)$/;

/** Variables that say with which key ExternalDNS signs. */
const SIGNERS = /^EXTERNAL_DNS_RFC2136_TSIG_(KEYNAME|SECRET)$/;

const variable: Rule = setting({
  weigh(before, after, spot) {
    const name = spot.items.at(-1) ?? '';
    const danger = variableDanger(name, before, after);
    if (danger !== undefined) return danger;
    if (NAMES_OF_SELF.test(name) && spot.verb !== 'create')
      return { class: 'identity', says: 'the process takes itself for another: it answers for another host or region' };
    if (name === 'AGENT_UUID' && spot.verb !== 'create' && ownerOf(before) !== ownerOf(after))
      return { class: 'identity', says: 'the pods of one agent become those of another: its name, host and volume change owner' };
    return restarts.weigh(before, after, spot);
  },
});

/** `owner/name` of `owner/name@version`. */
function ownerOf(ref: unknown): string {
  return (text(ref) ?? '').split('@', 1)[0] as string;
}

/** Names of the Secrets and volumes that belong to an agent. */
function isOwn(name: unknown, spot: Spot): boolean {
  const { cluster, before, after } = spot;
  const { agent } = cluster;
  if (name === STATION_SECRET || name === undefined) return true;
  const own = agent ?? '';
  return (
    agent !== undefined &&
    ([workloadName(own), clientTlsSecret(own)].includes(text(name) ?? '') || isSigningKey(name, spot)) &&
    (before ?? after)?.kind === 'Deployment'
  );
}

function reference(what: string): Rule {
  return {
    weigh: (before, after, spot) =>
      isOwn(after, spot) ? restarts.weigh(before, after, spot) : { class: 'identity', says: `the pods read ${what} that was another's` },
  };
}

/** Whether a value names a generation of the signing key of the agent that a change is about. */
function isSigningKey(name: unknown, { cluster: { agent } }: Spot): boolean {
  return agent !== undefined && firstGeneration(text(name) ?? '') === signingKeySecret(agent);
}

const SECRET = first(
  when(
    (before, after, spot) => isSigningKey(before, spot) && isSigningKey(after, spot),
    'identity',
    'the agent signs with another key and no longer has the one before: what it signed during the last 7 days is refused; list both, one step before',
  ),
  reference('a Secret'),
);
const PROJECTED_SECRET: Rule = { weigh: (before, after, spot) => SECRET.weigh(get(before, ['name']), get(after, ['name']), spot) };
const CLAIM = first(
  when(
    (before, after, { verb }) => verb !== 'create' && before !== undefined && after === undefined,
    'loss',
    'the pods no longer see the data of their volume',
  ),
  reference('a volume'),
);
const CONFIG = reference('a ConfigMap');
const privileged = (says: string): Rule => any('power', says);

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

const SECCOMP = first(
  when(
    (_, after) => get(after, ['type']) !== 'RuntimeDefault',
    'power',
    'the container may use other system calls: all of them, or those that a file of the node lists',
  ),
  restarts,
);
const MAY_BE_ROOT = first(
  when((_, after) => after === 0, 'power', 'the container runs as root'),
  restarts,
);
const NOT_ROOT = first(when(leaves([true], false), 'power', 'the container may run as root'), restarts);

const IDENTITY_OF_PROCESS: Fields = {
  'securityContext.appArmorProfile': privileged('the kernel confines the container in another way'),
  'securityContext.runAsGroup': MAY_BE_ROOT,
  'securityContext.runAsNonRoot': NOT_ROOT,
  'securityContext.runAsUser': MAY_BE_ROOT,
  'securityContext.seLinuxOptions': privileged('the kernel confines the container in another way'),
  'securityContext.seccompProfile': SECCOMP,
  'securityContext.windowsOptions': privileged('the container runs with other rights'),
};

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

const CONTAINER: Fields = {
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

const VOLUME: Fields = {
  name: none,
  'secret.secretName': ofAgent(SECRET),
  'secret.defaultMode': restarts,
  'secret.items': restarts,
  'secret.optional': restarts,
  'persistentVolumeClaim.claimName': CLAIM,
  'persistentVolumeClaim.readOnly': restarts,
  configMap: restarts,
  'configMap.name': ofAgent(CONFIG),
  emptyDir: restarts,
  downwardAPI: restarts,
  hostPath: any('power', 'the pods read and write files of the node'),
  projected: any('power', 'the pods get a token, or Secrets of others'),
  'projected.defaultMode': restarts,
  'projected.sources[].secret': PROJECTED_SECRET,
  ephemeral: any('loss', 'the volume goes with its pod'),
  image: any('power', 'code of another image is mounted'),
  csi: any('power', 'a driver of the node mounts something into the pods'),
  ...Object.fromEntries(
    [
      'awsElasticBlockStore',
      'azureDisk',
      'azureFile',
      'cephfs',
      'cinder',
      'fc',
      'flexVolume',
      'flocker',
      'gcePersistentDisk',
      'gitRepo',
      'glusterfs',
      'iscsi',
      'nfs',
      'photonPersistentDisk',
      'portworxVolume',
      'quobyte',
      'rbd',
      'scaleIO',
      'storageos',
      'vsphereVolume',
    ].map((source): [string, Rule] => [source, any('power', 'the pods mount a store outside of the cluster')]),
  ),
};

function list(name: string, fields: Fields): Fields {
  return below(`${name}[]`, fields);
}

const NOWHERE = 'the scheduler may find no node for the pods';

/** `spec` of a pod. */
export const POD: Fields = {
  ...list('containers', CONTAINER),
  ...list('initContainers', CONTAINER),
  ephemeralContainers: any('power', 'another container runs in the pod'),
  activeDeadlineSeconds: any('work', 'the kubelet stops the pods after this time', { effect: 'stops' }),
  affinity: any('work', NOWHERE, { effect: 'stops' }),
  nodeSelector: any('work', NOWHERE, { effect: 'stops' }),
  schedulerName: any('work', 'pods wait for a scheduler of that name', { effect: 'stops' }),
  schedulingGates: any('work', 'pods wait until the gate is removed', { effect: 'stops' }),
  schedulingGroup: any('work', NOWHERE, { effect: 'stops' }),
  readinessGates: any('work', 'pods become ready only when somebody sets the condition', { effect: 'stops' }),
  overhead: any('work', NOWHERE, { effect: 'stops' }),
  os: any('work', NOWHERE, { effect: 'stops' }),
  resourceClaims: any('power', 'the pods get a device'),
  topologySpreadConstraints: {
    weigh: (before, after, spot) =>
      Array.isArray(after) && after.some((item) => get(item, ['whenUnsatisfiable']) === 'DoNotSchedule')
        ? { class: 'work', effect: 'stops', says: NOWHERE }
        : restarts.weigh(before, after, spot),
  },
  nodeName: any('power', 'the pods go to a node past the scheduler and its taints'),
  tolerations: ofAgent(
    first(
      when(wider, 'power', 'the pods may run on nodes that are kept free of them'),
      when((_, __, { verb }) => verb !== 'create', 'work', NOWHERE, { effect: 'stops' }),
    ),
  ),
  priority: any('power', 'the scheduler evicts other pods for these, or these for others'),
  priorityClassName: ofAgent(any('power', 'the scheduler evicts other pods for these, or these for others')),
  preemptionPolicy: any('power', 'the scheduler evicts other pods for these, or these for others'),
  runtimeClassName: any('power', 'the pods run in another sandbox'),
  automountServiceAccountToken: first(
    when((_, after) => after !== false, 'power', 'the pods get a token of the API server'),
    restarts,
  ),
  serviceAccount: any('power', 'the pods act with the rights of another account'),
  serviceAccountName: any('power', 'the pods act with the rights of another account'),
  dnsConfig: any('power', 'the pods resolve names elsewhere'),
  dnsPolicy: any('power', 'the pods resolve names elsewhere'),
  hostAliases: any('power', 'the pods resolve names to other addresses'),
  hostIPC: first(when(on, 'power', 'the pods share memory with the node'), restarts),
  hostNetwork: first(when(on, 'power', "the pods use the node's network: no NetworkPolicy holds them"), restarts),
  hostPID: first(when(on, 'power', 'the pods see every process of the node'), restarts),
  hostUsers: first(when(leaves([false], true), 'power', 'users of the pods are users of the node'), restarts),
  hostname: restarts,
  hostnameOverride: restarts,
  setHostnameAsFQDN: restarts,
  subdomain: restarts,
  enableServiceLinks: restarts,
  imagePullSecrets: first(when(wider, 'identity', 'the kubelet pulls images with the credentials of others'), restarts),
  resources: restarts,
  restartPolicy: any('work', 'pods that end are not started again', { effect: 'stops' }),
  ...IDENTITY_OF_PROCESS,
  'securityContext.fsGroup': MAY_BE_ROOT,
  'securityContext.fsGroupChangePolicy': restarts,
  'securityContext.seLinuxChangePolicy': restarts,
  'securityContext.supplementalGroups': any('power', 'the pods have the rights of more groups'),
  'securityContext.supplementalGroupsPolicy': any('power', 'the pods have the rights of more groups'),
  'securityContext.sysctls': any('power', 'the pods set parameters of the kernel'),
  shareProcessNamespace: first(when(on, 'power', 'containers of a pod see the processes of each other'), restarts),
  terminationGracePeriodSeconds: first(when(lower(30), 'work', 'pods are killed before they have finished', { effect: 'weakens' }), restarts),
  ...list('volumes', VOLUME),
};

/** An agent's settings put keys into pods: each is known or not by itself. */
function byEntry(weigh: Parameters<typeof eachKey>[0]): Rule {
  return setting(eachKey(weigh), (value) => (isMap(value) ? Object.entries(value) : []));
}

/** Labels and annotations of pods: policies, Services, budgets and backups select by them. */
const TEMPLATE_METADATA: Fields = {
  'metadata.name': none,
  'metadata.namespace': none,
  'metadata.finalizers': any('loss', 'pods stay until somebody removes the finalizer'),
  'metadata.labels': byEntry((key, before, after, spot) => {
    if (spot.verb === 'create') return labelDanger(key, spot);
    if (key === VERSION_LABEL) return isOlder(after, before) ? { class: 'work', effect: 'restarts', says: DOWNGRADE } : RESTARTS;
    if (key === 'pap.plugged.in/state') return after === undefined ? { class: 'loss', says: 'backups no longer select the pods' } : RESTARTS;
    if (/^app\.kubernetes\.io\/(name|part-of)$/.test(key) || before !== undefined)
      return { class: 'identity', says: 'Services, policies and budgets select other pods' };
    return labelDanger(key, spot) ?? RESTARTS;
  }),
  'metadata.annotations': byEntry((key, before, after, spot): Weight | undefined => {
    if (spot.verb === 'create') return annotationDanger(key, before, after, spot);
    if (key === REF_ANNOTATION)
      return ownerOf(before) === ownerOf(after)
        ? RESTARTS
        : { class: 'identity', says: 'the pods of one agent become those of another: its name, host and volume change owner' };
    return annotationDanger(key, before, after, spot) ?? RESTARTS;
  }),
};

/** A pod template at a path. */
export function template(prefix: string): Fields {
  return { ...below(prefix, TEMPLATE_METADATA), ...below(`${prefix}.spec`, POD) };
}

/** `spec.replicas`. */
export const replicas: Rule = first(
  when(
    (before, after, { verb }) => verb !== 'create' && size(after) === 0 && size(before ?? 1) !== 0,
    'work',
    'the controller deletes all of its pods',
    { effect: 'stops' },
  ),
  when(
    (before, after, { verb }) => verb !== 'create' && removed(before, after) && size(before) !== 1 && size(before) !== 0,
    'work',
    'the API server sets one replica until an autoscaler acts',
    { effect: 'stops' },
  ),
  when((before, after, { verb }) => verb !== 'create' && lower(1)(before, after), 'work', 'the controller deletes some of its pods', {
    effect: 'weakens',
  }),
);
