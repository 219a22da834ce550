import { publicAuthority } from '../../../k8s/acme.ts';
import { defineRule } from '../../kit.ts';

/** A bundle takes the place of the authorities that cert-manager knows: for a public server it would only do harm, so it is not written there. */
export const rule = defineRule('fleet', {
  code: 'fleet/unused-ca-bundle',
  severity: 'warning',
  what: '`caBundle` is set, and the region orders its certificates from a public authority.',
  why: 'cert-manager knows public authorities; the bundle is not written for them, and the private ACME server is not asked.',
  fix: 'Name the private server in `productionServer` or `stagingServer`, whichever `environment` says; or leave `caBundle` out.',
  order: 317,
  *run({ regions }, where) {
    const told = new Set<string>();
    for (const { name, state, components } of regions) {
      const certs = components['certs'];
      if (state === 'decommissioned' || certs === undefined || certs.enabled === false || typeof certs['caBundle'] !== 'string') continue;
      const key = certs['environment'] === 'staging' ? 'stagingServer' : 'productionServer';
      const authority = publicAuthority(certs[key]);
      const path = where.setting('certs', name, 'caBundle');
      if (authority === undefined || told.has(path)) continue;
      told.add(path);
      yield {
        path,
        message: `is not used: ${name} orders from "${authority.host}", a public authority`,
        hint: `set ${key} to the private ACME server, or leave caBundle out`,
      };
    }
  },
});
