// A network of a test's own: a namespace of Linux in which every address of a few networks is this machine's, and nothing else is in reach.
// Pods have addresses there, which API servers do not take where they are of loopback. It ends with the process that made it.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import type { Server as Listener, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from '../system/servers/server.ts';

/** Networks whose addresses all answer: of pods, and of clients and balancers (RFC 5737). */
const NETWORKS = ['10.244.0.0/16', '198.51.100.0/24', '203.0.113.0/24'];
/** Without root a namespace of users comes with it, which some systems do not allow to everybody. */
const ROOT = process.getuid?.() === 0;

export class Network {
  readonly folder = mkdtempSync(join(tmpdir(), 'pap-network-'));
  readonly #running: Server[] = [];
  readonly #sockets = new Set<Socket>();
  #forwarder: Listener | undefined;

  /**
   * @param apiServer its port on loopback, outside and in there
   * @param hosts name → address, for programs in there
   * @param program of Node with what shall listen in there; it gets the folder and the port, and makes `door.sock` when it is ready
   * @param prepare writes into the folder what the program reads there
   */
  static async open(
    apiServer: number,
    hosts: Readonly<Record<string, string>>,
    program: string,
    prepare: (folder: string) => void,
  ): Promise<Network> {
    const network = new Network();
    try {
      prepare(network.folder);
      await network.#start(apiServer, hosts, program);
      return network;
    } catch (error) {
      await network.close();
      throw error;
    }
  }

  async #start(apiServer: number, hosts: Readonly<Record<string, string>>, program: string): Promise<void> {
    const forwarder = createServer((from) => this.#join(from, connect(apiServer, '127.0.0.1')));
    this.#forwarder = forwarder;
    await new Promise<void>((resolve, reject) => forwarder.once('error', reject).listen(this.path('api.sock'), resolve));

    const lines = Object.entries({ localhost: '127.0.0.1', ...hosts }).map(([name, address]) => `${address} ${name}\n`);
    const file = this.write('hosts', lines.join(''));
    const addresses = NETWORKS.map((network) => `ip address add ${network} dev lo`);
    const script = ['ip link set lo up', ...addresses, `mount --bind "$1" /etc/hosts`, 'shift', 'exec "$@"'].join('\n');
    const inside = new Server(
      'unshare',
      [
        ...(ROOT ? [] : ['--user', '--map-root-user']),
        '--net',
        '--mount',
        '--',
        'sh',
        '-euc',
        script,
        'sh',
        file,
        process.execPath,
        program,
        this.folder,
        String(apiServer),
      ],
      {},
      'a network namespace (root makes one, with unshare and with ip of iproute2)',
    );
    this.#running.push(inside);
    await inside.ready(() => existsSync(this.path('door.sock')));
  }

  #join(from: Socket, to: Socket): void {
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => this.#sockets.delete(one) && other.destroy());
      one.pipe(other);
    }
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text, { mode: 0o600 });
    return this.path(name);
  }

  /** A program that runs in there until the network is closed. */
  run(name: string, command: string, args: readonly string[], env: object = {}): Server {
    const namespaces = [...(ROOT ? [] : ['--user', '--preserve-credentials']), '--net', '--mount'];
    const pid = String(this.#running[0]?.pid);
    const server = new Server('nsenter', [...namespaces, '--target', pid, '--', command, ...args], env, name);
    this.#running.push(server);
    return server;
  }

  /** A connection inside, from an address to an address and port. */
  connect(from: string, to: string): Socket {
    const socket = connect(this.path('door.sock'));
    socket.write(`${from} ${to}\n`);
    return socket;
  }

  async close(): Promise<void> {
    for (const server of [...this.#running].reverse()) await server.stop();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => (this.#forwarder === undefined ? resolve(undefined) : this.#forwarder.close(resolve)));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
