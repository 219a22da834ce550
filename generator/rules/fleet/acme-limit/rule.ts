import { ordersOf, registeredDomain, type Order } from '../../certificate/orders.ts';
import { defineRule, memo, shown } from '../../kit.ts';

/** New certificates that Let's Encrypt issues for one registered domain in seven days. https://letsencrypt.org/docs/rate-limits/ */
const A_WEEK = 50;

export const rule = defineRule('clusters', {
  code: 'fleet/acme-limit',
  severity: 'warning',
  what: 'The fleet orders more certificates below one registered domain than the authority issues in a week.',
  why: "Let's Encrypt issues 50 new certificates a week for one registered domain; the rest fail, and failures have limits of their own.",
  source: 'https://letsencrypt.org/docs/rate-limits/',
  fix: 'Begin with `environment: staging` and move a part of the regions to production each week; one certificate can have many names.',
  order: 310,
  *run(clusters) {
    const domains = new Map<string, Order[]>();
    for (const order of ordersOf(clusters)) {
      for (const domain of new Set(order.names.map(registeredDomain))) memo(domains, domain, () => [] as Order[]).push(order);
    }
    for (const [domain, orders] of domains) {
      const [first] = orders;
      if (first === undefined || orders.length <= A_WEEK) continue;
      const weeks = Math.ceil(orders.length / A_WEEK);
      yield {
        ...first,
        message: `${orders.length} certificates below ${shown(domain)} are ordered from Let's Encrypt, which issues ${A_WEEK} a week for one registered domain`,
        hint: `begin with environment: staging and let ${A_WEEK} of them be ordered from production each week: ${weeks} weeks in all; renewals do not count`,
      };
    }
  },
});
