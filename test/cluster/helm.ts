// Charts: those that projects publish, out of their Go modules and packed with the real version, and small ones made up for a test.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RELEASES } from '../../generator/fleet/versions/releases.ts';
import { moduleOf } from './programs/crds.ts';
import { download } from './programs/module.ts';
import { programPath } from './programs/programs.ts';

export const helm = (): string => programPath('helm');

function packed(folder: string, ...more: string[]): string {
  const into = mkdtempSync(join(tmpdir(), 'pap-fleet-chart-'));
  const said = execFileSync(helm(), ['package', folder, '--destination', into, ...more], { encoding: 'utf8' });
  return (/saved it to: (\S+)/.exec(said) as RegExpExecArray)[1] as string;
}

/** The archive of cert-manager's chart, as its release writes it. */
export function certManagerChart(): string {
  const version = `v${RELEASES['cert-manager'].version}`;
  return packed(join(download(moduleOf('cert-manager')), 'deploy/charts/cert-manager'), '--version', version, '--app-version', version);
}

/** The archive of the chart that ExternalDNS has in its repository. */
export function externalDnsChart(): string {
  return packed(join(download(moduleOf('external-dns')), 'charts/external-dns'));
}

/** A chart of a few files. @param files path below the chart → text */
export function chart(files: Readonly<Record<string, string>>, { name = 'notes', version = '1.0.0' } = {}): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'pap-fleet-chart-')), name);
  const all = { 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\nappVersion: ${version}\n`, 'values.yaml': '{}\n', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return packed(folder);
}
