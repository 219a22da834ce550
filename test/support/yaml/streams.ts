// Texts of several documents: what kubectl and the API server are handed in.
import * as fc from 'fast-check';

const SEPARATORS = [
  '---\n',
  '--- \n',
  '--- # c\n',
  '---\t\n',
  '---a\n',
  '--- a\n',
  '---',
  '----\n',
  '...\n',
  '---\r\n',
  ' ---\n',
  '\n---\n',
  '{"a":1}',
  '%YAML 1.1\n',
];
const PARTS = [
  'a: 1\n',
  'a: 1',
  'a: 1\r\nb: 2\r\n',
  '# c\n',
  '\n',
  ' \n',
  '',
  'a: |\n  x\n  ---\n  y\n',
  'a: "x\n',
  'y"\n',
  'a: [\n',
  '1]\n',
  '- a\n',
  '{a: 1}\n',
  '{"a": 1}',
  '{"a": 1}\n',
  ' {"a": "\\ud83d\\ude00\\/"} ',
  '{"a": {"b": ["}", "\\"{"]}}',
  '{"a": 1e3, "a": 2}\n',
  '{"a": 1,}',
  '{"a": 1}}',
  '{"a"',
  '{"a": 1} \nb: 2\n',
  '{"a": 1} "b" \n',
  '{"a": "b\n',
  '[{"a": 1}]\n',
  '"a"\n',
  '1\n',
  'null\n',
  '\uFEFFa: 1\n',
  'a: &x 1\n',
  'b: *x\n',
  'x: ~\n',
];

/** Texts of several documents, parted by what parts them and by what only looks like it. */
export function yamlStreams(): string[] {
  const alone = PARTS.flatMap((part) =>
    SEPARATORS.flatMap((separator) => [`${part}${separator}`, `${separator}${part}`, `${part}${separator}b: 2\n`]),
  );
  const random = fc.sample(fc.array(fc.constantFrom(...PARTS, ...SEPARATORS, '---\n', '---\n'), { minLength: 2, maxLength: 7 }), {
    seed: 20261130,
    numRuns: 2000,
  });
  return [...new Set([...PARTS, ...SEPARATORS, ...alone, ...random.map((parts) => parts.join(''))])];
}
