import type { Authority } from '../../../fleet/fleet.ts';
import { publicAuthority, solversOf } from '../../../k8s/acme.ts';
import type { Solver } from '../../../k8s/acme.ts';
import { isWithin } from '../../../k8s/hosts.ts';
import { REGION_WORD, fillPlaceholder } from '../../../k8s/region-placeholder.ts';
import { defineRule, get, group, objectTitle, pointer, shown, texts } from '../../kit.ts';

const METHODS = { http01: 'http-01', dns01: 'dns-01' } as const;

/** RFC 8657 of issuers that people add; of those of the fleet see fleet/caa-parameters. */
export const rule = defineRule('delivery', {
  code: 'fleet/caa-solver',
  severity: 'warning',
  what: 'An extra issuer proves names in a way that the CAA entries of the zone do not allow its authority.',
  why: 'The authority reads `validationmethods` before it issues, and refuses: no certificate of that issuer for a name of the zone is issued or renewed.',
  source: 'RFC 8657, 4',
  fix: 'Use a solver that is allowed, narrow the solver to other zones, or allow its way in an entry of `zone.caa`.',
  order: 320,
  *run({ fleet: { zone }, extras }) {
    for (const { object, spot } of extras) {
      if (group(object) !== 'cert-manager.io' || !/^(Cluster)?Issuer$/.test(object.kind)) continue;
      const authority = publicAuthority(get(object, ['spec', 'acme', 'server']));
      const entries = zone.caa.flatMap((entry, at) => (authority?.names.includes(entry.issuer) === true ? [{ ...entry, at }] : []));
      const [first] = entries;
      if (first === undefined || entries.some(({ validationmethods }) => validationmethods.length === 0)) continue;
      const solvers = solversOf(object);
      for (const solver of solvers) {
        if (!isForZone(solver, zone.name) || solvers.some((other) => isNearer(other, solver, zone.name))) continue;
        for (const [key, method] of Object.entries(METHODS)) {
          if (!solver[key as keyof typeof METHODS] || allows(entries, method)) continue;
          yield {
            ...spot,
            path: `${solver.at}/${key}`,
            key: true,
            message: `${fillPlaceholder(objectTitle(object), REGION_WORD)}: proves names by ${method}, and the CAA entries of ${zone.name} allow ${shown(first.issuer)} only ${methods(entries)}`,
            hint: `use another solver, or add ${method} to validationmethods`,
            related: [{ path: pointer('zone', 'caa', first.at, 'validationmethods'), note: 'what is allowed' }],
          };
        }
      }
    }
  },
});

function allows(entries: readonly Authority[], method: string): boolean {
  return entries.some(({ validationmethods }) => validationmethods.includes(method));
}

function methods(entries: readonly Authority[]): string {
  return [...new Set(entries.flatMap(({ validationmethods }) => validationmethods))].join(', ');
}

/** Whether a solver may be chosen for a name of the zone. */
function isForZone({ selector }: Solver, zone: string): boolean {
  const [names, zones] = [texts(selector?.['dnsNames']), texts(selector?.['dnsZones'])].map((all) => all.map((each) => each.toLowerCase())) as [
    string[],
    string[],
  ];
  return (
    (names.length === 0 || names.some((name) => isWithin(name, zone))) &&
    (zones.length === 0 || zones.some((each) => isWithin(each, zone) || isWithin(zone, each)))
  );
}

/** cert-manager prefers the solver that names a zone to one that names none: all names of ours are then that one's. */
function isNearer({ selector: other }: Solver, { selector }: Solver, zone: string): boolean {
  if (selector !== undefined || other?.['matchLabels'] !== undefined || other?.['dnsNames'] !== undefined) return false;
  return texts(other?.['dnsZones']).some((each) => isWithin(zone, each.toLowerCase()));
}
