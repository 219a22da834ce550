// A Git server on loopback that speaks HTTPS, asks for a token, and notes down what it is shown.
import { spawn } from 'node:child_process';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { certificateFor } from '../../support/certificate.ts';

export interface Request {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: string;
  /** As text, byte by byte. */
  readonly body: string;
  readonly authorization: string | undefined;
}

/** @returns whether it has answered */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean;

export class HttpsHost {
  readonly certificate: ReturnType<typeof certificateFor>;
  readonly requests: Request[] = [];
  /** Instead of serving Git. */
  behave: Behaviour = () => false;
  readonly #host: string;
  readonly #token: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #server: Server;
  /** Where the repositories lie. */
  root = '';

  constructor(host: string, token: string, env: Readonly<Record<string, string>>) {
    this.#host = host;
    this.#token = token;
    this.#env = env;
    this.certificate = certificateFor(host);
    this.#server = createServer(this.certificate, (request, response) => void this.#answer(request, response));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Of the repository `team/fleet.git` below the root. */
  get url(): string {
    return `${this.origin}/team/fleet.git`;
  }

  get origin(): string {
    return `https://${this.#host}:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const { method = '', url = '', headers } = request;
    this.requests.push({ method, url, headers: JSON.stringify(headers), body: body.toString('latin1'), authorization: headers.authorization });
    if (this.behave(request, response, body)) return;
    if (headers.authorization !== `Basic ${Buffer.from(`x-access-token:${this.#token}`).toString('base64')}`)
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    else this.#serve(request, response, body);
  }

  #serve({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const [path = '', query = ''] = url.split('?');
    const env = {
      ...this.#env,
      GIT_PROJECT_ROOT: this.root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      CONTENT_LENGTH: String(body.length),
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      HTTP_GIT_PROTOCOL: (headers['git-protocol'] as string | undefined) ?? '',
      REMOTE_USER: 'x-access-token',
    };
    const child = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    const out: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stdin.on('error', () => undefined);
    child.stdin.end(body);
    child.on('close', () => {
      const all = Buffer.concat(out);
      const end = all.indexOf('\r\n\r\n');
      const lines = all.toString('latin1', 0, end).split('\r\n').filter(Boolean);
      const found = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]));
      const { Status: status = '200', ...rest } = found;
      response.writeHead(Number(status.split(' ')[0]), rest).end(all.subarray(end + 4));
    });
  }
}

/** To the same path of another host. */
export function redirect(status: number, method: string, to: () => HttpsHost): Behaviour {
  return (request, response) => {
    if (request.method !== method) return false;
    response.writeHead(status, { location: `${to().origin}${request.url}` }).end();
    return true;
  };
}

export const hang: Behaviour = () => true;

export const refuse: Behaviour = (_, response) => {
  response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
  return true;
};

/** References without end. */
export const endlessList: Behaviour = (request, response) => {
  if (request.headers.authorization === undefined) return false;
  response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
  response.write('001e# service=git-upload-pack\n0000000eversion 2\n');
  return pour(response, () => packet(Buffer.from(`${randomBytes(16).toString('hex')}\n`.repeat(1000))));
};

/** A pack of one object, of which there is always more. */
export const endlessPack: Behaviour = (_, response, body) => {
  if (!body.includes('command=fetch')) return false;
  response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' });
  response.write(packet(Buffer.from('packfile\n')));
  // Type 3 (blob), a size of 40 bits and more; then a zlib stream of stored blocks.
  response.write(band(Buffer.from('5041434b0000000200000001bfffffffffff7f7801', 'hex')));
  return pour(response, () => band(Buffer.concat([Buffer.from('00ff7f0080', 'hex'), randomBytes(0x7fff)])));
};

function packet(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from((content.length + 4).toString(16).padStart(4, '0')), content]);
}

function band(content: Buffer): Buffer {
  return packet(Buffer.concat([Buffer.from([1]), content]));
}

export function pour(response: ServerResponse, next: () => Buffer): true {
  const more = (): void => {
    while (!response.destroyed && response.write(next()));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
  return true;
}
