import { byCodeUnit } from '../model/order.ts';
import type { RuleInfo } from '../model/rule.ts';
import { GROUPS } from './groups.ts';
import type { Rule, Runnable } from './rule.ts';

export type AnyRule = RuleInfo | { readonly [S in Runnable]: Rule<S> }[Runnable];

const groups = Object.keys(GROUPS);

/**
 * All rules in the order of the reference. One code may be found in several scopes, by one rule for each.
 * @param folders below `generator/rules/`, and what the `rule.ts` of each exports
 * @throws where a code is not that of its folder, so that no two folders have one code
 */
export function indexed(folders: Readonly<Record<string, AnyRule | readonly AnyRule[]>>): readonly AnyRule[] {
  const rules: AnyRule[] = [];
  for (const [folder, found] of Object.entries(folders)) {
    for (const rule of [found].flat()) {
      const path = `generator/rules/${folder}/rule.ts`;
      if (rule.code !== folder) throw new Error(`${path} has the code ${rule.code}, which is that of the folder generator/rules/${rule.code}`);
      if (!groups.includes(groupOf(rule))) throw new Error(`${path}: say in generator/rules/groups.ts what "${groupOf(rule)}" stands for`);
      rules.push(rule);
    }
  }
  return rules.sort(
    (a, b) => groups.indexOf(groupOf(a)) - groups.indexOf(groupOf(b)) || (a.order ?? Infinity) - (b.order ?? Infinity) || byCodeUnit(a.code, b.code),
  );
}

function groupOf({ code }: RuleInfo): string {
  return code.slice(0, code.indexOf('/'));
}
