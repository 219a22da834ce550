// Manifests as people write them, each damaged in one to three places.
import * as fc from 'fast-check';

const MANIFESTS = [
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web, "tier": 'front'}
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: main
        image: registry.example.org/web:1.2
        args: ["--listen=:8080", '--name', x]
        env:
        - name: MODE
          value: "on"
        - {name: LEVEL, value: 7}
        command:
        - sh
        - -c
        - |
          echo "a: b" # no comment
            exit 0
`,
  `# a comment
x-defaults: &defaults
  memory: 64Mi
  cpu: 0.5
apiVersion: v1
kind: ConfigMap
metadata: &meta
  name: settings
data:
  folded: >-
    one
    two

    three
  literal: |+
    a

  quoted: "a \\"b\\" \\u00e9 \\
    c"
  single: 'it''s
    two lines'
  plain: one
    two
  number: "0644"
other: {<<: *defaults, cpu: ~}
again: *meta
`,
  `{"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "data": {"b": "YQ=="}},
  {"kind": "Service", "spec": {"ports": [{"port": 80}, {"port": 8.1e1}], "none": null}}
]}
`,
  `- ? a
  : - b
    -
    - c:
      d: !!str 1
- [a, {b: c, d}, "e": f]
- !!map
  <<: [{a: 1}, {a: 2, b: 3}]
- &x !t y
- *x
`,
];

const PIECES = [
  ' ',
  '  ',
  '\n',
  '\n  ',
  '\n- ',
  ': ',
  ':',
  '- ',
  '-',
  '[',
  ']',
  '{',
  '}',
  ', ',
  '"',
  "'",
  '#',
  ' #',
  '&x ',
  '*x',
  '!!str ',
  '!',
  '|\n',
  '>\n',
  '? ',
  '<<: ',
];
const MORE = [
  'yes',
  '~',
  '\\',
  '\\n',
  '\\u00e9',
  '\t',
  '%',
  '---\n',
  '...\n',
  '\r',
  '\u2028',
  '\u00a0',
  '\u{1F600}',
  '\n\n',
  '\n\t',
  '.inf',
  '1_0',
  '2020-01-01',
  '',
];

export function manifestMutants(): string[] {
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    without: fc.nat({ max: 3 }),
    piece: fc.constantFrom(...PIECES, ...MORE),
  });
  const mutant = fc.tuple(fc.constantFrom(...MANIFESTS), fc.array(damage, { minLength: 1, maxLength: 3 })).map(([manifest, damages]) =>
    damages.reduce((text, { at, without, piece }) => {
      const place = Math.floor(at * text.length);
      return text.slice(0, place) + piece + text.slice(place + without);
    }, manifest),
  );
  // Half a character is none in UTF-8.
  return fc.sample(mutant, { seed: 20261130, numRuns: 3000 }).map((text) => text.replaceAll(/[\ud800-\udfff]/gu, ''));
}
