// YAML as programs of Kubernetes read it: documents as k8s.io/apimachinery parts them, and each as sigs.k8s.io/yaml reads it over go.yaml.in/yaml/v2.
import { Budget } from './libyaml/budget.ts';
import { decode } from './libyaml/decode.ts';
import { Flaw } from './libyaml/flaw.ts';
import type { Node } from './libyaml/node.ts';
import { Parser, empty } from './libyaml/parser.ts';
import { partsOf, type Part } from './parts.ts';

/** What a text holds, document by document, or why it is not read: lines count from 1. */
export type KubernetesYaml = { readonly documents: readonly unknown[] } | { readonly flaw: string; readonly line: number };

/** One document: its data and where each value of it stands, or why it is not read, in offsets from {@link base}. */
export interface KubernetesDocument {
  /** Where it begins in the text. */
  readonly base: number;
  readonly data: unknown;
  /** What was read, or of it what could be read. */
  readonly root?: Node | undefined;
  /** The same once more, for who does not keep it. */
  readonly reread: () => Node;
  readonly flaw?: { readonly message: string; readonly start: number; readonly end: number; readonly isLimit?: boolean };
}

/** Read every document, with integers that are exact or refused; one that says nothing is null. */
export function readKubernetesYaml(text: string): KubernetesYaml {
  const documents: unknown[] = [];
  for (const { base, data, flaw } of kubernetesDocuments(text, { isExact: true })) {
    if (flaw !== undefined) return { flaw: flaw.message, line: text.slice(0, base + flaw.start).split('\n').length };
    documents.push(data);
  }
  return { documents };
}

interface Extent {
  readonly from?: number;
  readonly to?: number;
  /** Whether integers that JavaScript cannot keep are refused. */
  readonly isExact?: boolean;
  readonly budget?: Budget;
}

/** Read every document, also behind one that cannot be read: until there are too many, or too much stands in them. */
export function* kubernetesDocuments(
  text: string,
  { from = 0, to = text.length, isExact = false, budget = new Budget() }: Extent = {},
): Generator<KubernetesDocument> {
  const { parts, flaw } = partsOf(text, from, to, budget);
  for (const part of parts) {
    const document = documentOf(text, part, isExact, budget);
    yield document;
    if (document.flaw?.isLimit === true) return;
  }
  if (flaw !== undefined) yield { base: 0, data: null, reread: () => empty(0), flaw: { ...flaw, end: flaw.start + 1 } };
}

function documentOf(text: string, { start, end, json }: Part, isExact: boolean, budget: Budget): KubernetesDocument {
  const own = (): string => {
    const part = text.slice(start, end);
    if (json !== undefined) return part.replaceAll(ESCAPE, asYaml);
    // Every line ends, also the last.
    return part.endsWith('\n') ? part : `${part}\n`;
  };
  const reread = (): Node => readDocument(own()).root ?? empty(0);
  const read = readDocument(own(), isExact, budget);
  // What is no YAML may be JSON all the same.
  if (json === undefined || read.flaw?.isLimit === true) return { base: start, ...read, reread };
  return { base: start, data: json, root: read.root, reread };
}

/** Escapes of JSON that YAML 1.1 does not have, and the one that is passed over with them. */
const ESCAPE = /\\(?:[\\/]|u[dD][89a-fA-F][0-9a-fA-F]{2})/g;

/** As long, and one that YAML has. */
function asYaml(escape: string): string {
  if (escape.length > 2) return '\\ufffd';
  return escape === '\\/' ? '\\"' : escape;
}

/** What sigs.k8s.io/yaml makes of a text: of its first document, whatever follows. */
export function readDocument(text: string, isExact = false, budget = new Budget()): Omit<KubernetesDocument, 'base' | 'reread'> {
  const parser = new Parser(text, budget);
  try {
    const root = parser.document();
    return { data: root === undefined ? null : decode(root, isExact), root };
  } catch (error) {
    if (!(error instanceof Flaw)) throw error;
    return {
      data: null,
      root: parser.root,
      flaw: { message: error.message, start: error.start, end: error.end, isLimit: error.message === budget.spent },
    };
  }
}
