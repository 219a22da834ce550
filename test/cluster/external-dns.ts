// The ExternalDNS of a region: the real program with the arguments, the account, the rights and the key that out/ gives it, on a real zone.
// What is not as in a pod: it reaches the API server by a kubeconfig with the token of its account, the name server at 127.0.0.1 and
// at its port, and it ends after one turn instead of waiting for the next.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { memo } from '../../generator/model/memo.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { only } from '../system/servers/generated.ts';
import type { Built } from '../system/servers/generated.ts';
import type { Named } from '../system/servers/named.ts';
import { must } from '../system/servers/run.ts';
import { Server, freePort } from '../system/servers/server.ts';
import { accepted } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { programPath } from './programs/programs.ts';

const NAMESPACE = 'external-dns';

/** They are the same in every fleet that a cluster gets here. */
const namespacesOf = new WeakMap<Cluster, Promise<Built[]>>();

interface Pod {
  readonly template: {
    readonly spec: {
      readonly serviceAccountName: string;
      readonly containers: readonly {
        readonly args: readonly string[];
        readonly env: readonly { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[];
      }[];
    };
  };
}

export interface Turn {
  readonly code: number;
  readonly log: string;
}

export class ExternalDns {
  readonly #cluster: Cluster;
  readonly #named: Named;
  readonly region: string;
  #args: readonly string[] = [];
  #env: Readonly<Record<string, string>> = {};
  #kubeconfig = '';

  private constructor(cluster: Cluster, named: Named, region: string) {
    this.#cluster = cluster;
    this.#named = named;
    this.region = region;
  }

  /** In a cluster that may have had another fleet before. */
  static async of(cluster: Cluster, named: Named, region: string): Promise<ExternalDns> {
    const made = new ExternalDns(cluster, named, region);
    await made.deliver();
    return made;
  }

  /** What the region's folders hold is applied, the Secret made as secrets.md says, the pod's environment read as a kubelet does it. */
  async deliver(): Promise<void> {
    const objects = await this.#named.objects(this.region, 'dns');
    const namespaces = memo(namespacesOf, this.#cluster, () => this.#namespaces());
    const container = only<Pod>(objects, 'Deployment').spec.template.spec.containers[0];
    const account = only<Pod>(objects, 'Deployment').spec.template.spec.serviceAccountName;
    if (container === undefined) throw new Error('the Deployment has no container');
    const env: Record<string, string> = {};
    for (const { name, value } of container.env) if (value !== undefined) env[name] = value;
    const refs = container.env.flatMap(({ name, valueFrom }) => (valueFrom === undefined ? [] : [{ variable: name, ...valueFrom.secretKeyRef }]));
    const secrets = refs.map(({ name, key }) => this.#secret(name, key, env['EXTERNAL_DNS_RFC2136_TSIG_KEYNAME'] ?? ''));
    for (const object of [...(await namespaces), ...secrets, ...objects]) accepted(await this.#cluster.apply(object as unknown as KubeObject));
    for (const { variable, name, key } of refs) {
      const { data } = (await this.#cluster.get(secret(name))) as unknown as { data: Record<string, string> };
      env[variable] = Buffer.from(data[key] ?? '', 'base64').toString();
    }
    this.#args = container.args;
    this.#env = env;
    this.#kubeconfig = await this.#cluster.kubeconfigOf(NAMESPACE, account);
  }

  async #namespaces(): Promise<Built[]> {
    return (await this.#named.objects(this.region, 'cluster')).filter(({ kind }) => kind === 'Namespace');
  }

  /** With the key that the name server has: the commands of secrets.md but those that make another key and that deliver it. */
  #secret(name: string, key: string, tsigKey: string): KubeObject {
    const folder = `secrets/${this.region}`;
    const commands = this.#named.secretCommands(`${NAMESPACE}/${name}`).filter((line) => !/^(tsig-keygen|#|vault) ?/.test(line));
    mkdirSync(this.#named.path(folder), { recursive: true });
    this.#named.write(`${folder}/${tsigKey}.key`, this.#named.read(`keys/${tsigKey}.key`));
    must('bash', ['--norc', '-euc', commands.join('\n')], { cwd: this.#named.path(folder), env: { REGION: this.region } });
    return { ...secret(name), stringData: { [key]: this.#named.read(`${folder}/${key}`) } };
  }

  #arguments(args: readonly string[]): string[] {
    const places = { 'rfc2136-host': '127.0.0.1', 'rfc2136-port': this.#named.port };
    const here = args.map((argument) => {
      const place = Object.entries(places).find(([flag]) => argument.startsWith(`--${flag}=`));
      return place === undefined ? argument : `--${place[0]}=${place[1]}`;
    });
    return [...here, `--kubeconfig=${this.#kubeconfig}`];
  }

  /**
   * One turn, to its end.
   * @param change of the arguments and the environment that out/ gives
   */
  turn(change: { args?: (args: readonly string[]) => readonly string[]; env?: Readonly<Record<string, string>> } = {}): Promise<Turn> {
    const args = [...this.#arguments(change.args?.(this.#args) ?? this.#args), '--once', '--metrics-address=127.0.0.1:0'];
    return new Promise((resolve, reject) => {
      const options = { env: { ...this.#env, ...change.env }, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 };
      execFile(programPath('external-dns'), args, options, (error, stdout, stderr) => {
        const log = `${stdout}${stderr}`;
        if (error !== null && typeof error.code !== 'number') reject(new Error(`ExternalDNS of ${this.region} (${error.message}):\n${log}`));
        else resolve({ code: error === null ? 0 : Number(error.code), log });
      });
    });
  }

  /** Until nothing changes any more. @param look called after each turn. @throws where a turn fails */
  async turns(look: () => void = () => undefined): Promise<void> {
    for (let before = this.#zone(); ;) {
      const { code, log } = await this.turn();
      if (code !== 0) throw new Error(`ExternalDNS of ${this.region} (exit code ${code}):\n${log.slice(-4000)}`);
      look();
      const zone = this.#zone();
      if (zone === before) return;
      before = zone;
    }
  }

  #zone(): string {
    return this.#named.contents().join('\n');
  }

  /** As in the pod, until it is stopped; with another interval, since nobody waits a minute. */
  async serve(interval: string): Promise<{ readonly server: Server; readonly port: number }> {
    const port = await freePort();
    const args = this.#args.map((argument) => (argument.startsWith('--interval=') ? `--interval=${interval}` : argument));
    const server = new Server(programPath('external-dns'), [...this.#arguments(args), `--metrics-address=127.0.0.1:${port}`], this.#env);
    return { server, port };
  }
}

const secret = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: NAMESPACE } });
