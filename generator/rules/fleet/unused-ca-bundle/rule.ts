import { defineRule } from '../../kit.ts';
import { publicOrders } from '../certs.ts';

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
    for (const { region, certs, setting, authority } of publicOrders(regions)) {
      const path = where.setting('certs', region, 'caBundle');
      if (typeof certs['caBundle'] !== 'string' || told.has(path)) continue;
      told.add(path);
      yield {
        path,
        message: `is not used: ${region} orders from "${authority.host}", a public authority`,
        hint: `set ${setting} to the private ACME server, or leave caBundle out`,
      };
    }
  },
});
