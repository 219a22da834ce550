// What ExternalDNS 0.22 does at one turn with the provider for RFC 2136 and the TXT registry, on a real zone: it reads the zone by transfer,
// knows its own records by their notes, creates first and deletes afterwards, each in a message of its own (provider/rfc2136/rfc2136.go,
// ApplyChanges). SRV records it never reads (Records), so it creates them at every turn and deletes none.
import type { Named } from './named.ts';

const READ = ['A', 'AAAA', 'CNAME', 'TXT'];

interface Entry {
  /** Lines of a zone file. */
  readonly lines: readonly string[];
  readonly note: string;
}

export class ExternalDns {
  readonly #named: Named;
  readonly #region: string;

  constructor(named: Named, region: string) {
    this.#named = named;
    this.#region = region;
  }

  /** Until nothing changes any more. @param look called after each message that changed the zone */
  async turns(look: () => void = () => undefined): Promise<void> {
    const desired = await this.#desired();
    let before = '';
    for (let zone = this.#zone(); before !== zone.join('\n'); zone = this.#zone()) {
      before = zone.join('\n');
      this.#turn(desired, zone, look);
    }
  }

  #zone(): string[] {
    return this.#named.contents('a.plugged.in', `externaldns-${this.#region}`);
  }

  #turn(desired: ReadonlyMap<string, Entry>, zone: readonly string[], look: () => void): void {
    const current = this.#current(zone);
    const creates = [...desired].filter(([key]) => !current.has(key)).map(([, entry]) => entry);
    const deletes = [...current].filter(([key]) => !desired.has(key)).map(([, entry]) => entry);
    if (this.#send('add', creates)) look();
    if (this.#send('delete', deletes)) look();
  }

  #send(verb: 'add' | 'delete', entries: readonly Entry[]): boolean {
    const lines = entries.flatMap(({ lines: own, note }) => [...own, note]).map((line) => `update ${verb} ${line}`);
    if (lines.length === 0) return false;
    const { code, out } = this.#named.update(`externaldns-${this.#region}`, ...lines);
    if (code !== 0) throw new Error(`ExternalDNS of ${this.#region}: ${out}`);
    return true;
  }

  /** `name type` → what the DNSEndpoint asks for. */
  async #desired(): Promise<Map<string, Entry>> {
    const { records, additions } = await this.#named.endpoints(this.#region);
    let at = 0;
    return new Map(
      records.map(({ dnsName, recordType, targets }): [string, Entry] => {
        const lines = additions.slice(at, at + targets.length);
        const note = additions[at + targets.length] as string;
        at += targets.length + 1;
        return [`${dnsName} ${recordType}`, { lines, note }];
      }),
    );
  }

  /** The same of what is there, as far as it is read and the region's own. */
  #current(zone: readonly string[]): Map<string, Entry> {
    const found = new Map<string, Entry>();
    for (const line of zone) {
      const [name = '', , , type = ''] = line.split(' ');
      const at = name.slice(0, -1);
      if (!READ.includes(type) || at.startsWith('_edns-')) continue;
      const noted = `_edns-${type.toLowerCase()}.${at.replace(/^\*/, '_any')}.`;
      const note = zone.find((other) => other.startsWith(`${noted} `) && other.includes(`owner=pap-${this.#region}`));
      if (note === undefined) continue;
      const key = `${at} ${type}`;
      found.set(key, { lines: [...(found.get(key)?.lines ?? []), plain(line)], note: plain(note) });
    }
    return found;
  }
}

/** A line of dig as nsupdate reads it: without the class. */
function plain(line: string): string {
  return line.replace(' IN ', ' ');
}
