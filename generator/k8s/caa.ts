import type { Authority } from '../fleet/fleet.ts';
import { byCodeUnit } from '../model/order.ts';

/** What one character-string holds, in octets (RFC 1035 §3.3): a value of CAA has no second one. */
export const MOST_OCTETS = 255;

/**
 * The value of a CAA record: the authority, then its parameters (RFC 8659 §4.2, RFC 8657), all of it printable ASCII.
 * @throws where an account holds what ends a parameter, which the schema refuses
 */
export function caaValue({ issuer, accounturi, validationmethods }: Authority): string {
  if (accounturi !== null && !/^[!-:<-~]+$/.test(accounturi)) throw new Error(`not the value of a parameter: ${JSON.stringify(accounturi)}`);
  return [
    issuer,
    ...(accounturi === null ? [] : [`accounturi=${accounturi}`]),
    ...(validationmethods.length === 0 ? [] : [`validationmethods=${[...validationmethods].sort(byCodeUnit).join(',')}`]),
  ].join('; ');
}
