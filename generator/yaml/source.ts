import { Composer, isMap, isScalar, isSeq, YAMLSeq, type Document, type Node, type YAMLError } from 'yaml';
import { byPlace, type Finding, type Place } from '../model/finding.ts';
import { segments, type Pointer } from '../model/pointer.ts';
import { shown } from '../model/quoted.ts';
import { findSecrets } from '../secrets/find.ts';
import { withExcerpt } from '../secrets/redact.ts';
import { wayOut } from '../model/way-out.ts';
import { LIMITS } from './limits.ts';
import { emptyFile, encoding, overLimit, multipleDocuments, secretInConfig, syntax } from './rules.ts';
import { Lines, Mask, decode, type Decoded, type InputFile } from './text.ts';
import { readPlain } from './plain.ts';
import { scan } from './tokens.ts';
import { spanOf, toData, writtenAs, type Reader, type Span } from './values.ts';
import { isBegun, within } from './within.ts';

/** One YAML file: its data, and where each value of it stands. */
export interface Source {
  readonly path: string;
  readonly data: unknown;
  /**
   * The place of a value, or of its key; of the nearest enclosing value when there is none at the pointer.
   * @param offset of a character in the text that stands there
   */
  /** @param offset of a character of the text there @param of that text, where it may be another than what is written */
  locate(at: Pointer, key?: boolean, offset?: number, of?: string): Place;
  /** A source line, for excerpts. */
  line(number: number): string;
  /** What of a line may be a secret. */
  covered(number: number): string[];
  /** The text of a scalar as it was written, or undefined. */
  written(at: Pointer): string | undefined;
}

/** What a file says. */
export interface Parsed {
  readonly source: Source;
  readonly findings: readonly Finding[];
  readonly secrets: readonly string[];
  /** How many tokens it has at most. */
  readonly tokens: number;
}

/** How many tokens a file may have. @param limit bytes that it may have */
export function tokensIn(limit: number = LIMITS.bytes): number {
  return Math.ceil((LIMITS.tokens * Math.max(limit, LIMITS.bytes)) / LIMITS.bytes);
}

/** What a file may hold besides what every file may. */
export interface Form {
  /** Whether it may hold several documents: its data is the list of them then. */
  readonly many?: boolean;
  /** See {@link Reader}. */
  readonly keys?: ReadonlySet<string>;
}

const NO_KEYS: ReadonlySet<string> = new Set();

/**
 * Read one YAML file: bytes, then tokens, then structure, then values. The first of these that finds something ends the reading.
 */
export function parseSource(file: InputFile, { many = false, keys = NO_KEYS }: Form = {}): Parsed {
  const limit = file.limit ?? LIMITS.bytes;
  const tooLarge = file.bytes.length > limit;
  const decoded: Decoded = tooLarge ? { text: '' } : decode(file.bytes);
  const { text } = decoded;
  const mask = new Mask(text);
  const lines = new Lines(text, mask);
  const findings: Finding[] = [];
  const place = ({ start, end }: Span): Place => {
    const { line, col } = lines.at(start);
    const rest = lines.length(line) - col + 1;
    return { file: file.path, line, col, length: Math.max(1, Math.min(end - start, rest)) };
  };
  const report: Reader['report'] = (rule, span, message, hint, at, fix) => {
    if (findings.length >= LIMITS.findings) return;
    findings.push({
      code: rule.code,
      severity: rule.severity,
      message,
      place: place(span),
      ...(at === undefined || at === '' ? {} : { pointer: at }),
      hint: wayOut(rule, hint),
      ...(fix === undefined || at === undefined ? {} : { fix: { at, edit: fix } }),
    });
  };
  const told = new Set<number>();
  const secret: Reader['secret'] = (span, kind, value, at) => {
    mask.hide(span, value);
    const { line } = lines.at(span.start);
    if (told.has(line)) return;
    told.add(line);
    report(secretInConfig, span, `this looks like ${kind}; its value is not shown`, SECRET_HINT, at);
  };
  let size = 0;
  const done = (source: Source): Parsed => ({
    source,
    // Lines are shown once all that must be hidden is known.
    findings: findings.sort(byPlace).map((finding) => withExcerpt(finding, lines)),
    secrets: mask.values,
    tokens: size,
  });
  const empty: Source = {
    path: file.path,
    data: undefined,
    locate: () => place({ start: 0, end: 1 }),
    line: (n) => lines.line(n),
    covered: (n) => lines.covered(n),
    written: () => undefined,
  };

  for (const { start, value, kind } of findSecrets(text)) secret({ start, end: start + value.length }, kind, value, '');
  if (tooLarge) {
    const hint = 'split it over config/agents and config/regions, one file each; --max-file-size sets another limit';
    report(overLimit, { start: 0, end: 1 }, `the file has more than ${limit} bytes`, hint);
    return done(empty);
  }
  if ('problem' in decoded) {
    const span = { start: decoded.offset, end: decoded.offset + 1 };
    report(encoding, span, `the file ${decoded.problem}`, 'save the file as UTF-8, without characters that cannot be seen');
    return done(empty);
  }
  const structure = (): Node | undefined => {
    const { tokens, refusals, count } = scan(text, tokensIn(limit));
    size = count;
    for (const { rule, start, end, message, hint } of refusals) report(rule, { start, end }, message, hint);
    if (refusals.length > 0) return undefined;

    const composed = [
      ...new Composer({ version: '1.2', schema: 'core', merge: false, uniqueKeys: false, strict: true, prettyErrors: false }).compose(tokens),
    ];
    const isEmpty = ({ errors, contents }: (typeof composed)[number]): boolean => errors.length === 0 && isNothing(contents);
    // A file of several objects may begin or end with a separator.
    const documents = many ? composed.filter((each) => !isEmpty(each)) : composed;
    const document = documents[0];
    if (document === undefined || isEmpty(document)) {
      report(emptyFile, { start: 0, end: 1 }, 'the file holds nothing', 'restore its content; nothing is ever deleted by leaving it out');
      return undefined;
    }
    if (documents.length > 1 && !many) {
      const start = (documents[1] as Document.Parsed).range[0];
      report(multipleDocuments, { start, end: start + 1 }, `the file holds ${documents.length} documents`, 'keep one document per file');
    }
    const problems = documents.slice(0, many ? undefined : 1).flatMap(({ errors, warnings }) => [...errors, ...warnings]);
    const conflict = documents.every(({ errors }) => errors.length === 0) ? undefined : conflictIn(text);
    if (conflict !== undefined) {
      report(syntax, conflict, 'a merge conflict is not resolved here', 'keep what is right of both sides, and remove the lines of the markers');
      return undefined;
    }
    for (const problem of withoutEchoes(problems)) {
      // What is missing at the end of the file is shown where its text ends, not on an empty line after it.
      const start = Math.min(problem.pos[0], text.trimEnd().length);
      report(syntax, { start, end: Math.max(problem.pos[1], start + 1) }, sentence(problem.message));
    }
    if (findings.some(({ code }) => code !== secretInConfig.code)) return undefined;
    return many ? listOf(documents.map((each) => each.contents as Node)) : (document.contents as Node);
  };
  const plain = many ? undefined : readPlain(text, tokensIn(limit));
  if (plain !== undefined) size = plain.count;
  const contents = plain?.contents ?? structure();
  if (contents === undefined) return done(empty);
  const data = toData(contents, { report, secret, keys });
  return done({
    path: file.path,
    data,
    locate: (at, key = false, offset, of) => place(find(contents, segments(at), key, { text, offset, of })),
    line: (n) => lines.line(n),
    covered: (n) => lines.covered(n),
    written: (at) => {
      const node = descend(contents, segments(at)).node;
      return isScalar(node) ? node.source : undefined;
    },
  });
}

