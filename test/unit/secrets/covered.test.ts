// What of a line is covered when it is shown, and what is not, to the character. `npm run mutate` breaks each part of it.
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../generator/model/finding.ts';
import { withExcerpt } from '../../../generator/secrets/redact.ts';
import { Lines } from '../../../generator/yaml/text.ts';

// Put together here, so that nothing in this repository looks like a secret.
const RANDOM = ['aB3dE6gH9jK2', 'mN5pQ8sT1vW4yZ7bC0fG3hJ6kL9n'].join('');
const [BEGIN, END, KEY] = ['-----BEGIN', '-----END', `PRIVATE ${'KEY'}`];

/** In `«marks»` stands what must be covered; all else must be shown. */
function hold(marked: string): void {
  const text = marked.replace(/[«»]/g, '');
  const lines = new Lines(text);
  expect(text.split('\n').map((_, i) => lines.line(i + 1))).toEqual(
    marked.replace(/«([^»]*)»/g, (_, covered: string) => '*'.repeat(covered.length)).split('\n'),
  );
}

describe('the value of a key that says so', () => {
  const words = (text: string): string[] => text.split(/\s+/);
  test.each(words('password DB_PASSWORD adminPasswords passwd htpasswd passphrase PWD DB_PASS db.user-pass Authorization Set-Cookie _password'))(
    '%s, also when it is a plain word, and on the next line',
    (key) => {
      hold(`${key}: «swordfish»\nlevel: info`);
      hold(`${key}: «sword»\n  «fish»\nlevel: info`);
    },
  );
  test.each(
    words(`token apiKey client-secret credentials access_key tsig hmac-key privateKey AUTH_KEY tls.key TLS.KEY ca.pem a.p12 a.pfx a.jks
      id_rsa id_dsa id_ecdsa id_ed25519 keystore kubeconfig dockerconfigjson netrc`),
  )('%s, unless it is a name', (key) => {
    hold(`${key}: «a+b»\n  «c+d»\nlevel: info`);
    hold(`${key}: research-db\nlevel: info`);
  });
  test.each(words('monkey pem tls.key.note id_rsa.pub kubeconfigs cookieName secretName tokenPath passing level valid_rsa2 keystores'))(
    '%s says nothing of the kind',
    (key) => hold(`${key}: a+b\n  c+d`),
  );

  test.each([
    'password := «swordfish»',
    'password => «swordfish»',
    'password=«swordfish»',
    'password = «swordfish fish»',
    'password:«swordfish»',
    'password\t:\t«swordfish»',
    '- --token=«a+b»',
    'password := «sword fish»',
    'x: example.net/api-token:a+b',
    'x: a/api-token: «a+b»',
    'x: a/api-token=«a+b»',
    'x: a-api-token:«a+b»',
    'password=«sword»\n  fish',
    'run -password=«swordfish» --mode=dual --db-password=«"sword fish"»',
    'run ---password=swordfish',
    'password         :         «swordfish»',
    '"password": «"sword fish"», "a": "b"',
    "'password' : «'sword fish'» # a",
  ])('%s', (line) => hold(line));
});

describe('a value ends', () => {
  test.each([
    ['at its quote', 'password: «"a"» b'],
    ['not at a quote that is escaped', String.raw`password: «"a\"b"» c`],
    ['not at a single quote that is doubled', "password: «'a''b'''» c"],
    ['at a single quote behind a backslash', String.raw`password: «'a\'» c`],
    ['at the next option after an equals sign', 'run password=«sword fish» --fish'],
    ['at the next key after an equals sign', 'password=«sword fish» level = 2'],
    ['at a quote after an equals sign', 'run "password=«sword»" fish'],
    ['at the end of a line after an equals sign', 'run password=«sword»'],
    ['where its map goes on', '{password: «sword», a: b}'],
    ['where its list goes on', '[password: «sword», a]'],
    ['where its map ends', '{password: «sword»} a'],
    ['where its list ends', '[{a: [password: «sword»]}]'],
    ['where its map ends with the line', '{password: «sword»}'],
    ['not at a comma within a word', '{password: «a,b»,, c: d}'],
    ['not at a bracket within a word', '{password: «a}b]c», c: d}'],
    ['where the list ends that it is', 'password: «[a+b, c»] d'],
    ['where the map ends that it is', 'password: «{a+b»} d'],
    ['at a comment', 'password: «sword fish» # a'],
    ['at a comment after a tab', 'password: «sword fish»\t# a'],
    ['not at a number sign', 'password: «sword#fish #a»'],
  ])('%s', (_, line) => hold(line));
  test.each([
    ['where nothing is', 'password:\nlevel: info'],
    ['at a comment that stands alone', 'password: # a\nlevel: info'],
    ['where others begin, which are judged by their own keys', 'secret: {name: "a+b", password: «sword», key: c+d}'],
    ['the same with quotes', 'secret: { "a/b" : a+b, password: «sword »}'],
  ])('%s', (_, line) => hold(line));
});

