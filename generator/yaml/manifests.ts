import { isMap as isRecord } from '../model/data.ts';
import type { Finding, Place } from '../model/finding.ts';
import { segments, type Pointer } from '../model/pointer.ts';
import type { RuleInfo } from '../model/rule.ts';
import { wayOut } from '../model/way-out.ts';
import { inSight } from '../model/quoted.ts';
import { findSecrets } from '../secrets/find.ts';
import { withExcerpt } from '../secrets/redact.ts';
import { optionIn } from '../secrets/keys.ts';
import type { Span } from '../secrets/assigned.ts';
import { kubernetesDocuments, type KubernetesDocument } from './kubernetes.ts';
import { find } from './libyaml/find.ts';
import type { Node, ScalarNode } from './libyaml/node.ts';
import { isTextual } from './libyaml/resolve.ts';
import { encoding, overLimit, syntax } from './rules.ts';
import { within } from './within.ts';
import { Lines, Mask, decode, type InputFile } from './text.ts';

/** One Kubernetes object as somebody wrote it down, and where each value of it stands. */
export interface Manifest {
  readonly data: Readonly<Record<string, unknown>>;
  /** Shown for illustration: what goes without saying may be left out. */
  readonly sketch: boolean;
  /** @param offset of a character of the text there */
  locate(at: Pointer, key?: boolean, offset?: number): Place;
  line(number: number): string;
  covered(number: number): string[];
}

/** A comment that speaks to this program. */
export interface Note {
  readonly text: string;
  readonly place: Place;
  readonly lines: Pick<Lines, 'line' | 'covered'>;
}

const NOTE = /#[ \t]*pap-fleet:.*/g;

/** Of a request an API server reads no more (apiserver, pkg/server/config.go, MaxRequestBodyBytes), and what is longer is not looked at: it may hold any one thing in millions. */
const LARGEST = 3 * 2 ** 20;
const TOO_LARGE = `the object is larger than ${LARGEST / 2 ** 20} MiB, and an API server reads no more of a request`;
/** A file in which no object is that large; aliases stand for some times as much. */
const FEW = 2 ** 18;

/** More than anybody writes into one file. */
const MOST_NOTES = 10_000;

/**
 * Read manifests that other people wrote: many documents, anchors and merge keys are theirs to use, and what is no
 * Kubernetes object is passed over. A List is taken apart.
 * @param file YAML, JSON, or Markdown whose fenced YAML is read
 */
