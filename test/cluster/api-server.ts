// etcd and an API server of Kubernetes on loopback, with nothing in them, as long as a test lives. No kubelet, no controller: what is
// judged is what the server takes, what it makes of it, and what it gives back.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get as httpGet } from 'node:http';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, freePort } from '../system/servers/server.ts';
import { kubernetesVersion, programPath } from './programs/programs.ts';
import type { Program } from './programs/programs.ts';

export interface Answer {
  readonly code: number;
  /** An object, a list, or a `Status` that says what is wrong. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Texts of the `Warning` headers. */
  readonly warnings: readonly string[];
}

export interface Asked {
  readonly body?: unknown;
  /** Of the body. */
  readonly type?: string;
  /** User to act as; without one, an administrator. */
  readonly as?: string;
}

export class ApiServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'pap-cluster-'));
  readonly #token = randomBytes(16).toString('hex');
  readonly #running: Server[] = [];
  #agent = new Agent();
  port = 0;

  /**
   * @param flags more of them, for the API server
   * @param seed folder of what etcd holds at the beginning, as `keep` has left it
   * @returns the server, which is ready. @throws with the log of the program that is not
   */
  static async serve(flags: readonly string[] = [], seed?: string): Promise<ApiServer> {
    const server = new ApiServer();
    try {
      if (seed !== undefined) cpSync(seed, server.#data, { recursive: true });
      await server.#start(flags);
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async #start(flags: readonly string[]): Promise<void> {
    const [client, peer] = [await freePort(), await freePort()];
    const etcd = new Server(programPath('etcd'), [
      `--data-dir=${this.#data}`,
      // What is lost with the machine is of no use to anybody.
      '--unsafe-no-fsync',
      ...['listen-client-urls', 'advertise-client-urls'].map((flag) => `--${flag}=http://127.0.0.1:${client}`),
      ...['listen-peer-urls', 'initial-advertise-peer-urls'].map((flag) => `--${flag}=http://127.0.0.1:${peer}`),
      `--initial-cluster=default=http://127.0.0.1:${peer}`,
    ]);
    this.#running.push(etcd);
    await etcd.ready(() => answers(`http://127.0.0.1:${client}/health`), 30);

    this.port = await freePort();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = this.#write('service-accounts.key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const apiServer = new Server(programPath('kube-apiserver'), [
      `--etcd-servers=http://127.0.0.1:${client}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${this.port}`,
      // It makes a certificate of its own there.
      `--cert-dir=${this.folder}`,
      `--token-auth-file=${this.#write('tokens.csv', `${this.#token},admin,admin,system:masters\n`)}`,
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${key}`,
      `--service-account-signing-key-file=${key}`,
      '--service-cluster-ip-range=10.0.0.0/16',
      '--endpoint-reconciler-type=none',
      '--allow-privileged',
      // On by default since 1.35; before, operators may turn it on.
      ...(kubernetesVersion().startsWith('1.34.') ? ['--feature-gates=ImageVolume=true'] : []),
      ...flags,
    ]);
    this.#running.push(apiServer);
    await apiServer.ready(() => this.#isReady(), 120);
  }

  get #data(): string {
    return join(this.folder, 'etcd');
  }

  #write(name: string, text: string): string {
    writeFileSync(join(this.folder, name), text, { mode: 0o600 });
    return join(this.folder, name);
  }

  async #isReady(): Promise<boolean> {
    try {
      const ca = readFileSync(join(this.folder, 'apiserver.crt'));
      this.#agent.destroy();
      this.#agent = new Agent({ keepAlive: true, maxSockets: 8, ca });
      return (await this.ask('GET', '/readyz')).code === 200;
    } catch {
      return false;
    }
  }

  /** Starts the controller manager with these controllers alone. They are at work when the service account of a namespace is there. */
  async startControllers(controllers: readonly string[]): Promise<void> {
    const manager = this.start('kube-controller-manager', [
      `--kubeconfig=${this.kubeconfig()}`,
      `--controllers=${['serviceaccount-controller', ...controllers].join(',')}`,
      '--leader-elect=false',
      // It serves nothing.
      '--secure-port=0',
    ]);
    await manager.ready(async () => (await this.ask('GET', '/api/v1/namespaces/default/serviceaccounts/default')).code === 200, 60);
  }

  /** Starts a program that is stopped before the API server is. Who starts it waits until it is ready. */
  start(program: Program, args: readonly string[]): Server {
    const server = new Server(programPath(program), args);
    this.#running.push(server);
    return server;
  }

  /** A file by which a program is a service account of the cluster, with its rights and no others. */
  async kubeconfigOf(namespace: string, name: string): Promise<string> {
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences: ['https://kubernetes.default.svc'] } };
    const answer = await this.ask('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`, { body });
    const { token } = (answer.body['status'] ?? {}) as { token?: string };
    if (token === undefined) throw new Error(`no token for the service account ${namespace}/${name}: ${JSON.stringify(answer.body)}`);
    return this.#kubeconfig(`${namespace}-${name}`, token);
  }

  /** A file by which a program, or an operator with kubectl, is an administrator. @param context as the operator calls the cluster */
  kubeconfig(context = 'admin'): string {
    return this.#kubeconfig(context, this.#token);
  }

  #kubeconfig(context: string, token: string): string {
    const cluster = { server: `https://127.0.0.1:${this.port}`, 'certificate-authority': join(this.folder, 'apiserver.crt') };
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': context,
      clusters: [{ name: context, cluster }],
      users: [{ name: context, user: { token } }],
      contexts: [{ name: context, context: { cluster: context, user: context } }],
    };
    return this.#write(`${context}.kubeconfig`, JSON.stringify(kubeconfig));
  }

  /** @param path with the query */
  ask(method: string, path: string, asked: Asked = {}): Promise<Answer> {
    const { body, type = 'application/json', as } = asked;
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${this.#token}`,
        accept: 'application/json',
        ...(text === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
        ...(as === undefined ? {} : { 'impersonate-user': as }),
      };
      const call = request({ host: '127.0.0.1', port: this.port, method, path, headers, agent: this.#agent }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const answer = Buffer.concat(parts).toString();
          const warnings = [response.headers['warning'] ?? []]
            .flat()
            .flatMap((line) => [...line.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, w]) => w as string));
          resolve({ code: response.statusCode ?? 0, body: read(answer), warnings });
        });
      });
      // A connection that was kept may have been closed by the server at this moment: nothing has been asked then.
      call.on('error', (error: NodeJS.ErrnoException) => {
        if (call.reusedSocket && error.code === 'ECONNRESET') this.ask(method, path, asked).then(resolve, reject);
        else reject(error);
      });
      call.end(text);
    });
  }

  async stop(): Promise<void> {
    await this.#end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Stops it, and leaves what etcd holds in a folder: another one may begin with it. */
  async keep(folder: string): Promise<void> {
    await this.#end();
    cpSync(this.#data, folder, { recursive: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    this.#agent.destroy();
    // The API server first: without etcd it would wait.
    for (const server of this.#running.reverse()) await server.stop();
  }
}

/** Some endpoints, such as /readyz, answer with a word. */
function read(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { message: text };
  }
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    httpGet(url, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}
