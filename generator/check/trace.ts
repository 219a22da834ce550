import type { ClusterFacts } from '../fleet/fleet.ts';
import { Cluster, Holdings, indexed, joined, kindOf } from '../k8s/cluster.ts';
import type { Answers, External, Found, Index, Surroundings } from '../k8s/cluster.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Pod } from '../k8s/pod.ts';
import { REGION_SLOT, fillSlot } from '../k8s/region-slot.ts';
import { memo } from '../model/memo.ts';
import type { Rule } from '../rules/rule.ts';

/** An object, and what rules said of it in the regions so far. */
interface Subject {
  readonly object: KubeObject;
  /** The cluster with this object to judge. */
  readonly view: Cluster;
  rules: readonly Judge[] | undefined;
}

interface Judge {
  readonly rule: Rule<'cluster'>;
  readonly paths: Path[];
}

/** Objects that a component makes together, and what all rules said of them. */
interface Fragment {
  readonly objects: readonly KubeObject[];
  readonly subjects: readonly Subject[];
  readonly paths: Path[];
  /** The last region that it was in, and its place there. */
  region: number;
  place: number;
}

/** What was asked, one question after the other, and what came of it. */
interface Path {
  readonly questions: readonly Question[];
  readonly answers: readonly unknown[];
  readonly value: unknown;
  readonly texts: Mixture;
  /** Whether anything was looked at. */
  readonly looked: boolean;
}

/** The paths of so many different answers are remembered. */
const MOST_PATHS = 8;

/** What a rule asks while it runs. */
interface Run {
  readonly asked: Map<Question, unknown>;
  readonly texts: Mixture;
  looked: boolean;
}

/**
 * What regions share is judged once. A rule judges a fragment and asks about the rest of the cluster; what it asked and was
 * answered is written down. Where every answer is the same again, so is what the rule finds, whatever else the cluster
 * holds and whatever the region is called. docs/adr/0068-sharing-is-a-memo.md
 */
export class Trace implements Answers {
  readonly whole = true;
  readonly #rules: readonly Rule<'cluster'>[];
  readonly #texts: Texts;
  /** The cluster with all objects to judge. */
  readonly #cluster = new Cluster(this);
  /** What the region at hand has besides objects. */
  #around = new Holdings([], { externals: [], whole: true });
  /** Counts the regions. */
  #region = 0;
  #run: Run | undefined;
  readonly #fragments = new WeakMap<readonly KubeObject[], Fragment>();
  readonly #alike = new Map<string, Fragment>();
  readonly #every: Fragment[] = [];
  readonly #subjects = new Map<KubeObject, Subject>();
  /** By kind, the rules that look at its objects. */
  readonly #concerned = new Map<string, readonly Rule<'cluster'>[]>();
  readonly #lookups = new Map<Index<never>, Lookup>();
  readonly #declared = new Map<string, Question>();
  readonly #derived = new Map<string, Map<unknown, Question>>();
  readonly #facts = new Question(() => this.#fact());
  readonly #name = new Question(() => ({ value: this.#around.region, texts: [] }));

  /** @param names of all regions */
  constructor(rules: readonly Rule<'cluster'>[], names: readonly string[]) {
    this.#rules = rules;
    this.#texts = new Texts(names);
  }

