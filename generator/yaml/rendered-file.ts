import type { Finding, Place } from '../model/finding.ts';
import { sha256 } from '../model/sha256.ts';
import { wayOut } from '../model/way-out.ts';
import { findSecrets } from '../secrets/find.ts';
import { withExcerpt } from '../secrets/redact.ts';
import { LIMITS } from './limits.ts';
import { emptyFile, encoding, overLimit, secretInConfig } from './rules.ts';
import { parseSchemaFile } from './schema-file.ts';
import type { Source } from './source.ts';
import { Lines, Mask, decode, type InputFile } from './text.ts';

/** A file of `config/components/<name>/rendered`, as text: whoever knows objects reads it. */
export interface RenderedFile {
  readonly component: string;
  /** Name of its folder, which says what was rendered. */
  readonly key: string;
  readonly name: 'objects.yaml' | 'rendering.yaml';
  readonly path: string;
  readonly text: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly digest: string;
}

/**
 * Read a file of rendered objects. It holds as much as a chart makes, so it is not taken apart as what people write is: where something stands is looked
 * for once it is asked.
 */
export function parseRenderedFile(
  file: InputFile,
  { component, key, name }: Pick<RenderedFile, 'component' | 'key' | 'name'>,
  shorter = 'leave out what the chart makes beyond that, by its values',
) {
  const limit = file.limit ?? LIMITS.rendered;
  const tooLarge = file.bytes.length > limit;
  const decoded = tooLarge ? { text: '' } : decode(file.bytes);
  const { text } = decoded;
  const mask = new Mask(text);
  const lines = new Lines(text, mask);
  const findings: Finding[] = [];
  const say = (rule: typeof overLimit, start: number, length: number, message: string, hint?: string): void => {
    const { line, col } = lines.at(start);
    const place: Place = { file: file.path, line, col, length: Math.max(1, Math.min(length, lines.length(line) - col + 1)) };
    findings.push({ code: rule.code, severity: rule.severity, message, place, hint: wayOut(rule, hint) });
  };
  for (const { start, value, kind } of findSecrets(text)) {
    mask.hide({ start, end: start + value.length }, value);
    say(secretInConfig, start, value.length, `this looks like ${kind}; its value is not shown`, 'let no value of the chart hold it: name a Secret');
  }
  if (tooLarge) say(overLimit, 0, 1, `the file has more than ${limit} bytes`, shorter);
  else if ('problem' in decoded) say(encoding, decoded.offset, 1, `the file ${decoded.problem}`);
  else if (text.trim() === '') say(emptyFile, 0, 1, 'the file holds nothing', 'remove it, or restore its content');
  let whole: Source | undefined;
  const source: Source = {
    path: file.path,
    data: undefined,
    locate: (at, ...where) => (whole ??= parseSchemaFile({ ...file, limit: LIMITS.rendered }).source).locate(at, ...where),
    line: (number) => lines.line(number),
    covered: (number) => lines.covered(number),
    written: () => undefined,
  };
  const digest = sha256(file.bytes);
  const rendered: RenderedFile & { toJSON(): unknown } = { component, key, name, path: file.path, text, digest, toJSON: () => [file.path, digest] };
  return { rendered, source, secrets: mask.values, findings: findings.map((finding) => withExcerpt(finding, lines)) };
}
