import type { ClusterFacts } from '../fleet/region.ts';
import { Cluster, Holdings, kindOf, type Answers, type External, type Index, type Surroundings } from '../k8s/cluster.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Pod } from '../k8s/pod.ts';
import { memo } from '../model/memo.ts';
import type { Rule } from '../rules/rule.ts';
import { Lookup, Question, type Answer, type Part } from './question.ts';
import { Texts, type Mixture } from './texts.ts';

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

interface Fragment extends Part {
  readonly subjects: readonly Subject[];
  /** Which rules they break. */
  readonly verdict: Question;
}

/** What was asked, one question after the other, and what came of it. */
interface Path {
  readonly questions: readonly Question[];
  readonly answers: readonly unknown[];
  readonly value: unknown;
  readonly texts: Mixture;
  /** Whether anything was looked at. */
  readonly looked: boolean;
  /** Whether the questions know who depends on them. */
  known: boolean;
}

/** The paths of so many different answers are remembered. */
const MOST_PATHS = 8;

/** What a rule asks while it runs. */
interface Run {
  readonly asked: Map<Question, unknown>;
  readonly texts: Mixture;
  /** What it looked at last. */
  looked?: object;
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
  #here: readonly Fragment[] = [];
  readonly #subjects = new Map<KubeObject, Subject>();
  /** By kind, the rules that look at its objects. */
  readonly #concerned = new Map<string, readonly Rule<'cluster'>[]>();
  readonly #lookups = new Map<Index<never>, Lookup>();
  readonly #declared = new Map<string, Question>();
  readonly #derived = new Map<string, Map<unknown, Question>>();
  readonly #facts = new Question(() => this.#told(this.#around.facts));
  readonly #versions = new Question(() => this.#told(this.#around.versions));
  readonly #name = new Question(() => ({ value: this.#around.region, texts: [] }));
  /** Of which it depends on the name of the region whether they are to be believed. */
  readonly #doubtful = new Set<Question>();

  /** @param names of all regions */
  constructor(rules: readonly Rule<'cluster'>[], names: readonly string[]) {
    this.#rules = rules;
    this.#texts = new Texts(names);
  }

  /** How many fragments it has seen. */
  get size(): number {
    return this.#every.length;
  }

