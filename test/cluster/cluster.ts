// An API server with the CRDs of a fleet, and objects in it, written as Argo CD writes them.
import { ApiServer } from './api-server.ts';
import type { Answer } from './api-server.ts';
import { cachedAt, makeOnceSlowly } from './programs/cache.ts';
import { crds, crdsKey } from './programs/crds.ts';
import { programPath } from './programs/programs.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';

/** Of an object: what the server said to it. */
export interface Verdict {
  readonly accepted: boolean;
  /** The object as it came back, where it was accepted. */
  readonly object: KubeObject;
  /** Why it was refused; else empty. */
  readonly message: string;
  readonly warnings: readonly string[];
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** As Argo CD calls itself (util/argo/managedfields, `argocd-controller`). */
export const MANAGER = 'argocd-controller';

export class Cluster {
  readonly #server: ApiServer;
  readonly #resources = new Map<string, Promise<readonly Resource[]>>();

  private constructor(server: ApiServer) {
    this.#server = server;
  }

  /**
   * @param more definitions of kinds: beside those of the systems that a fleet writes for, or in the place of one of the same name
   * @param flags more of them, for the API server
   */
  static async serve(more: readonly KubeObject[] = [], flags: readonly string[] = []): Promise<Cluster> {
    if (more.length === 0) return Cluster.#with(await seeded(), [], flags);
    const replaced = new Set(more.map(({ metadata }) => metadata.name));
    const others = crds().filter(({ metadata }) => !replaced.has(metadata.name));
    if (others.length === crds().length) return Cluster.#with(await seeded(), more, flags);
    return Cluster.#with(undefined, [...others, ...more], flags);
  }

  static async #with(seed: string | undefined, definitions: readonly KubeObject[], flags: readonly string[]): Promise<Cluster> {
    const server = await ApiServer.serve(flags, seed);
    const cluster = new Cluster(server);
    try {
      await cluster.#install(definitions);
      return cluster;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Leaves in a folder what a cluster with the CRDs of the systems holds, and nothing else. */
  static async seed(folder: string): Promise<void> {
    const cluster = await Cluster.#with(undefined, crds(), []);
    await cluster.#server.keep(folder);
  }

  async #install(definitions: readonly KubeObject[]): Promise<void> {
    await Promise.all(definitions.map(async (definition) => accepted(await this.apply(definition))));
    for (const { metadata } of definitions) await this.#until(metadata.name);
    // Discovery was asked for the definitions alone so far.
    this.#resources.clear();
  }

  /** Waits until objects of a CRD can be written. */
  async #until(name: string): Promise<void> {
    for (let i = 0; i < 300; i++) {
      const { body } = await this.#server.ask('GET', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`);
      const { conditions } = (body['status'] ?? {}) as { conditions?: { type: string; status: string }[] | null };
      if (conditions?.some(({ type, status }) => type === 'Established' && status === 'True') === true) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the API server does not serve the CRD ${name}`);
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }

  startControllers(controllers: readonly string[]): Promise<void> {
    return this.#server.startControllers(controllers);
  }

  start(...started: Parameters<ApiServer['start']>): ReturnType<ApiServer['start']> {
    return this.#server.start(...started);
  }

  /** Path of a kubeconfig of an administrator. */
  kubeconfig(context?: string): string {
    return this.#server.kubeconfig(context);
  }

  kubeconfigOf(namespace: string, name: string): Promise<string> {
    return this.#server.kubeconfigOf(namespace, name);
  }

  /** On loopback. */
  get port(): number {
    return this.#server.port;
  }

  ask(...asked: Parameters<ApiServer['ask']>): Promise<Answer> {
    return this.#server.ask(...asked);
  }

  /** @returns undefined where the server does not know the kind */
  async #resource({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): Promise<Resource | undefined> {
    const at = versionPath(apiVersion);
    let known = this.#resources.get(at);
    if (known === undefined) {
      known = this.#server.ask('GET', at).then(({ body }) => (body['resources'] ?? []) as readonly Resource[]);
      this.#resources.set(at, known);
    }
    return (await known).find((resource) => resource.kind === kind && !resource.name.includes('/'));
  }

  /** Where an object lies; with `collection`, where it is created. */
  async path(object: KubeObject, collection?: 'collection'): Promise<string | undefined> {
    const resource = await this.#resource(object);
    if (resource === undefined) return undefined;
    const { name, namespace = 'default' } = object.metadata;
    const inside = resource.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : '';
    const all = `${versionPath(object.apiVersion)}${inside}/${resource.name}`;
    return collection === undefined ? `${all}/${encodeURIComponent(name)}` : all;
  }

  /** Server-side apply with strict validation, which takes no field that it does not know and none twice. */
  async apply(object: KubeObject, { dryRun = false }: { dryRun?: boolean } = {}): Promise<Verdict> {
    const path = await this.path(object);
    if (path === undefined) return unknown(object);
    const query = `fieldManager=${MANAGER}&force=true&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
    return verdict(object, await this.#server.ask('PATCH', `${path}?${query}`, { body: object, type: 'application/apply-patch+yaml' }));
  }

  async create(object: KubeObject, { dryRun = false, as }: { dryRun?: boolean; as?: string } = {}): Promise<Verdict> {
    const path = await this.path(object, 'collection');
    if (path === undefined) return unknown(object);
    const query = `fieldManager=${MANAGER}&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
    return verdict(object, await this.#server.ask('POST', `${path}?${query}`, { body: object, ...(as === undefined ? {} : { as }) }));
  }

  /** Whatever would hold it: no controller lets a claim go. @throws where it is not there */
  async delete(object: KubeObject): Promise<void> {
    const path = (await this.path(object)) ?? '';
    await this.#server.ask('PATCH', path, { body: { metadata: { finalizers: null } }, type: 'application/merge-patch+json' });
    accepted(verdict(object, await this.#server.ask('DELETE', (await this.path(object)) ?? '')));
  }

  /** @throws where it is not there */
  async get(object: KubeObject): Promise<KubeObject> {
    return accepted(verdict(object, await this.#server.ask('GET', (await this.path(object)) ?? '')));
  }
}

/**
 * What etcd holds once the CRDs of the systems are served: an API server takes longer to take them one by one than to start.
 * @returns a folder; it is made once, of these programs and these CRDs
 */
export async function seeded(): Promise<string> {
  const target = cachedAt('seed', programPath('etcd'), programPath('kube-apiserver'), crdsKey());
  await makeOnceSlowly(target, (into) => Cluster.seed(into));
  return target;
}

const versionPath = (apiVersion: string): string => (apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);

function verdict(object: KubeObject, { code, body, warnings }: Answer): Verdict {
  if (code === 200 || code === 201) return { accepted: true, object: body as unknown as KubeObject, message: '', warnings };
  return { accepted: false, object, message: `${code} ${String(body['message'])}`, warnings };
}

const unknown = (object: KubeObject): Verdict => ({
  accepted: false,
  object,
  message: `the server does not serve ${object.apiVersion} ${object.kind}`,
  warnings: [],
});

/** @throws with what the server said, where it refused */
export function accepted({ accepted, object, message }: Verdict): KubeObject {
  if (!accepted) throw new Error(`${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}: ${message}`);
  return object;
}
