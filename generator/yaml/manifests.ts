import { isMap, isPair, isScalar, isSeq, parseAllDocuments, visit, type Document, type Node } from 'yaml';
import { isMap as isRecord } from '../model/data.ts';
import type { Finding, Place } from '../model/finding.ts';
import { segments, type Pointer } from '../model/pointer.ts';
import type { RuleInfo } from '../model/rule.ts';
import { wayOut } from '../model/way-out.ts';
import { inSight } from '../model/quoted.ts';
import { findSecrets } from '../secrets/find.ts';
import { withExcerpt } from '../secrets/redact.ts';
import { encoding, syntax } from './rules.ts';
import { find, sentence } from './source.ts';
import { behindOption, type Span } from './values.ts';
import { Lines, Mask, decode, type InputFile } from './text.ts';

/** One Kubernetes object as somebody wrote it down, and where each value of it stands. */
export interface Manifest {
  readonly data: Readonly<Record<string, unknown>>;
  /** Shown for illustration: what goes without saying may be left out. */
  readonly sketch: boolean;
  locate(at: Pointer, key?: boolean): Place;
  line(number: number): string;
  covered(number: number): string[];
}

/**
 * Read manifests that other people wrote: many documents, anchors and merge keys are theirs to use, and what is no
 * Kubernetes object is passed over. A List is taken apart.
 * @param file YAML, JSON, or Markdown whose fenced YAML is read
 */
