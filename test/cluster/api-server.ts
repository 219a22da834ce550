// etcd and an API server of Kubernetes on loopback, with nothing in them, as long as a test lives. No kubelet, no controller: what is
// judged is what the server takes, what it makes of it, and what it gives back.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get as httpGet } from 'node:http';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, freePort } from '../system/servers/server.ts';
import { programPath } from './programs/programs.ts';

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
   * @returns the server, which is ready. @throws with the log of the program that is not
   */
  static async serve(flags: readonly string[] = []): Promise<ApiServer> {
    const server = new ApiServer();
    try {
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
      `--data-dir=${join(this.folder, 'etcd')}`,
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
      ...flags,
    ]);
    this.#running.push(apiServer);
    await apiServer.ready(() => this.#isReady(), 120);
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

  /** Of whoever has the token; without one, of an administrator. @returns its path */
  kubeconfig(name = 'administrator', token = this.#token): string {
    const cluster = { server: `https://127.0.0.1:${this.port}`, 'certificate-authority': join(this.folder, 'apiserver.crt') };
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'it',
      clusters: [{ name: 'it', cluster }],
      users: [{ name: 'it', user: { token } }],
      contexts: [{ name: 'it', context: { cluster: 'it', user: 'it' } }],
    };
    return this.#write(`${name}.kubeconfig`, JSON.stringify(kubeconfig));
  }

  /** Starts the controller manager with these controllers alone. They are at work when the service account of a namespace is there. */
  async startControllers(controllers: readonly string[]): Promise<void> {
    const manager = new Server(programPath('kube-controller-manager'), [
      `--kubeconfig=${this.kubeconfig()}`,
      `--controllers=${['serviceaccount-controller', ...controllers].join(',')}`,
      '--leader-elect=false',
      // It serves nothing.
      '--secure-port=0',
    ]);
    this.#running.push(manager);
    await manager.ready(async () => (await this.ask('GET', '/api/v1/namespaces/default/serviceaccounts/default')).code === 200, 60);
  }

  /** @param path with the query */
  ask(method: string, path: string, { body, type = 'application/json', as }: Asked = {}): Promise<Answer> {
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
      call.on('error', reject);
      call.end(text);
    });
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    // The API server first: without etcd it would wait.
    for (const server of this.#running.reverse()) await server.stop();
    rmSync(this.folder, { recursive: true, force: true });
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
