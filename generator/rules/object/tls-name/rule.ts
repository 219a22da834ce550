import { hintFor } from '../../../fleet/schema/suggest.ts';
import { defineRule, fields, shownValue, type FoundIn } from '../../kit.ts';

/** Names of Go's crypto/tls, the weak ones too: whether to use them is for others to say (traefik/traefik, pkg/tls/cipher.go). */
const SUITES = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_ECDSA_WITH_RC4_128_SHA',
  'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_RC4_128_SHA',
  'TLS_FALLBACK_SCSV',
  'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_RSA_WITH_RC4_128_SHA',
];

/** Go's names and those of RFC 8446 §4.2.7 (traefik/traefik, pkg/tls/certificate.go). */
const CURVES = ['CurveP256', 'CurveP384', 'CurveP521', 'X25519', 'X25519MLKEM768', 'secp256r1', 'secp384r1', 'secp521r1', 'x25519', 'x25519mlkem768'];

export const rule = defineRule('object', {
  code: 'object/tls-name',
  severity: 'error',
  what: 'Traefik does not know a cipher suite or a curve.',
  why: 'Traefik drops the whole TLSOption and serves with its defaults.',
  fix: 'Use the name that Go gives it.',
  order: 360,
  kinds: ['traefik.io/ServersTransport', 'traefik.io/TLSOption'],
  *run(object) {
    const spec = fields(object['spec']);
    yield* known('/spec/cipherSuites', spec['cipherSuites'], SUITES, 'cipher suite');
    yield* known('/spec/curvePreferences', spec['curvePreferences'], CURVES, 'curve');
  },
});

function* known(path: string, list: unknown, names: readonly string[], what: string): Iterable<FoundIn<'object'>> {
  if (!Array.isArray(list)) return;
  for (const [i, name] of (list as unknown[]).entries()) {
    if (typeof name === 'string' && !names.includes(name))
      yield { path: `${path}/${i}`, message: `${shownValue(name)} is no ${what} that Traefik knows`, hint: hintFor(name, names, list.map(String)) };
  }
}
