import { parseLabelSelector } from '../k8s/label-selector.ts';
import { selects } from '../k8s/selector.ts';
import { hasMatch, regexpFlaw } from '../model/regexp.ts';
import { quoted } from '../model/quoted.ts';
import { effectiveNamespace, type Id } from './id.ts';
import type { Origin } from './node.ts';
import type { Resource } from './resource.ts';
import { Refused, Unbuilt } from './stop.ts';

/** Which objects a patch or a replacement is for: every field is an expression for the whole of what it is held against. */
export interface Selector {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

/** Expressions of more characters are nobody's names. */
const LONGEST = 1000;

/** A selector that has been read. */
export class Matcher {
  readonly #selector: Selector;

  /** @throws Refused where it is none */
  constructor(selector: Selector, at: Origin) {
    this.#selector = selector;
    for (const key of ['group', 'version', 'kind', 'name', 'namespace'] as const) {
      const pattern = selector[key] ?? '';
      if (pattern.length > LONGEST) throw new Unbuilt(`the expression for ${key} is too long`, at);
      const flaw = regexpFlaw(anchored(pattern));
      if (flaw !== undefined) throw new Refused(`the expression ${quoted(pattern)} for ${key} ${flaw}`, at);
    }
    for (const text of [selector.labelSelector ?? '', selector.annotationSelector ?? ''])
      if (text !== '' && typeof parseLabelSelector(text) === 'string') throw new Unbuilt(`the selector ${quoted(text)} is not understood`, at);
  }

  /** As targets of patches are found: by the name and namespace that the object has, or had first. */
  selects(resource: Resource): boolean {
    const [id, first] = [resource.id(), resource.originalId()];
    return (
      (this.#has('namespace', effectiveNamespace(first)) || this.#has('namespace', effectiveNamespace(id))) &&
      (this.#has('name', first.name) || this.#has('name', id.name)) &&
      this.#ofKind(id) &&
      this.selectsTexts(resource)
    );
  }

  /** As targets of replacements are found. */
  selectsId(id: Id): boolean {
    return this.#ofKind(id) && this.#has('name', id.name) && this.#has('namespace', id.namespace);
  }

  selectsTexts(resource: Resource): boolean {
    const { labelSelector = '', annotationSelector = '' } = this.#selector;
    return has(labelSelector, resource.texts('labels')) && has(annotationSelector, resource.texts('annotations'));
  }

  hasTexts(): boolean {
    return (this.#selector.labelSelector ?? '') !== '' || (this.#selector.annotationSelector ?? '') !== '';
  }

  hasId(): boolean {
    return (['group', 'version', 'kind', 'name', 'namespace'] as const).some((key) => (this.#selector[key] ?? '') !== '');
  }

  #ofKind({ group, version, kind }: Id): boolean {
    return this.#has('group', group) && this.#has('version', version) && this.#has('kind', kind);
  }

  #has(key: 'group' | 'version' | 'kind' | 'name' | 'namespace', value: string): boolean {
    const pattern = this.#selector[key] ?? '';
    // Most are a name alone.
    return pattern === '' || pattern === value || (!/^[\w-]*$/.test(pattern) && hasMatch(anchored(pattern), value));
  }
}

function anchored(pattern: string): string {
  return `^(?:${pattern})$`;
}

function has(selector: string, texts: ReadonlyMap<string, string>): boolean {
  return selector === '' || selects(parseLabelSelector(selector), Object.fromEntries(texts));
}
