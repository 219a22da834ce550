import { stringify } from 'yaml';
import { expect, test } from 'vitest';
import { caaValue } from '../../../../generator/k8s/caa.ts';
import { compiled, said } from '../../../support/compiled.ts';
import { BARE } from '../../../support/fleets.ts';

const ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/1234567890';

function withCaa(caa: unknown) {
  return compiled({ 'fleet.yaml': stringify({ ...BARE, zone: { ...BARE.zone, caa }, regions: { north: {} } }) });
}

test('every record of the zone carries the parameters, and names stay as they are', () => {
  const made = withCaa([{ issuer: 'letsencrypt.org', accounturi: ACCOUNT, validationmethods: ['http-01', 'dns-01'] }, 'pki.goog']);
  const values = [`"letsencrypt.org; accounturi=${ACCOUNT}; validationmethods=dns-01,http-01"`, '"pki.goog"'];
  const records = values.flatMap((value) => [`CAA 0 issue ${value}`, `CAA 0 issuewild ${value}`]);
  for (const name of ['zone', 'nsupdate']) {
    const text = String(made.files?.get(`dns/a.example.net.${name}`));
    expect(text.split('\n').flatMap((line) => /CAA 0 .*/.exec(line)?.[0] ?? [])).toEqual(records);
  }
});

// Two maps in a list ended the run: the validator asked them for a method that they do not have.
test('two accounts of one authority are two entries, and the same one twice is refused', () => {
  const entries = [1, 2].map((account) => ({ issuer: 'letsencrypt.org', accounturi: `https://acme-v02.api.letsencrypt.org/acme/acct/${account}` }));
  const zone = String(withCaa(entries).files?.get('dns/a.example.net.zone'));
  expect(zone.match(/CAA 0 issuewild /g)).toHaveLength(2);
  expect(said(withCaa([entries[0], { ...entries[0] }])).join()).toContain('schema/value');
});

test('an account is a URL that can end no parameter and no string', () => {
  for (const end of ['1;validationmethods=http-01', '1"', '1\\', '1 2', '1\n2', 'ü'])
    expect(said(withCaa([{ issuer: 'letsencrypt.org', accounturi: `${ACCOUNT}/${end}` }])).join(), end).toContain('schema/format');
  expect(() => caaValue({ issuer: 'a.example', accounturi: `${ACCOUNT};`, validationmethods: [] })).toThrow('parameter');
});

test.each([
  ['a number', 5, 'schema/type', '"caa[0]" must be text or a map'],
  ['no issuer', { validationmethods: ['dns-01'] }, 'schema/required', 'issuer'],
  ['an unknown parameter', { issuer: 'a.example', accountURI: ACCOUNT }, 'schema/unknown-key', 'accounturi'],
  ['an unknown method', { issuer: 'a.example', validationmethods: ['dns01'] }, 'schema/value', 'dns-01'],
  ['an account elsewhere', { issuer: 'pki.goog', accounturi: ACCOUNT }, 'fleet/caa-parameters', 'letsencrypt.org'],
  [
    'a record that is too long',
    { issuer: `${'a'.repeat(60)}.example`, accounturi: `https://a.example/${'1'.repeat(180)}` },
    'fleet/caa-parameters',
    '255',
  ],
])('%s is refused', (_, entry, code, words) => {
  const found = said(withCaa([entry])).filter((line) => line.startsWith(code));
  expect(found.join()).toContain(words);
});
