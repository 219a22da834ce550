import type { Protection } from '../protection.ts';
import { below, longer, other } from '../weaker.ts';

export const certsProtection: Protection = {
  guards: [
    [['clientCA'], other, 'identity', 'certificates are signed with the key of another authority'],
    [['clientIssuer'], below('ClusterIssuer', 'Issuer'), 'power', 'whoever may write Certificates in any namespace gets client certificates'],
    [['clientDuration'], longer, 'power', 'a stolen key is of use for longer'],
    [['solver'], other, 'power', 'another token may prove control over the zone'],
  ],
  leaving: { class: 'work', effect: 'stops', always: true, says: 'certificates are no longer issued or renewed' },
};
