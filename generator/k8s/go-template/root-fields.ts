import { tokensOf, type Token } from './tokens.ts';

/** A field of what a template is given, such as `.user`, and where it stands. */
export interface RootField {
  readonly name: string;
  readonly at: number;
}

/** The dot is another one inside of these, or the template is called from elsewhere. */
const REBINDING = new Set(['range', 'with', 'define', 'block', 'template']);
/** What comes behind is not always looked at. */
const LAZY = new Set(['and', 'or']);

/** The fields that are asked for whenever the template is filled in; none where that cannot be said. */
export function rootFields(text: string): readonly RootField[] {
  if (!text.includes('{{')) return [];
  try {
    return alwaysAsked(tokensOf(text));
  } catch {
    // It is no template: another rule's to say.
    return [];
  }
}

function alwaysAsked(tokens: readonly Token[]): RootField[] {
  if (tokens.some(({ kind, text }) => kind === 'word' && REBINDING.has(text))) return [];
  const found: RootField[] = [];
  let depth = 0;
  for (const action of actions(tokens)) {
    const word = action.find(({ kind }) => kind !== 'space')?.text;
    if (word === 'end') depth -= 1;
    else if (depth === 0 && !action.some(({ kind, text }) => kind === 'word' && LAZY.has(text))) found.push(...fieldsIn(action));
    if (word === 'if') depth += 1;
  }
  return found;
}

function* actions(tokens: readonly Token[]): Iterable<readonly Token[]> {
  let action: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'open') action = [];
    else if (token.kind === 'close') yield action;
    else action.push(token);
  }
}

function fieldsIn(action: readonly Token[]): RootField[] {
  return action.flatMap(({ kind, text, start }, i) => {
    const before = action[i - 1];
    const isRoot =
      before === undefined ||
      before.kind === 'space' ||
      (before.kind === 'sign' && before.text !== ')') ||
      (before.kind === 'variable' && before.text === '$');
    return kind === 'field' && isRoot ? [{ name: text.slice(1), at: start }] : [];
  });
}
