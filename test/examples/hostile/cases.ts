import { FLEET } from './fleet.ts';

/** One way in which `fleet.yaml` can be bad, and what is said about it. */
export interface Case {
  readonly id: string;
  readonly title: string;
  readonly bytes: string | Uint8Array;
  /** The code of the first finding. */
  readonly code: string;
  /** Where it points: a line of the file, as `line:column`, or a pointer. */
  readonly at: string;
}

const DUPLICATE = FLEET.indexOf('agents:\n');

function edit(id: string, title: string, find: string, replace: string, code: string, at: string): Case {
  if (!FLEET.includes(find)) throw new Error(`${id}: the fleet holds no ${find}`);
  return { id, title, bytes: FLEET.replace(find, () => replace), code, at };
}
const raw = (id: string, title: string, bytes: string | Uint8Array, code: string, at: string): Case => ({ id, title, bytes, code, at });
const env = (id: string, title: string, inner: string, code: string, at: string): Case => edit(id, title, 'LEVEL: dual', inner, code, at);
const region = (id: string, title: string, name: string, code: string, at: string): Case => edit(id, title, '  us-east:\n', `  ${name}:\n`, code, at);
const agent = (id: string, title: string, line: string, code: string, at: string): Case => edit(id, title, '    replicas: 3\n', line, code, at);
const zone = (id: string, title: string, line: string, code: string, at: string): Case => edit(id, title, '  ttl: 300\n', line, code, at);
const image = (id: string, title: string, value: string, code: string): Case =>
  edit(id, title, /image: .*/.exec(FLEET)?.[0] as string, `image: ${value}`, code, '/agents/research/image');
const url = (id: string, title: string, value: string, code: string, at = '/gitops/repoURL'): Case =>
  edit(id, title, 'https://git.example.com/org/fleet.git', value, code, at);

const deep = (n: number): string => '['.repeat(n) + ']'.repeat(n);

