import { readFileSync } from 'node:fs';
import fastGlob from 'fast-glob';
import ts from 'typescript';

/** A text of the program with words in it; what is put in when it runs is `${}`. */
export interface Sentence {
  readonly place: string;
  readonly text: string;
}

/** Texts with more than one word, as they stand in the sources: messages, hints, help, prose of rules. */
export function sentences(): Sentence[] {
  const files = fastGlob.sync('generator/**/*.ts', { ignore: ['generator/**/*.d.ts'] }).sort();
  return files.flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
    const found: Sentence[] = [];
    const visit = (node: ts.Node): void => {
      const text = textOf(node);
      if (text !== undefined && /\w \S/.test(text)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        found.push({ place: `${file}:${line + 1}`, text });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.head.text + node.templateSpans.map(({ literal }) => `\${}${literal.text}`).join('') : undefined;
}
