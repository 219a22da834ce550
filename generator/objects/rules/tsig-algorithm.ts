import { child } from '../../model/pointer.ts';
import type { Rule } from '../rule.ts';
import { shown } from '../shown.ts';
import { containers, having } from '../visit.ts';

/** cert-manager's spelling (https://cert-manager.io/docs/configuration/acme/dns01/rfc2136/). */
const CERT_MANAGER = ['HMACMD5', 'HMACSHA1', 'HMACSHA256', 'HMACSHA512'];

/** ExternalDNS' spelling (kubernetes-sigs/external-dns, docs/tutorials/rfc2136.md). */
const EXTERNAL_DNS = ['hmac-md5', 'hmac-sha1', 'hmac-sha224', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512'];

const FLAG = '--rfc2136-tsig-secret-alg=';

export const tsigAlgorithm: Rule = {
  code: 'object/tsig-algorithm',
  kinds: ['cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer', 'apps/Deployment'],
  *run(object) {
    if (object.kind !== 'Deployment') {
      for (const { path, value } of having(object, 'tsigAlgorithm')) {
        const algorithm = value['tsigAlgorithm'];
        if (typeof algorithm === 'string' && !CERT_MANAGER.includes(algorithm))
          yield {
            path: child(path, 'tsigAlgorithm'),
            message: `${shown(algorithm)} is no algorithm as cert-manager spells it`,
            hint: `one of ${CERT_MANAGER.join(', ')}`,
          };
      }
    }
    for (const { path, value } of containers(object)) {
      if (!Array.isArray(value['args'])) continue;
      for (const [i, argument] of value['args'].entries()) {
        if (typeof argument === 'string' && argument.startsWith(FLAG) && !EXTERNAL_DNS.includes(argument.slice(FLAG.length)))
          yield {
            path: `${path}/args/${i}`,
            message: `${shown(argument.slice(FLAG.length))} is no algorithm as ExternalDNS spells it`,
            hint: `one of ${EXTERNAL_DNS.join(', ')}`,
          };
      }
    }
  },
};
