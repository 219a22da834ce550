import { idKey, titleOf, type Id } from './id.ts';
import type { Resource } from './resource.ts';
import { Refused } from './stop.ts';
import type { Work } from './work.ts';

/** The objects of a kustomization, in order, no two with one id. */
export class Resources {
  /** What is left of what the build may take. */
  readonly work: Work;
  #list: Resource[] = [];
  #keys: Set<string> | undefined = new Set();

  constructor(work: Work) {
    this.work = work;
  }

  all(): readonly Resource[] {
    return this.#list;
  }

  /** @throws Refused where one with its id is there */
  add(resource: Resource): void {
    const id = resource.id();
    const keys = (this.#keys ??= new Set(this.#list.map((each) => idKey(each.id()))));
    if (keys.has(idKey(id)))
      throw new Refused(`${titleOf(id)} is there twice`, resource.root.at, 'take one of the two out, or give it another name or namespace');
    this.#list.push(resource);
    keys.add(idKey(id));
  }

  addAll(resources: readonly Resource[]): void {
    for (const each of resources) this.add(each);
  }

  /** Ids are others than they were. */
  changed(): void {
    this.#keys = undefined;
  }

  /** What a patch deleted is no longer there. */
  dropGone(): void {
    this.#list = this.#list.filter(({ isGone }) => !isGone);
    this.changed();
  }

  /** The same, and ids may be others. @throws Refused where two have one */
  settle(): void {
    const list = this.#list.filter(({ isGone }) => !isGone);
    this.#list = [];
    this.#keys = new Set();
    this.addAll(list);
  }

  replace(old: Resource, now: Resource): void {
    this.#list = this.#list.map((each) => (each === old ? now : each));
    this.changed();
  }

  withAnyId(matches: (id: Id) => boolean): Resource[] {
    return this.#list.filter((each) => !each.isGone && each.anyId(matches));
  }
}
