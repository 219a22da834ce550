// A region's cluster in which cert-manager is at work, with the Secrets that an operator makes of out/secrets.md.
import { X509Certificate } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { kubectl } from '../support/kubectl.ts';
import type { Named } from '../system/servers/named.ts';
import { must, run } from '../system/servers/run.ts';
import type { Ran } from '../system/servers/run.ts';
import type { Server } from '../system/servers/server.ts';
import { Cluster, accepted } from './cluster.ts';
import { inOrder, namespace } from './delivered.ts';
import { chartRights } from './programs/chart.ts';

const AGENTS = 'agents';
/** Where cert-manager runs, and looks for the Secrets of ClusterIssuers. */
export const HOME = 'cert-manager';
const GROUP = 'cert-manager.io/v1';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** An object of cert-manager's, as far as these tests read it. */
export interface Conditioned extends KubeObject {
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly revision?: number;
    readonly renewalTime?: string;
    readonly acme?: { readonly uri?: string };
  };
}

/** Of a Secret with a certificate. */
export interface Certified {
  readonly leaf: X509Certificate;
  /** `tls.crt`: the certificate, and those between it and the authority. */
  readonly chain: string;
  readonly key: string;
  /** `ca.crt`, where there is one. */
  readonly ca: string;
}

export class CertifiedRegion {
  readonly cluster: Cluster;
  readonly region: string;
  readonly #named: Named;
  #certManager: Server | undefined;

  private constructor(cluster: Cluster, named: Named, region: string) {
    this.cluster = cluster;
    this.region = region;
    this.#named = named;
  }

  /** @param resolver port of the DNS server by which cert-manager looks for its challenges @throws with the log of what does not start */
  static async serve(named: Named, region: string, resolver: number): Promise<CertifiedRegion> {
    const made = new CertifiedRegion(await Cluster.serve(), named, region);
    try {
      await made.#start(resolver);
      return made;
    } catch (error) {
      await made.stop();
      throw error;
    }
  }

