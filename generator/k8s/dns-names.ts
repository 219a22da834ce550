// Names of records that follow from the name of a host: what ExternalDNS and the PAP service registry put before it.

/**
 * Where ownership is noted: `_edns-cname.research.us-east.<zone>`, a label of its own in front of the name. Beside a
 * CNAME there may be no TXT (RFC 1034 §3.6.2). Versions before 0.18 may write the old format as well, the prefix
 * without the type: `_edns-.research…`, which is legal, too. The label begins with an underscore, so that no agent's
 * host can ever be it, and so does what stands for `*`: without the underscore an agent named so would be hidden, since
 * a wildcard does not answer for a name that exists, even as an empty one (RFC 4592 §2.2.2).
 */
export const OWNERSHIP = { prefix: '_edns-%{record_type}.', wildcard: '_any' } as const;

/** Name of the TXT record that says who owns a record. */
export function ownershipName(type: string, name: string): string {
  return `${OWNERSHIP.prefix.replace('%{record_type}', type.toLowerCase())}${name.replace(/^\*/, OWNERSHIP.wildcard)}`;
}

/** Where the PAP-Hooks of a host are announced. */
export function hooksService(host: string): string {
  return `_pap-hooks._tcp.${host}`;
}