/** Letters of the ids: A bytes and limits, Y YAML, S schema and meaning, N names, D DNS, T routes and addresses, X secrets. */
export const CASES: readonly Case[] = [
  raw('A01', 'zero-byte file', '', 'yaml/empty', '1:1'),
  raw('A02', 'comments only', '# everything is commented out\n# regions:\n', 'yaml/empty', '1:1'),
  raw('A03', 'document marker only', '---\n', 'yaml/empty', '1:1'),
  raw('A05', 'UTF-16LE with a byte order mark', Buffer.from(`\ufeff${FLEET}`, 'utf16le'), 'yaml/encoding', '1:1'),
  edit('A07', 'raw BEL inside a plain value', 'email: admin', 'email: ad\u0007min', 'yaml/encoding', '14:21'),
  env('A08', 'escaped ESC sequence', 'A: "\\x1b[2J\\x1b[31mOK"', 'yaml/encoding', '/agents/research/env/A'),
  region('A10', 'zero-width space in a region name', 'us\u200b-east', 'yaml/encoding', '17:5'),
  edit('A12', 'byte order mark in the middle', 'zone:\n', '\ufeffzone:\n', 'yaml/encoding', '8:1'),
  env('A14', 'one 300 KB scalar', `A: "${'h'.repeat(300_000)}"`, 'yaml/limit', '27:15'),
  env('A15', 'lone surrogate escape', 'A: "\\ud800"', 'yaml/encoding', '/agents/research/env/A'),
  raw('A20', 'more than 1 MiB', `${FLEET}#${'x'.repeat(1 << 20)}\n`, 'yaml/limit', '1:1'),
  env('A21', 'right-to-left override', 'A: "a\u202eb"', 'yaml/encoding', '27:17'),
  env('A22', 'C1 control', 'A: "a\u0085b"', 'yaml/encoding', '27:17'),

  edit('Y01', 'duplicate key', '  ttl: 300\n', '  ttl: 300\n  ttl: 60\n', 'yaml/duplicate-key', '11:3'),
  edit('Y02', 'a second regions: empties the fleet', 'agents:\n', 'regions: {}\nagents:\n', 'yaml/duplicate-key', '21:1'),
  env('Y05', 'boolean key', 'true: a', 'yaml/unsupported', '27:12'),
  env('Y07', 'complex key', '[a, b]: c', 'yaml/unsupported', '27:12'),
  edit('Y08', 'alias', 'eu-west: {}', 'eu-west: &l {}\n  ap: *l', 'yaml/unsupported', '20:12'),
  raw(
    'Y10',
    'billion laughs',
    `x:\n  a: &a [x,x]\n${[...'bcdefghi'].map((c, i) => `  ${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join()}]\n`).join('')}${FLEET}`,
    'yaml/unsupported',
    '2:6',
  ),
  region('Y12', 'unresolved alias', '*nope ', 'yaml/unsupported', '17:3'),
  env('Y15', 'merge key with a literal map', '<<: {A: b}', 'yaml/unsupported', '27:12'),
  raw(
    'Y16',
    'merge keys that cost time squared',
    `a: &a {${Array.from({ length: 2000 }, (_, k) => `k${k}: 0`).join(',')}}\nb: {<<: [${Array(2000).fill('*a').join()}]}\n${FLEET}`,
    'yaml/unsupported',
    '1:4',
  ),
  raw('Y18', '%TAG directive', `%TAG ! tag:evil.example,2000:\n---\n${FLEET}`, 'yaml/unsupported', '1:1'),
  ...(['!env x', '!!js/function "function(){}"', '!!binary dXM=', '!!set {x}', '!!int "3"'] as const).map((value, i) =>
    env(['Y19', 'Y20', 'Y21', 'Y22', 'Y23'][i] as string, `tag ${value}`, `A: ${value}`, 'yaml/unsupported', '27:15'),
  ),
  raw('Y25', 'content after the end of the document', `${FLEET}...\nregions: {}\n`, 'yaml/multiple-documents', '30:1'),
  env('Y28', 'nesting depth 100,000', `A: ${deep(100_000)}`, 'yaml/limit', '27:46'),
  edit('Y29', 'unclosed quote', 'ttl: 300\n', 'ttl: "300\n', 'yaml/syntax', ''),
  raw('Y30', 'CR-only line ends', FLEET.replaceAll('\n', '\r'), 'yaml/encoding', '1:38'),
  edit('Y33', '__proto__ key', 'zone:\n', '__proto__: { name: x }\nzone:\n', 'yaml/unsupported', '8:1'),
  edit('Y34', 'constructor.prototype', 'zone:\n', 'constructor: { prototype: { name: x } }\nzone:\n', 'yaml/unsupported', '8:1'),
  env('Y35', '__proto__ in a free map', '__proto__: x', 'yaml/unsupported', '27:12'),
  agent('Y36', 'octal-looking integer', '    replicas: 012\n', 'yaml/ambiguous', '/agents/research/replicas'),
  agent('Y37', '0o octal', '    replicas: 0o14\n', 'yaml/ambiguous', '/agents/research/replicas'),
  agent('Y38', 'hexadecimal', '    replicas: 0x0c\n', 'yaml/ambiguous', '/agents/research/replicas'),
  edit(
    'Y39',
    'version 1.10 becomes 1.1',
    'eu-west: {}',
    'eu-west: { versions: { traefik: 3.10 } }',
    'yaml/ambiguous',
    '/regions/eu-west/versions/traefik',
  ),
  env('Y41', 'on', 'A: on', 'yaml/ambiguous', '/agents/research/env/A'),
  region('Y42', 'Norway', 'no', 'yaml/ambiguous', '17:3'),
  region('Y43', 'region 1e3, unquoted', '1e3', 'yaml/unsupported', '17:3'),
  env('Y44', 'sexagesimal', 'A: 1:30', 'yaml/ambiguous', '/agents/research/env/A'),
  env('Y45', 'a date', 'A: 2026-12-01', 'yaml/ambiguous', '/agents/research/env/A'),
  env('Y46', 'a number that loses digits', 'A: 12345678901234567890', 'yaml/ambiguous', '/agents/research/env/A'),
  agent('Y47', '.inf', '    replicas: .inf\n', 'yaml/ambiguous', '/agents/research/replicas'),
  agent('Y50', 'text where a whole number is wanted', '    replicas: "3"\n', 'schema/type', '/agents/research/replicas'),
  agent('Y51', 'null where a whole number is wanted', '    replicas:\n', 'schema/type', '/agents/research/replicas'),
  edit(
    'Y54',
    'folded scalar leaves a line break',
    'ingressHost: ingress-us-east.example.com\n',
    'ingressHost: >\n      ingress.example.com\n',
    'schema/format',
    '/regions/us-east/ingressHost',
  ),
  edit('Y55', 'missing space after the colon', '    cluster: us-east-prod\n', '    cluster:us-east-prod\n', 'yaml/syntax', ''),
  raw('Y56', 'JSON text with a duplicate key', '{"kind":"Fleet","kind":"Evil"}', 'yaml/duplicate-key', '1:17'),

  edit('S01', 'unknown top-level key', 'zone:\n', 'extra: 1\nzone:\n', 'schema/unknown-key', '/extra'),
  agent('S02', 'misspelt key', '    replcas: 3\n', 'schema/unknown-key', '/agents/research/replcas'),
  edit('S03', 'unsupported apiVersion', 'v1alpha1', 'v9', 'schema/value', '/apiVersion'),
  edit('S04', 'required key missing', '  name: a.example.com\n', '', 'schema/required', '/zone'),
  edit('S06', 'a region is text', '  eu-west: {}\n', '  eu-west: us\n', 'schema/type', '/regions/eu-west'),
  agent('S08', 'a value outside of its list', '    mode: any\n', 'schema/value', '/agents/research/mode'),
  agent('S11', 'a fraction of replicas', '    replicas: 2.5\n', 'schema/type', '/agents/research/replicas'),
  agent('S12', 'autoscaling with min above max', '    autoscale: { min: 3, max: 2 }\n', 'fleet/autoscale-bounds', ''),
  zone('S15', 'a number with a unit', '  ttl: 5m\n', 'schema/type', '/zone/ttl'),
  region('S20', 'upper case region', 'US-EAST', 'schema/format', '/regions/US-EAST'),
  edit('S23', 'the same agent twice', 'agents:\n', `agents:\n${FLEET.slice(DUPLICATE + 8)}`, 'yaml/duplicate-key', '29:3'),
  edit(
    'S24',
    'more than 1,000 regions',
    '  eu-west: {}\n',
    `  eu-west: {}\n${Array.from({ length: 999 }, (_, k) => `  r${k}: {}\n`).join('')}`,
    'schema/value',
    '/regions',
  ),
  edit(
    'S27',
    'a mail address with a header',
    'certs: { email: admin@example.com }',
    'certs: { email: "admin@example.com\\nBcc: x@evil.example" }',
    'schema/format',
    '/components/certs/email',
  ),

  ...(
    [
      ['N02', '/etc/cron.d/x'],
      ['N04', '..'],
      ['N05', 'a/b'],
      ['N07', 'a..b'],
      ['N08', 'US-East'],
      ['N10', '"-rf"'],
      ['N13', '""'],
      ['N14', '" us-east"'],
      ['N15', '"us-east\\n"'],
      ['N18', 'us-east.'],
      ['N22', '$(id)'],
      ['N24', '"::add-mask::x"'],
      ['N25', '"😀"'],
      ['N28', '.git'],
      ['C08', '"::stop-commands::x"'],
    ] as const
  ).map(([id, name]) => region(id, `region ${name}`, name, 'schema/format', '')),
  env('N42', 'name of a variable with =', '"A=B": dual', 'schema/format', ''),
  env('N43', 'name of a variable that begins with a digit', '1BAD: dual', 'schema/format', ''),
  edit('N30', 'a name that becomes too long', 'name: pap\n', `name: ${'p'.repeat(60)}\n`, 'schema/format', '/name'),

  ...(
    [
      ['D01', '"ingress.example.com\\nevil IN A 6.6.6.6"'],
      ['D07', '"x.example.com ("'],
      ['D08', `${'a'.repeat(64)}.example.com`],
      ['D09', `${'a'.repeat(50)}.${'a'.repeat(50)}.${'a'.repeat(50)}.${'a'.repeat(50)}.${'a'.repeat(50)}.example.com`],
      ['D10', 'ingress..example.com'],
    ] as const
  ).map(([id, host]) =>
    edit(
      id,
      `ingress host ${host.slice(0, 30)}`,
      'ingress-us-east.example.com',
      host,
      id === 'D09' ? 'schema/value' : 'schema/format',
      '/regions/us-east/ingressHost',
    ),
  ),
  zone('D19', 'TTL 0', '  ttl: 0\n', 'schema/value', '/zone/ttl'),
  zone('D20', 'TTL 2^31', '  ttl: 2147483648\n', 'schema/value', '/zone/ttl'),
  edit('D21', 'hostmaster without @', 'hostmaster: admin@example.com', 'hostmaster: admin.example.com.', 'schema/format', '/zone/hostmaster'),
  edit('D24', 'the zone is a top-level domain', 'name: a.example.com', 'name: com', 'schema/format', '/zone/name'),
  edit('D25', 'zone with non-ASCII', 'name: a.example.com', 'name: a.exämple.com', 'schema/format', '/zone/name'),
  edit('D26', 'the zone is a URL', 'name: a.example.com', 'name: https://a.example.com/', 'schema/format', '/zone/name'),

  agent('T05', 'wildcard host', '    host: "*"\n', 'schema/format', '/agents/research/host'),
  agent('T06', 'host with a port', '    host: research:8443\n', 'schema/format', '/agents/research/host'),
  edit('T08', 'line break in the name of an agent', '  research:\n', '  "a\\nb":\n', 'schema/format', ''),
  image('T10', 'image with a tag only where digests are asked for', 'registry.example.com/agents/research:latest', 'fleet/image-policy'),
  image('T11', 'digest too short', 'registry.example.com/agents/research@sha256:abcd', 'schema/format'),
  image('T13', 'image with a line break', '"registry.example.com/a\\n      privileged: true"', 'schema/format'),
  url('T15', 'git ext transport', '"ext::sh -c id"', 'schema/format'),
  url('T16', 'option injection', '"--upload-pack=touch /tmp/x"', 'schema/format'),
  url('T18', 'credentials in the URL', 'https://user:tok@git.example.com/org/fleet.git', 'secret/in-config', ''),
  url('T20', 'wildcard', '"*"', 'schema/format'),
  edit('T21', 'option injection in the branch', 'branch: main', 'branch: "--output=/tmp/x"', 'schema/format', '/gitops/branch'),
  agent('T28', 'privileged escape hatch', '    securityContext: { privileged: true }\n', 'schema/unknown-key', '/agents/research/securityContext'),

  zone('X01', 'TSIG secret inline', '  tsigSecret: "QkFTRTY0X0VOQ09ERURfU0VDUkVUX0ZPUl9URVNUUw=="\n', 'secret/in-config', ''),
  env('X02', 'GitHub token', `API: gh${'p_'}aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3hJ6`, 'secret/in-config', ''),
  env('X03', 'AWS key id', `K: AK${'IA'}Q3EGTR7NXVZ2M5LP`, 'secret/in-config', ''),
  zone('X05', 'password', '  password: hunter2-hunter2\n', 'secret/in-config', ''),
  env('X06', 'age secret key', `K: AGE-SECRET-${'KEY-1'}QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE`, 'secret/in-config', ''),
  env('X08', 'database URL with a password', 'DB: "postgres://app:s3cr3t-pw@db.example.com/app"', 'secret/in-config', ''),
  env('X11', 'random value under a key that names a secret', 'CLIENT_SECRET: "Zk9xV2p3Y0hRbUx0U3JBZQ"', 'secret/in-config', ''),
];

