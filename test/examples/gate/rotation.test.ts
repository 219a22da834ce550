// What the gate says of every step in which a key, an authority or an account is replaced by another one.
import { describe, expect, test } from 'vitest';
import { judged, small } from './fleet.ts';
import type { Edit, Spec } from './fleet.ts';
import { component, override, regional } from './write.ts';

/** Name, the setting before and after, and what the gate asks about; nothing: it passes. */
type Step = readonly [name: string, before: Edit, after: Edit, because: readonly string[]];

const withManual =
  (edit: Edit): Edit =>
  (spec) => {
    component('secrets', { provider: 'manual' })(spec);
    edit(spec);
  };

function base(edit: Edit): () => Spec {
  return () => {
    const spec = small();
    edit(spec);
    return spec;
  };
}

const zone =
  (transferKeys: readonly number[]): Edit =>
  (spec) => {
    spec.zone['nameservers'] = ['ns1.example.net', 'ns2.example.net'];
    spec.zone['transferKeys'] = transferKeys;
  };
const tsig = (name: 'dns' | 'certs', tsigKeys: readonly number[]): Edit => withManual(component(name, { tsigKeys }));

const signing = (signingKeys: readonly number[]): Edit => withManual(override('alpha', 'north', { signingKeys }));
const NOT_BEFORE =
  'the agent signs with another key and no longer has the one before: what it signed during the last 7 days is refused; list both, one step before';

const accounts = (generations: readonly number[]): Edit => withManual(component('certs', { accounts: generations }));
const caa =
  (...numbers: readonly number[]): Edit =>
  (spec) =>
    void (spec.zone['caa'] = numbers.map((account) => ({
      issuer: 'letsencrypt.org',
      accounturi: `https://acme-v02.api.letsencrypt.org/acme/acct/${account}`,
      validationmethods: ['dns-01'],
    })));
const both =
  (...edits: readonly Edit[]): Edit =>
  (spec) => {
    for (const edit of edits) edit(spec);
  };

const authority = (clientCA: string, furtherClientCA: string | null): Edit => withManual(component('certs', { clientCA, furtherClientCA }));

const FURTHER = 'the name server accepts a further key, which may write all that the first one may';
const AT_ONCE =
  'the name server takes another key instead of the one in use: updates are refused from the installation of named.conf until the controller uses the new one; list both, one step before';
const SIGNED = ['updates of the zone are signed with another key', "the pods read a Secret that was another's"];
const trusted = (ca: string): string[] =>
  ['north', 'south', 'west'].map(
    (region) =>
      `the fleet takes something on trust that nothing here proves: right the client certificates that ${ca} signs are trusted in ${region}`,
  );
const SIGNS = 'certificates are signed with the key of another authority';

const STEPS: Readonly<Record<string, readonly Step[]>> = {
  "ExternalDNS' key": [
    ['a further key is accepted', tsig('dns', [1]), tsig('dns', [1, 2]), [FURTHER]],
    ['the further key is used', tsig('dns', [1, 2]), tsig('dns', [2, 1]), SIGNED],
    ['the old key goes', tsig('dns', [2, 1]), tsig('dns', [2]), []],
    ['and all at once', tsig('dns', [1]), tsig('dns', [2]), [AT_ONCE, ...SIGNED]],
    ['in one region', tsig('dns', [1]), withManual(regional('north', 'dns', { tsigKeys: [1, 2] })), [FURTHER]],
  ],
  "cert-manager's key": [
    ['a further key is accepted', tsig('certs', [1]), tsig('certs', [1, 2]), [FURTHER]],
    ['the further key is used', tsig('certs', [1, 2]), tsig('certs', [2, 1]), ['challenges are written with another key']],
    ['the old key goes', tsig('certs', [2, 1]), tsig('certs', [2]), []],
  ],
  "an agent's signing key": [
    ['the next one comes', signing([1]), signing([1, 2]), []],
    ['the next one is used', signing([1, 2]), signing([2, 1]), []],
    ['the old one goes', signing([2, 1]), signing([2]), []],
    ['and at once', signing([1]), signing([2]), [NOT_BEFORE]],
    ['without the one before', signing([1, 2]), signing([2]), [NOT_BEFORE]],
  ],
  'the ACME account': [
    ['a further one is registered', accounts([1]), accounts([1, 2]), []],
    ['CAA names both', both(accounts([1, 2]), caa(1)), both(accounts([1, 2]), caa(1, 2)), ['other authorities may speak for the zone']],
    ['the further one is used', accounts([1, 2]), accounts([2]), ['the issuer acts as another account']],
    ['CAA names the new one alone', both(accounts([2]), caa(1, 2)), both(accounts([2]), caa(2)), ['other authorities may speak for the zone']],
    ['one that was registered goes', accounts([2, 1]), accounts([2]), []],
  ],
  'the private CA': [
    ['a further one is trusted', authority('ca', null), authority('ca', 'ca-2'), trusted('ca-2')],
    ['the further one signs', authority('ca', 'ca-2'), authority('ca-2', 'ca'), [...trusted('ca'), SIGNS]],
    ['the old one goes', authority('ca-2', 'ca'), authority('ca-2', null), []],
    ['and at once', authority('ca', null), authority('ca-2', null), [SIGNS]],
  ],
  'the key of the other name servers': [
    ['a further key is accepted', zone([1]), zone([1, 2]), [FURTHER]],
    ['the old key goes', zone([1, 2]), zone([2]), []],
    ['and at once', zone([1]), zone([2]), [AT_ONCE]],
  ],
};

describe.each(Object.entries(STEPS))('%s', (_, steps) => {
  test.each(steps)('%s', (_name, before, after, because) => {
    const { because: found } = judged({ base: base(before), edit: after });
    expect([...new Set(found.map((line) => line.replace(/ \(.*$/, '')))].sort()).toEqual([...because].sort());
  });
});
