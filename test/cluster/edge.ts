// A region with a real Traefik before its agents: pods, a service that authenticates, and clients at addresses of their own.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { atLeast } from '../../generator/model/version.ts';
import { must } from '../system/servers/run.ts';
import type { Server } from '../system/servers/server.ts';
import { Cluster, accepted } from './cluster.ts';
import { THERE_BEFORE, namespace } from './delivered.ts';
import { Network } from './network.ts';
import { eventually, run } from './pods.ts';
import { manifestsIn } from './programs/manifests.ts';
import { programPath } from './programs/programs.ts';
import type { Program } from './programs/programs.ts';
import { sourceOf } from './programs/sources.ts';

/** Of Traefik. */
const HERE = '10.244.0.1';
export const PORTS = { web: 8000, websecure: 8443, 'pap-cp': 8444, api: 9000 } as const;
/** Somebody on the internet. */
export const CLIENT = '198.51.100.7';
const AUTHENTICATION = '10.244.0.53';

/** Traefik 2 reads Endpoints, Traefik 3 EndpointSlices. */
const CONTROLLERS = ['deployment', 'replicaset', 'resourcequota', 'endpointslice', 'endpoints'].map((name) => `${name}-controller`);

/** A release of Traefik; each has its own role, and a former major version its own CRDs. */
export type Traefik = Extract<Program, `traefik${string}`>;

const REFERENCE = 'docs/content/reference/dynamic-configuration';
const definitionsOf = (program: Traefik): KubeObject[] =>
  program === 'traefik' ? [] : manifestsIn(sourceOf(program, `${REFERENCE}/kubernetes-crd-definition-v1.yml`));

