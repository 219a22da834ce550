// Policies that are none, by what is said of them and where.
import { expect, test } from 'vitest';
import { compiled } from '../../../support/compiled.ts';
import { FLEET } from '../../../support/program.ts';

const HEAD = 'apiVersion: fleet.plugged.in/v1alpha1\nkind: Policy\n';
const policy = (change: Readonly<Record<string, string>> = {}): string => {
  const keys = {
    code: 'ours/x',
    severity: 'error',
    about: 'It is so',
    match: '{ kinds: [apps/Deployment] }',
    require: 'object.kind == "Deployment"',
    message: 'mend it',
    ...change,
  };
  return (
    HEAD +
    Object.entries(keys)
      .flatMap(([key, value]) => (value === '' ? [] : [`${key}: ${value}\n`]))
      .join('')
  );
};
const found = (text: string): string[] =>
  compiled({ 'fleet.yaml': FLEET, 'policies/p.yaml': text }).findings.map(
    ({ code, severity, place: { file, line, col }, message, hint = '' }) =>
      `${severity} ${code} ${file.replace('config/', '')}:${line}:${col} ${message} (${hint})`,
  );

test('a policy that holds is silent', () => expect(found(policy())).toEqual([]));

test.each<[string, string, RegExp]>([
  ['an unknown key', policy({ sevrity: 'error' }), /^error schema\/unknown-key policies\/p.yaml:9:1 unknown key "sevrity"/],
  ['no severity', policy({ severity: '' }), /^error schema\/required policies\/p.yaml:1:1 the policy lacks the key "severity"/],
  [
    'a severity that is misspelt',
    policy({ severity: 'eror' }),
    /^error schema\/value .*:4:11 "severity" must be one of error, warning, approval \(did you mean "error"\?\)/,
  ],
  [
    'a code of ours',
    policy({ code: 'network/x' }),
    /^error policy\/invalid .*:3:7 codes of the family "network" are those of pap-fleet \(take a family of your own: ours\/x\)/,
  ],
  ['a code that explain reads as an agent', policy({ code: 'agent/x' }), /^error policy\/invalid .*:3:7 codes of the family "agent"/],
  ['no code', policy({ code: 'x' }), /^error schema\/format .*:3:7 "code" must be a family, a slash and a name/],
  ['a code twice', `${policy()}---\n${policy()}`, /^error policy\/invalid .*:12:7 the code "ours\/x" is that of another policy/],
  ['an object', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n', /^error policy\/invalid .*:2:7 ConfigMap is no policy/],
  ['a list', '- a\n- b\n', /^error policy\/invalid .*:1:1 this is no policy/],
  ['nothing', '# nothing\n', /^error yaml\/empty/],
  [
    'a region that is not there',
    policy({ match: '{ regions: [nroth] }' }),
    /^error policy\/invalid .*:6:\d+ there is no region "nroth" \(did you mean "north"\?\)/,
  ],
  ['a group that is not there', policy({ match: '{ groups: [prod] }' }), /^error policy\/invalid .*:6:\d+ there is no group "prod"/],
  [
    'a region that is left out and is not there',
    policy({ match: '{ regions: { except: [nroth] } }' }),
    /^error policy\/invalid .*there is no region "nroth"/,
  ],
  [
    'a component that is not there',
    policy({ match: '{ components: [agnets] }' }),
    /^error policy\/invalid .*there is no component "agnets" \(did you mean "agents"\?\)/,
  ],
  [
    'a kind that is not there',
    policy({ match: '{ kinds: [apps/Deploymnt] }' }),
    /^warning policy\/no-match .*:6:18 no object is of the kind "apps\/Deploymnt" \(did you mean "apps\/Deployment"\?\)/,
  ],
  [
    'one kind of two',
    policy({ match: '{ kinds: [apps/Deployment, Servce] }' }),
    /^warning policy\/no-match .*:6:35 no object is of the kind "Servce" \(did you mean "Service"\?\)/,
  ],
  [
    'a kind of which there is no object',
    policy({ match: '{ kinds: [apps/DaemonSet] }' }),
    /^warning policy\/no-match .*:6:1 no object of the fleet matches this policy/,
  ],
  ['a kind with a version', policy({ match: '{ kinds: [apps/v1/Deployment] }' }), /^error schema\/format .*:6:18 /],
  [
    'an expression that ends too soon',
    policy({ require: '"object.metadata.name.startsWith("' }),
    /^error policy\/invalid-expression .*:7:4\d the expression does not compile: unexpected token: EOF/,
  ],
  [
    'an unknown variable',
    policy({ require: 'objct.kind == "a"' }),
    /^error policy\/invalid-expression .*:7:10 .*unknown variable: objct \(did you mean "object"\?\)/,
  ],
  ['an unknown function', policy({ require: 'object.kind.lower() == "a"' }), /^error policy\/invalid-expression .*:7:\d+ .*'dyn.lower\(\)'/],
  [
    'a pattern that is none',
    policy({ require: 'object.kind.matches("(a")' }),
    /^error policy\/invalid-expression .*:7:30 .*the pattern "\(a" leaves a parenthesis open \(docs\/policies\.md/,
  ],
  [
    'an unknown field of an agent',
    policy({ require: 'agent.teir == "a"' }),
    /^error policy\/invalid-expression .*:7:16 .*undefined field 'teir' \(did you mean "tier"\?\)/,
  ],
  [
    'an unknown field of a region',
    policy({ require: 'region.zone == "a"' }),
    /^error policy\/invalid-expression .*:7:17 .*undefined field 'zone' \(there is: name, /,
  ],
  [
    'an unknown field of a change',
    policy({ on: 'change', require: 'plan.changes.all(c, c.restart)' }),
    /^error policy\/invalid-expression .*:7:32 .*undefined field 'restart' \(did you mean "restarts"\?\)/,
  ],
  ['no truth', policy({ require: 'size(object.kind)' }), /^error policy\/invalid-expression .*:7:10 .*gives int, and must give bool/],
  ['a truth of YAML', policy({ require: 'true' }), /^error schema\/type .*:7:10 "require" must be text/],
  [
    'the day, about objects',
    policy({ require: 'now.getDayOfWeek() != 5' }),
    /^error policy\/invalid-expression .*:7:10 .*unknown variable: now \(now is there in policies `on: change` alone; here there is: object, region, agent\)/,
  ],
  [
    'an object, about changes',
    policy({ on: 'change', require: 'object.kind == "a"' }),
    /^error policy\/invalid-expression .*unknown variable: object \(object is there in policies `on: object` alone/,
  ],
  ['words over two lines', policy({ message: '"mend\\nit"' }), /^error schema\/format .*"message" must be plain words in one line/],
  [
    'words with a character nobody sees',
    policy({ message: '"mend \\u001b[31mit"' }),
    /^error yaml\/encoding .*:8:10 this text holds the character U\+001B/,
  ],
  ['words with markup', policy({ about: '"<b>so</b>"' }), /^error schema\/format .*"about" must be plain words/],
  ['a secret', policy({ message: `use AKIA${'IOSFODNN7ABCDEFG'}` }), /^error secret\/in-config .*:8:/],
  ['a file of more than a megabyte', `${policy()}# ${'x'.repeat(1_100_000)}\n`, /^error yaml\/limit /],
  [
    'an expression that is too long',
    policy({ require: `'${'true && '.repeat(2000)}true'` }),
    /^error schema\/value .*"require" must not have more than 10000 characters/,
  ],
])('%s', (_, text, expected) => {
  const all = found(text);
  expect(all.length).toBeGreaterThan(0);
  expect(all[0]).toMatch(expected);
});

test('no secret is repeated', () => expect(found(policy({ message: `use AKIA${'IOSFODNN7ABCDEFG'}` })).join()).not.toContain('IOSFODNN7'));

test.each<[string, string, string]>([
  ['a plain text', 'require: object.kind == objct.kind\n', '7:25'],
  ['a text in quotes', `require: "object.kind == \\"a\\" || objct.kind"\n`, '7:35'],
  ['a text in single quotes', "require: 'object.kind == ''a'' || objct.kind'\n", '7:35'],
  ['a block', 'require: |\n  object.kind == "a"\n    || objct.kind == "b"\n', '9:8'],
  ['a folded block', 'require: >-\n  object.kind == "a"\n  || objct.kind == "b"\n', '9:6'],
  ['a text of several lines', 'require: object.kind == "a"\n  || objct.kind == "b"\n', '8:6'],
])('the place within %s', (_, require, place) => {
  const text = policy({ require: '' }).replace('message:', `${require}message:`);
  expect(found(text)[0]).toMatch(new RegExp(`^error policy/invalid-expression policies/p.yaml:${place} .*unknown variable: objct`));
});

test('policies lie in one folder', () =>
  expect(compiled({ 'fleet.yaml': FLEET, 'policies/more/p.yaml': policy() }).findings[0]?.code).toBe('config/unexpected-file'));
