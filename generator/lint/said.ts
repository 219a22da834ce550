import { objectTitle, type KubeObject } from '../k8s/object.ts';
import { servedKind } from '../k8s/served/types.ts';
import type { Finding } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { blocks } from '../model/severity.ts';
import type { FoundIn, Rule } from '../rules/rule.ts';
import type { Manifest } from '../yaml/manifests.ts';
import { answerTo, WRITTEN, type Waived } from './comments.ts';
import { findingOf } from './finding.ts';
import { isPlaceholder } from './verdict.ts';

type Scope = 'api' | 'object' | 'cluster';

/** What is said of manifests, as another thread can be told. */
export interface Told {
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
  readonly answered: readonly string[];
  readonly isTemplate: boolean;
  /** Minors that refuse it. */
  readonly refusedBy: readonly string[];
}

/** What is said of manifests, one finding after the other. */
export class Said {
  readonly #whole: boolean;
  readonly #minors: readonly string[];
  readonly findings: Finding[] = [];
  /** Those with a value that is still to be filled in. */
  readonly templates = new Set<Manifest>();
  /** Minors that refuse them. */
  readonly refusedBy = new Map<Manifest, Set<string>>();
  readonly waived: Waived[] = [];
  /** Comments that say anything of a finding. */
  readonly answered = new Set<string>();

  /** @param whole whether the objects are all that their cluster has */
  constructor(whole: boolean, minors: readonly string[]) {
    this.#whole = whole;
    this.#minors = minors;
  }

  get isEmpty(): boolean {
    return this.findings.length + this.waived.length + this.templates.size + this.answered.size === 0;
  }

  isForgiven<S extends Scope>(rule: Rule<S>, object: KubeObject, { sketch }: Manifest, found: FoundIn<S>): boolean {
    return rule.forgives?.(found, { sketch, whole: this.#whole, served: servedKind(object) !== undefined }) === true;
  }

  /** @param at minors that it is so in @param of the manifests of other objects */
  say<S extends Scope>(
    rule: Rule<S>,
    object: KubeObject,
    manifest: Manifest,
    found: FoundIn<S>,
    at: readonly string[] = this.#minors,
    of: ReadonlyMap<KubeObject, Manifest> = NONE,
  ): void {
    if (this.isForgiven(rule, object, manifest, found)) return;
    if (rule.readsPlaceholders !== true && isPlaceholder(object, found.path)) {
      this.templates.add(manifest);
      return;
    }
    const related = found.related?.map((other) => ({ ...other, manifest: ('object' in other ? of.get(other.object) : manifest) as Manifest }));
    const finding = findingOf(rule, objectTitle(object), { ...found, manifest, related });
    const { file, line } = finding.place;
    const answer = rule.waivable === false ? undefined : answerTo({ code: rule.code, file, line }, manifest);
    if (answer !== undefined) this.answered.add(answer.note);
    const reason = answer?.reason;
    if (reason !== undefined && reason !== '') {
      this.waived.push({ code: rule.code, file, line, reason });
      return;
    }
    if (blocks(finding)) this.#refuse(manifest, at);
    this.findings.push(reason === '' ? { ...finding, hint: `a waiver needs its reason: ${WRITTEN}` } : finding);
  }

  #refuse(manifest: Manifest, at: readonly string[]): void {
    const all = memo(this.refusedBy, manifest, () => new Set());
    for (const minor of at) all.add(minor);
  }

  /** What was said of one manifest alone. */
  told(): Told {
    const refusedBy = [...this.refusedBy.values()].flatMap((minors) => [...minors]);
    return { findings: this.findings, waived: this.waived, answered: [...this.answered], isTemplate: this.templates.size > 0, refusedBy };
  }

  add(manifest: Manifest, { findings, waived, answered, isTemplate, refusedBy }: Told): void {
    for (const finding of findings) this.findings.push(finding);
    for (const each of waived) this.waived.push(each);
    for (const note of answered) this.answered.add(note);
    if (isTemplate) this.templates.add(manifest);
    if (refusedBy.length > 0) this.#refuse(manifest, refusedBy);
  }
}

const NONE: ReadonlyMap<KubeObject, Manifest> = new Map();
