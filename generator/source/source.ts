import { LineCounter, isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';
import type { Code } from '../model/codes.ts';
import type { Finding, Place } from '../model/finding.ts';
import { CODES } from '../model/codes.ts';
import { segments } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import { Lines, decode } from './text.ts';
import type { InputFile } from './text.ts';

/** One YAML file: its data, and where each value of it stands. */
export interface Source {
  readonly path: string;
  readonly data: unknown;
  /** The place of a value, or of its key; of the nearest enclosing value when there is none at the pointer. */
  locate(at: Pointer, key?: boolean): Place;
  /** A source line, for excerpts. */
  line(number: number): string;
  /** The text of a scalar as it was written, or undefined. */
  written(at: Pointer): string | undefined;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Read one YAML file. Data holds null-prototype objects, arrays, strings, numbers, booleans and null; anchors, aliases,
 * tags, merge keys, non-string keys, duplicate keys and second documents are findings.
 */
export function parseSource(file: InputFile): { source: Source; findings: Finding[] } {
  const decoded = decode(file.bytes);
  const text = decoded.text;
  const lines = new Lines(text);
  const findings: Finding[] = [];
  const place = ({ start, end }: Span): Place => {
    const { line, col } = lines.at(start);
    const rest = lines.line(line).length - col + 1;
    return { file: file.path, line, col, length: Math.max(1, Math.min(end - start, rest)) };
  };
  const report = (code: Code, span: Span, message: string, hint?: string): void => {
    const at = place(span);
    findings.push({
      code,
      severity: CODES[code].severity,
      message,
      place: at,
      excerpt: lines.line(at.line),
      ...(hint === undefined ? {} : { hint }),
    });
  };
  const empty: Source = {
    path: file.path,
    data: undefined,
    locate: () => place({ start: 0, end: 1 }),
    line: (n) => lines.line(n),
    written: () => undefined,
  };

  if ('problem' in decoded) {
    report(
      'yaml/encoding',
      { start: decoded.offset, end: decoded.offset + 1 },
      `the file ${decoded.problem}`,
      'save the file as UTF-8, without control or private-use characters',
    );
    return { source: empty, findings };
  }

  const counter = new LineCounter();
  const parsed = parseAllDocuments(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    strict: true,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: counter,
  });
  const documents = Array.isArray(parsed) ? (parsed as Document.Parsed[]) : [];
  const document = documents[0];
  if (document === undefined || (document.contents === null && document.errors.length === 0)) {
    report('yaml/empty', { start: 0, end: 1 }, 'the file holds nothing', 'restore its content; nothing is ever deleted by leaving it out');
    return { source: empty, findings };
  }
  if (documents.length > 1) {
    const start = documents[1]?.range[0] ?? 0;
    report('yaml/multiple-documents', { start, end: start + 1 }, `the file holds ${documents.length} documents`, 'keep one document per file');
  }
  for (const problem of [...document.errors, ...document.warnings]) {
    // What is missing at the end of the file is shown where its text ends, not on an empty line after it.
    const start = Math.min(problem.pos[0], text.trimEnd().length);
    const end = Math.max(problem.pos[1], start + 1);
    const tag = problem.code === 'TAG_RESOLVE_FAILED';
    report(tag ? 'yaml/unsupported' : 'yaml/syntax', { start, end }, tag ? 'tags are not part of the fleet format' : sentence(problem.message));
  }
  if (findings.length > 0) return { source: empty, findings };
  if (document.directives.yaml.explicit === true || /^%/m.test(text.slice(0, document.range[0]))) {
    report('yaml/unsupported', { start: 0, end: 1 }, 'directives are not part of the fleet format', 'remove the line that begins with %');
  }
  const data = toData(document.contents, report);
  const source: Source = {
    path: file.path,
    data,
    locate: (at, key = false) => place(find(document.contents as Node, segments(at), key)),
    line: (n) => lines.line(n),
    written: (at) => {
      const node = descend(document.contents as Node, segments(at)).node;
      return isScalar(node) ? node.source : undefined;
    },
  };
  return { source, findings };
}

/** yaml's messages end with positions we print ourselves. */
export function sentence(message: string): string {
  const first = message.split('\n')[0] as string;
  return first.charAt(0).toLowerCase() + first.slice(1);
}

type Reporter = (code: Code, span: Span, message: string, hint?: string) => void;

function span(node: Node): Span {
  const [start, end] = node.range ?? [0, 1, 1];
  return { start, end };
}

function toData(node: Node | null, report: Reporter): unknown {
  if (node === null) return null;
  if (isAlias(node)) {
    report(
      'yaml/unsupported',
      span(node),
      'aliases are not part of the fleet format',
      'write the value out; share values through agentDefaults, tiers or components',
    );
    return null;
  }
  if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined) {
    report(
      'yaml/unsupported',
      span(node),
      'anchors are not part of the fleet format',
      'write the value out; share values through agentDefaults, tiers or components',
    );
  }
  if (node.tag !== undefined && !/^tag:yaml\.org,2002:(map|seq|str|int|float|bool|null)$/.test(node.tag)) {
    report('yaml/unsupported', span(node), 'tags are not part of the fleet format', 'remove the tag');
  }
  if (isMap(node)) return mapToData(node, report);
  if (isSeq(node)) return node.items.map((item) => toData(item as Node | null, report));
  if (isScalar(node)) return typeof node.value === 'bigint' ? Number(node.value) : node.value;
  return null;
}

