// https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/crd/  RFC 4592
import { wildcardOf } from '../../../k8s/hosts.ts';
import { equal, isMap } from '../../../model/data.ts';
import { memo } from '../../../model/memo.ts';
import type { Weight } from '../../../components/weight.ts';
import { any, none } from '../rule.ts';
import type { Rule, Spot } from '../rule.ts';
import type { Table } from '../table.ts';
import { METADATA } from './metadata.ts';

type Targets = readonly string[];

/** What else of an endpoint makes another record of it. */
const OTHERS = ['setIdentifier', 'labels', 'providerSpecific'];

/** Records of an endpoint list: name → type → targets. */
function recordsOf(endpoints: unknown): Map<string, Map<string, Targets>> {
  const found = new Map<string, Map<string, Targets>>();
  for (const item of Array.isArray(endpoints) ? endpoints : []) {
    if (!isMap(item)) continue;
    const name = String(item['dnsName']);
    const types = found.get(name) ?? new Map<string, Targets>();
    for (const key of OTHERS) if (item[key] !== undefined) types.set(`${String(item['recordType'])} ${key}`, [JSON.stringify(item[key])]);
    types.set(String(item['recordType']), Array.isArray(item['targets']) ? item['targets'].map(String) : []);
    found.set(name, types);
  }
  return found;
}

const ADDRESSES = ['A', 'AAAA', 'CNAME'];

/** The host that a record is about: `_pap-hooks._tcp.research…` is about `research…`. */
function hostOf(name: string): string {
  return name.replace(/^(_[^.]+\.)+/, '');
}

function isWild(names: Names, host: string): boolean {
  return names.has(wildcardOf(host));
}

/** `agent-id=owner/name@1.2.0` without its version. */
function meaning(type: string, targets: Targets): Targets {
  return type === 'TXT' ? targets.map((text) => text.replace(/^(agent-id=[^@]*)@.*$/, '$1')) : targets;
}

/** What a host may suffer, the gravest first. */
const GONE = 'hosts no longer resolve: ExternalDNS deletes their records';
const HIDDEN =
  'hosts stop resolving: ExternalDNS never deletes the SRV records below them, which keep the wildcard from answering; `handover: addresses` keeps their addresses until out/dns/<region>.cleanup.nsupdate has deleted the others';
const HANDED_OVER =
  'hosts have nothing but the wildcard from now on, and those stop resolving that have something left below them: out/dns/<region>.cleanup.nsupdate, as it is delivered now, must have been applied';
const BARE =
  'hosts lose their own records, and those stop resolving below which an earlier discovery or version has left something; `handover: alias` keeps them until out/dns/<region>.cleanup.nsupdate has deleted it';
const GAP =
  'hosts do not resolve until ExternalDNS has looked again: an alias and addresses cannot stand at one name, so the name server ignores the new record until the old one is gone';
const FATES = [GONE, HIDDEN, HANDED_OVER, BARE, GAP];

type Names = ReadonlyMap<string, ReadonlyMap<string, Targets>>;

/** What happens to a host of which records go or come. A wildcard answers for it once nothing is left below it (RFC 4592 §2.2.2). */
function fate(old: Names, now: Names, host: string): string | undefined {
  const has = (names: Names): boolean => ADDRESSES.some((type) => names.get(host)?.has(type) === true);
  if (!has(old)) return undefined;
  if (has(now)) return old.get(host)?.has('CNAME') === now.get(host)?.has('CNAME') ? undefined : GAP;
  if (!isWild(now, host)) return GONE;
  if ([...old.keys()].some((name) => name !== host && hostOf(name) === host)) return HIDDEN;
  return isWild(old, host) ? HANDED_OVER : BARE;
}

const records: Rule = {
  weigh(before, after, spot: Spot): Weight | undefined {
    const [old, now] = [recordsOf(before), recordsOf(after)];
    const ended = (name: string): boolean => spot.cluster.endedHosts.has(hostOf(name));
    const fates = new Set([...old.keys()].filter((name) => !ended(name)).map((host) => fate(old, now, host)));
    const gravest = FATES.find((says) => fates.has(says));
    if (gravest !== undefined) return { class: 'names', says: gravest };
    for (const [name, types] of old) {
      if (ended(name)) continue;
      for (const [type, targets] of types) {
        const next = now.get(name)?.get(type);
        if (next === undefined) return { class: 'names', says: 'a DNS record goes' };
        const [had, has] = [old, now].map((map) => OTHERS.map((key) => map.get(name)?.get(`${type} ${key}`) ?? []));
        if (!equal(had, has)) return { class: 'names', says: 'ExternalDNS takes the record for another, or of another owner' };
        if (!equal(meaning(type, targets), meaning(type, next))) return { class: 'names', says: 'hosts lead to another target' };
      }
    }
    return undefined;
  },
};

const endpoint: Table = {
  kinds: ['externaldns.k8s.io/DNSEndpoint'],
  fields: { ...METADATA, 'spec.endpoints': records },
  gone: any('names', 'hosts no longer resolve: ExternalDNS deletes their records'),
  brought: any('names', 'ExternalDNS makes records that the fleet did not ask for'),
};

const lines: Rule = {
  weigh(before, after) {
    const [old, now] = [isMap(before) ? before : {}, isMap(after) ? after : {}];
    const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((line) => old[line] !== now[line]);
    if (changed.some((line) => / NS /.test(line))) return { class: 'names', says: 'the name servers of a zone change' };
    if (changed.some((line) => / (CAA|DS|DNSKEY) /.test(line))) return { class: 'power', says: 'other authorities may speak for the zone' };
    return undefined;
  },
};

/** Files of the operators of name servers; see `dns-files.ts`. */
const zone: Table = {
  kinds: ['pap-fleet/Zone'],
  fields: { ...METADATA, lines, content: none },
  gone: any('loss', 'a zone goes, and every name in it'),
  brought: none,
};

/** A key that the name server takes, with its generation: `externaldns-north.2`. */
const KEY = /^include "[^"]*\/([^"/]+?)(?:\.[0-9]+)?\.key";$/;

/** Key without its generation → the lines of all its generations. */
function generations(value: unknown): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const line of Object.keys(isMap(value) ? value : {})) {
    const key = KEY.exec(line)?.[1];
    if (key !== undefined) memo(found, key, () => new Set<string>()).add(line);
  }
  return found;
}

/** A key of a region that comes or goes is judged with its region. */
const keys: Rule = {
  weigh(before, after) {
    const [old, now] = [generations(before), generations(after)];
    const changed = [...now].flatMap(([key, lines]) => {
      const had = old.get(key);
      return had === undefined || [...lines].every((line) => had.has(line)) ? [] : [[...had].every((line) => lines.has(line))];
    });
    if (changed.includes(false))
      return {
        class: 'power',
        says: 'the name server takes another key instead of the one in use: updates are refused from the installation of named.conf until the controller uses the new one; list both, one step before',
      };
    return changed.length > 0
      ? { class: 'power', says: 'the name server accepts a further key, which may write all that the first one may' }
      : undefined;
  },
};

/** An operator reads and applies these by hand; nothing does so by itself. What named.conf lets keys do no object shows. */
const file: Table = {
  kinds: ['pap-fleet/OperatorFile'],
  fields: { ...METADATA, lines: keys, content: none },
  gone: none,
  brought: none,
};

export const names: readonly Table[] = [endpoint, zone, file];
