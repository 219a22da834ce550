// The private CA of a region is replaced one step after the other, as docs/operations.md has it: certificates of both are issued as the
// delivered objects say, and OpenSSL judges them by the list that the command of secrets.md makes. In the place of kubectl stands a
// function that reads the Secrets of this test.
// Each test has been red once; its comment names the fault in the generator that made it so.
// Judges: OpenSSL.
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fleet } from './fleets.ts';
import { Generated, only } from './generated.ts';
import { issue } from './openssl.ts';
import type { ClientCertificate, Tls } from './openssl.ts';
import { must, run } from './run.ts';

const REGION = 'us-east';
const [OLD, NEW] = ['pap-agent-ca', 'pap-agent-ca-2'];
const FOREIGN = 'research.eu-west.a.plugged.in';

let made: Generated;
beforeAll(() => {
  made = new Generated(withAuthorities(OLD, null));
});
afterAll(() => made.remove());

function withAuthorities(clientCA: string, further: string | null): string {
  return fleet({ records: 'wildcard', discovery: false }).replace(
    'certs: { ',
    `certs: { clientCA: ${clientCA}, furtherClientCA: ${String(further)}, `,
  );
}

const commands = (name: string): string[] => made.secretCommands(`cert-manager/${name}`);

/** As an operator makes the Secret, by the commands of secrets.md up to those for when it is there. */
function make(name: string): void {
  mkdirSync(made.path(`secrets/${name}`), { recursive: true });
  const lines = commands(name);
  const first = lines.findIndex((line) => line.startsWith('# once'));
  must('bash', ['-euc', (first === -1 ? lines : lines.slice(0, first)).join('\n')], { cwd: made.path(`secrets/${name}`), env: { REGION } });
}

/** What the Station trusts: as the command of secrets.md makes it, of both; of one alone the same command without the other. */
function list(further: string | null, signing: string): string {
  const kubectl = `kubectl() { base64 -w0 "${made.path('secrets')}/$5/tls.crt"; }`;
  const lines =
    further === null ? [`kubectl --namespace cert-manager get secret ${signing} | base64 -d > "agents-${REGION}.pem"`] : commands(further);
  const first = lines.findIndex((line) => line.startsWith('# once'));
  must('bash', ['-euc', [kubectl, ...lines.slice(first + 1)].join('\n')], { cwd: made.folder, env: { REGION } });
  return made.path(`agents-${REGION}.pem`);
}

/** A certificate of an agent, as its Certificate and the issuer say that is delivered now. */
async function certificate(secretName: string, dnsNames?: readonly string[]): Promise<{ tls: Tls; signer: string }> {
  const objects = await made.objects(REGION, 'certs');
  const { spec } = only<ClientCertificate>(objects, 'Certificate', 'research-agent-client');
  const { secretName: signer } = only<{ ca: { secretName: string } }>(objects, spec.issuerRef.kind, spec.issuerRef.name).spec.ca;
  return { tls: issue(made, { ...spec, ...(dnsNames === undefined ? {} : { dnsNames }), secretName }, made.path(`secrets/${signer}`)), signer };
}

/** Whether OpenSSL takes a certificate for one of a client, by a list of authorities. */
function verifies(bundle: string, { cert }: Tls): boolean {
  const leaf = made.write('leaf.pem', cert);
  return run('openssl', ['verify', '-CAfile', bundle, '-no-CApath', '-no-CAstore', '-purpose', 'sslclient', leaf]).code === 0;
}

// Red with `furtherClientCA` left out of the command of secrets.md, with it in the place of `clientCA` in the issuer, and with the
// zone in the place of the region in `nameConstraints`.
test('certificates of both are good while both are trusted, and at the end those of the new one', async () => {
  make(OLD);
  const first = await certificate('first');
  const alone = list(null, OLD);
  expect([first.signer, verifies(alone, first.tls)]).toEqual([OLD, true]);

  made.generate(withAuthorities(OLD, NEW));
  make(NEW);
  const still = await certificate('still');
  expect([still.signer, verifies(list(NEW, OLD), still.tls), verifies(list(NEW, OLD), first.tls)]).toEqual([OLD, true, true]);

  made.generate(withAuthorities(NEW, OLD));
  const next = await certificate('next');
  const both = list(OLD, NEW);
  expect(next.signer).toBe(NEW);
  expect([first.tls, still.tls, next.tls].map((tls) => verifies(both, tls))).toEqual([true, true, true]);
  expect(verifies(list(null, OLD), next.tls)).toBe(false);
  // Neither signs for another region, also while both are trusted.
  const forged = await certificate('forged', [FOREIGN]);
  const older = issue(made, await specOf([FOREIGN], 'older'), made.path(`secrets/${OLD}`));
  const bundle = list(OLD, NEW);
  expect([forged.tls, older].map((tls) => verifies(bundle, tls))).toEqual([false, false]);

  made.generate(withAuthorities(NEW, null));
  expect(() => commands(OLD)).toThrow('does not say');
  const last = await certificate('last');
  const end = list(null, NEW);
  expect([first.tls, next.tls, last.tls].map((tls) => verifies(end, tls))).toEqual([false, true, true]);
});

async function specOf(dnsNames: readonly string[], secretName: string): Promise<ClientCertificate> {
  const { spec } = only<ClientCertificate>(await made.objects(REGION, 'certs'), 'Certificate', 'research-agent-client');
  return { ...spec, dnsNames, secretName };
}