function mapToData(map: YAMLMap, report: Reporter): Record<string, unknown> {
  const data = Object.create(null) as Record<string, unknown>;
  const seen = new Set<string>();
  for (const item of map.items) {
    if (!isPair(item)) continue;
    const key = item.key as Node;
    if (!isScalar(key) || typeof key.value !== 'string') {
      report('yaml/unsupported', key === null ? span(map) : span(key), 'keys must be text', 'put the key in quotes');
      continue;
    }
    if (key.value === '<<' || FORBIDDEN_KEYS.has(key.value)) {
      report('yaml/unsupported', span(key), `the key "${key.value}" is not part of the fleet format`);
      continue;
    }
    if (key.anchor !== undefined) report('yaml/unsupported', span(key), 'anchors are not part of the fleet format');
    if (seen.has(key.value)) {
      report('yaml/duplicate-key', span(key), `the key "${key.value}" stands twice in this map`, 'merge the two entries or remove one');
      continue;
    }
    seen.add(key.value);
    data[key.value] = toData(item.value as Node | null, report);
  }
  return data;
}

/** Follow a pointer as far as it goes; `key` is the key node of the last step. */
function descend(root: Node, path: readonly string[]): { node: Node; key?: Node; complete: boolean } {
  let node: Node = root;
  let key: Node | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (pair === undefined) return { node, ...(key === undefined ? {} : { key }), complete: false };
      key = pair.key as Node;
      if (pair.value === null) return { node: key, key, complete: true };
      node = pair.value as Node;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined;
      if (item === undefined) return { node, ...(key === undefined ? {} : { key }), complete: false };
      node = item;
      key = undefined; // an item is pointed at itself, not at the key of its list
    } else return { node, ...(key === undefined ? {} : { key }), complete: false };
  }
  return { node, ...(key === undefined ? {} : { key }), complete: true };
}

/** The place of a value within a document, as offsets; of the nearest enclosing value when there is none. */
export function find(root: Node, path: readonly string[], wantKey: boolean): Span {
  const { node, key, complete } = descend(root, path);
  // A map or list is pointed at by its key: underlining all of it would help nobody.
  if (key !== undefined && (wantKey || !complete || isMap(node) || isSeq(node))) return span(key);
  if (isMap(node) || isSeq(node)) {
    const { start } = span(node);
    return { start, end: start + 1 };
  }
  return span(node);
}