describe('what stands in the place of a value', () => {
  test.each([
    ...['true', 'false', '*true', 'null', '~', 'yes', 'No', 'ON', 'off', '$(PASSWORD)', '$(a.b-c)', '${PASSWORD}', '${A:-b}', '"{{ .Values.a }}"'],
    ...['<password>', '<your password>', '%s', '*', '****', '...', '…', '"true"', "'null'", '"${A}"', '~ # a'],
  ])('%s', (value) => hold(`password: ${value}`));
  test.each([
    ...[
      'truer',
      'xtrue',
      'xnull',
      'nulls',
      'no1',
      '1no',
      '$(PASSWORD)x',
      'x$(PASSWORD)',
      '$(A B)',
      'x${A}',
      '${A}x',
      '"x{{a}}"',
      '"{{a}}x"',
      'x<a>',
      '<a>x',
      '<a<b>',
    ],
    ...['%sx', 'x%s', '****x', 'x*', '....', 'x...', 'x…', '…x', '*null'],
  ])('but not %s', (value) => hold(`password: «${value}»`));
  test.each([
    ...[
      '/var/run/token',
      './a',
      '../a.b/c-d',
      'https://example.net/a?b',
      'http://a',
      'vault:a+b',
      'file:a+b',
      'env:A+B',
      '5m',
      '12345',
      '1.5',
      '10MiB',
      '0',
    ],
    ...['research-db', 'research-db, memory-db', '[memory, research-db]', '["research-db", true, 5m]', '${A}, /a', 'research #a+b', '#a+b'],
  ])('of a token: %s', (value) => hold(`token: ${value}`));
  test.each([
    ...[
      '.../a',
      '/a+b',
      'x/a+',
      'https://a@b',
      'ftp://a+b',
      'httpsx://a+b',
      'xvault:a+b',
      'avault:',
      'vaults:a',
      '123456',
      '5mmmm',
      'x+1',
      '5m5',
      'research-db, a+b',
      'a+b #c',
    ],
  ])('but not %s', (value) => hold(`token: «${value}»`));
  test.each(['{a: b, token: "research"}', '{tokens: [research, memory], c: d}'])('in a map: %s', (line) => hold(line));
  test('of several one that is a value is enough', () => hold('tokens: «[research, a+b»]'));
});

