import { isMap } from '../../model/data.ts';
import type { By } from '../../model/finding.ts';
import { memo } from '../../model/memo.ts';
import { quoted, shown } from '../../model/quoted.ts';
import { ruleFlaws } from './cel/rules.ts';
import { isDefinition, readDefinition, type Definition } from './definition.ts';
import type { Fault } from './fault.ts';
import { Kinds } from './kinds.ts';
import { definedTwice, invalidDefinition, invalidExpression, noDefinition } from './rules.ts';

/** A document that may define a kind. @template Where what its author knows it by */
export interface Candidate<Where> {
  readonly where: Where;
  readonly data: unknown;
}

/** What is wrong with a document, or with what it defines. */
export type KindFault<Where> = Omit<By<Fault>, 'related'> & {
  readonly where: Where;
  readonly related?: readonly { readonly where: Where; readonly path: string; readonly note: string }[];
};

/** The kinds that documents define, and what is wrong with them. Every document is to be a definition. */
export function readKinds<Where>(documents: Iterable<Candidate<Where>>): { readonly kinds: Kinds; readonly faults: readonly KindFault<Where>[] } {
  const faults: KindFault<Where>[] = [];
  const first = new Map<string, Where>();
  const definitions: Definition[] = [];
  for (const { where, data } of documents) {
    if (!isMap(data) || !isDefinition(data)) {
      faults.push({ ...stranger(data), related: [], rule: noDefinition, where });
      continue;
    }
    const { definition, flaws } = readDefinition(data);
    faults.push(...flaws.map((flaw) => ({ ...flaw, related: [], rule: invalidDefinition, where })));
    if (definition === undefined) continue;
    const name = `${definition.group}/${definition.kind}`;
    const before = memo(first, name, () => where);
    if (before !== where) {
      const note = 'the other definition';
      faults.push({
        rule: definedTwice,
        where,
        path: '/spec/names/kind',
        message: `${name} is defined twice`,
        hint: 'keep one of them',
        related: [{ where: before, path: '/spec/names/kind', note }],
      });
      continue;
    }
    definitions.push(definition);
    for (const { schema, at } of definition.versions)
      for (const flaw of ruleFlaws(schema, `${at}/schema/openAPIV3Schema`)) faults.push({ ...flaw, related: [], rule: invalidExpression, where });
  }
  return { kinds: new Kinds(definitions), faults };
}

function stranger(data: unknown): Fault {
  if (isMap(data) && typeof data['kind'] === 'string')
    return {
      path: '/kind',
      message: `${shown(data['kind'])} is no CustomResourceDefinition of apiextensions.k8s.io`,
      hint: 'remove the document; an object that clusters shall have belongs into config/extra',
    };
  const key = isMap(data) ? Object.keys(data)[0] : undefined;
  return {
    path: '',
    message: `this is no CustomResourceDefinition${key === undefined ? '' : `: it begins with ${quoted(key)}`}`,
    hint: 'config/schemas holds CustomResourceDefinitions as upstream ships them; remove it',
  };
}
