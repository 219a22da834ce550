// The ACME account of a region is replaced one step after the other, as docs/operations.md has it: accounts at a real ACME server, Pebble,
// the zone at a real BIND. Pebble does not look at CAA, so the test asks BIND for the records before each order, as RFC 8659 and RFC 8657
// tell an authority to. As cert-manager does it, a key is made where the Secret that an issuer names is not there yet.
// Each test has been red once; its comment names the fault in the generator that made it so.
// Judges: BIND, Pebble.
import { readFileSync } from 'node:fs';
import acme from 'acme-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Authority } from './authority.ts';
import { REGIONS, fleet } from './fleets.ts';
import { only } from './generated.ts';
import { Named } from './named.ts';
import { must } from './run.ts';

const REGION = 'us-east';
const ISSUER = 'pap-letsencrypt-production';

interface Issuer {
  readonly acme: { readonly email: string; readonly privateKeySecretRef: { readonly name: string } };
}

let named: Named;
let authority: Authority;
/** Secret → key, as cert-manager keeps them. */
const keys = new Map<string, Buffer>();

function withAccounts(accounts: readonly number[], uris: readonly string[]): string {
  const entries = uris.map((uri) => `{ issuer: letsencrypt.org, accounturi: "${uri}", validationmethods: [dns-01] }`);
  return fleet({ records: 'wildcard', discovery: false })
    .replace(/caa: \[.*?\] \}\]/, `caa: [${entries.length === 0 ? 'letsencrypt.org' : entries.join(', ')}]`)
    .replace('certs: { ', `certs: { accounts: ${JSON.stringify(accounts)}, `);
}

/** Deliver, and what the operator of the name server does when `zone.caa` has changed. */
function deliver(accounts: readonly number[], uris: readonly string[]): void {
  named.generate(withAccounts(accounts, uris));
  expect(named.operator('out/dns/a.plugged.in.nsupdate')).toEqual({ code: 0, out: '' });
}

beforeAll(async () => {
  named = await Named.serve(withAccounts([1], []));
  for (const region of REGIONS) {
    named.operator(`out/dns/${region}.nsupdate`);
    await named.publish(region);
  }
  authority = await Authority.serve(named);
});
afterAll(async () => {
  await authority?.stop();
  await named?.stop();
});

/** The account of an issuer: what its status says after it has registered. */
async function account(issuer = ISSUER): Promise<{ client: acme.Client; uri: string }> {
  const { email, privateKeySecretRef } = only<Issuer>(await named.objects(REGION, 'certs'), 'ClusterIssuer', issuer).spec.acme;
  const key = keys.get(privateKeySecretRef.name) ?? (await acme.crypto.createPrivateEcdsaKey('P-256'));
  keys.set(privateKeySecretRef.name, key);
  const client = new acme.Client({ directoryUrl: authority.pebble.directoryUrl, accountKey: key });
  await client.createAccount({ termsOfServiceAgreed: true, contact: [`mailto:${email}`] });
  return { client, uri: client.getAccountUrl() };
}

/** Whether an authority may issue the wildcard for an account: the closest ancestor that has such records (RFC 8659), by its parameters (RFC 8657). */
function allows(uri: string): boolean {
  const labels = `${REGION}.a.plugged.in`.split('.');
  const records = labels.map((_, i) => named.answer(labels.slice(i).join('.'), 'CAA')).find((found) => found.length > 0) ?? [];
  const values = records.flatMap((line) => / issuewild "(.*)"$/.exec(line)?.[1] ?? []).map((value) => value.split(';').map((part) => part.trim()));
  return values.some(([issuer, ...parameters]) => {
    const of = (tag: string): string | undefined => parameters.find((parameter) => parameter.startsWith(`${tag}=`))?.slice(tag.length + 1);
    const methods = of('validationmethods')?.split(',');
    return issuer === 'letsencrypt.org' && (of('accounturi') ?? uri) === uri && methods?.includes('dns-01') !== false;
  });
}

/** An order of the wildcard with the account of the issuer that the Certificate names. */
async function issues(): Promise<boolean> {
  const objects = await named.objects(REGION, 'certs');
  const { spec } = only<{ dnsNames: string[]; issuerRef: { name: string } }>(objects, 'Certificate', `wildcard-${REGION}`);
  const { client, uri } = await account(spec.issuerRef.name);
  if (!allows(uri)) return false;
  const [, csr] = await acme.crypto.createCsr({ altNames: spec.dnsNames }, await acme.crypto.createPrivateEcdsaKey('P-256'));
  const write = (line: string): void => {
    const update = named.update(`cert-manager-${REGION}`, line);
    if (update.code !== 0) throw new Error(update.out);
  };
  const chain = await client.auto({
    csr,
    termsOfServiceAgreed: true,
    challengePriority: ['dns-01'],
    skipChallengeVerification: true,
    challengeCreateFn: (authz, _, value) => Promise.resolve(write(`update add _acme-challenge.${authz.identifier.value}. 60 TXT "${value}"`)),
    challengeRemoveFn: (authz, _, value) => Promise.resolve(write(`update delete _acme-challenge.${authz.identifier.value}. TXT "${value}"`)),
  });
  const [root, path] = [named.write('root.pem', await authority.pebble.root()), named.write('chain.pem', chain)];
  must('openssl', ['verify', '-CAfile', root, '-untrusted', path, '-verify_hostname', `research.${REGION}.a.plugged.in`, path]);
  return readFileSync(path, 'utf8').includes('BEGIN CERTIFICATE');
}

// Red with the further account used by the issuer that certificates name, and with its key in the Secret of the first.
test('the account in use may order at every moment, at the end the old one may not', async () => {
  const { uri: first } = await account();
  deliver([1], [first]);
  expect([allows(first), await issues()]).toEqual([true, true]);

  // The further account is registered; the first goes on.
  deliver([1, 2], [first]);
  const { uri: second } = await account(`${ISSUER}-2`);
  expect(second).not.toBe(first);
  expect((await account()).uri).toBe(first);
  expect([allows(first), allows(second), await issues()]).toEqual([true, false, true]);

  // CAA names both.
  deliver([1, 2], [first, second]);
  expect([allows(first), allows(second), await issues()]).toEqual([true, true, true]);

  // The further account is used, and it is the one that CAA names.
  deliver([2], [first, second]);
  expect((await account()).uri).toBe(second);
  expect([allows(first), await issues()]).toEqual([true, true]);

  // CAA names the new one alone.
  deliver([2], [second]);
  expect([allows(first), allows(second), await issues()]).toEqual([false, true, true]);
});

// A control: the way without the steps in between.
test('an account that is replaced at once orders nothing, since nobody can name it before', async () => {
  const { uri } = await account();
  deliver([3], [uri]);
  expect((await account()).uri).not.toBe(uri);
  expect(await issues()).toBe(false);
});
