import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'fast-glob';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { findSecrets } from '../../../generator/secrets/find.ts';

// Every secret is put together here, so that nothing in this repository looks like one. Seen to fail: each form when it is taken out of
// the list, the base64 look, the TSIG clause, the threshold of entropy moved by 0.2 in either direction, the least length by one.

const random = (length: number): string => 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3hJ6kL9nP2rS5tU8wX1zA4cD7eF0'.repeat(5).slice(0, length);
const hex = (length: number): string => '0f3a9c2b7d4e5f60718293a4b5c6d7e8'.repeat(8).slice(0, length);
const pem = (kind: string): string => `-----BEGIN ${kind}-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49\n-----END ${kind}-----\n`;
const upper = (length: number): string => random(60).toUpperCase().slice(0, length);

describe('a secret is found, whatever it stands under', () => {
  test.each<readonly [string, string]>([
    ['a private key', pem(`RSA PRIVATE ${'KEY'}`)],
    ['a private key without a name', pem(`PRIVATE ${'KEY'}`)],
    ['a private key of OpenSSH', pem(`OPENSSH PRIVATE ${'KEY'}`)],
    ['a private key of PGP', pem(`PGP PRIVATE ${'KEY'} BLOCK`)],
    ['a private key of which the end was cut off', pem(`EC PRIVATE ${'KEY'}`).slice(0, 50)],
    ['an age key', `AGE-SECRET-${'KEY'}-1${upper(58)}`],
    ['an AWS access key', `AKIA${upper(16)}`],
    ['a temporary one', `ASIA${upper(16)}`],
    ...['p', 'o', 'u', 's', 'r'].map((kind) => [`a GitHub token gh${kind}`, `gh${kind}_${random(36)}`] as const),
    ['a fine-grained GitHub token', `github_${'pat'}_${random(70)}`],
    ['a GitLab token', `gl${'pat'}-${random(20)}`],
    ['a Slack token', `xox${'b'}-${hex(24)}`],
    ['a Slack app token', `xapp-${'1'}-${random(30)}`],
    ['a Slack webhook', `https://hooks.slack.${'com'}/services/${random(40)}`],
    ['a Google API key', `AI${'za'}${random(35)}`],
    ['a Google OAuth secret', `GOC${'SPX'}-${random(28)}`],
    ['a Google access token', `ya${'29'}.${random(60)}`],
    ['a Stripe key', `sk_${'live'}_${random(24)}`],
    ['a Stripe webhook secret', `wh${'sec'}_${random(32)}`],
    ['an OpenAI key', `sk-${'proj'}-${random(48)}`],
    ['an Anthropic key', `sk-${'ant'}-${random(40)}`],
    ['an npm token', `npm${'_'}${random(36)}`],
    ['a PyPI token', `pypi${'-'}${random(60)}`],
    ['a Docker Hub token', `dckr_${'pat'}_${random(27)}`],
    ['a Vault token', `hv${'s'}.${random(30)}`],
    ['a DigitalOcean token', `dop_${'v1'}_${hex(64)}`],
    ['a SendGrid key', `S${'G'}.${random(22)}.${random(43)}`],
    ['a Hugging Face token', `hf${'_'}${random(34)}`],
    ['a JSON Web Token', `ey${'J'}${random(20)}.ey${'J'}${random(30)}.${random(40)}`],
    ['a password in a URL', `postgres://user:${random(12)}@db.example.net/x`],
    ['a TSIG key', `key "x" { algorithm hmac-sha256; secret "${Buffer.from(hex(32)).toString('base64')}"; };`],
    ['a TSIG key without quotes', `secret ${Buffer.from(hex(32)).toString('base64')};`],
    ['a TSIG key with its name', `nsupdate -y hmac-sha256:key-1:${Buffer.from(hex(32)).toString('base64')}`],
    ['a JSON Web Token behind a word', `token-ey${'J'}${random(20)}.ey${'J'}${random(30)}.${random(40)}`],
    ['an assignment', `export API_TOKEN=${random(24)}`],
    ['an assignment in JSON', `{"client_secret": "${random(24)}"}`],
  ])('%s', (_, secret) => {
    expect(findSecrets(secret).length).toBeGreaterThan(0);
    for (const around of [secret, `before ${secret} after`, `first line\n${secret}\nlast line`])
      expect(findSecrets(around, ['data', 'note']).length, around).toBeGreaterThan(0);
    const [found] = findSecrets(`x ${secret} y`);
    expect(`x ${secret} y`.slice(found?.start).startsWith(found?.value ?? '?')).toBe(true);
  });

  test.each([
    ['a token in base64', Buffer.from(`gh${'p'}_${random(36)}`).toString('base64')],
    ['a private key in base64', Buffer.from(pem(`PRIVATE ${'KEY'}`)).toString('base64')],
    ['a configuration in base64', Buffer.from(`{"auths":{"r":{"password":"${random(20)}"}}}`).toString('base64')],
  ])('%s', (_, secret) => expect(findSecrets(secret, ['data', 'note']).map(({ kind }) => kind)).toEqual([expect.stringContaining('in base64')]));
  test.each([
    [65_536, 1],
    [65_540, 0],
  ])('in base64 of %d characters, more than any value may have: %d', (length, count) => {
    const text = `gh${'p'}_${random(36)} `.padEnd((length / 4) * 3, 'x ');
    const word = Buffer.from(text).toString('base64');
    expect(word).toHaveLength(length);
    expect(findSecrets(word, ['note'])).toHaveLength(count);
  });
});

