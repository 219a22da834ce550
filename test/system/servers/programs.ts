// What these tests ask. One that is missing is a failure before the first test: passing over it would look like success.
import { spawnSync } from 'node:child_process';
import { kubectl } from '../../support/kubectl.ts';

/** Debian: package prometheus. PROMTOOL names one elsewhere. */
export const PROMTOOL = process.env['PROMTOOL'] ?? 'promtool';

/** Program → Debian's package, and an argument with which it ends at once. */
const PROGRAMS: Readonly<Record<string, readonly [name: string, argument: string]>> = {
  named: ['bind9', '-v'],
  rndc: ['bind9-utils', '-h'],
  'named-checkconf': ['bind9-utils', '-v'],
  'named-checkzone': ['bind9-utils', '-v'],
  'tsig-keygen': ['bind9', '-h'],
  'dnssec-dsfromkey': ['bind9-utils', '-V'],
  'dnssec-verify': ['bind9-utils', '-V'],
  dig: ['bind9-dnsutils', '-v'],
  delv: ['bind9-dnsutils', '-v'],
  nsupdate: ['bind9-dnsutils', '-V'],
  pebble: ['pebble', '-h'],
  lego: ['lego', '--version'],
  openssl: ['openssl', 'version'],
  [PROMTOOL]: ['prometheus', '--version'],
};

/** @throws with the packages, where one of them is not there */
export function need(names: readonly string[]): void {
  const missing = Object.entries(PROGRAMS).filter(
    ([program, [, argument]]) => names.includes(program) && spawnSync(program, [argument]).error !== undefined,
  );
  if (missing.length > 0) {
    throw new Error(
      [
        'These tests ask real programs, and some are not there:',
        ...missing.map(([program, [name]]) => `  ${program} (Debian: ${name})`),
        'docs/verification.md says how to get them; .ci/run installs them.',
      ].join('\n'),
    );
  }
  kubectl();
}

/** Of vitest: runs once, before everything. */
export function setup(): void {
  need(Object.keys(PROGRAMS));
}
