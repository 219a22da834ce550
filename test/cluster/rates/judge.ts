// What a real API server says to objects, remembered: it says the same to the same object each time, and one answer takes it some milliseconds.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { cachedAt } from '../programs/cache.ts';
import { crds } from '../programs/crds.ts';
import { programPath } from '../programs/programs.ts';
import { Cluster } from '../cluster.ts';

/** Empty where it accepts. */
export type Words = string;

/** Kinds that are asked and not kept, or that only a kubelet writes: no manifest holds them. */
export const NEVER_APPLIED = /Review$|^(Binding|Eviction|TokenRequest|PodProxyOptions|Scale|Status|Event|ComponentStatus|CertificateSigningRequest)$/;

/**
 * What an offline program cannot know, and who asks it: admission plugins that look for other objects. With them off the server says of an
 * object what it says where those are there. Before: namespaces, service accounts, priority classes, runtime classes.
 */
export const OFFLINE =
  'NamespaceLifecycle,ServiceAccount,Priority,RuntimeClass,StorageObjectInUseProtection,DefaultStorageClass,TaintNodesByCondition,CertificateSubjectRestriction';

/** Answers that depend on what is in the cluster, or on how the question is put. */
export const UNDECIDABLE: readonly (readonly [words: RegExp, why: string])[] = [
  [
    /provided (IP|port) is (already allocated|not in the valid range)|failed to allocate|is not in the valid range/,
    'addresses and node ports of the cluster',
  ],
  [/^404 .* not found$/, 'another object is missing'],
  [/status\.storedVersions/, 'a definition that the server has in another version'],
  [/failed to lookup namespace/, 'the namespace is missing'],
  [/cannot change roleRef/, 'the object is there already'],
  [/IPv[46] is not configured on this cluster/, 'whether the cluster has IPv6'],
  [/admin access to devices requires the .* label on the containing namespace/, 'labels of the namespace'],
  [/must not be specified when serviceAccountName is not set/, 'the admission plugin ServiceAccount, which is off here, fills in the name'],
  [/^409 /, 'the object is there already, in another version'],
  [/field is immutable|may not be (changed|modified)|cannot be (changed|modified)|updates to .* are forbidden/, 'the object is there already'],
  [/^405 |metadata\.(resourceVersion|managedFields)|uid mismatch|Precondition failed/, 'an object that a cluster printed'],
];

export class Judge {
  readonly #known = new Map<string, Words>();
  readonly #definitions: readonly KubeObject[];
  readonly #afresh: boolean;
  readonly #at: string;
  readonly #file: string;
  #cluster: Cluster | undefined;
  asked = 0;

  /**
   * @param definitions of kinds that the server is to know
   * @param afresh whether nothing is remembered of earlier answers
   */
  constructor(definitions: readonly KubeObject[], { afresh = false }: { readonly afresh?: boolean } = {}) {
    this.#afresh = afresh;
    this.#definitions = definitions;
    this.#at = cachedAt('answers', programPath('kube-apiserver'), OFFLINE, JSON.stringify([...crds(), ...definitions]));
    this.#file = `${this.#at}.answers.jsonl`;
    if (afresh || !existsSync(this.#file)) return;
    for (const line of readFileSync(this.#file, 'utf8').split('\n')) {
      if (!line.endsWith(']')) continue;
      const [key, words] = JSON.parse(line) as [string, Words];
      this.#known.set(key, words);
    }
  }

  /** @returns undefined where the server was not asked yet */
  remembered(object: KubeObject): Words | undefined {
    return this.#known.get(keyOf(object));
  }

  /** Of all of them, in their order. */
  async words(objects: readonly KubeObject[]): Promise<Words[]> {
    const keys = objects.map(keyOf);
    const queue = objects.map((object, i) => [keys[i] as string, object] as const).filter(([key]) => !this.#known.has(key));
    if (queue.length > 0) await this.#ask(queue);
    return keys.map((key) => this.#known.get(key) as Words);
  }

  async #ask(queue: (readonly [string, KubeObject])[]): Promise<void> {
    this.#cluster ??= await Cluster.serve(this.#definitions, [`--disable-admission-plugins=${OFFLINE}`]);
    mkdirSync(dirname(this.#file), { recursive: true });
    const cluster = this.#cluster;
    const worker = async (): Promise<void> => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const [key, object] = next;
        const { generateName, name } = object.metadata as { generateName?: unknown; name?: unknown };
        const own = typeof generateName === 'string' && name === undefined;
        const verdict =
          own || typeof name !== 'string' ? await cluster.create(object, { dryRun: true }) : await cluster.apply(object, { dryRun: true });
        const words = verdict.accepted ? '' : verdict.message.slice(0, 600);
        this.#known.set(key, words);
        if (!this.#afresh) appendFileSync(this.#file, `${JSON.stringify([key, words])}\n`);
        if (++this.asked % 1000 === 0) process.stderr.write(`${this.asked} asked, ${queue.length} to go\n`);
      }
    };
    await Promise.all([1, 2, 3, 4, 5, 6].map(worker));
  }

  /** What the server itself says about the fields of its kinds. */
  async openApi(): Promise<Readonly<Record<string, unknown>>[]> {
    const file = `${this.#at}.openapi.json`;
    if (!this.#afresh && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>[];
    this.#cluster ??= await Cluster.serve(this.#definitions, [`--disable-admission-plugins=${OFFLINE}`]);
    const { body } = await this.#cluster.ask('GET', '/openapi/v3');
    const paths = Object.entries(body['paths'] as Record<string, { serverRelativeURL: string }>).filter(([path]) =>
      /^(api|apis\/[^/]+)\/v\w+$/.test(path),
    );
    const made = await Promise.all(
      paths.map(async ([, { serverRelativeURL }]) => (await (this.#cluster as Cluster).ask('GET', serverRelativeURL)).body),
    );
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(made));
    return made;
  }

  async stop(): Promise<void> {
    await this.#cluster?.stop();
  }
}

function keyOf(object: KubeObject): string {
  return createHash('sha256').update(JSON.stringify(object)).digest('base64').slice(0, 24);
}