export function parseManifests(file: InputFile): { manifests: Manifest[]; findings: Finding[]; secrets: readonly string[] } {
  const decoded = decode(file.bytes);
  const { text } = decoded;
  const mask = new Mask(text);
  const lines = new Lines(text, mask);
  for (const { start, value } of findSecrets(text)) mask.hide({ start, end: start + value.length }, value);
  const place = ({ start, end }: Span): Place => {
    const { line, col } = lines.at(start);
    return { file: file.path, line, col, length: Math.max(1, Math.min(end - start, lines.line(line).length - col + 1)) };
  };
  const finding = (rule: RuleInfo, span: Span, message: string): Finding => {
    const at = place(span);
    return withExcerpt({ code: rule.code, severity: rule.severity, message: inSight(message), hint: wayOut(rule, undefined), place: at }, lines);
  };
  if ('problem' in decoded && !isMarkdown(file.path)) {
    const start = decoded.offset;
    return { manifests: [], findings: [finding(encoding, { start, end: start + 1 }, `the file ${decoded.problem}`)], secrets: mask.values };
  }
  const manifests: Manifest[] = [];
  const findings: Finding[] = [];
  for (const part of isMarkdown(file.path) ? fences(text) : [text]) {
    for (const document of documents(part)) {
      hideSecrets(document, text, mask);
      const [error] = document.errors;
      if (error !== undefined) {
        // A fence may hold a fragment or a template; what says that it is an object is held to it.
        const body = part.trim();
        if (isMarkdown(file.path) && (!/^apiVersion:/m.test(body) || /\{\{|^\s*\.{3}/m.test(body))) continue;
        // What is missing at the end is shown where the text ends, not on an empty line after it.
        const start = Math.min(error.pos[0], part.trimEnd().length);
        findings.push(finding(syntax, { start, end: error.pos[1] }, sentence(error.message)));
        continue;
      }
      const objects = objectsIn(document);
      if (objects === undefined) {
        if (!isMarkdown(file.path)) findings.push(finding(syntax, { start: 0, end: 1 }, 'an alias stands for nothing, or for too much'));
        continue;
      }
      for (const { data, path } of objects) {
        manifests.push({
          data,
          sketch: isMarkdown(file.path),
          locate: (at, key = false) => place(find(document.contents as Node, [...path, ...segments(at)], key)),
          line: (number) => lines.line(number),
          covered: (number) => lines.covered(number),
        });
      }
    }
  }
  return { manifests, findings, secrets: mask.values };
}

/** Values of secrets, as far as they look like such or stand where only such stand. */
function hideSecrets(document: Document.Parsed, text: string, mask: Mask): void {
  const isSecret = isMap(document.contents) && (document.contents.get('kind') as unknown) === 'Secret';
  visit(document, {
    Scalar: (key, scalar, path) => {
      const { value, range, type } = scalar;
      if (key === 'key' || typeof value !== 'string' || !range) return;
      const above = path.flatMap((node) => (isPair(node) && isScalar(node.key) ? [String(node.key.value)] : []));
      const list = path.at(-1);
      const keys = isSeq(list) && typeof key === 'number' ? behindOption(list.items[key - 1], scalar, above) : above;
      // The header of a block says nothing.
      const start = type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED' ? text.indexOf('\n', range[0]) + 1 : range[0];
      const end = range[1];
      // A short one may be a word, which others may say.
      if (isSecret && (keys[0] === 'data' || keys[0] === 'stringData')) mask.hide({ start, end }, value.length < 16 ? '' : value);
      else for (const { value: found } of findSecrets(value, keys)) mask.hide({ start, end }, found);
    },
  });
}

function isMarkdown(path: string): boolean {
  return /\.(md|mdx|markdown)$/i.test(path);
}

/** Each fenced YAML block, at its own offset: what stands before it is blanked, so that positions stay those of the file. */
function fences(text: string): string[] {
  const found: string[] = [];
  const opening = /^([ \t>]*)(`{3,}|~{3,})[ \t]*(?:\{?\.?)(ya?ml|json)\b[^\n]*\n/gim;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const start = opening.lastIndex;
    const fence = (match[2] as string).replaceAll('`', '\\`');
    const closing = new RegExp(`^[ \\t>]*${fence}[\`~]*[ \\t]*$`, 'm').exec(text.slice(start));
    const end = closing === null ? text.length : start + closing.index;
    // An indented `---` separates nothing in YAML, and documents in an indented fence.
    let from = start;
    const indent = match[1] as string;
    const separators = indent === '' ? [] : text.slice(start, end).matchAll(new RegExp(`^${indent}---[ \\t]*(#.*)?$`, 'gm'));
    for (const line of separators) {
      found.push(blanked(text, from, start + line.index));
      from = start + line.index + line[0].length;
    }
    found.push(blanked(text, from, end));
    opening.lastIndex = end;
  }
  return found;
}

/** A part of the text, at its place. */
function blanked(text: string, start: number, end: number): string {
  return text.slice(0, start).replace(/[^\n]/g, ' ') + text.slice(start, end);
}

function documents(text: string): Document.Parsed[] {
  return parseAllDocuments(text, { version: '1.2', schema: 'core', merge: true, uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
}

/** The objects of a document: itself, or the items of a List; undefined when its aliases cannot be followed. */
function objectsIn(document: Document.Parsed): { data: Record<string, unknown>; path: string[] }[] | undefined {
  const data = plainData(document);
  if (data === undefined) return undefined;
  if (!isRecord(data) || typeof data['apiVersion'] !== 'string' || typeof data['kind'] !== 'string') return [];
  return unfolded(data, []);
}

/** An object, or the items of a List. Those of a list of one kind, such as a ConfigMapList, need not say what they are. */
function unfolded(data: Record<string, unknown>, path: string[]): { data: Record<string, unknown>; path: string[] }[] {
  const { apiVersion, kind, items } = data;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) return isObject(data) ? [{ data, path }] : [];
  const said = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return (items as unknown[]).flatMap((item, i) => (isRecord(item) ? unfolded({ ...said, ...item }, [...path, 'items', String(i)]) : []));
}

/** The data of a document; undefined when an alias has no anchor, or a few lines stand for gigabytes. */
function plainData(document: Document.Parsed): unknown {
  let aliases = 0;
  visit(document, { Alias: () => void (aliases += 1) });
  // Each is looked for from the beginning.
  if (aliases > 1000) return undefined;
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(data: unknown): data is Record<string, unknown> {
  return isRecord(data) && typeof data['apiVersion'] === 'string' && typeof data['kind'] === 'string' && isRecord(data['metadata']);
}
