import { ordersOf, type Order } from '../orders.ts';
import { defineRule, memo, shown } from '../../kit.ts';

/** Certificates for one set of names that Let's Encrypt issues in seven days. https://letsencrypt.org/docs/rate-limits/ */
const A_WEEK = 5;

export const rule = defineRule('clusters', {
  code: 'certificate/same-names',
  severity: 'warning',
  what: 'More clusters order a certificate for the same names than the authority issues in a week.',
  why: "Let's Encrypt issues 5 a week for one set of names, renewals included: the other clusters get none, and it is never the same ones.",
  source: 'https://letsencrypt.org/docs/rate-limits/',
  fix: 'Let one cluster order it and bring the Secret to the others, or give each cluster names of its own.',
  order: 40,
  *run(clusters) {
    const sets = new Map<string, Order[]>();
    for (const order of ordersOf(clusters)) memo(sets, order.names.join(' '), () => [] as Order[]).push(order);
    for (const [names, orders] of sets) {
      const [first] = orders;
      if (first === undefined || orders.length <= A_WEEK) continue;
      const weeks = Math.ceil(orders.length / A_WEEK);
      yield {
        ...first,
        path: '/spec/dnsNames',
        message: `${orders.length} certificates are ordered for ${shown(names)}; Let's Encrypt issues ${A_WEEK} a week for one set of names, renewals included`,
        hint: `let one cluster order it and bring its Secret to the others, or name the region in it; staggered, ${A_WEEK} a week, it takes ${weeks} weeks`,
      };
    }
  },
});