/** Documents as one list, so that a pointer into it begins with the number of the document. */
function listOf(documents: readonly Node[]): Node {
  const list = new YAMLSeq<Node>();
  list.items = [...documents];
  list.range = [...((documents[0] as Node).range as [number, number, number])];
  return list;
}

/** A line by which Git marks where a merge stopped. */
const MARKER = /^(?:<{7}|>{7})(?= |\r?$)/m;

function conflictIn(text: string): Span | undefined {
  const found = MARKER.exec(text);
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length };
}

/** Behind a tab that indents nothing is read as it was meant: what is said of that is not told. */
function withoutEchoes(problems: readonly YAMLError[]): readonly YAMLError[] {
  const tab = problems.find(({ code }) => code === 'TAB_AS_INDENT');
  return tab === undefined ? problems : problems.filter(({ code, pos }) => code === 'TAB_AS_INDENT' || pos[0] < tab.pos[0]);
}

/** `---` alone, or a comment: not even a written null. */
function isNothing(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === '');
}

const SECRET_HINT =
  'take it out of Git and give it a new value: it must count as known; pap-fleet preflight lists the Secrets that an agent gets instead';

/** yaml's messages end with positions we print ourselves, and with what stands in the file, be it a secret. */
export function sentence(message: string): string {
  const first = shown((message.split('\n')[0] as string).replace(/: .*/, ''));
  return first.charAt(0).toLowerCase() + first.slice(1);
}

/** Follow a pointer as far as it goes; `key` is the key node of the last step. */
function descend(root: Node, path: readonly string[]): { node: Node; key: Node | undefined; complete: boolean } {
  let node: Node = root;
  let key: Node | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (pair === undefined) return { node, key, complete: false };
      key = pair.key as Node;
      if (pair.value === null) return { node: key, key, complete: true };
      node = pair.value as Node;
    } else {
      const item = isSeq(node) ? (node.items[Number(step)] as Node | undefined) : undefined;
      if (item === undefined) return { node, key, complete: false };
      node = item;
      key = undefined; // an item is pointed at itself, not at the key of its list
    }
  }
  return { node, key, complete: true };
}

/** A character of a value, and the text of the file. */
interface Character {
  readonly text: string;
  readonly offset: number | undefined;
  readonly of: string | undefined;
}

/** The place of a value within a document, as offsets; of the nearest enclosing value when there is none. */
export function find(root: Node, path: readonly string[], wantKey: boolean, character?: Character): Span {
  const { node, key, complete } = descend(root, path);
  if (character?.offset !== undefined && complete && isScalar(node) && isBegun(String(node.value), character.offset, character.of))
    return within(character.text, writtenAs(node), character.offset);
  // A map or list is pointed at by its key: underlining all of it would help nobody.
  if (key !== undefined && (wantKey || !complete || isMap(node) || isSeq(node))) return spanOf(key);
  if (isMap(node) || isSeq(node)) {
    const { start } = spanOf(node);
    return { start, end: start + 1 };
  }
  return spanOf(node);
}
