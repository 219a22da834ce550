import { stringify } from 'yaml';
import { expect, test } from 'vitest';
import { compiled, objectsOf, said } from '../../support/compiled.ts';
import { certificateFor } from '../../support/certificate.ts';
import { BARE } from '../../support/fleets.ts';

const { cert, key } = certificateFor('acme.example.net');

function withBundle(caBundle: string, settings = {}) {
  const certs = { stagingServer: 'https://acme.example.net/directory', caBundle, ...settings };
  return compiled({ 'fleet.yaml': stringify({ ...BARE, regions: { north: {} }, components: { certs, cluster: { images: 'tag' } } }) });
}

/** ClusterIssuer → the bundle that it holds, read again. */
function bundles(made: ReturnType<typeof compiled>): Record<string, string | undefined> {
  const issuers = objectsOf(made, 'north', 'certs').filter(({ kind }) => kind === 'ClusterIssuer');
  return Object.fromEntries(
    issuers.map(({ metadata, ...object }) => {
      const { acme } = object['spec'] as { acme?: { caBundle?: string } };
      return [metadata.name, acme?.caBundle === undefined ? undefined : Buffer.from(acme.caBundle, 'base64').toString()];
    }),
  );
}

// Seen to fail: with the bundle at both issuers, where the public staging server could not be reached.
test('a bundle goes to the issuers of private servers alone', () => {
  expect(bundles(withBundle(cert, { environment: 'staging' }))).toEqual({
    'pap-client-ca': undefined,
    'pap-letsencrypt-production': undefined,
    'pap-letsencrypt-staging': cert,
  });
});

test.each([
  ['a certificate with its key', cert + key, 'secret/'],
  ['a key', key, 'secret/'],
  ['text before it', `Example root\n${cert}`, 'schema/format'],
  ['a request', cert.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'), 'schema/format'],
  ['base64 of it', Buffer.from(cert).toString('base64'), 'schema/format'],
  ['half of it', cert.slice(0, 200), 'schema/format'],
  ['one that lacks a line', cert.split('\n').toSpliced(3, 1).join('\n'), 'fleet/ca-bundle'],
])('%s is refused', (_, text, code) => {
  const made = withBundle(text, { environment: 'staging' });
  expect(said(made).some((line) => line.startsWith(code))).toBe(true);
  expect(made.files).toBeUndefined();
  expect(said(made).join('\n')).not.toContain(key.split('\n')[1]);
});

test('two certificates, with Windows line endings, are read', () => {
  const made = withBundle((cert + certificateFor('other.example.net').cert).replaceAll('\n', '\r\n'), { environment: 'staging' });
  expect(said(made)).toEqual([]);
});
