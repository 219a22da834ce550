import { isDeepStrictEqual } from 'node:util';
import { kubernetesDocuments, readDocument } from '../../../generator/yaml/kubernetes.ts';

/** What is read of a text, and why no more is. */
export interface Answer {
  readonly values: readonly unknown[];
  readonly error?: string;
}

/** `documents`: one document of YAML each; `streams`: what kubectl is handed in. */
export type Mode = 'documents' | 'streams';

/** What we read. */
export function ours(mode: Mode, text: string): Answer {
  const values: unknown[] = [];
  for (const { data, flaw } of mode === 'documents' ? [readDocument(text)] : kubernetesDocuments(text)) {
    if (flaw !== undefined) return { values, error: flaw.message };
    values.push(data);
  }
  return { values };
}

/** Whether both read the same, and both all of it or neither. */
export function agree(one: Answer, other: Answer): boolean {
  return isDeepStrictEqual(one.values, other.values) && (one.error === undefined) === (other.error === undefined);
}

const nested = (text: string, depth: number): string => '['.repeat(depth) + text + ']'.repeat(depth);

/** Where we read otherwise, and why. */
export const DIFFERENCES: Readonly<Record<string, { readonly why: string; readonly mode: Mode; readonly texts: readonly string[] }>> = {
  'two byte order marks': {
    why: 'yaml_parser_scan_to_next_token (scannerc.go) looks for a byte order mark at the beginning of its buffer and not where it stands (is_bom of yamlprivateh.go), so that it passes over the first character of every line then',
    mode: 'documents',
    texts: ['\uFEFF\uFEFFa: 1\nb: 2\n'],
  },
  'a control character far behind the document': {
    why: 'yaml_parser_update_buffer (readerc.go) reads 512 bytes at a time (input_raw_buffer_size of yamlprivateh.go), and looks no further than it must; we refuse the text',
    mode: 'documents',
    texts: [`a: 1\n...\n# ${'c'.repeat(2000)}\u0001`],
  },
  'maps and lists more than 500 deep': {
    why: 'max_flow_level and max_indents (scannerc.go) are 10,000, which JavaScript does not follow; no schema of Kubernetes is that deep',
    mode: 'documents',
    texts: [nested('', 501), `${'- '.repeat(501)}a`, `- &a ${nested('1', 400)}\n- &b ${nested('*a', 400)}\n- ${nested('*b', 400)}\n`],
  },
  'keys that are equal as text alone': {
    why: 'convertToJSONableObject (sigs.k8s.io/yaml, yaml.go) walks a Go map, whose order is another one each time; we take the last',
    mode: 'documents',
    texts: ['1: a\n"1": b\n'],
  },
};
