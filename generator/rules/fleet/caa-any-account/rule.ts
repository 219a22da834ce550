import { defineRule, pointer, shown } from '../../kit.ts';

/** Of several CAA records one that fits is enough (RFC 8659 §4.1). */
export const rule = defineRule('fleet', {
  code: 'fleet/caa-any-account',
  severity: 'warning',
  what: 'A CAA entry lets an authority issue for any account, beside one that names an account.',
  why: 'One record that fits is enough: the entry with the account has no effect.',
  fix: 'Leave the entry without `accounturi` out, once the account of every region has its entry.',
  order: 319,
  *run({ zone }) {
    for (const [i, { issuer, accounturi }] of zone.caa.entries()) {
      const bound = zone.caa.findIndex((other) => other.issuer === issuer && other.accounturi !== null);
      if (accounturi !== null || bound === -1) continue;
      yield {
        path: pointer('zone', 'caa', i),
        message: `lets ${shown(issuer)} issue for any account`,
        hint: 'leave it out',
        related: [{ path: pointer('zone', 'caa', bound, 'accounturi'), note: 'so that this account is no limit' }],
      };
    }
  },
});
