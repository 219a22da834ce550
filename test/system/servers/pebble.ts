// Pebble, the ACME server that Let's Encrypt gives to those who write clients: strict, and with real validation.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { Generated } from './generated.ts';
import { must } from './run.ts';
import { Server, freePort } from './server.ts';

export class Pebble {
  readonly #server: Server;
  readonly directoryUrl: string;
  /** File: what made the certificate by which Pebble itself is known. */
  readonly trust: string;
  readonly #roots: string;
  readonly agent: https.Agent;

  private constructor(server: Server, directoryUrl: string, trust: string, roots: string) {
    this.#server = server;
    this.directoryUrl = directoryUrl;
    this.trust = trust;
    this.#roots = roots;
    this.agent = new https.Agent({ ca: readFileSync(trust) });
  }

  /** @param resolver port of the DNS server on 127.0.0.1 that it asks for challenges */
  static async serve(folder: Generated, resolver: number): Promise<Pebble> {
    const [port, management] = [await freePort(), await freePort()];
    const [key, trust] = [folder.path('pebble-key.pem'), folder.path('pebble.pem')];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    must('openssl', ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-keyout', key, '-out', trust, '-days', '1', ...names]);
    const config = {
      listenAddress: `127.0.0.1:${port}`,
      managementListenAddress: `127.0.0.1:${management}`,
      certificate: trust,
      privateKey: key,
      httpPort: 5002,
      tlsPort: 5001,
      externalAccountBindingRequired: false,
    };
    const path = folder.write('pebble.json', JSON.stringify({ pebble: config }));
    const server = new Server('pebble', ['-strict', '-config', path, '-dnsserver', `127.0.0.1:${resolver}`], {
      PEBBLE_VA_NOSLEEP: '1',
      // Every order is validated, also the second for a name.
      PEBBLE_AUTHZREUSE: '0',
    });
    const pebble = new Pebble(server, `https://localhost:${port}/dir`, trust, `https://localhost:${management}/roots/0`);
    await server.ready(async () => (await pebble.#get(pebble.directoryUrl)) !== undefined);
    return pebble;
  }

  /** Certificate of the authority that signs what is ordered. */
  async root(): Promise<string> {
    return (await this.#get(this.#roots)) ?? '';
  }

  #get(url: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      const request = https.get(url, { agent: this.agent }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
      });
      request.on('error', () => resolve(undefined));
    });
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await this.#server.stop();
  }
}
