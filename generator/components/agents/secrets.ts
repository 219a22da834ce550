import { sourceOf } from '../../fleet/agent.ts';
import type { Agent } from '../../fleet/agent.ts';
import { memo } from '../../model/memo.ts';
import { STATION_SECRET, clientTlsSecret, signingKeySecret, workloadName } from '../../model/names.ts';
import type { RequiredSecret } from '../../model/required-secret.ts';
import { speaksControlPlane } from '../agent-facts.ts';

/** The Secrets an agent's pod mounts. */
export function agentSecrets(namespace: string, agent: Agent): RequiredSecret[] {
  const consumer = `Deployment ${workloadName(agent.name)}`;
  return [
    ...agent.signingKeys.map((generation): RequiredSecret => ({
      namespace,
      name: signingKeySecret(agent.name, generation),
      type: 'Opaque',
      keys: [{ key: 'ed25519.key', what: 'Ed25519 signing key in PEM; while keys rotate the old one stays as ed25519.previous.key for 7 days' }],
      open: true,
      consumer,
      make: ['openssl genpkey -algorithm ed25519 -out ed25519.key'],
    })),
    {
      namespace,
      name: STATION_SECRET,
      type: 'Opaque',
      keys: [
        { key: 'station-id', what: 'id of the Station' },
        { key: 'station-cert.pem', what: 'certificate the Station is recognised by' },
      ],
      consumer: 'every agent',
      make: ['printf %s "$STATION_ID" > station-id', 'cp /path/to/station.pem station-cert.pem'],
    },
    ...(speaksControlPlane(agent) ? [clientTls(namespace, agent, consumer)] : []),
    ...agent.imagePullSecrets.map((name): RequiredSecret => pullSecret(namespace, name)),
    ...chosenSecrets(namespace, agent, consumer),
  ];
}

/** The Secrets that the agent reads as variables and files. */
function chosenSecrets(namespace: string, agent: Agent, consumer: string): RequiredSecret[] {
  const read = new Map<string, Map<string, string>>();
  const add = (from: string, keys: readonly string[], what: string): void => {
    const { kind, name } = sourceOf(from);
    if (kind !== 'Secret') return;
    for (const key of keys) memo(read, name, () => new Map<string, string>()).set(key, what);
  };
  for (const [name, { from, keys, mountPath }] of Object.entries(agent.volumes))
    add(from, keys, `a file in ${mountPath} (volume ${name}) of ${agent.name}`);
  for (const { env } of [agent, ...agent.initContainers, ...agent.sidecars]) {
    for (const [name, value] of Object.entries(env)) {
      if (typeof value !== 'string') add(value.from, [sourceOf(value.from).key], `the variable ${name} of ${agent.name}`);
    }
  }
  return [...read].map(([name, keys]): RequiredSecret => ({
    namespace,
    name,
    type: 'Opaque',
    keys: [...keys].map(([key, what]) => ({ key, what })),
    consumer,
    make: [...keys.keys()].map((key) => `cp /path/to/${key} ${key}`),
    chosen: true,
  }));
}

function clientTls(namespace: string, agent: Agent, consumer: string): RequiredSecret {
  return {
    namespace,
    name: clientTlsSecret(agent.name),
    type: 'kubernetes.io/tls',
    keys: [
      { key: 'tls.crt', what: 'client certificate whose SAN is the host of the agent' },
      { key: 'tls.key', what: 'its private key' },
    ],
    consumer,
    make: ['cp /path/to/client.crt tls.crt', 'cp /path/to/client.key tls.key'],
    madeBy: 'certs',
  };
}

function pullSecret(namespace: string, name: string): RequiredSecret {
  return {
    namespace,
    name,
    type: 'kubernetes.io/dockerconfigjson',
    keys: [{ key: '.dockerconfigjson', what: 'registry credentials as docker login writes them' }],
    consumer: 'the kubelet, to pull images',
    make: ['cp ~/.docker/config.json .dockerconfigjson'],
  };
}
