import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { authoritiesOf } from '../../../generator/io/request.ts';
import { isWanted, send } from '../../../generator/io/webhook.ts';
import { withoutTokens } from '../../../generator/io/token.ts';
import { certificateFor } from '../../support/certificate.ts';
import { Webhook } from '../../support/webhook.ts';

const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-webhook-'));
const webhook = new Webhook(folder);
const file = join(folder, 'url');
beforeAll(() => webhook.listen());
afterEach(() => vi.unstubAllEnvs());
afterAll(() => {
  webhook.close();
  rmSync(folder, { recursive: true });
});

test('an address from a file, or from the variable; the file counts before it', () => {
  writeFileSync(file, `${webhook.url}/from-the-file\n`);
  vi.stubEnv('NOTIFY_URL', `${webhook.url}/from-the-variable`);
  expect([isWanted({ file: undefined }), isWanted({ file })]).toEqual([true, true]);
  expect([send({ file }, '{"a":1}'), send({ file: undefined }, '{}')]).toEqual([undefined, undefined]);
  const told = webhook.told();
  expect(told.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['POST', '/from-the-file', '{"a":1}'],
    ['POST', '/from-the-variable', '{}'],
  ]);
  expect(told[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
  expect(told[0]?.headers).not.toHaveProperty('authorization');
});

test('the variable is hidden wherever a token would be', () => {
  vi.stubEnv('NOTIFY_URL', 'https://hooks.example.org/services/T0/B0/xyz');
  expect(withoutTokens('see https://hooks.example.org/services/T0/B0/xyz')).toBe('see ***');
});

test('nobody asks for a message', () => {
  vi.stubEnv('NOTIFY_URL', ' ');
  expect(isWanted({ file: undefined })).toBe(false);
  vi.stubEnv('NOTIFY_URL', undefined);
  expect(isWanted({ file: undefined })).toBe(false);
});

test.each([
  ['moved', 'it redirects elsewhere, and nothing secret is sent there'],
  ['refused', 'the server answered with status 400'],
  ['broken', 'ECONNRESET'],
  ['endless', 'the answer is too large'],
])('a server that is %s', (path, why) => {
  writeFileSync(file, `${webhook.url}/${path}`);
  expect(send({ file }, '{}')).toBe(why);
  expect(webhook.told()).toHaveLength(1);
});

test.each([
  ['http://hooks.example.org/x'],
  ['https://user:pw@hooks.example.org/x'],
  ['ftp://hooks.example.org/x'],
  ['file:///etc/passwd'],
  ['https://hooks.example.org/x\nhttps://other.example.org/y'],
  ['https://hooks.example.org/\u202ex'],
  [`https://hooks.example.org/${'x'.repeat(5000)}`],
  [''],
])('%j is no address', (text) => {
  writeFileSync(file, text);
  expect(send({ file }, '{}')).toBe('its address is no https URL without user and password');
});

test('a variable that is not there, and a file that is none', () => {
  vi.stubEnv('NOTIFY_URL', undefined);
  expect(send({ file: undefined }, '{}')).toBe('its address is no https URL without user and password');
  expect(send({ file: folder }, '{}')).toBe('the file with its address cannot be read (EISDIR)');
  expect(send({ file: join(folder, 'none') }, '{}')).toBe('the file with its address cannot be read (ENOENT)');
});

test('a server that says nothing is given up on', () => {
  writeFileSync(file, `${webhook.url}/silent`);
  expect(send({ file }, '{}', 1)).toBe('no answer in time');
  webhook.told();
});

test('nobody listens', () => {
  writeFileSync(file, 'http://127.0.0.1:9/x');
  expect(send({ file }, '{}')).toBe('ECONNREFUSED');
});

test('with authorities of its own for the remote, a messenger that the world trusts is trusted too', () => {
  const caFile = join(folder, 'ca.pem');
  const own = certificateFor('localhost');
  writeFileSync(caFile, own.cert);
  expect(authoritiesOf({ caFile, alsoPublic: true })).toEqual([own.cert, ...rootCertificates]);
  expect(authoritiesOf({ caFile })).toEqual([own.cert]);
  expect(authoritiesOf({ caFile: undefined, alsoPublic: true })).toBeUndefined();
  writeFileSync(file, `${webhook.url}/x`);
  expect(send({ file, caFile }, '{}')).toBeUndefined();
  webhook.told();
});
