import { indexed, joined, type Found, type Index } from '../k8s/cluster.ts';
import type { KubeObject } from '../k8s/object.ts';
import { REGION_PLACEHOLDER, fillPlaceholder } from '../k8s/region-placeholder.ts';
import { memo } from '../model/memo.ts';
import type { Mixture } from './texts.ts';

/** Objects that a component makes together, and where they are. */
export interface Part {
  readonly objects: readonly KubeObject[];
  /** The last region that it was in, and its place there. */
  region: number;
  place: number;
}

/** What an index holds of all fragments there are, whatever region they are in. */
export class Lookup {
  readonly #questions = new Map<string, Question>();
  /** Those whose keys hold the placeholder. */
  readonly #named: Question[] = [];
  readonly #index: Index<unknown>;
  readonly #keys = new Map<string, Held[]>();
  /** Keys that hold the placeholder. */
  readonly #templated = new Set<string>();
  #name = REGION_PLACEHOLDER;
  /** The same, by what they are in this region. */
  #filled: ReadonlyMap<string, readonly string[]> = new Map();

  constructor(index: Index<unknown>, fragments: readonly Part[], name: string | undefined) {
    this.#index = index;
    for (const fragment of fragments) this.add(fragment);
    this.#fill(name);
  }

  add(fragment: Part): void {
    const { found, templated } = indexed(fragment.objects, this.#index);
    for (const [key, here] of found) memo(this.#keys, key, () => []).push({ fragment, found: here });
    for (const key of templated) this.#templated.add(key);
  }

  /** To go on to the next region. @param changed fragments that it has and the one before has not, or the other way round */
  enter(changed: readonly Part[], name: string | undefined): void {
    const keys = new Set(this.#filled.keys());
    this.#fill(name);
    for (const key of this.#filled.keys()) keys.add(key);
    for (const { objects } of changed) for (const key of indexed(objects, this.#index).found.keys()) keys.add(key);
    for (const key of keys) this.#questions.get(key)?.refresh();
    for (const question of this.#named) question.refresh();
  }

  question(key: string, find: () => Answer): Question {
    return memo(this.#questions, key, () => {
      const question = new Question(find);
      if (key.includes(REGION_PLACEHOLDER)) this.#named.push(question);
      return question;
    });
  }

  #fill(name = REGION_PLACEHOLDER): void {
    this.#name = name;
    const filled = new Map<string, string[]>();
    for (const key of this.#templated) memo(filled, fillPlaceholder(key, name), () => []).push(key);
    this.#filled = filled;
  }

  /** What a region holds under a key, as the cluster will see it. */
  find(key: string, region: number): Answer {
    const filled = key.includes(REGION_PLACEHOLDER) ? fillPlaceholder(key, this.#name) : key;
    const all = [filled, ...(this.#filled.get(filled) ?? [])].flatMap((each) => this.#keys.get(each) ?? []);
    const here = all.filter(({ fragment }) => fragment.region === region).sort((a, b) => a.fragment.place - b.fragment.place);
    const { values, objects } = joined(here.map(({ found }) => found));
    return { value: values, texts: objects };
  }
}

/** What a fragment holds under a key. */
interface Held {
  readonly fragment: Part;
  readonly found: Found<unknown>;
}

export interface Answer {
  readonly value: unknown;
  /** What it is made of. */
  readonly texts: readonly object[] | Mixture;
  /** Whether the name of this region stands both literally and as the placeholder in what it was worked out of. */
  readonly doubt?: boolean;
}

/** Something to be asked about each region. Equal answers are one, so that whoever asked need not ask why. */
export class Question {
  readonly #find: () => Answer;
  readonly #before: unknown[] = [];
  /** Who has to ask again when the answer may be another. */
  readonly askers = new Set<Question>();
  #isSpoilt = true;
  #value: unknown;
  texts: Answer['texts'] = [];
  doubt = false;

  constructor(find: () => Answer) {
    this.#find = find;
  }

  answer(): unknown {
    if (!this.#isSpoilt) return this.#value;
    const { value, texts, doubt } = this.#find();
    this.#value = this.#one(value);
    this.texts = texts;
    this.doubt = doubt === true;
    this.#isSpoilt = false;
    return this.#value;
  }

  /** To ask again at once, so that nobody else has to where the answer is the same. */
  refresh(): void {
    if (this.#isSpoilt) return;
    const before = this.#value;
    this.#isSpoilt = true;
    if (this.answer() !== before) for (const asker of this.askers) asker.spoil();
  }

  spoil(): void {
    if (this.#isSpoilt) return;
    this.#isSpoilt = true;
    for (const asker of this.askers) asker.spoil();
  }

  #one(value: unknown): unknown {
    if (value === this.#value || !Array.isArray(value)) return value;
    const known = this.#before.find((each) => isSame(each as readonly unknown[], value));
    if (known === undefined) this.#before.push(value);
    return known ?? value;
  }
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
