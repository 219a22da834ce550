// A real BIND on loopback with the generated files of a fleet. It serves the root and the parent zone as well, so that
// it never asks a server elsewhere. Of the files only folders are replaced, by those of the test.
import { existsSync } from 'node:fs';
import { whyDropped } from '../../support/external-dns.ts';
import { Generated, only } from './generated.ts';
import type { Endpoint } from './generated.ts';
import { must, run } from './run.ts';
import type { Ran } from './run.ts';
import { Server, freePort } from './server.ts';

/** What BIND adds to a zone when it signs it. */
const SIGNING = new Set(['CDNSKEY', 'CDS', 'DNSKEY', 'NSEC', 'NSEC3', 'NSEC3PARAM', 'RRSIG', 'TYPE65534']);

/** How BIND says in its log that it has not done what it was asked to. */
const TROUBLE = /\b(denied|failed|failure|error|refused|rejected|ignored|ignoring|bad owner)\b/i;

export class Named extends Generated {
  port = 0;
  #control = 0;
  #server: Server | undefined;
  #read = 0;

  /** Lay everything where the configuration says, with throwaway keys. */
  override generate(fleet: string): void {
    super.generate(fleet);
    for (const [, key] of this.read('out/dns/named.conf').matchAll(/pap-keys\/(.+)\.key"/g)) {
      const name = `keys/${key}.key`;
      if (!existsSync(this.path(name))) this.write(name, must('tsig-keygen', ['-a', 'hmac-sha256', String(key)]));
    }
    const apex = '$TTL 60\n@ IN SOA ns1.plugged.in. admin.plugged.in. 1 60 60 60 60\n@ IN NS ns1.plugged.in.\n';
    const elsewhere = 'ingress-eu-west.plugged.in. 60 IN A 198.51.100.99\n';
    if (existsSync(this.path('zones/a.plugged.in.zone'))) return; // BIND owns it
    this.write('zones/a.plugged.in.zone', this.read('out/dns/a.plugged.in.zone'));
    this.write('zones/root.zone', `${apex}plugged.in. IN NS ns1.plugged.in.\nns1.plugged.in. IN A 127.0.0.1\n`);
    this.write('zones/plugged.in.zone', `${apex}ns1 IN A 127.0.0.1\nns2 IN A 127.0.0.1\n${this.read('out/dns/parent.zone')}${elsewhere}`);
  }

  /** The generated stanza, and around it what belongs to every server. */
  configure(): void {
    const stanza = this.#here(this.read('out/dns/named.conf'));
    // What the parent's operator does is his business: here the server's own session key may, and a key that a test gives a name there.
    const challenges = ['us-east', 'eu-west'].map((region) => `grant cert-manager-${region} name ${region}.challenges.plugged.in. TXT;`);
    const parent = `grant local-ddns zonesub ANY; ${challenges.join(' ')}`;
    this.write(
      'named.conf',
      `options {
         directory "${this.folder}"; pid-file "named.pid"; session-keyfile "${this.path('session.key')}"; key-directory "zones";
         listen-on port ${this.port} { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; dnssec-validation no; minimal-responses no;
       };
       include "${this.path('keys/rndc.key')}";
       controls { inet 127.0.0.1 port ${this.#control} allow { 127.0.0.1; } keys { "rndc"; }; };
       zone "." { type primary; file "zones/root.zone"; notify no; };
       ${stanza}
       zone "plugged.in" {
         type primary; file "zones/plugged.in.zone"; notify no; dnssec-policy default; inline-signing no; update-policy { ${parent} };
       };`,
    );
  }

  /** @returns the server, which answers and has signed its zones */
  static async serve(fleet: string): Promise<Named> {
    const named = new Named(fleet);
    await named.#start();
    return named;
  }

  async #start(): Promise<void> {
    [this.port, this.#control] = [await freePort(), await freePort()];
    this.write('keys/rndc.key', must('tsig-keygen', ['-a', 'hmac-sha256', 'rndc']));
    this.configure();
    this.#server = new Server('named', ['-4', '-g', '-n', '1', '-c', this.path('named.conf')]);
    // Signing takes a moment after the zones are loaded.
    await this.#server.ready(() => ['a.plugged.in', 'plugged.in'].every((zone) => /\bRRSIG\b/.test(this.dig(zone, 'SOA', '+dnssec'))));
    this.troubles();
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    this.remove();
  }

  /** As README.md has it when a region is added: the new stanza is there, the server reads it while it runs. */
  reconfigure(): Ran {
    this.configure();
    return run('rndc', ['-s', '127.0.0.1', '-p', String(this.#control), '-k', this.path('keys/rndc.key'), 'reconfig']);
  }

  /** Lines of the server's log since the last call that speak of something not done. */
  troubles(): string[] {
    const log = this.#server?.log ?? '';
    const lines = log.slice(this.#read, log.lastIndexOf('\n') + 1).split('\n');
    this.#read = log.lastIndexOf('\n') + 1;
    return lines.filter((line) => TROUBLE.test(line));
  }

  dig(name: string, type: string, ...options: string[]): string {
    return run('dig', ['@127.0.0.1', '-p', String(this.port), '+norecurse', '+tries=3', '+time=2', ...options, name, type]).out;
  }

  /** The answer section, one record a line. */
  answer(name: string, type: string): string[] {
    return records(this.dig(name, type, '+noall', '+answer'));
  }

  /** As a resolver does it: an authoritative server does not follow an alias out of its zone. */
  resolve(name: string, type: string): string[] {
    const answer = this.answer(name, type);
    const alias = / CNAME (.+)\.$/.exec(answer.at(-1) ?? '')?.[1];
    return alias === undefined ? answer : [...answer, ...this.answer(alias, type)];
  }

  /** Every record that somebody put there, sorted: without the SOA and what signing adds. */
  contents(zone = 'a.plugged.in', key = 'secondaries'): string[] {
    return records(this.dig(zone, 'AXFR', '-k', this.path(`keys/${key}.key`)))
      .filter(
        (line) =>
          line.split(' ')[3] !== 'SOA' && line.split(' ')[4] !== 'tsig' && !SIGNING.has(line.split(' ')[3] as string) && !line.includes(' TSIG '),
      )
      .sort();
  }

  /** As the operator does it, at the server itself. */
  operator(script: string): Ran {
    return run('nsupdate', ['-4', '-v', '-p', String(this.port), '-k', this.path('session.key'), '-l', this.path(script)]);
  }

  /** The same for lines. */
  atTheServer(zone: string, ...lines: readonly string[]): Ran {
    this.write('operator.nsupdate', ['ttl 60', `zone ${zone}`, ...lines, 'send', ''].join('\n'));
    return this.operator('operator.nsupdate');
  }

  /** The one shell block of README.md that contains a text. */
  instructions(text: string): string {
    const blocks = [...this.read('out/dns/README.md').matchAll(/```sh\n([^`]+)```/g)].map((match) => String(match[1]));
    return blocks.find((block) => block.includes(text))?.trimEnd() ?? '';
  }

  /** What README.md says, with the port and the places of this test. */
  shell(script: string): Ran {
    const here = this.#here(script)
      .replaceAll('nsupdate -4 -l', `nsupdate -4 -p ${this.port} -k ${this.path('session.key')} -l`)
      .replaceAll('dig ', `dig -p ${this.port} `);
    return run('sh', ['-c', here]);
  }

  #here(text: string): string {
    return text.replaceAll('/etc/bind/pap-keys', this.path('keys')).replaceAll('/var/lib/bind', this.path('zones'));
  }

  update(key: string, ...lines: readonly string[]): Ran {
    const input = [`server 127.0.0.1 ${this.port}`, 'zone a.plugged.in.', ...lines, 'send', ''].join('\n');
    return run('nsupdate', ['-v', '-k', this.path(`keys/${key}.key`)], { input });
  }

  /**
   * Many updates, one after the other, each by itself: what the server answered to each of them. Over TCP: nsupdate does not send a
   * datagram again that a busy machine has lost.
   */
  updates(key: string | undefined, lines: readonly string[]): string[] {
    const input = [`server 127.0.0.1 ${this.port}`, 'zone a.plugged.in.', 'check-names no', ...lines.map((line) => `${line}\nsend\nanswer`), ''].join(
      '\n',
    );
    const { out } = run('nsupdate', ['-v', ...(key === undefined ? [] : ['-k', this.path(`keys/${key}.key`)])], { input });
    const answers = [...out.matchAll(/opcode: UPDATE, status: ([A-Z]+)/g)].map(([, status]) => status as string);
    if (answers.length !== lines.length) {
      const odd = out.split('\n').filter((line) => line !== 'update failed: REFUSED' && !/^;[^ ]/.test(line));
      throw new Error(`${answers.length} answers to ${lines.length} updates:\n${odd.join('\n').slice(-2000)}`);
    }
    return answers;
  }

  serial(): number {
    return Number(this.dig('a.plugged.in', 'SOA', '+short').split(' ')[2]);
  }

  /** What ExternalDNS of a region publishes, from the objects of its cluster, and what it would leave out of them, with the reason. */
  async endpoints(region: string): Promise<{ records: Endpoint[]; dropped: string[]; additions: string[] }> {
    const objects = await this.objects(region, 'dns');
    const { metadata, spec } = only<{ endpoints: Endpoint[] }>(objects, 'DNSEndpoint');
    const { endpoints } = spec;
    const { containers } = only<{ template: { spec: { containers: { args: string[] }[] } } }>(objects, 'Deployment').spec.template.spec;
    const flag = (name: string): string => {
      const found = containers[0]?.args.find((argument) => argument.startsWith(`--${name}=`));
      if (found === undefined) throw new Error(`ExternalDNS has no flag ${name}`);
      return found.slice(name.length + 3);
    };
    const resource = `crd/${flag('namespace')}/${metadata.name}`;
    const dropped = endpoints.flatMap((endpoint) => whyDropped(endpoint) ?? []);
    const published = endpoints.filter((endpoint) => whyDropped(endpoint) === undefined);
    const additions = published.flatMap(({ dnsName, recordType, recordTTL, targets }) => {
      const owned = dnsName.replace(/^\*/, flag('txt-wildcard-replacement'));
      const owner = `${flag('txt-prefix').replace('%{record_type}', recordType.toLowerCase())}${owned}`;
      return [
        // The library it builds its messages with completes a name that has no final dot with that dot.
        ...targets.map((target) => `${dnsName}. ${recordTTL} ${recordType} ${target}${recordType === 'CNAME' && !target.endsWith('.') ? '.' : ''}`),
        `${owner}. ${recordTTL} TXT "heritage=external-dns,external-dns/owner=${flag('txt-owner-id')},external-dns/resource=${resource}"`,
      ];
    });
    return { records: endpoints, dropped, additions };
  }

  /** As ExternalDNS does it: one message that is done as a whole or not at all, with the region's own key. */
  async publish(region: string): Promise<Ran> {
    const { additions } = await this.endpoints(region);
    return this.update(`externaldns-${region}`, ...additions.map((record) => `update add ${record}`));
  }

  /** The DS record, made with the command that parent.zone gives. */
  ds(): string {
    const command = /^; +(dig .+)$/m.exec(this.read('out/dns/parent.zone'))?.[1];
    if (command === undefined) throw new Error('parent.zone does not say how to make the DS record');
    return this.shell(command).out;
  }
}

/** What dig prints: one record a line, one blank between fields. */
export function records(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(';'))
    .map((line) => line.replaceAll(/\s+/g, ' '));
}