/** What docs/operations.md has an operator hand to Traefik; a comment says since which version a flag is there. */
export function flagsFor(version: string): string[] {
  const block = /```sh\n(--entryPoints[^`]+)```/.exec(readFileSync('docs/operations.md', 'utf8'))?.[1];
  const lines = (block ?? '').split('\n').filter((line) => line !== '');
  const known = lines.filter((line) => atLeast(version, /# since (\d+\.\d+)/.exec(line)?.[1] ?? version));
  return known.map((line) => line.split(/\s+#/)[0] as string);
}

/** What an agent says of a request, or the service that authenticates. */
export interface Asked {
  readonly address: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Reply {
  readonly code: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Call {
  readonly from?: string;
  /** Server name of TLS, where it is not the host; empty for none. */
  readonly name?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly tls?: ConnectionOptions;
  /** Of an earlier call, to make them over one connection. */
  readonly agent?: Agent;
}

export class Edge {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly #traefik: Server;
  /** Address of a pod → its agent. */
  readonly #agents: Map<string, string>;

  private constructor(cluster: Cluster, network: Network, traefik: Server, agents: Map<string, string>) {
    this.cluster = cluster;
    this.network = network;
    this.#traefik = traefik;
    this.#agents = agents;
  }

  /** @param objects of the region @param names that the certificates of its hosts have @param flags that its operator gives Traefik */
  static async serve(program: Traefik, objects: readonly KubeObject[], names: readonly string[], flags: readonly string[]): Promise<Edge> {
    const cluster = await Cluster.serve(definitionsOf(program));
    let network: Network | undefined;
    try {
      network = await openNetwork(cluster, names);
      await deliver(cluster, network, program, objects);
      const agents = await runPods(cluster, objects);
      const traefik = await startTraefik(cluster, network, program, flags);
      return new Edge(cluster, network, traefik, agents);
    } catch (error) {
      await network?.close();
      await cluster.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.network.close();
    await this.cluster.stop();
  }

  /** A certificate for routes, where cert-manager would write it. */
  async makeSecret(namespace: string, name: string): Promise<void> {
    accepted(await this.cluster.apply(certificateSecret(this.network, namespace, name)));
  }

  /** As a node does it: what does not run yet runs, at an address that nobody had, and what shall end ends. */
  async runPods(): Promise<void> {
    const { body } = await this.cluster.ask('GET', '/api/v1/pods');
    for (const pod of body['items'] as (KubeObject & { status: { podIP?: string } })[]) {
      const { name, namespace = '', labels, deletionTimestamp } = pod.metadata as KubeObject['metadata'] & { deletionTimestamp?: string };
      if (deletionTimestamp !== undefined) await this.cluster.ask('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}?gracePeriodSeconds=0`);
      else if (pod.status.podIP === undefined && labels?.['app.kubernetes.io/component'] === 'agent') {
        const address = podAddress(this.#agents.size);
        await run(this.cluster, pod, address);
        this.#agents.set(address, labels['app.kubernetes.io/name'] ?? '');
      }
    }
  }

  /** What Traefik has complained about. */
  complaints(): string[] {
    return this.#traefik.log.split('\n').filter((line) => /"level":"(warn|warning|error|fatal|panic)"|^(panic|fatal)/.test(line));
  }

  /** Of the agents' host, at the entry point for TLS. */
  async call(host: string, path: string, { from = CLIENT, name = host, method = 'GET', headers = {}, tls = {}, agent }: Call = {}): Promise<Reply> {
    return ask({ host, path, method, headers, agent: agent ?? this.client(from, name, tls) });
  }

  /** A client that keeps its connection. */
  client(from: string, name: string, tls: ConnectionOptions = {}): Agent {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ca = readFileSync(this.network.path('wildcard.crt'));
    agent.createConnection = () =>
      connect({ socket: this.network.connect(from, `${HERE}:${PORTS.websecure}`), ca, servername: name, ALPNProtocols: ['http/1.1'], ...tls });
    return agent;
  }

  /** What an agent says at the entry point for PAP-CP, over TLS that it ends itself. @param client whose certificate is shown */
  talk(host: string, client: string | undefined): Promise<string> {
    const read = (name: string): Buffer => readFileSync(this.network.path(name));
    return new Promise((resolve) => {
      const own = client === undefined ? {} : { cert: read(`${client}.crt`), key: read(`${client}.key`) };
      const socket = connect({ socket: this.network.connect(CLIENT, `${HERE}:${PORTS['pap-cp']}`), servername: host, ca: read('agent.crt'), ...own });
      let text = '';
      socket
        .on('data', (part) => (text += String(part)))
        .on('error', (error) => resolve(`refused: ${String((error as NodeJS.ErrnoException).code)}`));
      socket.on('close', () => resolve(text === '' ? 'refused' : text));
    });
  }

  /** Without TLS. */
  plain(host: string, path: string, port: number = PORTS.web): Promise<Reply> {
    const agent = new Agent();
    agent.createConnection = () => this.network.connect(HERE, `${HERE}:${port}`);
    return ask({ host, path, method: 'GET', headers: {}, agent });
  }

  /** Which agent answered. */
  agentOf({ code, text }: Reply): string {
    return code === 200 ? this.agentAt((JSON.parse(text) as Asked).address) : `nobody: ${code}`;
  }

  agentAt(address: string): string {
    return this.#agents.get(address) ?? address;
  }

  /** How often the service that authenticates was asked. */
  async questions(): Promise<number> {
    const agent = new Agent();
    const ca = readFileSync(this.network.path('authentication.crt'));
    agent.createConnection = () => connect({ socket: this.network.connect(HERE, `${AUTHENTICATION}:443`), ca, servername: 'auth.plugged.in' });
    return Number((await ask({ host: 'auth.plugged.in', path: '/questions', method: 'GET', headers: {}, agent })).text);
  }

  /** Traefik's own API: what it has made of the objects. */
  async made<T>(path: string): Promise<T> {
    const { text } = await this.plain('traefik', `/api/${path}`, PORTS.api);
    return JSON.parse(text) as T;
  }
}

interface Wanted {
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly agent: Agent;
}

function ask({ host, path, method, headers, agent }: Wanted): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const call = request({ host, path, method, headers: { host, ...headers }, agent }, (response) => {
      let text = '';
      response
        .on('data', (part) => (text += String(part)))
        .on('end', () => resolve({ code: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', reject);
    });
    call.on('error', reject);
    call.end();
  });
}

/** A certificate that is its own authority, in the folder. */
function certificate(folder: string, name: string, hosts: readonly string[]): void {
  const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`)];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`];
  must('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', ...files, ...subject]);
}

async function openNetwork(cluster: Cluster, names: readonly string[]): Promise<Network> {
  const others = { authentication: ['auth.plugged.in'], station: ['station.plugged.in'], stranger: ['stranger.example'] };
  const certificates = { wildcard: names, agent: names, ...others };
  const prepare = (folder: string): void => Object.entries(certificates).forEach(([name, hosts]) => certificate(folder, name, hosts));
  return Network.open(cluster.port, { 'auth.plugged.in': AUTHENTICATION }, join(import.meta.dirname, 'inside.mjs'), prepare);
}

