import { defineRule, fields, shownValue } from '../../kit.ts';

/** https://doc.traefik.io/traefik/reference/routing-configuration/http/tls/tls-options/ */
const VERSIONS = ['VersionTLS10', 'VersionTLS11', 'VersionTLS12', 'VersionTLS13'];

export const rule = defineRule('object', {
  code: 'object/tls-version',
  severity: 'error',
  what: 'A TLS version is not spelt as Traefik spells it, or the newest is older than the oldest.',
  why: 'Traefik drops the whole TLSOption and serves with its defaults.',
  fix: 'Write `VersionTLS12` or `VersionTLS13`.',
  order: 350,
  kinds: ['traefik.io/TLSOption', 'traefik.containo.us/TLSOption', 'traefik.io/ServersTransport'],
  *run(object) {
    const { minVersion: min, maxVersion: max } = fields(object['spec']);
    for (const [key, version] of [
      ['minVersion', min],
      ['maxVersion', max],
    ] as const) {
      if (typeof version === 'string' && !VERSIONS.includes(version))
        yield { path: `/spec/${key}`, message: `${shownValue(version)} is no version as Traefik spells it`, hint: `one of ${VERSIONS.join(', ')}` };
    }
    if (typeof min === 'string' && typeof max === 'string' && VERSIONS.indexOf(max) !== -1 && VERSIONS.indexOf(min) > VERSIONS.indexOf(max))
      yield { path: '/spec/maxVersion', message: 'is older than minVersion' };
  },
});
