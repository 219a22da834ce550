/** IP addresses, as the schema lets them in: dotted IPv4 or lower-case IPv6 without an embedded IPv4. */

/** The type of the address record that holds it (RFC 1035 §3.4.1, RFC 3596 §2.1). */
export function addressType(address: string): 'A' | 'AAAA' {
  return address.includes(':') ? 'AAAA' : 'A';
}

/** The one way to write an address (RFC 5952): name servers and controllers answer in this form, whatever was asked for. */
export function canonicalAddress(address: string): string {
  return addressType(address) === 'A' ? address : new URL(`http://[${address}]/`).hostname.slice(1, -1);
}