export function parseManifests(file: InputFile): { manifests: Manifest[]; findings: Finding[]; secrets: readonly string[]; notes: readonly Note[] } {
  const decoded = decode(file.bytes);
  const { text } = decoded;
  const mask = new Mask(text);
  const lines = new Lines(text, mask);
  for (const { start, value } of findSecrets(text)) mask.hide({ start, end: start + value.length }, value);
  const place = ({ start, end }: Span): Place => {
    const { line, col } = lines.at(start);
    return { file: file.path, line, col, length: Math.max(1, Math.min(end - start, lines.line(line).length - col + 1)) };
  };
  const finding = (rule: RuleInfo, span: Span, message: string, hint?: string): Finding => {
    const at = place(span);
    return withExcerpt({ code: rule.code, severity: rule.severity, message: inSight(message), hint: wayOut(rule, hint), place: at }, lines);
  };
  if ('problem' in decoded && !isMarkdown(file.path)) {
    const start = decoded.offset;
    return {
      manifests: [],
      findings: [finding(encoding, { start, end: start + 1 }, `the file ${decoded.problem}`)],
      secrets: mask.values,
      notes: [],
    };
  }
  const manifests: Manifest[] = [];
  const findings: Finding[] = [];
  for (const part of isMarkdown(file.path) ? fences(text) : [{ from: 0, to: text.length }]) {
    for (const document of kubernetesDocuments(text, part)) {
      const { base, data, flaw, reread } = document;
      hideSecrets(document, text, mask);
      if (flaw !== undefined) {
        // A fence may hold a fragment or a template; what says that it is an object is held to it.
        const body = text.slice(part.from, part.to).trim();
        if (isMarkdown(file.path) && (!/^apiVersion:/m.test(body) || /\{\{|^\s*\.{3}/m.test(body))) continue;
        // What is missing at the end is shown where the text ends, not on an empty line after it.
        const start = Math.min(base + flaw.start, endOf(text, part.to));
        findings.push(finding(syntax, { start, end: Math.max(start + 1, base + flaw.end) }, flaw.message));
        continue;
      }
      // Trees take more than data, and few are asked for a place.
      let root: Node | undefined;
      for (const { data: object, path } of objectsIn(data)) {
        if (text.length > FEW && JSON.stringify(object).length > LARGEST) {
          const { start, end } = find((root ??= reread()), path, false);
          findings.push(finding(overLimit, { start: base + start, end: base + end }, TOO_LARGE, 'no cluster takes it: make several objects of it'));
          continue;
        }
        manifests.push({
          data: object,
          sketch: isMarkdown(file.path),
          locate: (at, key = false, offset) => {
            const { start, end, scalar } = find((root ??= reread()), [...path, ...segments(at)], key);
            const span = { start: base + start, end: base + end };
            return place(offset === undefined || scalar === undefined ? span : within(text, { ...scalar, ...span }, offset));
          },
          line: (number) => lines.line(number),
          covered: (number) => lines.covered(number),
        });
      }
    }
  }
  const notes = [...text.matchAll(NOTE)].slice(0, MOST_NOTES).map(({ 0: { length }, index }): Note => {
    const at = place({ start: index, end: index + length });
    return { text: lines.line(at.line).slice(at.col - 1), place: at, lines };
  });
  return { manifests, findings, secrets: mask.values, notes };
}

/** Where a text that ends there ends without the white space. The whole of it is not looked at: it may have a hundred thousand parts. */
function endOf(text: string, to: number): number {
  let end = to;
  while (end > 0 && text.charAt(end - 1).trim() === '') end--;
  return end;
}

/** Values of secrets, as far as they look like such or stand where only such stand. */
function hideSecrets({ base, root }: KubernetesDocument, text: string, mask: Mask): void {
  if (root === undefined) return;
  const isSecret = root.kind === 'map' && root.items.some((key, i) => isText(key, 'kind') && isText(root.items[i + 1], 'Secret'));
  const see = (scalar: ScalarNode, above: readonly string[]): void => {
    const { value, start, end, style } = scalar;
    // The header of a block says nothing.
    const from = style === 'literal' || style === 'folded' ? text.indexOf('\n', base + start) + 1 : base + start;
    const span = { start: from, end: base + end };
    // A short one may be a word, which others may say.
    if (isSecret && (above[0] === 'data' || above[0] === 'stringData')) mask.hide(span, value.length < 16 ? '' : value);
    else if (isTextual(scalar)) for (const { value: found } of findSecrets(value, above)) mask.hide(span, found);
  };
  walk(root, [], see);
}

function isText(node: Node | undefined, text: string): boolean {
  return node?.kind === 'scalar' && node.value === text;
}

/** Every scalar that is no key, with the keys that it stands under. */
function walk(node: Node, above: readonly string[], see: (scalar: ScalarNode, above: readonly string[]) => void): void {
  if (node.kind === 'scalar') see(node, above);
  else if (node.kind === 'list') node.items.forEach((item, i) => walk(item, behindOption(node.items[i - 1], item, above), see));
  else if (node.kind === 'map')
    for (let i = 0; i + 1 < node.items.length; i += 2) {
      const key = node.items[i] as Node;
      walk(node.items[i + 1] as Node, key.kind === 'scalar' ? [...above, key.value] : above, see);
    }
}

/** What an item of a list is called: behind an option it is the value of that. */
function behindOption(before: Node | undefined, item: Node, above: readonly string[]): readonly string[] {
  if (before?.kind !== 'scalar' || item.kind !== 'scalar' || item.value.startsWith('-')) return above;
  const option = optionIn(before.value);
  return option === undefined ? above : [...above, option];
}

function isMarkdown(path: string): boolean {
  return /\.(md|mdx|markdown)$/i.test(path);
}

/** From where to where the documents of each fenced YAML block stand. */
function fences(text: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
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
      found.push({ from, to: start + line.index });
      from = start + line.index + line[0].length;
    }
    found.push({ from, to: end });
    opening.lastIndex = end;
  }
  return found;
}

/** The objects of a document: itself, or the items of a List. */
function objectsIn(data: unknown): { data: Record<string, unknown>; path: string[] }[] {
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

function isObject(data: unknown): data is Record<string, unknown> {
  return isRecord(data) && typeof data['apiVersion'] === 'string' && typeof data['kind'] === 'string' && isRecord(data['metadata']);
}