  /**
   * The rules that a region breaks or may break: its objects, with the name filled in, must tell.
   * @param lists of objects with the placeholder; the same list is the same fragment
   */
  broken(lists: readonly (readonly KubeObject[])[], surroundings: Surroundings): ReadonlySet<Rule<'cluster'>> {
    this.#around = new Holdings([], surroundings);
    this.#region += 1;
    this.#enter(lists.map((list) => memo(this.#fragments, list, () => this.#fragment(list))));
    const broken = new Set<Rule<'cluster'>>();
    for (const { verdict, subjects } of this.#here) {
      for (const rule of verdict.answer() as readonly Rule<'cluster'>[]) broken.add(rule);
      if (!verdict.doubt) continue;
      for (const subject of subjects)
        for (const judge of subject.rules ?? []) if (this.#verdict(subject, judge).doubt === true) broken.add(judge.rule);
    }
    return broken;
  }

  /** To go on to the next region: questions that may have another answer there have to be asked again. */
  #enter(fragments: readonly Fragment[]): void {
    const changed: Fragment[] = [];
    let place = -1;
    let isOrdered = true;
    for (const [i, fragment] of fragments.entries()) {
      if (fragment.region === this.#region - 1) {
        isOrdered &&= fragment.place > place;
        place = fragment.place;
      } else changed.push(fragment);
      fragment.region = this.#region;
      fragment.place = i;
    }
    for (const fragment of this.#here) if (fragment.region !== this.#region) changed.push(fragment);
    this.#here = fragments;
    for (const lookup of this.#lookups.values()) lookup.enter(isOrdered ? changed : this.#every, this.#around.region);
    for (const question of [this.#facts, this.#versions, this.#name, ...this.#declared.values()]) question.refresh();
    for (const question of this.#doubtful) question.spoil();
    this.#doubtful.clear();
  }

  #fragment(list: readonly KubeObject[]): Fragment {
    return memo(this.#alike, list.map((object) => this.#texts.of(object).number).join(), () => {
      const objects = list.map((object) => this.#texts.of(object).value as KubeObject);
      const subjects = objects.map((object) => memo(this.#subjects, object, () => this.#subject(object)));
      const paths: Path[] = [];
      const verdict: Question = new Question((): Answer =>
        this.#known(paths, () => [...new Set(subjects.flatMap((subject) => this.#brokenBy(subject)))], verdict),
      );
      const fragment: Fragment = { objects, subjects, verdict, region: -1, place: 0 };
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

  #brokenBy(subject: Subject): Rule<'cluster'>[] {
    const kind = kindOf(subject.object);
    subject.rules ??= (this.#concerned.get(kind) ?? this.#rules).map((rule) => ({ rule, paths: [] }));
    const broken = subject.rules.filter((judge) => this.#verdict(subject, judge).value !== true).map(({ rule }) => rule);
    // A rule that saw no object of this kind, and asked nothing else, has nothing to say of others.
    memo(this.#concerned, kind, () => (subject.rules ?? []).filter(({ paths }) => paths[0]?.looked !== false).map(({ rule }) => rule));
    return broken;
  }

  #verdict({ view }: Subject, { rule, paths }: Judge): Answer {
    return this.#known(paths, () => holds(rule, view));
  }

  lookup<T>(index: Index<T>, key: string): readonly T[] {
    const lookup = memo(this.#lookups, index, () => new Lookup(index, this.#every, this.#around.region));
    return this.#ask(lookup.question(key, () => lookup.find(key, this.#region))) as readonly T[];
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
      const made: Question = new Question(() => this.#known(paths, work, made));
      return made;
    });
    return this.#ask(question) as T;
  }

  get facts(): ClusterFacts | undefined {
    return this.#ask(this.#facts) as ClusterFacts | undefined;
  }

  get versions(): Surroundings['versions'] {
    return this.#ask(this.#versions) as Surroundings['versions'];
  }

  get region(): string | undefined {
    return this.#ask(this.#name) as string | undefined;
  }

  /** What regions may have alike, as one value. */
  #told(known: object | undefined): Answer {
    return known === undefined ? { value: known, texts: [] } : { value: this.#texts.of(known).value, texts: [known] };
  }

  #look(object: object): void {
    if (this.#run === undefined || this.#run.looked === object) return;
    this.#run.looked = object;
    this.#texts.add(this.#run.texts, [object]);
  }

  #ask(question: Question): unknown {
    const answer = question.answer();
    const run = this.#run;
    if (run !== undefined && !run.asked.has(question)) {
      run.asked.set(question, answer);
      this.#texts.add(run.texts, question.texts);
    }
    return answer;
  }

  /**
   * What was worked out before where all answers were the same, or is now.
   * @param asker who depends on what comes of it; absent: whoever is at work, on every single answer
   */
  #known(paths: Path[], make: () => unknown, asker?: Question): Answer {
    const at = paths.findIndex(isAsBefore);
    if (at === -1) paths.unshift(this.#worked(make));
    else if (at > 0) paths.unshift(...paths.splice(at, 1));
    if (paths.length > MOST_PATHS) paths.pop();
    const path = paths[0] as Path;
    const { questions, value, texts } = path;
    const doubt = this.#texts.mix(texts, this.#around.region) || questions.some((question) => question.doubt);
    if (asker === undefined) {
      if (this.#run !== undefined) {
        for (const question of questions) this.#ask(question);
        this.#texts.add(this.#run.texts, texts);
      }
      return { value, texts, doubt };
    }
    if (!path.known) for (const question of questions) question.askers.add(asker);
    path.known = true;
    if (this.#texts.mayMix(texts)) this.#doubtful.add(asker);
    return { value, texts, doubt };
  }

  #worked(make: () => unknown): Path {
    const before = this.#run;
    const run: Run = (this.#run = { asked: new Map(), texts: { templated: false, naming: new Set() } });
    try {
      const value = make();
      const { asked, texts } = run;
      return {
        questions: [...asked.keys()],
        answers: [...asked.values()],
        value,
        texts,
        looked: run.looked !== undefined || asked.size > 0,
        known: false,
      };
    } finally {
      this.#run = before;
    }
  }
}

/** Whether all is answered as before. What was asked first decides what is asked next: after another answer, nothing else is of interest. */
function isAsBefore({ questions, answers }: Path): boolean {
  for (let i = 0; i < questions.length; i++) if ((questions[i] as Question).answer() !== answers[i]) return false;
  return true;
}

function holds(rule: Rule<'cluster'>, cluster: Cluster): boolean {
  for (const _ of rule.run(cluster)) return false;
  return true;
}
