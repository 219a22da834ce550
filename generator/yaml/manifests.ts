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
import { Budget } from './libyaml/budget.ts';
import { find } from './libyaml/find.ts';
import type { Node, ScalarNode } from './libyaml/node.ts';
import { isTextual } from './libyaml/resolve.ts';
import { encoding, overLimit, syntax } from './rules.ts';
import { TemplateText } from './template.ts';
import type { InputFile } from './text.ts';
import { within } from './within.ts';
import { Written, type Source } from './written.ts';

/** One Kubernetes object as somebody wrote it down, and where each value of it stands. */
export interface Manifest {
  readonly data: Readonly<Record<string, unknown>>;
  /** Shown for illustration: what goes without saying may be left out. */
  readonly sketch: boolean;
  /** @param offset of a character of the text there */
  locate(at: Pointer, key?: boolean, offset?: number): Place;
  /** @param file of those that it is made of, where there are several */
  line(number: number, file?: string): string;
  covered(number: number, file?: string): string[];
  /** The kustomization that makes it. */
  readonly madeBy?: Place;
}

/** What a file holds. */
export interface ParsedManifests {
  readonly manifests: Manifest[];
  readonly findings: Finding[];
  readonly secrets: readonly string[];
  /** Documents that are no YAML as long as a program has not filled them in, each at the first of its actions. */
  readonly templates: readonly Template[];
  /** Comments that speak to this program. */
  readonly notes: readonly Note[];
}

/** A document that another program is to fill in. */
export interface Template {
  /** Of the first action. */
  readonly place: Place;
  readonly action: string;
  /** What is wrong with it for who takes it for YAML. */
  readonly finding: Finding;
}

/** A comment that speaks to this program. */
export interface Note {
  readonly text: string;
  readonly place: Place;
  readonly lines: Pick<Source, 'line' | 'covered'>;
}

const NOTE = /#[ \t]*pap-fleet:.*/g;

/** Of a request an API server reads no more (apiserver, pkg/server/config.go, MaxRequestBodyBytes), and what is longer is not looked at: it may hold any one thing in millions. */
const LARGEST = 3 * 2 ** 20;
const TOO_LARGE = `the object is larger than ${LARGEST / 2 ** 20} MiB, and an API server reads no more of a request`;
/** A file in which no object is that large; aliases stand for some times as much. */
const FEW = 2 ** 18;

/** More than anybody writes into one file. */
const MOST_NOTES = 10_000;
/** Whoever wrote more of them knows by then that this is no YAML. */
const MOST_FLAWS = 1000;
const TOO_MANY_FLAWS = `more than ${MOST_FLAWS} documents of the file cannot be read`;
const SPLIT = 'split the file; what stands behind this is not looked at';

/**
 * Read manifests that other people wrote: many documents, anchors and merge keys are theirs to use, and what is no
 * Kubernetes object is passed over. A List is taken apart.
 * @param file YAML, JSON, or Markdown whose fenced YAML is read
 * What is too much for one file is said, and ends the reading.
 * @param take what becomes of the data of each manifest, which is then kept nowhere: of many files that is much
 */
