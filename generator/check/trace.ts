import type { ClusterFacts } from '../fleet/fleet.ts';
import { Cluster, Holdings, kindOf } from '../k8s/cluster.ts';
import type { Answers, External, Index, Surroundings } from '../k8s/cluster.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Pod } from '../k8s/pod.ts';
import { REGION_SLOT, fillSlot } from '../k8s/region-slot.ts';
import { memo } from '../model/memo.ts';
import type { WorldRule } from '../rules/cluster-rule.ts';

/** Objects that a component makes together, and what rules said of them in the regions so far. */
interface Fragment {
  readonly objects: readonly KubeObject[];
  readonly kinds: string;
  /** The cluster with these objects to judge. */
  readonly view: Cluster;
  verdicts: readonly Verdict[] | undefined;
}

interface Verdict {
  readonly rule: WorldRule;
  readonly tree: Tree;
}

/** What was asked, one question after the other, and where each answer led. */
interface Tree {
  question?: Question;
  next?: Map<unknown, Tree>;
  end?: End;
}

interface End {
  readonly value: unknown;
  readonly texts: Mixture;
  /** Whether anything was looked at. */
  readonly looked: boolean;
}

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
  readonly #rules: readonly WorldRule[];
  readonly #texts: Texts;
  readonly #all = new Cluster(this);
  #holdings = new Holdings([], { externals: [], whole: true });
  /** Counts the regions. */
  #region = 0;
  #run: Run | undefined;
  readonly #fragments = new WeakMap<readonly KubeObject[], Fragment>();
  readonly #alike = new Map<string, Fragment>();
  /** By the kinds of a fragment, the rules that look at any of them. */
  readonly #concerned = new Map<string, readonly WorldRule[]>();
  readonly #lookups = new Map<Index<never>, Map<string, Question>>();
  readonly #declared = new Map<string, Question>();
  readonly #derived = new Map<string, Map<unknown, Question>>();
  readonly #facts = new Question(() => this.#fact());
  readonly #name = new Question(() => ({ value: this.#holdings.region, texts: [] }));

  /** @param names of all regions */
  constructor(rules: readonly WorldRule[], names: readonly string[]) {
    this.#rules = rules;
    this.#texts = new Texts(names);
  }

  /**
   * The rules that a region breaks or may break: its objects, with the name filled in, must tell.
   * @param lists of objects with the placeholder; the same list is the same fragment
   */
  broken(lists: readonly (readonly KubeObject[])[], surroundings: Surroundings): ReadonlySet<WorldRule> {
    const fragments = lists.map((list) => memo(this.#fragments, list, () => this.#fragment(list)));
    const objects = fragments.map((fragment) => fragment.objects);
    this.#holdings = new Holdings(objects, surroundings);
    this.#region += 1;
    const broken = new Set<WorldRule>();
    for (const fragment of fragments) this.#judge(fragment, broken);
    return broken;
  }

  #fragment(list: readonly KubeObject[]): Fragment {
    const objects = list.map((object) => this.#texts.of(object).value as KubeObject);
    return memo(this.#alike, list.map((object) => this.#texts.of(object).number).join(), () => {
      const own = new Holdings([objects], { externals: [], whole: true });
      const lookup = <T>(index: Index<T>, key: string): readonly T[] => {
        const { values, objects } = own.find(index, key);
        if (values.length > 0) this.#look(objects);
        return values;
      };
      return { objects, kinds: [...new Set(objects.map(kindOf))].join(), view: new Cluster(this, { lookup }), verdicts: undefined };
    });
  }

  #judge(fragment: Fragment, broken: Set<WorldRule>): void {
    const { view, kinds, verdicts } = fragment;
    const all = verdicts ?? (this.#concerned.get(kinds) ?? this.#rules).map((rule): Verdict => ({ rule, tree: {} }));
    for (const { rule, tree } of all) {
      if (broken.has(rule)) continue;
      const { value, doubt } = this.#known(tree, () => holds(rule, view));
      if (value !== true || doubt === true) broken.add(rule);
    }
    if (verdicts !== undefined) return;
    // A rule that saw none of these kinds, and asked nothing else, has nothing to say of others like them.
    const concerned = all.filter(({ tree }) => tree.end?.looked !== false);
    this.#concerned.set(
      kinds,
      concerned.map(({ rule }) => rule),
    );
    fragment.verdicts = concerned.filter(({ tree: { end } }) => end?.value !== true || this.#texts.mayMix(end.texts));
  }

  lookup<T>(index: Index<T>, key: string): readonly T[] {
    const questions = memo(this.#lookups, index, () => new Map<string, Question>());
    const find = (): Answer => {
      const { values, objects } = this.#holdings.find(index, key);
      return { value: values, texts: objects };
    };
    return this.#ask(memo(questions, key, () => new Question(find))) as readonly T[];
  }

  externals(key: string): readonly External[] {
    const find = (): Answer => {
      const declared = this.#holdings.externals(key).map((each) => this.#texts.of(each).value);
      return { value: declared, texts: declared };
    };
    return this.#ask(memo(this.#declared, key, () => new Question(find))) as readonly External[];
  }

  derive<T>(name: string, about: KubeObject | Pod | string, make: (all: Cluster) => T): T {
    const questions = memo(this.#derived, name, () => new Map<unknown, Question>());
    const question = memo(questions, about, () => {
      const tree: Tree = {};
      const work = (): T => {
        if (typeof about !== 'string') this.#look(['owner' in about ? (about as Pod).owner : about]);
        return make(this.#all);
      };
      return new Question(() => this.#known(tree, work));
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
    const { facts } = this.#holdings;
    return facts === undefined ? { value: facts, texts: [] } : { value: this.#texts.of(facts).value, texts: [facts] };
  }

  #look(objects: readonly object[]): void {
    if (this.#run === undefined) return;
    this.#run.looked = true;
    this.#texts.add(this.#run.texts, objects);
  }

  #ask(question: Question): unknown {
    const answer = question.answer(this.#region);
    if (this.#run !== undefined && !this.#run.asked.has(question)) {
      this.#run.asked.set(question, answer);
      this.#texts.add(this.#run.texts, question.texts);
    }
    return answer;
  }

  /** What was worked out before where all answers were the same, or is now. */
  #known(root: Tree, make: () => unknown): Answer {
    let tree = root;
    let doubt = false;
    while (tree.question !== undefined) {
      const next = tree.next?.get(tree.question.answer(this.#region));
      if (next === undefined) break;
      doubt ||= tree.question.doubt;
      tree = next;
    }
    const { end } = tree;
    if (end !== undefined) return { value: end.value, texts: end.texts, doubt: doubt || this.#texts.mix(end.texts, this.#holdings.region) };
    this.#record(root, make);
    return this.#known(root, make);
  }

  #record(root: Tree, make: () => unknown): void {
    const before = this.#run;
    const run: Run = { asked: new Map(), texts: { slotted: false, naming: new Set() }, looked: false };
    this.#run = run;
    try {
      const value = make();
      let tree = root;
      for (const [question, answer] of run.asked) {
        tree.question = question;
        tree = memo((tree.next ??= new Map<unknown, Tree>()), answer, () => ({}));
      }
      tree.end = { value, texts: run.texts, looked: run.looked || run.asked.size > 0 };
    } finally {
      this.#run = before;
    }
  }
}

function holds(rule: WorldRule, cluster: Cluster): boolean {
  for (const _ of rule.run(cluster)) return false;
  return true;
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
