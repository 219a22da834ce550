import { isCollection, isMap, parseDocument, visit, type Document, type Pair, type YAMLSeq } from 'yaml';
import { equal, isMap as isData } from '../model/data.ts';
import { placeOf, rangeOf } from './edits/entries.ts';
import { spliced } from './edits/splice.ts';
import { stepped, stepsBetween, type Path, type Step } from './edits/steps.ts';

export { flow } from './edits/written.ts';

/** A change of one value in a file: `value` is put there, `append` becomes the last of the list there; neither: what stands there goes. */
export interface Edit {
  readonly path: Path;
  readonly value?: unknown;
  readonly append?: unknown;
}

/**
 * The text of a file with its values changed: comments, order, quotes and all else stay as they are, also within a map or list that is put where one stands.
 * Where the text is written so that no part can be exchanged by itself, the whole is written anew, with its comments.
 * @param text of a file that could be read, without aliases
 */
export function edited(text: string, edits: readonly Edit[]): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  return mark + edits.reduce(editedOnce, text.slice(mark.length));
}

function editedOnce(text: string, edit: Edit): string {
  return stepsOf(parse(text).toJS(), edit).reduce(walked, text);
}

function stepsOf(data: unknown, { path, value, append }: Edit): readonly Step[] {
  const wanted = stepped(data, { path, value: append === undefined ? value : [append] });
  const there = path.reduce((at, step) => (isData(at) || Array.isArray(at) ? (at as Record<string, unknown>)[step] : undefined), data);
  if (append !== undefined && Array.isArray(there)) return [{ path: [...path, there.length], value: append, isNew: true }];
  // Of items that are equal, the one that is meant goes.
  if (append === undefined && value === undefined) return equal(data, wanted) ? [] : [{ path }];
  return stepsBetween(data, wanted);
}

function walked(text: string, step: Step): string {
  const document = parse(text);
  const wanted = stepped(document.toJS(), step);
  const isWanted = (after: string | undefined): after is string => after !== undefined && equal(dataOf(after), wanted);
  const part = spliced(text, document, step);
  if (isWanted(part)) return part;
  const whole = anew(text, step);
  const after = [text.endsWith('\n') ? whole : whole?.replace(/\r?\n$/, ''), whole].find(isWanted);
  if (after === undefined) throw new Error(`a file cannot be edited at ${step.path.join('.')}`);
  return after;
}

/** Where the source of a part stands is needed, and where dashes and colons are. */
function parse(text: string): Document {
  return parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'error', keepSourceTokens: true, compat: 'yaml-1.1' });
}

function dataOf(text: string): unknown {
  const document = parse(text);
  return document.errors.length > 0 ? undefined : (document.toJS() as unknown);
}

/** The whole text, written by the library; undefined: the path leads nowhere. */
function anew(text: string, { path, value, isNew }: Step): string | undefined {
  const document = parse(text.replaceAll('\r\n', '\n'));
  const place = placeOf(document, path);
  if (place === undefined && path.length > 0) return undefined;
  if (place === undefined) document.contents = document.createNode(value);
  else {
    const { collection, index } = place;
    const entry = isMap(collection) ? document.createPair(path.at(-1), value) : document.createNode(value);
    if (value === undefined) (collection as YAMLSeq).items.splice(index, 1);
    else if (isNew === true || !isMap(collection)) (collection as YAMLSeq).items.splice(index, isNew === true ? 0 : 1, entry);
    else (collection.items[index] as Pair).value = document.createNode(value);
  }
  const whole = document.toString({ lineWidth: 0, flowCollectionPadding: isPadded(text) });
  return text.includes('\r\n') ? whole.replaceAll('\n', '\r\n') : whole;
}

/** Whether more collections on one line have white space within their brackets than not. */
function isPadded(text: string): boolean {
  let balance = 0;
  visit(parse(text), {
    Collection: (_, node) => {
      if (isCollection(node) && node.flow === true && node.items.length > 0)
        balance += /\s/.test(text[rangeOf(node as YAMLSeq)[0] + 1] as string) ? 1 : -1;
    },
  });
  return balance >= 0;
}