  /**
   * The rules that a region breaks or may break: its objects, with the name filled in, must tell.
   * @param lists of objects with the placeholder; the same list is the same fragment
   */
  broken(lists: readonly (readonly KubeObject[])[], surroundings: Surroundings): ReadonlySet<Rule<'cluster'>> {
    this.#around = new Holdings([], surroundings);
    this.#region += 1;
    const fragments = lists.map((list, place) => {
      const fragment = memo(this.#fragments, list, () => this.#fragment(list));
      fragment.region = this.#region;
      fragment.place = place;
      return fragment;
    });
    const broken = new Set<Rule<'cluster'>>();
    for (const fragment of fragments) this.#judge(fragment, broken);
    return broken;
  }

  #fragment(list: readonly KubeObject[]): Fragment {
    return memo(this.#alike, list.map((object) => this.#texts.of(object).number).join(), () => {
      const objects = list.map((object) => this.#texts.of(object).value as KubeObject);
      const subjects = objects.map((object) => memo(this.#subjects, object, () => this.#subject(object)));
      const fragment: Fragment = { objects, subjects, paths: [], region: 0, place: 0 };
      for (const each of this.#lookups.values()) each.add(fragment);
      this.#every.push(fragment);
      return fragment;
    });
  }

  #subject(object: KubeObject): Subject {
    const lookup = <T>(index: Index<T>, key: string): readonly T[] => {
      const values: T[] = [];
      for (const [own, value] of index(object)) if (own === key) values.push(value);
      if (values.length > 0) this.#look(object);
      return values;
    };
    return { object, view: new Cluster(this, { lookup }), rules: undefined };
  }

  #judge({ subjects, paths }: Fragment, broken: Set<Rule<'cluster'>>): void {
    const { value, doubt } = this.#known(paths, () => [...new Set(subjects.flatMap((subject) => this.#brokenBy(subject)))]);
    for (const rule of value as readonly Rule<'cluster'>[]) broken.add(rule);
    if (doubt !== true) return;
    for (const subject of subjects) for (const judge of subject.rules ?? []) if (this.#verdict(subject, judge).doubt === true) broken.add(judge.rule);
  }

  #brokenBy(subject: Subject): Rule<'cluster'>[] {
    const kind = kindOf(subject.object);
    subject.rules ??= (this.#concerned.get(kind) ?? this.#rules).map((rule) => ({ rule, paths: [] }));
    const broken = subject.rules.filter((judge) => this.#verdict(subject, judge).value !== true).map(({ rule }) => rule);
    // A rule that saw no object of this kind, and asked nothing else, has nothing to say of others.
    memo(this.#concerned, kind, () => (subject.rules ?? []).filter(({ paths }) => paths[0]?.looked !== false).map(({ rule }) => rule));
    return broken;
  }

  #verdict({ view }: Subject, { rule, paths }: Judge): Answer {
    return this.#known(paths, () => holds(rule, view), true);
  }

  lookup<T>(index: Index<T>, key: string): readonly T[] {
    const lookup = memo(this.#lookups, index, () => new Lookup(index, this.#every));
    const question = memo(lookup.questions, key, () => new Question(() => lookup.find(key, this.#region, this.#around.region)));
    return this.#ask(question) as readonly T[];
  }

  externals(key: string): readonly External[] {
    const find = (): Answer => {
      const declared = this.#around.externals(key).map((each) => this.#texts.of(each).value);
      return { value: declared, texts: declared };
    };
    return this.#ask(memo(this.#declared, key, () => new Question(find))) as readonly External[];
  }

  derive<T>(name: string, about: KubeObject | Pod | string, make: (all: Cluster) => T): T {
    const questions = memo(this.#derived, name, () => new Map<unknown, Question>());
    const question = memo(questions, about, () => {
      const paths: Path[] = [];
      const work = (): T => {
        if (typeof about !== 'string') this.#look('owner' in about ? (about as Pod).owner : about);
        return make(this.#cluster);
      };
      return new Question(() => this.#known(paths, work));
    });
    return this.#ask(question) as T;
  }

  get facts(): ClusterFacts | undefined {
    return this.#ask(this.#facts) as ClusterFacts | undefined;
  }

  get region(): string | undefined {
    return this.#ask(this.#name) as string | undefined;
  }

  #fact(): Answer {
    const { facts } = this.#around;
    return facts === undefined ? { value: facts, texts: [] } : { value: this.#texts.of(facts).value, texts: [facts] };
  }

  #look(object: object): void {
    if (this.#run === undefined) return;
    this.#run.looked = true;
    this.#texts.add(this.#run.texts, [object]);
  }

  #ask(question: Question): unknown {
    const answer = question.answer(this.#region);
    const run = this.#run;
    if (run !== undefined && !run.asked.has(question)) {
      run.asked.set(question, answer);
      this.#texts.add(run.texts, question.texts);
    }
    return answer;
  }

  /**
   * What was worked out before where all answers were the same, or is now.
   * @param aloud whether whoever is at work depends on every single answer, and not on what comes of them
   */
  #known(paths: Path[], make: () => unknown, aloud = false): Answer {
    const at = paths.findIndex((path) => this.#isSame(path));
    if (at === -1) paths.unshift(this.#worked(make));
    else if (at > 0) paths.unshift(...paths.splice(at, 1));
    if (paths.length > MOST_PATHS) paths.pop();
    const { questions, value, texts } = paths[0] as Path;
    if (aloud && this.#run !== undefined) {
      for (const question of questions) this.#ask(question);
      this.#texts.add(this.#run.texts, texts);
    }
    return { value, texts, doubt: this.#texts.mix(texts, this.#around.region) || questions.some(({ doubt }) => doubt) };
  }

  /** Whether all is answered as before. What was asked first decides what is asked next: after another answer, nothing else is of interest. */
  #isSame({ questions, answers }: Path): boolean {
    for (let i = 0; i < questions.length; i++) if ((questions[i] as Question).answer(this.#region) !== answers[i]) return false;
    return true;
  }

  #worked(make: () => unknown): Path {
    const before = this.#run;
    const run: Run = (this.#run = { asked: new Map(), texts: { slotted: false, naming: new Set() }, looked: false });
    try {
      const value = make();
      const { asked, texts } = run;
      return { questions: [...asked.keys()], answers: [...asked.values()], value, texts, looked: run.looked || asked.size > 0 };
    } finally {
      this.#run = before;
    }
  }
}

function holds(rule: Rule<'cluster'>, cluster: Cluster): boolean {
  for (const _ of rule.run(cluster)) return false;
  return true;
}

/** What an index holds of all fragments there are, whatever region they are in. */
class Lookup {
  readonly questions = new Map<string, Question>();
  readonly #index: Index<unknown>;
  readonly #keys = new Map<string, Held[]>();
  /** Keys that hold the placeholder. */
  readonly #slotted = new Set<string>();
  #filled = { region: 0, keys: new Map<string, string[]>() };

  constructor(index: Index<unknown>, fragments: readonly Fragment[]) {
    this.#index = index;
    for (const fragment of fragments) this.add(fragment);
  }

  add(fragment: Fragment): void {
    const { found, slotted } = indexed(fragment.objects, this.#index);
    for (const [key, here] of found) memo(this.#keys, key, () => []).push({ fragment, found: here });
    for (const key of slotted) this.#slotted.add(key);
  }

  /** What a region holds under a key, as the cluster will see it. */
  find(key: string, region: number, name = REGION_SLOT): Answer {
    const filled = key.includes(REGION_SLOT) ? fillSlot(key, name) : key;
    const here: Held[] = [];
    const collect = (each: string): void => {
      for (const held of this.#keys.get(each) ?? []) if (held.fragment.region === region) here.push(held);
    };
    collect(filled);
    for (const each of this.#alike(region, name).get(filled) ?? []) collect(each);
    const { values, objects } = joined(here.sort((a, b) => a.fragment.place - b.fragment.place).map(({ found }) => found));
    return { value: values, texts: objects };
  }

  /** The keys with the placeholder, by what they are in a region. */
  #alike(region: number, name: string): ReadonlyMap<string, readonly string[]> {
    if (this.#filled.region !== region) {
      const keys = new Map<string, string[]>();
      for (const each of this.#slotted) memo(keys, fillSlot(each, name), () => []).push(each);
      this.#filled = { region, keys };
    }
    return this.#filled.keys;
  }
}

/** What a fragment holds under a key. */
interface Held {
  readonly fragment: Fragment;
  readonly found: Found<unknown>;
}

interface Answer {
  readonly value: unknown;
  /** What it is made of. */
  readonly texts: readonly object[] | Mixture;
  /** Whether the name of this region stands both literally and as the placeholder in what it was worked out of. */
  readonly doubt?: boolean;
}

/** Something to be asked about each region. Equal answers are one, so that whoever asked need not ask why. */
class Question {
  readonly #find: () => Answer;
  readonly #before: unknown[] = [];
  #region = 0;
  #value: unknown;
  texts: Answer['texts'] = [];
  doubt = false;

  constructor(find: () => Answer) {
    this.#find = find;
  }

  answer(region: number): unknown {
    if (this.#region === region) return this.#value;
    const { value, texts, doubt } = this.#find();
    this.#value = this.#one(value);
    this.texts = texts;
    this.doubt = doubt === true;
    this.#region = region;
    return this.#value;
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

/** Texts that a rule saw together. */
interface Mixture {
  /** Whether any holds the placeholder. */
  slotted: boolean;
  /** Those in which the name of any region stands. */
  readonly naming: Set<string>;
}

interface Text {
  /** The first of all values with this text. */
  readonly value: object;
  readonly number: number;
  readonly slotted: boolean;
  readonly naming: string | undefined;
}

/**
 * The texts of objects: equal ones are one. A rule that sees the placeholder beside the name of the region itself may take
 * two names for different that the cluster will see as the same.
 */
class Texts {
  readonly #texts = new WeakMap<object, Text>();
  readonly #alike = new Map<string, Text>();
  readonly #names: RegExp;
  /** Whether a name can begin within a name. */
  readonly #overlapping: boolean;

  constructor(names: readonly string[]) {
    this.#names = new RegExp(names.map((name) => name.replace(/[^a-z0-9]/gi, '\\$&')).join('|'));
    this.#overlapping = names.some((name) => [...name].some((_, i) => i > 0 && name.startsWith(name.slice(i))));
  }

  of(value: object): Text {
    return memo(this.#texts, value, () => {
      const text = JSON.stringify(value);
      return memo(this.#alike, text, () => {
        const slotted = text.includes(REGION_SLOT);
        const naming = this.#names.test(text) || (slotted && this.#overlapping) ? text : undefined;
        return { value, number: this.#alike.size, slotted, naming };
      });
    });
  }

  add(mixture: Mixture, texts: Answer['texts']): void {
    if ('slotted' in texts) {
      mixture.slotted ||= texts.slotted;
      for (const text of texts.naming) mixture.naming.add(text);
      return;
    }
    for (const each of texts) {
      const { slotted, naming } = this.of(each);
      mixture.slotted ||= slotted;
      if (naming !== undefined) mixture.naming.add(naming);
    }
  }

  mayMix({ slotted, naming }: Mixture): boolean {
    return slotted && naming.size > 0;
  }

  /** Whether the name of a region stands in any of the texts where none of them has the placeholder. */
  mix(mixture: Mixture, region: string | undefined): boolean {
    if (region === undefined || !this.mayMix(mixture)) return false;
    return [...mixture.naming].some((text) => countOf(region, fillSlot(text, region)) > countOf(REGION_SLOT, text));
  }
}

function countOf(part: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}
