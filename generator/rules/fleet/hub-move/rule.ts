import { defineRule, pointer, type Pointer } from '../../kit.ts';

/** How an Argo CD calls the cluster that it runs in. */
const ITS_OWN = 'in-cluster';

export const rule = defineRule('spec', {
  code: 'fleet/hub-move',
  severity: 'error',
  what: 'A region leaves a hub while it leaves another one, while it is decommissioned, or by a name that is another cluster elsewhere.',
  why: 'While a region moves, two Argo CDs have its Applications. They may neither delete its objects nor mean different clusters.',
  fix: 'Finish one before the other; give a region that moves a cluster name that both hubs know.',
  order: 48,
  *run({ gitops: { hubs = {} }, regions }) {
    const first = new Map<string, { readonly hub: string; readonly at: Pointer }>();
    for (const [hub, { leaving = [] }] of Object.entries(hubs)) {
      for (const [i, region] of leaving.entries()) {
        const at = pointer('gitops', 'hubs', hub, 'leaving', i);
        const other = first.get(region);
        if (other !== undefined)
          yield {
            path: at,
            message: `region "${region}" leaves the hubs "${other.hub}" and "${hub}"`,
            hint: 'it leaves one hub at a time: take it from one of the two lists',
            related: [{ path: other.at, note: `leaves "${other.hub}"` }],
          };
        else first.set(region, { hub, at });
        const { state = 'active', cluster } = Object.hasOwn(regions, region) ? (regions[region] ?? {}) : {};
        if (state !== 'active')
          yield {
            path: at,
            message: `region "${region}" leaves the hub "${hub}" and is ${state}`,
            hint: 'finish one before the other: take it from `leaving`, or let it be active',
            related: [{ path: pointer('regions', region, 'state'), note: `it is ${state}` }],
          };
        if (cluster === ITS_OWN)
          yield {
            path: at,
            message: `region "${region}" leaves the hub "${hub}", and its cluster is "${ITS_OWN}", which is another one for each hub`,
            hint: 'register the cluster in both hubs under one name, and give the region this `cluster` first',
            related: [{ path: pointer('regions', region, 'cluster'), note: 'the name of its cluster' }],
          };
      }
    }
  },
});
