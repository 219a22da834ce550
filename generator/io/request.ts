import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { bareEnvironment } from './remote-settings.ts';

/** What is sent by POST, as JSON. */
export interface Request {
  /** https, or http to this machine itself; it may be a secret. */
  readonly url: string;
  readonly body: string;
  /** Goes into a header; absent, there is none. */
  readonly token?: string;
  readonly seconds: number;
  /** PEM file of the authorities that may have signed the server's certificate. */
  readonly caFile?: string | undefined;
  /** With a file: also those that the world trusts, for a server that is another one than the file was named for. */
  readonly alsoPublic?: boolean;
}

export interface Reply {
  /** 0 where there is no answer. */
  readonly status: number;
  readonly text: string;
  /** Why there is none. */
  readonly error?: string;
}

const MOST_BYTES = 4_000_000;

/**
 * Runs in a process of its own, because commands are synchronous and requests are not. Neither address nor token is in its arguments, no redirect
 * is followed, and no setting of the environment changes whom it trusts. Proxies of the environment are not used.
 */
const PROGRAM = `
const { url, body, timeout, most, ca } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const token = process.env.PAP_FLEET_TOKEN;
const headers = {
  ...(token === undefined ? {} : { authorization: 'Bearer ' + token }),
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(body),
  'user-agent': 'pap-fleet',
};
const done = (reply) => process.stdout.write(JSON.stringify(reply), () => process.exit());
const failed = (error) => done({ status: 0, text: '', error });
const secure = url.startsWith('https:') ? { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) } : {};
const sent = require(url.startsWith('https:') ? 'node:https' : 'node:http').request(url, { method: 'POST', headers, agent: false, ...secure }, (answer) => {
  if (answer.statusCode >= 300 && answer.statusCode < 400) return failed('it redirects elsewhere, and nothing secret is sent there');
  const parts = [];
  let size = 0;
  answer.on('data', (part) => {
    size += part.length;
    if (size > most) return failed('the answer is too large');
    parts.push(part);
  });
  answer.on('end', () => done({ status: answer.statusCode, text: Buffer.concat(parts).toString('utf8') }));
  answer.on('error', (error) => failed(String(error.code ?? error.message)));
});
sent.on('error', (error) => failed(String(error.code ?? error.message)));
setTimeout(() => failed('no answer in time'), timeout);
sent.end(body);
`;

/** Who may have signed the server's certificate; undefined: those that the world trusts. */
export function authoritiesOf({ caFile, alsoPublic = false }: Pick<Request, 'caFile' | 'alsoPublic'>): string[] | undefined {
  if (caFile === undefined) return undefined;
  return [readFileSync(caFile, 'utf8'), ...(alsoPublic ? rootCertificates : [])];
}

export function post(request: Request): Reply {
  const { url, body, token, seconds } = request;
  const timeout = seconds * 1000;
  const ca = authoritiesOf(request);
  const { stdout, error } = spawnSync(process.execPath, ['-e', PROGRAM], {
    input: JSON.stringify({ url, body, timeout, most: MOST_BYTES, ca }),
    encoding: 'utf8',
    env: { ...bareEnvironment(), ...(token === undefined ? {} : { PAP_FLEET_TOKEN: token }) },
    timeout: timeout + 10_000,
    maxBuffer: 8 * MOST_BYTES,
  });
  if (error !== undefined || stdout === '') return { status: 0, text: '', error: error?.message ?? 'the request broke off' };
  return JSON.parse(stdout) as Reply;
}