async function deliver(cluster: Cluster, network: Network, program: Traefik, objects: readonly KubeObject[]): Promise<void> {
  const own = manifestsIn(sourceOf(program, `${REFERENCE}/kubernetes-crd-rbac.yml`));
  for (const name of [...THERE_BEFORE, 'traefik']) accepted(await cluster.apply(namespace(name)));
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'traefik', namespace: 'traefik' } };
  const role = own.filter(({ kind }) => kind === 'ClusterRole');
  const binding = own
    .filter(({ kind }) => kind === 'ClusterRoleBinding')
    .map((object) => ({ ...object, subjects: [{ kind: 'ServiceAccount', ...account.metadata }] }));
  for (const object of [account, ...role, ...binding]) accepted(await cluster.apply(object));
  await cluster.startControllers(CONTROLLERS);
  for (const object of objects) accepted(await cluster.apply(object));
  const [secret] = objects.flatMap((object) =>
    object.kind === 'IngressRoute' ? [(object['spec'] as { tls: { secretName: string } }).tls.secretName] : [],
  );
  accepted(await cluster.apply(certificateSecret(network, 'agents', secret ?? '')));
}

function certificateSecret(network: Network, namespace: string, name: string): KubeObject {
  const data = Object.fromEntries(['crt', 'key'].map((end) => [`tls.${end}`, readFileSync(network.path(`wildcard.${end}`)).toString('base64')]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'kubernetes.io/tls', data };
}

const podAddress = (i: number): string => `10.244.${1 + Math.floor(i / 250)}.${(i % 250) + 1}`;

async function runPods(cluster: Cluster, objects: readonly KubeObject[]): Promise<Map<string, string>> {
  accepted(await cluster.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node' } }));
  const deployments = objects.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.namespace === 'agents');
  const pods = async (): Promise<KubeObject[]> => ((await cluster.ask('GET', '/api/v1/namespaces/agents/pods')).body['items'] ?? []) as KubeObject[];
  const wanted = deployments.reduce((sum, { spec }) => sum + ((spec as { replicas?: number }).replicas ?? 1), 0);
  await eventually(async () => (await pods()).length, wanted);
  const agents = new Map<string, string>();
  for (const [i, pod] of (await pods()).entries()) {
    const address = podAddress(i);
    await run(cluster, pod, address);
    agents.set(address, pod.metadata.labels?.['app.kubernetes.io/name'] ?? '');
  }
  // Traefik complains of Services that have no address yet.
  for (const path of ['/api/v1/namespaces/agents/endpoints', '/apis/discovery.k8s.io/v1/namespaces/agents/endpointslices']) {
    const known = async (): Promise<string[]> => {
      const text = JSON.stringify((await cluster.ask('GET', path)).body);
      return [...agents.keys()].filter((address) => text.includes(`"${address}"`));
    };
    await eventually(known, [...agents.keys()]);
  }
  return agents;
}

async function startTraefik(cluster: Cluster, network: Network, program: Traefik, flags: readonly string[]): Promise<Server> {
  const at = (name: keyof typeof PORTS): string => `${HERE}:${PORTS[name]}`;
  const traefik = network.run(
    program,
    programPath(program),
    [
      `--entryPoints.web.address=${at('web')}`,
      `--entryPoints.websecure.address=${at('websecure')}`,
      '--providers.kubernetesCRD',
      '--providers.kubernetesIngress',
      ...flags.map((flag) => flag.replace(/address=:/, `address=${HERE}:`)),
      // Of the test alone.
      `--entryPoints.traefik.address=${at('api')}`,
      '--api.insecure',
      '--providers.providersThrottleDuration=100ms',
      '--log.format=json',
      // Errors alone are the default.
      '--log.level=WARN',
      '--global.checkNewVersion=false',
      '--global.sendAnonymousUsage=false',
    ],
    { KUBECONFIG: await cluster.kubeconfigOf('traefik', 'traefik'), SSL_CERT_FILE: network.path('authentication.crt') },
  );
  const agent = new Agent();
  agent.createConnection = () => network.connect(HERE, at('api'));
  const ready = async (): Promise<boolean> => {
    try {
      const { text } = await ask({ host: 'traefik', path: '/api/overview', method: 'GET', headers: {}, agent });
      return (JSON.parse(text) as { providers?: string[] }).providers?.includes('KubernetesCRD') === true;
    } catch {
      return false;
    }
  };
  await traefik.ready(ready, 30);
  return traefik;
}