  async #start(resolver: number): Promise<void> {
    const account: KubeObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'cert-manager', namespace: HOME } };
    for (const object of [namespace(HOME), account, ...chartRights(HOME)]) accepted(await this.cluster.apply(object));
    await this.deliver('cluster');
    this.#certManager = this.cluster.start('cert-manager', [
      `--kubeconfig=${await this.cluster.kubeconfigOf(HOME, 'cert-manager')}`,
      `--cluster-resource-namespace=${HOME}`,
      // The name servers that the zone names are not to be had here, so the resolver alone is asked.
      `--dns01-recursive-nameservers=127.0.0.1:${resolver}`,
      '--dns01-recursive-nameservers-only',
      '--dns01-check-retry-period=1s',
    ]);
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
  }

  /** What Argo CD applies of a component now. */
  async delivered(component: string): Promise<KubeObject[]> {
    return inOrder((await this.#named.objects(this.region, component)) as unknown as KubeObject[]);
  }

  async deliver(component: string): Promise<KubeObject[]> {
    const objects = await this.delivered(component);
    for (const object of objects) accepted(await this.cluster.apply(object));
    return objects;
  }

  /**
   * A Secret, made and delivered by the commands of secrets.md, with a real kubectl.
   * @param tsigKey the key that the name server knows already, in the place of a new one
   */
  makeSecret(name: string, tsigKey?: string): void {
    const folder = `secrets/${this.region}/${name}`;
    if (tsigKey !== undefined) this.#named.write(`${folder}/${tsigKey}.key`, this.#named.read(`keys/${tsigKey}.key`));
    const commands = this.#named.secretCommands(name, { delivery: true }).filter((line) => tsigKey === undefined || !line.startsWith('tsig-keygen '));
    const { code, out } = this.shell(commands.join('\n'), folder);
    if (code !== 0) throw new Error(`the commands of secrets.md for ${name}: ${out}`);
  }

  /** Commands of an operator, whose context is called as the region. */
  shell(commands: string, folder: string): Ran {
    mkdirSync(this.#named.path(folder), { recursive: true });
    const script = `kubectl() { command ${kubectl()} "$@"; }\n${commands}`;
    const env = { REGION: this.region, KUBECONFIG: this.cluster.kubeconfig(this.region) };
    return run('bash', ['--norc', '-euc', script], { cwd: this.#named.path(folder), env });
  }

  async list(kind: string, inside = AGENTS): Promise<Conditioned[]> {
    const group = kind === 'orders' || kind === 'challenges' ? `acme.${GROUP}` : GROUP;
    const { body } = await this.cluster.ask('GET', `/apis/${group}${inside === '' ? '' : `/namespaces/${inside}`}/${kind}`);
    return body['items'] as Conditioned[];
  }

  async get(kind: 'Certificate' | 'ClusterIssuer' | 'Issuer', name: string, inside = AGENTS): Promise<Conditioned> {
    return this.cluster.get({ apiVersion: GROUP, kind, metadata: { name, namespace: inside } });
  }

  async secret(name: string, inside = AGENTS): Promise<Certified> {
    const { body } = await this.cluster.ask('GET', `/api/v1/namespaces/${inside}/secrets/${name}`);
    const read = (key: string): string => Buffer.from((body['data'] as Record<string, string>)[key] ?? '', 'base64').toString();
    const chain = read('tls.crt');
    return { leaf: new X509Certificate(chain), chain, key: read('tls.key'), ca: read('ca.crt') };
  }

  /**
   * As `cmctl renew` does it (cmctl, pkg/renew/renew.go), and waits until a new certificate is there. With DNS-01 that takes more than a
   * minute: once cert-manager sees its challenge, it waits until nobody can have an older answer (pkg/issuer/acme/dns/dns.go, Check).
   */
  async renew(name: string): Promise<void> {
    const certificate = await this.get('Certificate', name);
    const { revision = 0, conditions = [] } = certificate.status ?? {};
    const issuing = {
      type: 'Issuing',
      status: 'True',
      reason: 'ManuallyTriggered',
      message: 'Certificate re-issuance manually triggered',
      lastTransitionTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    };
    const body = { ...certificate, status: { ...certificate.status, conditions: [...conditions, issuing] } };
    const { code, body: answer } = await this.cluster.ask('PUT', `${await this.cluster.path(certificate)}/status`, { body });
    if (code !== 200) throw new Error(`the condition Issuing of ${name}: ${JSON.stringify(answer)}`);
    await this.until(`${name} is renewed`, async () => {
      const { status = {} } = await this.get('Certificate', name);
      const renewed = (status.revision ?? 0) > revision && status.conditions?.every(({ type }) => type !== 'Issuing') === true;
      return renewed && isReady({ status }) ? undefined : told({ status });
    });
  }

  /** Waits until objects are Ready. */
  async ready(...objects: readonly KubeObject[]): Promise<void> {
    for (const object of objects) {
      await this.until(`${object.kind} ${object.metadata.name} is Ready`, async () => {
        const live = (await this.cluster.get(object)) as Conditioned;
        return isReady(live) ? undefined : told(live);
      });
    }
  }

  /** What cert-manager does, it does in its time. @param look what is missing yet @throws with that, and the end of cert-manager's log */
  async until(what: string, look: () => Promise<string | undefined>, seconds = 150): Promise<void> {
    let missing = await look();
    for (let i = 0; i < seconds * 5 && missing !== undefined && this.#certManager?.ended !== true; i++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      missing = await look();
    }
    if (missing === undefined) return;
    const ended = this.#certManager?.ended === true ? 'cert-manager has ended' : `not within ${seconds} s`;
    throw new Error(`${what}: ${ended}; ${missing}\nlog of cert-manager:\n${(this.#certManager?.log ?? '').slice(-4000)}`);
  }

  /** Whether OpenSSL takes a certificate for one of a client, by one authority. */
  verifies(authority: string, { chain }: Certified): boolean {
    const [ca, leaf] = [this.#named.write('authority.pem', authority), this.#named.write('leaf.pem', chain)];
    return run('openssl', ['verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', ca, leaf]).code === 0;
  }

  /** For which of these hosts OpenSSL takes a chain. */
  hostsOf(root: string, { chain }: Certified, hosts: readonly string[]): string[] {
    const [ca, leaf] = [this.#named.write('root.pem', root), this.#named.write('leaf.pem', chain)];
    return hosts.filter((host) => run('openssl', ['verify', '-CAfile', ca, '-untrusted', leaf, '-verify_hostname', host, leaf]).code === 0);
  }

  /** Whether a private key is that of the certificate. */
  matches({ leaf, key }: Certified): boolean {
    const path = this.#named.write('key.pem', key);
    return must('openssl', ['pkey', '-in', path, '-pubout']) === leaf.publicKey.export({ type: 'spki', format: 'pem' }).toString().trim();
  }
}

const isReady = ({ status }: Pick<Conditioned, 'status'>): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;

const told = ({ status }: Pick<Conditioned, 'status'>): string =>
  (status?.conditions ?? []).map(({ type, status: value, reason, message }) => `${type} ${value} (${reason}): ${message}`).join('; ') ||
  'no condition';
