import { isPair, parseAllDocuments, type Document, type Node } from 'yaml';
import type { Finding, Place } from '../model/finding.ts';
import { segments } from '../model/pointer.ts';
import type { RuleInfo } from '../model/rule.ts';
import { wayOut } from '../model/way-out.ts';
import { findSecrets } from '../secrets/find.ts';
import { withExcerpt } from '../secrets/redact.ts';
import { LIMITS } from './limits.ts';
import { emptyFile, encoding, overLimit, secretInConfig, syntax } from './rules.ts';
import { find, sentence, type Source } from './source.ts';
import { Lines, Mask, decode, type InputFile } from './text.ts';
import { spanOf, type Span } from './values.ts';

/** A file of `config/schemas`: what it says, with every document below its number, `/0/spec/group`. */
export interface SchemaFile {
  readonly source: Source;
  /** The documents that say something, by their number. */
  readonly documents: ReadonlyMap<number, unknown>;
  readonly findings: readonly Finding[];
  readonly secrets: readonly string[];
}

/** As deep as schemas of pods are, with room: maps and lists within each other. */
const DEPTH = 200;

/**
 * Read definitions of kinds as their authors publish them: several documents, deeper than a fleet, and with whatever YAML they use. Neither anchors
 * nor keys that stand twice are among it.
 */
export function parseSchemaFile(file: InputFile): SchemaFile {
  const limit = file.limit ?? LIMITS.bytes;
  const decoded = file.bytes.length > limit ? { text: '' } : decode(file.bytes);
  const { text } = decoded;
  const mask = new Mask(text);
  const lines = new Lines(text, mask);
  const place = ({ start, end }: Span): Place => {
    const { line, col } = lines.at(start);
    return { file: file.path, line, col, length: Math.max(1, Math.min(end - start, lines.length(line) - col + 1)) };
  };
  const findings: Finding[] = [];
  const say = (rule: RuleInfo, span: Span, message: string, hint?: string): void =>
    void findings.push({ code: rule.code, severity: rule.severity, message, place: place(span), hint: wayOut(rule, hint) });
  for (const { start, value, kind } of findSecrets(text)) {
    const span = { start, end: start + value.length };
    mask.hide(span, value);
    say(
      secretInConfig,
      span,
      `this looks like ${kind}; its value is not shown`,
      'take it out of Git and give it a new value: it must count as known',
    );
  }
  const roots = new Map<number, Node>();
  const documents = new Map<number, unknown>();
  if (file.bytes.length > limit) {
    say(overLimit, { start: 0, end: 1 }, `the file has more than ${limit} bytes`, 'one definition per file; --max-file-size sets another limit');
  } else if ('problem' in decoded) {
    say(encoding, { start: decoded.offset, end: decoded.offset + 1 }, `the file ${decoded.problem}`);
  } else {
    for (const [i, document] of read(text).entries()) {
      const [error] = [...document.errors, ...document.warnings];
      if (error !== undefined) {
        const start = Math.min(error.pos[0], text.trimEnd().length);
        say(syntax, { start, end: Math.max(error.pos[1], start + 1) }, sentence(error.message));
        break;
      }
      const data = dataOf(document);
      // What separates documents may stand before the first one and after the last one.
      if (data === null) continue;
      const contents = document.contents as Node;
      roots.set(i, contents);
      documents.set(i, data);
      if (data === undefined)
        say(overLimit, { start: spanOf(contents).start, end: spanOf(contents).start + 1 }, 'this is deeper than any schema, or has anchors');
    }
    if (documents.size === 0 && findings.length === 0)
      say(emptyFile, { start: 0, end: 1 }, 'the file holds nothing', 'remove it, or restore its content');
  }
  return {
    documents,
    secrets: mask.values,
    findings: findings.map((finding) => withExcerpt(finding, lines)),
    source: {
      path: file.path,
      data: undefined,
      locate(at, key = false, offset, of) {
        const [document = '0', ...path] = segments(at);
        const root = roots.get(Number(document));
        if (root === undefined) return place({ start: 0, end: 1 });
        return place(find(root, path, key, { text, offset, of }));
      },
      line: (number) => lines.line(number),
      covered: (number) => lines.covered(number),
      written: () => undefined,
    },
  };
}

function read(text: string): Document.Parsed[] {
  return [...parseAllDocuments(text, { version: '1.2', schema: 'core', merge: false, uniqueKeys: true, prettyErrors: false, logLevel: 'error' })];
}

/** Plain data; undefined where it is too deep, or refers to itself. */
function dataOf(document: Document.Parsed): unknown {
  if (!isWithin(document.contents, DEPTH)) return undefined;
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether maps and lists lie no deeper within each other than this. */
function isWithin(node: unknown, depth: number): boolean {
  if (typeof node !== 'object' || node === null || !('items' in node)) return true;
  return depth > 0 && (node.items as readonly unknown[]).every((item) => isWithin(isPair(item) ? item.value : item, depth - 1));
}
