/**
 * How values enter zone files (RFC 1035 §5.1), named.conf and nsupdate scripts. What reaches these functions has passed
 * the schema and the checks: what they refuse is a bug, and a bug must not become a record.
 */

/** A label of a host, or of a name below which services and challenges live. */
const LABEL = /^[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?$/;

/** The most octets that one character-string holds (RFC 1035 §3.3). */
const CHARACTER_STRING_OCTETS = 255;

/** An absolute name. Without its final dot a name would be completed with the zone's: `ns1.plugged.in.a.plugged.in.` */
export function absoluteName(name: string): string {
  const labels = name.split('.');
  const legal = labels.every((label, i) => label.length <= 63 && (LABEL.test(label) || (label === '*' && i === 0)));
  if (!legal || name.length > 253) throw new Error(`not a legal DNS name: ${JSON.stringify(name)}`);
  return `${name}.`;
}

/** A name in quotes, as named.conf has it: keys, zones and files. Nothing in a legal name needs escaping. */
export function quotedName(name: string): string {
  return `"${absoluteName(name).slice(0, -1)}"`;
}

/** Text as one or more character-strings, split at 255 octets. */
export function characterStrings(text: string): string {
  const octets = new TextEncoder().encode(text);
  const chunks: string[] = [];
  for (let start = 0; start < octets.length; start += CHARACTER_STRING_OCTETS) {
    chunks.push(`"${[...octets.subarray(start, start + CHARACTER_STRING_OCTETS)].map(escaped).join('')}"`);
  }
  return chunks.length === 0 ? '""' : chunks.join(' ');
}

/** Text as one character-string, where a second one would be an error: the value of a CAA record (RFC 8659 §4.1.1). */
export function oneString(text: string): string {
  if (new TextEncoder().encode(text).length > CHARACTER_STRING_OCTETS) throw new Error(`longer than a character-string: ${JSON.stringify(text)}`);
  return characterStrings(text);
}

/** An octet inside quotes: `\"`, `\\`, and `\DDD` for what is no printable ASCII. */
function escaped(octet: number): string {
  if (octet === 0x22 || octet === 0x5c) return `\\${String.fromCharCode(octet)}`;
  return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, '0')}`;
}

/**
 * A mail address as the RNAME of an SOA (RFC 1035 §8): the local part becomes one label, and a dot in it is no boundary
 * between labels, so it is escaped.
 */
export function mailbox(address: string): string {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (at < 1 || local.length > 63 || !/^[A-Za-z0-9._+-]+$/.test(local)) throw new Error(`not a mail address: ${JSON.stringify(address)}`);
  return `${local.replaceAll('.', '\\.')}.${absoluteName(domain)}`;
}

/** A positive number of seconds. */
export function seconds(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > 0x7fffffff) throw new Error(`not a TTL: ${value}`); // RFC 2181 §8
  return String(value);
}

/** An address of an A or AAAA record. */
export function ipAddress(address: string): string {
  if (!/^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-f:]+)$/.test(address)) throw new Error(`not an address: ${JSON.stringify(address)}`);
  return address;
}
