// A real BIND on loopback with the generated files of a fleet. It serves the root and the parent zone as well, so that
// it never asks a server elsewhere.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const PORT = 5353;
const PROGRAM = join(import.meta.dirname, '../../dist/pap-fleet.cjs');

export interface Ran {
  readonly code: number;
  readonly out: string;
}

export function run(command: string, args: readonly string[], input = ''): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, args, { input, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { code: status ?? -1, out: `${stdout}${stderr}`.trim() };
}

export class Named {
  readonly folder = mkdtempSync(join(tmpdir(), 'pap-named-'));
  #process: ChildProcess | undefined;

  /** Generate, make throwaway keys, and lay everything where the configuration says. */
  constructor(fleet: string) {
    for (const name of ['config', 'keys', 'zones']) mkdirSync(join(this.folder, name));
    this.write('config/fleet.yaml', fleet);
    const generated = run('node', [PROGRAM, 'generate', '--config', join(this.folder, 'config'), '--out', join(this.folder, 'out')]);
    if (generated.code !== 0) throw new Error(generated.out);
    const conf = this.read('out/dns/named.conf')
      .replaceAll('/etc/bind/pap-keys', `${this.folder}/keys`)
      .replaceAll('/var/lib/bind', `${this.folder}/zones`);
    for (const [, key] of conf.matchAll(/keys\/(.+)\.key"/g)) {
      this.write(`keys/${key}.key`, run('tsig-keygen', ['-a', 'hmac-sha256', String(key)]).out);
    }
    this.write('zones/a.plugged.in.zone', this.read('out/dns/a.plugged.in.zone'));
    const apex = '$TTL 60\n@ IN SOA ns1.plugged.in. admin.plugged.in. 1 60 60 60 60\n@ IN NS ns1.plugged.in.\n';
    this.write('zones/root.zone', `${apex}plugged.in. IN NS ns1.plugged.in.\nns1.plugged.in. IN A 127.0.0.1\n`);
    const elsewhere = 'ingress-eu-west.plugged.in. 60 IN A 198.51.100.99\n';
    this.write('zones/parent.zone', `${apex}ns1 IN A 127.0.0.1\nns2 IN A 127.0.0.1\n${this.read('out/dns/parent.zone')}${elsewhere}`);
    this.write(
      'named.conf',
      `options {
         directory "${this.folder}"; pid-file "named.pid"; session-keyfile "${this.folder}/session.key";
         listen-on port ${PORT} { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; minimal-responses no;
       };
       controls { };
       zone "." { type primary; file "zones/root.zone"; notify no; };
       zone "plugged.in" { type primary; file "zones/parent.zone"; notify no; };
       ${conf}`,
    );
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  async start(): Promise<void> {
    this.#process = spawn('named', ['-4', '-g', '-n', '1', '-c', this.path('named.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    this.#process.stderr?.on('data', (chunk) => (log += String(chunk)));
    for (let i = 0; i < 100; i++) {
      // Signing takes a moment after the zones are loaded.
      if (this.#process.exitCode === null && /\bRRSIG\b/.test(this.dig('a.plugged.in', 'SOA', '+dnssec'))) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`named does not answer:\n${log}`);
  }

  /** By its own process alone. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (child !== undefined && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true });
  }

  dig(name: string, type: string, ...options: string[]): string {
    return run('dig', ['@127.0.0.1', '-p', String(PORT), '+norecurse', '+tries=1', '+time=2', ...options, name, type]).out;
  }

  /** The answer section, one record a line. */
  answer(name: string, type: string): string[] {
    return this.dig(name, type, '+noall', '+answer')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith(';'))
      .map((line) => line.replaceAll(/\s+/g, ' '));
  }

  /** As a resolver does it: an authoritative server does not follow an alias out of its zone. */
  resolve(name: string, type: string): string[] {
    const answer = this.answer(name, type);
    const alias = / CNAME (.+)\.$/.exec(answer.at(-1) ?? '')?.[1];
    return alias === undefined ? answer : [...answer, ...this.answer(alias, type)];
  }

  /** As the operator does it, at the server itself. */
  operator(script: string): Ran {
    return run('nsupdate', ['-4', '-p', String(PORT), '-k', this.path('session.key'), '-l', this.path(script)]);
  }

  /** The one shell block of README.md that contains a text. */
  instructions(text: string): string {
    const blocks = [...this.read('out/dns/README.md').matchAll(/```sh\n([^`]+)```/g)].map((match) => String(match[1]));
    return blocks.find((block) => block.includes(text))?.trimEnd() ?? '';
  }

  /** What README.md says, with the port and the places of this test. */
  shell(script: string): Ran {
    const here = script
      .replaceAll('/etc/bind/pap-keys', `${this.folder}/keys`)
      .replaceAll('nsupdate -4 -l', `nsupdate -4 -p ${PORT} -k ${this.path('session.key')} -l`)
      .replaceAll('dig ', `dig -p ${PORT} `);
    return run('sh', ['-c', here]);
  }

  update(key: string, ...lines: readonly string[]): Ran {
    const text = [`server 127.0.0.1 ${PORT}`, 'zone a.plugged.in.', ...lines, 'send', ''].join('\n');
    return run('nsupdate', ['-k', this.path(`keys/${key}.key`)], text);
  }

  serial(): string {
    return this.dig('a.plugged.in', 'SOA', '+short').split(' ')[2] ?? '';
  }
}
