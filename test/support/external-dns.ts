// Which endpoints of a DNSEndpoint ExternalDNS takes, and why it leaves out the others: a port of the two places in 0.22 where it
// looks at them, the source (source/crd.go, Endpoints) and the check of every source (endpoint/endpoint.go, CheckEndpoint). It only
// writes a line into its log, so a record that never appears is all that one would see.
import { isIPv4, isIPv6 } from 'node:net';

interface Endpoint {
  readonly dnsName: string;
  readonly recordType: string;
  readonly targets: readonly string[];
}

/** @returns undefined if it is taken */
export function whyDropped({ dnsName, recordType, targets }: Endpoint): string | undefined {
  for (const target of targets) {
    const fault = source(recordType, target) ?? form(recordType, target);
    if (fault !== undefined) return `${dnsName} ${recordType} ${target}: ${fault}`;
  }
  return undefined;
}

/** The source looks at final dots; for some types it does not care, or leaves it to the form. */
function source(type: string, target: string): string | undefined {
  if (['CNAME', 'DNAME', 'TXT', 'MX', 'SRV'].includes(type)) return undefined;
  const dotted = target.endsWith('.');
  if (type === 'NAPTR') return dotted ? undefined : 'needs a final dot';
  return dotted ? 'may not have a final dot' : undefined;
}

function form(type: string, target: string): string | undefined {
  const fields = target.trim().split(/\s+/);
  switch (type) {
    case 'A':
      return isIPv4(target) ? undefined : 'is no IPv4 address';
    case 'AAAA':
      return isIPv6(target) ? undefined : 'is no IPv6 address';
    case 'MX':
      return fields.length === 2 && isUint16(fields[0]) ? undefined : 'is not: preference, host';
    case 'SRV':
      if (fields.length !== 4 || !fields.slice(0, 3).every(isUint16)) return 'is not: priority, weight, port, host';
      return target.trim().endsWith('.') ? undefined : 'the host needs a final dot';
    default:
      return undefined;
  }
}

function isUint16(text: string | undefined): boolean {
  return /^[0-9]+$/.test(text ?? '') && Number(text) <= 0xffff;
}
