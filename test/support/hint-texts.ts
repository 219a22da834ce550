import { readFileSync } from 'node:fs';
import fastGlob from 'fast-glob';
import ts from 'typescript';

/** A hint as it stands in the source of a rule, and what it matches when it is said. */
export interface HintText {
  readonly text: string;
  readonly said: RegExp;
}

/** The texts of hints in the sources of rules; `…` is what is put in when one is said. */
export function hintTexts(): HintText[] {
  const found = new Map<string, HintText>();
  for (const file of fastGlob.sync('generator/rules/*/*/*.ts').sort()) {
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === 'hint')
        for (const parts of textsIn(node.initializer)) found.set(parts.join('…'), { text: parts.join('…'), said: matching(parts) });
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
  }
  return [...found.values()];
}

/** Texts that an expression may have, each as what stands before, between and behind what is put in. */
function textsIn(node: ts.Expression): string[][] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [[node.text]];
  if (ts.isTemplateExpression(node)) return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]];
  if (ts.isConditionalExpression(node)) return [...textsIn(node.whenTrue), ...textsIn(node.whenFalse)];
  return ts.isParenthesizedExpression(node) ? textsIn(node.expression) : [];
}

function matching(parts: readonly string[]): RegExp {
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's');
}