export function parseManifests(file: InputFile, take?: (data: Manifest['data']) => void, budget = new Budget()): ParsedManifests {
  const written = new Written(file);
  const { text, decoded } = written;
  const finding = (rule: RuleInfo, span: Span, message: string, hint?: string): Finding => {
    const at = written.place(span);
    return withExcerpt({ code: rule.code, severity: rule.severity, message: inSight(message), hint: wayOut(rule, hint), place: at }, written);
  };
  if ('problem' in decoded && !isMarkdown(file.path)) {
    const start = decoded.offset;
    return {
      manifests: [],
      findings: [finding(encoding, { start, end: start + 1 }, `the file ${decoded.problem}`)],
      secrets: written.secrets,
      templates: [],
      notes: [],
    };
  }
  const templates: Template[] = [];
  const template = new TemplateText(text, file.path);
  const manifests: Manifest[] = [];
  const findings: Finding[] = [];
  let flaws = 0;
  reading: for (const part of isMarkdown(file.path) ? fences(text) : [{ from: 0, to: text.length }]) {
    for (const document of kubernetesDocuments(text, { ...part, budget })) {
      const { base, data, flaw, reread } = document;
      hideSecrets(document, written);
      if (flaw?.isLimit === true) {
        findings.push(finding(overLimit, { start: base + flaw.start, end: base + flaw.end }, flaw.message, SPLIT));
        break reading;
      }
      if (flaw !== undefined) {
        // A fence may hold a fragment or a template; what says that it is an object is held to it.
        const body = text.slice(part.from, part.to).trim();
        if (isMarkdown(file.path) && (!/^apiVersion:/m.test(body) || /\{\{|^\s*\.{3}/m.test(body))) continue;
        // What is missing at the end is shown where the text ends, not on an empty line after it.
        const start = Math.min(base + flaw.start, endOf(text, part.to));
        const unread = finding(syntax, { start, end: Math.max(start + 1, base + flaw.end) }, flaw.message);
        const action = isMarkdown(file.path) ? undefined : template.action(base);
        if (action === undefined) {
          if (++flaws > MOST_FLAWS) {
            findings.push(finding(overLimit, { start, end: start + 1 }, TOO_MANY_FLAWS, SPLIT));
            break reading;
          }
          findings.push(unread);
        } else templates.push({ place: written.place(action), action: text.slice(action.start, action.end), finding: unread });
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
        if (take !== undefined) {
          take(object);
          continue;
        }
        manifests.push({
          data: object,
          sketch: isSketch(file.path),
          locate: (at, key = false, offset) => {
            const { start, end, scalar } = find((root ??= reread()), [...path, ...segments(at)], key);
            const span = { start: base + start, end: base + end };
            return written.place(offset === undefined || scalar === undefined ? span : within(text, { ...scalar, ...span }, offset));
          },
          line: (number) => written.line(number),
          covered: (number) => written.covered(number),
        });
      }
    }
  }
  const notes = [...text.matchAll(NOTE)].slice(0, MOST_NOTES).map(({ 0: { length }, index }): Note => {
    const at = written.place({ start: index, end: index + length });
    return { text: written.line(at.line).slice(at.col - 1), place: at, lines: written };
  });
  return { manifests, findings, secrets: written.secrets, templates, notes };
}

/** Where a text that ends there ends without the white space. The whole of it is not looked at: it may have a hundred thousand parts. */
function endOf(text: string, to: number): number {
  let end = to;
  while (end > 0 && text.charAt(end - 1).trim() === '') end--;
  return end;
}

/** Values of secrets, as far as they look like such or stand where only such stand. */
export function hideSecrets({ base, root }: KubernetesDocument, written: Pick<Written, 'text' | 'hide'>): void {
  if (root === undefined) return;
  const isSecret = root.kind === 'map' && root.items.some((key, i) => isText(key, 'kind') && isText(root.items[i + 1], 'Secret'));
  const see = (scalar: ScalarNode, above: readonly string[]): void => {
    const { value, start, end, style } = scalar;
    // The header of a block says nothing.
    const from = style === 'literal' || style === 'folded' ? written.text.indexOf('\n', base + start) + 1 : base + start;
    const span = { start: from, end: base + end };
    // A short one may be a word, which others may say.
    if (isSecret && (above[0] === 'data' || above[0] === 'stringData')) written.hide(span, value.length < 16 ? '' : value);
    else if (isTextual(scalar)) for (const { value: found } of findSecrets(value, above)) written.hide(span, found);
  };
  walk(root, [], see);
}

function isText(node: Node | undefined, text: string): boolean {
  return node?.kind === 'scalar' && node.value === text;
}

/** Every scalar that is no key, with the keys that it stands under: a list that changes on the way. */
function walk(node: Node, above: string[], see: (scalar: ScalarNode, above: readonly string[]) => void): void {
  if (node.kind === 'scalar') see(node, above);
  else if (node.kind === 'list') {
    for (let i = 0; i < node.items.length; i++) {
      const item = node.items[i] as Node;
      const option = optionBefore(node.items[i - 1], item);
      if (option !== undefined) above.push(option);
      walk(item, above, see);
      if (option !== undefined) above.pop();
    }
  } else if (node.kind === 'map')
    for (let i = 0; i + 1 < node.items.length; i += 2) {
      const key = node.items[i] as Node;
      if (key.kind === 'scalar') above.push(key.value);
      walk(node.items[i + 1] as Node, above, see);
      if (key.kind === 'scalar') above.pop();
    }
}

/** What an item of a list is called: behind an option it is the value of that. */
function optionBefore(before: Node | undefined, item: Node): string | undefined {
  return before?.kind !== 'scalar' || item.kind !== 'scalar' || item.value.startsWith('-') ? undefined : optionIn(before.value);
}

/** Whether what a file holds is shown for illustration. */
export function isSketch(path: string): boolean {
  return isMarkdown(path);
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
