import type { FleetCheck } from '../check.ts';

/** New certificates that Let's Encrypt issues for one registered domain in seven days. https://letsencrypt.org/docs/rate-limits/ */
const A_WEEK = 50;

/** A fleet that is rolled out at once orders all its certificates at once; renewals are not counted. */
export const acmeLimit: FleetCheck = {
  code: 'fleet/acme-limit',
  *run(fleet, where) {
    const ordering = fleet.regions.filter(({ state, components }) => {
      const certs = components['certs'] as { enabled?: boolean; environment?: string; productionServer?: string } | undefined;
      return (
        state === 'active' && certs?.enabled !== false && certs?.environment === 'production' && /letsencrypt\.org/.test(certs.productionServer ?? '')
      );
    });
    const [first] = ordering;
    if (first === undefined || ordering.length <= A_WEEK) return;
    const weeks = Math.ceil(ordering.length / A_WEEK);
    yield {
      code: this.code,
      at: where.setting('certs', first.name, 'environment'),
      message: `${ordering.length} regions order a certificate below ${fleet.zone.name} from Let's Encrypt, which issues ${A_WEEK} a week for one registered domain`,
      hint: `begin with environment: staging and move ${A_WEEK} regions to production each week: ${weeks} weeks in all; renewals do not count`,
    };
  },
};