/** What must be accepted: over-strict tools get bypassed. */
export const GOOD: readonly (readonly [id: string, title: string, bytes: string])[] = [
  ['G01', 'CRLF', FLEET.replaceAll('\n', '\r\n')],
  ['G02', 'byte order mark', `\ufeff${FLEET}`],
  ['G03', 'no final line break', FLEET.trimEnd()],
  ['G14', 'comments and blank lines', FLEET.replaceAll('\n', ' # c\n\n')],
];
export const GOOD_EDITS: readonly (readonly [id: string, title: string, find: string, replace: string])[] = [
  ['G04', 'region "no", quoted', 'eu-west', '"no"'],
  ['G06', 'names of variables like members of a prototype', 'LEVEL: dual', 'toString: a, hasOwnProperty: b, valueOf: c'],
  ['G09', 'text that looks like templates', 'LEVEL: dual', 'A: "{{ .Values.x }} ${{ github.token }} {{constructor}} $(id)"'],
  [
    'G20',
    'a password that is a reference',
    'LEVEL: dual',
    'DB: "postgres://app:$(DB_PASSWORD)@db.example.com/app", PASSWORD_FILE: /run/secrets/db, TOKEN_URL: "https://a.example/token", SECRET_NAME: app',
  ],
  [
    'G21',
    'public material',
    'LEVEL: dual',
    'HASH: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, ID: 123e4567-e89b-12d3-a456-426614174000, CERT: "-----BEGIN CERTIFICATE-----"',
  ],
  ['G22', 'depth and length at their limits', 'LEVEL: dual', `A: "${'h'.repeat(4000)}"`],
];