describe('a random text is a secret where one is meant', () => {
  test.each<[string, string]>([
    ['password', random(8)],
    ['dbPassword', 'hunter22!'],
    ['PASSWORD', 'Tr0ub4dor&3'],
    ['client_secret', random(24)],
    ['api-key', random(32)],
    ['apiKey', hex(32)],
    ['SECRET_ACCESS_KEY', random(40)],
    ['tsig-key', Buffer.from(hex(32)).toString('base64')],
    ['token', hex(40)],
    ['signing.key', random(44)],
    ['of sixteen characters and 3.5 bits each: token', 'a1b2c3d4e5f6a1b2'],
  ])('%s', (key, value) => expect(findSecrets(value, ['env', key])).toEqual([{ kind: 'the value of a secret', value, start: 0 }]));
});

describe('what only looks like one passes', () => {
  test.each<[string, string]>([
    ['image', `registry.example.net/agents/research@sha256:${hex(64)}`],
    ['digest', `sha256:${hex(64)}`],
    ['checksum/config', hex(64)],
    ['commit', hex(40)],
    ['uid', '7f9c24e8-3b12-4d0a-9c51-6f1f0b2a7d33'],
    ['caBundle', Buffer.from(pem('CERTIFICATE')).toString('base64')],
    ['ca.crt', pem('CERTIFICATE')],
    ['publicKey', pem('PUBLIC KEY')],
    ['authorized_keys', `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${random(43)} me@example.net`],
    ['secretName', 'wildcard-us-east-tls'],
    ['secretRef', 'pap/us-east/agents/research'],
    ['tokenSecretName', 'station-token'],
    ['secretKey', 'tls.key'],
    ['password', 'db-password'],
    ['passwordFile', '/run/secrets/db-password'],
    ['token', '/var/run/secrets/kubernetes.io/serviceaccount/token'],
    ['token', '$(STATION_TOKEN)'],
    ['token', '${STATION_TOKEN}'],
    ['token', '{{ .Values.token }}'],
    ['token', '<your token>'],
    ['token', 'true'],
    ['token', 'a1b2c3d4e5a1b2c3'], // 3.25 bits a character
    ['token', random(15)],
    ['token', '300s'],
    ['tokenTTL', '3600'],
    ['apiKey', 'vault:secret/data/pap#api-key'],
    ['credentials', 'https://vault.example.net/v1/pap'],
    ['tsigKeyName', 'external-dns-us-east'],
    ['tsigAlgorithm', 'hmac-sha256'],
    ['sessionToken', 'ENC[AES256_GCM,data:k3Jf9sQ2vX8mZp1Lw7RtY6uB,iv:x,tag:y,type:str]'],
    ['host', 'agent-with-a-rather-long-name-17.us-east-2.a.plugged.in'],
    ['arn', 'arn:aws:iam::123456789012:role/pap-fleet-external-dns-us-east-2'],
    ['url', 'https://github.com/VeriTeknik/pap-fleet.git'],
    ['url', 'git@github.com:VeriTeknik/pap-fleet.git'],
    ['url', 'https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/'],
    ['note', 'tokens: stored in Vault under secret/data/pap'],
    ['note', 'password: see the runbook'],
    ['note', 'the secret "station-tls" comes from cert-manager'],
    ['note', Buffer.from('a few words that nobody has to keep').toString('base64')],
    ['note', Buffer.from([0, 1, 2, 3, 250, 251, 252, 253, 200, 201, 202, 203, 204, 205, 206, 207, 208, 209]).toString('base64')],
    ['expr', 'sum(rate(http_requests_total{job="agents",code=~"5.."}[5m])) by (service)'],
    ['match', 'Host(`research.us-east.a.plugged.in`) && PathPrefix(`/hooks`)'],
    ['resourceVersion', '184467440737'],
    ['serial', '2026112301'],
    ['npm', 'npm_config_registry'],
    ['skill', 'sk-SK'],
    ['word', 'SG.UI'],
    ['aws', 'AKIA'],
  ])('%s: %s', (key, value) => {
    expect(findSecrets(value, ['spec', key])).toEqual([]);
    expect(findSecrets(`${key}: ${value}`)).toEqual([]);
  });

  test('what kubeseal and SOPS have encrypted', () => {
    expect(findSecrets(`AgB${random(200)}`, ['spec', 'encryptedData', 'password'])).toEqual([]);
  });
});

