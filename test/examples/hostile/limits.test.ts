// Each limit at its value, where all is well, and one above, where the finding says so. Seen to fail: each of the limits
// moved by one in either direction, and a ConfigMap whose characters are counted instead of its bytes.
import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { FLEET, extra } from './fleet.ts';

type Texts = Readonly<Record<string, string>>;
interface Limit {
  readonly at: number;
  readonly code: string;
  readonly files: (n: number) => Texts;
  /** How much more is the least that can be written. */
  readonly step?: number;
}

const fleet = (from: string, to: string): Texts => ({ 'fleet.yaml': FLEET.replace(from, to) });
const added = (text: string): Texts => ({ 'fleet.yaml': FLEET, 'extra/all/agents/a.yaml': text });
const patched = (text: string): Texts => ({ 'fleet.yaml': FLEET, 'patches/all/agents/a.yaml': text });
const annotation = (value: string): string =>
  `- target: { kind: Deployment, name: research-agent }\n  patch:\n    - { op: add, path: /metadata/annotations/a, value: ${value} }\n`;
const letters = (length: number): string => 'a'.repeat(length);
/** A legal name of a host. */
const host = (length: number): string => {
  const before = `${letters(49)}.`.repeat(Math.floor((length - 1) / 50));
  return before + letters(length - before.length);
};
const numbered = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('');

const LIMIT: Readonly<Record<string, Limit>> = {
  'bytes of a file': {
    at: 1_048_576,
    code: 'yaml/limit',
    files: (n) => ({ 'fleet.yaml': `${FLEET}#${'x'.repeat(n - FLEET.length - 2)}\n` }),
  },
  // The value lies in an operation, its list, a patch and the list of patches.
  'levels of lists and maps': { at: 32, code: 'yaml/limit', files: (n) => patched(annotation('['.repeat(n - 4) + ']'.repeat(n - 4))) },
  'characters of a value as written': { at: 65_536, code: 'yaml/limit', files: (n) => added(extra(`a: "${'v'.repeat(n - 2)}"`)) },
  'characters of a key': { at: 1024, code: 'yaml/limit', files: (n) => patched(`- ${letters(n)}: 1\n`) },
  regions: { at: 1000, code: 'schema/value', files: (n) => fleet('  eu-west: {}\n', `  eu-west: {}\n${numbered(n - 2, (i) => `  r${i}: {}\n`)}`) },
  'characters of the name of a region': {
    at: 63,
    code: 'schema/format',
    files: (n) => fleet('  eu-west: {}\n', `  eu-west: {}\n  ${letters(n)}: {}\n`),
  },
  'characters of an ingress host': { at: 253, code: 'schema/value', files: (n) => fleet('ingress-us-east.example.com', host(n)) },
  'characters of the value of a variable': { at: 8192, code: 'schema/value', files: (n) => fleet('LEVEL: dual', `LEVEL: "${'v'.repeat(n)}"`) },
  // The longest is _edns-srv._pap-hooks._tcp.research.<region>.<zone>.
  'characters of a name in the zone': {
    at: 253,
    code: 'fleet/illegal-name',
    files: (n) => ({ 'fleet.yaml': FLEET.replaceAll('eu-west', letters(40)).replace('name: a.example.com', `name: ${host(n - 76)}`) }),
  },
  'bytes of annotations': {
    at: 256 * 1024,
    code: 'object/illegal-annotation',
    files: (n) => {
      const annotations = numbered(8, (i) => `    n${i}: "${'é'.repeat(Math.floor(n / 16) - 1)}${i === 0 ? 'v'.repeat(n % 16) : ''}"\n`);
      return added(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: own\n  namespace: agents\n  annotations:\n${annotations}data: { a: b }\n`);
    },
  },
  'bytes of a ConfigMap': {
    at: 1024 * 1024,
    code: 'object/config-key',
    files: (n) => added(extra(numbered(32, (i) => `k${i}: "${'é'.repeat(Math.floor(n / 64))}${i === 0 ? 'v'.repeat(n % 64) : ''}"\n  `))),
  },
};

test.each(Object.entries(LIMIT))('%s', (what, { at, code, files, step = 1 }) => {
  const errors = (n: number): string[] => {
    const config = Object.entries(files(n)).map(([relative, text]) => {
      // A ConfigMap of its full size needs a larger file.
      const limit = what === 'bytes of a ConfigMap' ? { limit: 2_097_152 } : {};
      return { path: `config/${relative}`, relative, bytes: Buffer.from(text), ...limit };
    });
    return compile(config).findings.flatMap((finding) => (finding.severity === 'error' ? finding.code : []));
  };
  expect(errors(at)).not.toContain(code);
  expect(errors(at + step)).toContain(code);
});