describe('whatever the key is', () => {
  test.each([
    ...['Bearer', 'basic', 'Digest', 'NEGOTIATE', 'apikey'].map((scheme) => `x: ${scheme} «aB3dE6»`),
    'x: bearer         «aB3dE6» y',
    'x: bearer \t«aB3dE6», y',
    'x: "bearer «aB3dE6»"',
    "x: 'bearer «aB3dE6»'",
    'x: {y: bearer «aB3dE6»}',
    'x: [bearer «aB3dE6»]; y',
    'bearer «aB3dE6»;',
    'x: bearer a1B2c',
    'x: bearer tokens',
    'x: bearer "tokens"',
    'x: bearer «Tokens»',
    'x: bearer «tokens2»',
    'x: bearer «2tokens»',
    'x: xbearer aB3dE6',
    'x: bearer-aB3dE6',
  ])('what is sent to prove who asks: %s', (line) => hold(line));

  test.each([
    ...['password', 'passwd', 'Passphrase', 'PWD', 'secret', 'token', 'credential', 'credentials', 'api-key', 'api_key', 'apikey'].map(
      (word) => `# the ${word} «x22y»`,
    ),
    '# the db_password «x22y»',
    '# the db.a-token «x22y» z',
    '# the password is «x22y»',
    '# the password was «x22y»',
    '# the password is  now\t«x22y»',
    '# the password "«x22y»"',
    '# the password is `«x22y»`',
    "# the password '«x22y»', a",
    '# [the password «x22y»] {the password «x22y»}',
    '# the password x2y',
    '# the password is now is swordfish2',
    '# the password hunter',
    '# the password 12345',
    '# the password -x22y',
    '# the password research-db1',
    '# the xpassword x22y',
    '# the passwords x22y',
    'run --password «swordfish»',
    'run --password «sword-fish»',
    '# the password  \t «x22y»',
    'run -token «swordfish»',
    'run --db-password «swordfish» a',
    'run --password ${A}',
    'run --password --swordfish',
    'args: ["--token", "«swordfish»"]',
    "args: ['--token', '«swordfish»', b]",
    'args: [--token, «swordfish»]',
  ])('what is said in words: %s', (line) => hold(line));

  test.each([
    `x: «${RANDOM.slice(0, 20)}»`,
    `x: «${RANDOM.slice(0, 22)}==», a`,
    `«${RANDOM.slice(0, 24)}=» a «${RANDOM.slice(4, 24)}»`,
    `x: ${RANDOM.slice(0, 19)}`,
    `x: sha1:«${RANDOM.slice(0, 24)}»`,
    `x: a256:«${RANDOM.slice(0, 24)}»`,
    ...['256', '384', '512'].map((bits) => `x: sha${bits}:${RANDOM.slice(0, 24)}`),
    `x: sha256-${RANDOM.slice(0, 24)}=`,
    `x: sha256: «${RANDOM.slice(0, 24)}»`,
    `x: «${RANDOM.slice(0, 12)}/certs_v1-${RANDOM.slice(0, 8)}»`,
    'x: /certs/acme/dns01/rfc2136/tsigAlgorithm',
    'x: certs/acme/123456abc/ghij1234klmno56',
    'x: «certs/rfc2136x/ghij1234klmno56/ab+cd»',
    'x: spec/solvers/0/dns01/Rfc2136/k8sapi2-4ab0c2d19e',
    'x: base64_to_utf8-to-iso8859/123abc/v1beta1/a1b22c3',
  ])('what looks random and is no path or digest: %s', (line) => hold(line));
});

describe('a value goes on', () => {
  test.each([
    ['to its quote', 'password: «"sword»\n«fish»\n«x: y" z»\na: b'],
    ['to its single quote', "password: «'sword»\n«fish: \"x»\n\n«'»\na: b"],
    ['past single quotes that are doubled', "password: «'sword»\n  «it''s»\n  «fish' a»\nb"],
    ['past quotes that are escaped', String.raw`password: «"sword \"»`.concat('\n  «\\"x\\»\n  «fish"»\nb')],
    ['also where a colon stands in it', 'password: «sword»\n  «sword fish: x»\na: b'],
    ['but not as other keys far from their sign', 'secrets:\n  -   fish: a'],
    ['further in, where it is plain', 'a:\n  password: «sword»\n   «fish»\n\n   «fish»\n  fish'],
    ['behind a key in quotes', '"password": «sword»\n «fish»\nfish'],
    ['as a list', 'passwords:\n  «- sword»\n  «- fish»\na: b'],
    ['as a list as far out as its key', 'passwords:\n«- sword»\n«- fish»\na: b'],
    ['in a list that is not closed', 'password: «[sword»\n  «fish]»\na: b'],
    ['on the next line, wherever it stands', '  password:\n«sword»\n«fish»\n'],
    ['but not as other keys', 'password: «sword»\n  fish: a\n  x'],
    ['but not as other keys in a list', 'secrets:\n  - fish: a\n    x: b\n  - - "a/b": c'],
    ['but not as a key without a value', 'secrets:\n  fish:\n    x'],
    ['but not as a key in quotes', `secrets:\n  'a.b-c/d' : e`],
    ['but not where it is over', '{password: «sword»}\n  fish'],
    ['but not where it is in quotes', 'password: «"sword"»\n  fish'],
  ])('%s', (_, text) => hold(text));
  test.each(['|', '>', '|-', '>+', '|2', '>2-', '|+1', '| # a', '|- # a', '|\t', '| #abc'])('as a block: %s', (sign) => {
    hold(`a:\n  password: ${sign}\n    «sword»\n    «x: y»\n   «- z: a»\n  fish: a`);
  });
  test.each(['||', 'x|', '|-+1', '|x', '| a'])('%s begins none', (sign) => hold(`a:\n  password: «${sign}»\n    x: y`));
  test('of a block the first line may stand where it wants', () => {
    hold('  password: |\n«sword»\n «x: y»');
  });
  test.each([
    ['? password\n«: swordfish»\n: fish'],
    ['  ?  "password"  \n  «: swordfish»\n  a'],
    ['? level\n: swordfish'],
    ['args:\n- --password\n«- swordfish»\n- fish'],
    ['args:\n  - "--db-password"\n  «- swordfish»\n  - fish'],
    ["- '-token'\n«- swordfish»\n- fish"],
    ['level: ? password\n: swordfish'],
    ['? password x\n: swordfish'],
    ['a - --token\n- swordfish'],
    ['-   --token\n«- swordfish»'],
    ['- --token  \n«- swordfish»'],
    ['- --level\n- swordfish'],
    ['- --token «swordfish»\n- fish'],
  ])('where the key stands on a line of its own: %j', (text) => hold(text));
  test('with ends of lines of two characters', () => hold('password: «sword»\r\n  «fish»\r\na: b'.replaceAll('\r', '')));
});