test('no false alarm in all that is generated, and in all that the documents and tests say', () => {
  const root = join(import.meta.dirname, '../../..');
  const paths = globSync(
    [
      'out/**',
      'config/**',
      'docs/**',
      '*.md',
      'schemas/**',
      'test/examples/golden/**',
      '.github/**',
      'generator/rules/*/*/{bad,good}.yaml',
      'generator/rules/*/*/good/**',
    ],
    {
      cwd: root,
      dot: true,
      // The last is a table of names, one of which is the kind Secret.
      ignore: ['**/security/secret-in-config-map/**', '**/secret/in-config/**', 'schemas/objects/kustomize.json'],
    },
  );
  expect(paths.length).toBeGreaterThan(300);
  for (const path of paths) {
    const text = readFileSync(join(root, path), 'utf8');
    expect(
      findSecrets(text).map(({ kind, value }) => `${kind} ${value}`),
      path,
    ).toEqual([]);
    if (!path.endsWith('.yaml')) continue;
    for (const document of parseAllDocuments(text, { uniqueKeys: false }))
      visitTexts(document.toJS(), [], (value, keys) => expect(findSecrets(value, keys), `${path} ${keys.join('.')}`).toEqual([]));
  }
});

function visitTexts(data: unknown, keys: readonly string[], visit: (text: string, keys: readonly string[]) => void): void {
  if (typeof data === 'string') visit(data, keys);
  else if (typeof data === 'object' && data !== null)
    for (const [key, value] of Object.entries(data)) visitTexts(value, Array.isArray(data) ? keys : [...keys, key], visit);
}

describe('an option of a command', () => {
  test('is a key and its value', () => {
    const value = random(10);
    const text = `--db-password=${value}`;
    expect(findSecrets(text, ['args'])).toEqual([{ kind: 'the value of a secret', value, start: text.indexOf(value) }]);
  });

  test.each(['--password-file=/run/secrets/db', '--password=$(DB_PASSWORD)', '--cache-size=512', '--token-name=research'])('passes: %s', (text) => {
    expect(findSecrets(text, ['args'])).toEqual([]);
  });
});
