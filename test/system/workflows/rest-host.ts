// A REST API of GitHub or GitLab on loopback: what is asked is written down, and whoever stands in for a part of it answers.
import { createServer } from 'node:http';
import type { OutgoingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  /** Without the repository. */
  readonly path: string;
  readonly authorization: string | undefined;
  /** As GitLab is shown it. */
  readonly privateToken?: string | undefined;
  /** Undefined where nothing was sent. */
  readonly sent: unknown;
}

export interface Answer {
  readonly code: number;
  readonly body: string;
  readonly headers?: OutgoingHttpHeaders;
}

export abstract class RestHost {
  /** `GET /pulls/7`, without the repository. */
  readonly calls: string[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const path = url.replace('/repos/team/fleet', '');
        const sent: unknown = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
        const privateToken = headers['private-token'] as string | undefined;
        const { code, body, headers: told = {} } = this.asked({ method, path, authorization: headers.authorization, privateToken, sent });
        return response.writeHead(code, told).end(body);
      });
    });
  }

  protected abstract answer(asked: Asked): Answer;

  /** What is asked, written down; whoever serves another way asks here as well. */
  asked(asked: Asked): Answer {
    this.calls.push(`${asked.method} ${asked.path}`);
    return this.answer(asked);
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  writes(): string[] {
    return this.calls.filter((call) => !call.startsWith('GET'));
  }
}