describe('an entry of a list that is named after a secret', () => {
  test.each([
    '- name: DB_PASSWORD\n  value: «swordfish»\n- name: LEVEL\n  value: info',
    '- value: «swordfish»\n  name: DB_PASSWORD\n- value: info\n  name: LEVEL',
    '- key: api-token\n  default: «swordfish»',
    '- path: /data/token\n  op: add\n  value: «swordfish»',
    '- path: /data/a~1token\n  value: «swordfish»',
    '- path: /token/a\n  value: swordfish',
    '- "name": "DB_PASSWORD"\n  "value": «"swordfish"»',
    "- 'name' : 'DB_PASSWORD'\n  'value' : «'swordfish'»",
    '- {name: DB_PASSWORD, value: «swordfish»}',
    '- {value: «swordfish», name: DB_PASSWORD}',
    '- name: DB_PASSWORD\n  a: b\n  c: d\n  value: «swordfish»',
    '- name: DB_PASSWORD\n  a: b\n  c: d\n  e: f\n  value: swordfish',
    '- value: «swordfish»\n  a: b\n  c: d\n  name: DB_PASSWORD',
    '- value: swordfish\n  a: b\n  c: d\n  e: f\n  name: DB_PASSWORD',
    '- name: DB_PASSWORD\n- value: swordfish',
    '  - name: DB_PASSWORD\n  - value: swordfish',
    '- name: DB_PASSWORD\n  note: a - b\n  value: «swordfish»',
    '- name:   DB_PASSWORD\n  value: «swordfish»',
    '- name: DB_PASSWORD\n  other_value: swordfish',
    'level: info\nvalue: a+b',
    '- value: swordfish\n- name: DB_PASSWORD',
    '- name: DB_PASSWORD\n  level: info\n  values: swordfish\n  value2: a',
    '- my-name: DB_PASSWORD\n  value: swordfish',
    '- names: DB_PASSWORD\n  value: swordfish',
    '- name: DB_PASSWORD\n  value:\n    «swordfish»\n- a',
    '- name: DB_PASSWORD\n  value: |\n    «a: b»\n- a',
  ])('%j', (text) => hold(text));
});

describe('a Secret', () => {
  test.each([
    'kind: Secret\ndata:\n  user: «research»\n  level: «info»\ntype: Opaque',
    'kind: "Secret"\n"data":\n  user: «research»',
    "  'kind' : 'Secret'\n  'data' :\n    user: «research»\n  type: Opaque",
    'data:\n  user: «research»\nkind: Secret',
    'stringData:\n  user: «research»\ntype: Opaque',
    'stringData: {user: «research», level: «info»}',
    'kind: Secret\ndata:\n  stringData: «a»\n  user: «research»\n',
    'kind: Secret\ndata:\n  user: |\n    «research»\n  b: «info»\nkind: a',
    'kind:   Secret\ndata:\n  user: «research»',
    'kind: SecretStore\ndata:\n  user: research',
    'kind: ConfigMap\ndata:\n  user: research',
    'kind: ConfigMap\ndata:\n  user: research\n---\nkind: Secret\ndata:\n  user: «research»\n---\ndata:\n  user: research',
    'kind: Secret\ndata:\n  user: «research»\n---\nkind: ConfigMap\ndata:\n  user: research',
    'kind: Secret\nmydata:\n  user: research',
    'kind: Secret\ndatas:\n  user: research',
  ])('%j', (text) => hold(text));
});

describe('keys and what is encoded', () => {
  test.each([
    ['a private key', `x: |\n  ${BEGIN} ${KEY}-----\n  «short»\n\n  «a: b»\n  «${END} ${KEY}-----»\n  y`],
    ['one of a kind', `${BEGIN} RSA ${KEY}-----\n«short»\n«${END} RSA ${KEY}-----»\ny`],
    ['one that does not end', `${BEGIN} ED25519 ${KEY}-----\n«short»\n«y: z»`],
    ['one on one line', `${BEGIN} ${KEY}-----x${END} ${KEY}-----\nshort`],
    ['a certificate is none', `${BEGIN} CERTIFICATE-----\nshort\n${END} CERTIFICATE-----`],
    ['base64 over several lines', `x: |\n  «${RANDOM}»\n  «abcd»\n  «ABCD+/x=»\n  a b\n  abcd`],
    ['base64 in quotes', `x:\n  "«${RANDOM}»\\\n  «abcd\\»\n  «abcd"»\n  a b`],
    ['a line of base64 that is short', `x: |\n  «${RANDOM.slice(0, 39)}»\n  abcd`],
    ['digits to the base of 16', `x: |\n  ${'0f3a9c2b'.repeat(5)}\n  abcd`],
    ['letters alone', `x: |\n  ${'abcdEFGH'.repeat(5)}\n  abcd`],
    ['capitals and digits alone', `x: |\n  ${'GHIJ1234'.repeat(5)}\n  abcd`],
    ['base64 with blanks behind it', `x: |\n  «${RANDOM}»  \n  «abcd  »\n  a b`],
    ['a word behind others', `x: |\n  x «${RANDOM}»\n  abcd`],
    ['a word among others', `x: |\n  «${RANDOM}» x\n  abcd`],
  ])('%s', (_, text) => hold(text));
});

test('after the first fifty keys of a line, nothing is told apart', () => {
  hold('{token: research} '.repeat(50));
  hold(`${'{token: research} '.repeat(50)}{token: «research} »`);
});

describe('what a message may repeat of a covered line', () => {
  test.each<[string, string[]]>([
    ['password: swordfish', ['swordfish']],
    ['password: "swordfish"', ['"swordfish"', 'swordfish']],
    ["password: 'sword-fish'", ["'sword-fish'", 'sword-fish']],
    ['password: &sword-fish', ['&sword-fish', 'sword-fish']],
    ['password: *sword-fish', ['*sword-fish', 'sword-fish']],
    ['password: !sword-fish', ['!sword-fish', 'sword-fish']],
    ['password: research 2fishes {hunter-2,hunter}', ['research 2fishes {hunter-2,hunter}', '2fishes', 'hunter-2']],
    ['password: 0048_291', ['0048_291', '48291']],
    ['password: -12345.50', ['-12345.50', '-12345.5']],
    ['password: 1a2', []],
    ['password: 1e6', []],
    ['level: info', []],
  ])('%s', (line, expected) => expect([...new Set(new Lines(`a: b\n${line}\r\nc: d`).covered(2))].sort()).toEqual([...expected].sort()));
  test('is nothing behind the last line', () => expect(new Lines('a').covered(3)).toEqual([]));
});

test('a finding is shown without what its line covers, with a way out or without one', () => {
  const lines = new Lines(`a: 1\n"DB_PASSWORD=sword-fish-2": a\npassword: ${'x'.repeat(100)}\n`);
  const finding = (line: number, text: string, more: Partial<Finding> = {}): Finding => ({
    code: 'yaml/syntax',
    severity: 'error',
    message: text,
    place: { file: 'f', line, col: 1, length: 1 },
    ...more,
  });
  expect(withExcerpt(finding(1, 'm', { hint: 'h' }), lines)).toEqual(finding(1, 'm', { hint: 'h', excerpt: 'a: 1' }));
  expect(withExcerpt(finding(2, 'not sword-fish-2', { pointer: '/DB_PASSWORD=sword-fish-2', hint: 'a sword-fish-2' }), lines)).toEqual(
    finding(2, 'not ************', { pointer: '/DB_PASSWORD=************', hint: 'a ************', excerpt: '"DB_PASSWORD=************": a' }),
  );
  // A message repeats the beginning of what is long.
  expect(withExcerpt(finding(3, `not ${'x'.repeat(79)}…`), lines).message).toBe('not ************…');
});
