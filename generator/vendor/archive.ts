import { dirname, join } from 'node:path';
import { CHART_VERSION, type DeclaredChart } from '../fleet/declared/chart.ts';
import { exists } from '../io/disk.ts';
import { Failure } from '../io/failure.ts';
import { MOST_ARCHIVE, type Helm } from '../io/helm.ts';
import { readBytes } from '../io/read-bytes.ts';
import { get } from '../model/data.ts';
import { sha256 } from '../model/sha256.ts';
import type { ArchiveLine } from '../yaml/archives.ts';
import { readKubernetesYaml } from '../yaml/kubernetes.ts';
import type { Charted } from './charted.ts';

/** A version of a chart that was not there before. */
export interface Arrival {
  readonly line: ArchiveLine;
  readonly bytes: Uint8Array;
}

interface Asked {
  readonly version?: string | undefined;
  /** A file that is taken instead of fetching one. */
  readonly file?: string | undefined;
}

/**
 * Take the archive of a version, from a file or from where the chart is published.
 * @returns undefined where component.yaml names this very archive, and it lies there
 * @throws Failure where there is none, or another one than component.yaml names
 */
export function arrival({ name, chart, file }: Charted, { version, file: given }: Asked, helm: Helm): Arrival | undefined {
  if (given === undefined && chart.repository === undefined)
    throw new Failure(
      'usage',
      `nothing says where ${chart.name}${version === undefined ? '' : ` ${version}`} comes from`,
      `name the archive with --archive FILE, or write chart.repository in ${file}`,
    );
  const bytes = given === undefined ? helm.pull(chart.repository as string, chart.name, version ?? chart.version) : readBytes(given, MOST_ARCHIVE);
  const whose = given ?? [chart.name, version ?? chart.version].filter((word) => word !== undefined).join(' ');
  const described = readKubernetesYaml(helm.describe(helm.hold(bytes, whose), whose));
  const [chartName, chartVersion, appVersion] = ['name', 'version', 'appVersion'].map((key) =>
    'flaw' in described ? undefined : get(described.documents[0], [key]),
  );
  if (chartName !== chart.name)
    throw new Failure(
      'usage',
      `${whose} is the chart ${String(chartName)}, and the component has ${chart.name}`,
      `change chart.name in ${file}, or take another archive`,
    );
  if (typeof chartVersion !== 'string' || !new RegExp(CHART_VERSION).test(chartVersion))
    throw new Failure(
      'usage',
      `${whose} has the version ${String(chartVersion)}, which is not one of three numbers`,
      'charts have versions such as 1.2.3: pack it anew',
    );
  if (version !== undefined && plain(chartVersion) !== plain(version))
    throw new Failure('usage', `${whose} is the version ${String(chartVersion)}`, 'name the version that it is, or take another archive');
  const digest = sha256(bytes);
  const before = chart.archives[chartVersion];
  if (before !== undefined && before.sha256 !== digest)
    throw new Failure(
      'usage',
      `this archive of ${chart.name} ${chartVersion} is not the one that ${file} names: its digest is ${digest}, and not ${before.sha256}`,
      'a version that is published never changes: find out who changed it before you take it; to take it, remove its line there',
    );
  if (before !== undefined && exists(join(dirname(file), before.file))) return undefined;
  const line = {
    version: chartVersion,
    file: before?.file ?? `charts/${chart.name}-${chartVersion}.tgz`,
    sha256: digest,
    ...(typeof appVersion === 'string' && /^[-+.0-9A-Za-z]{1,64}$/.test(appVersion) ? { appVersion } : {}),
  };
  if (!/^charts\/[A-Za-z0-9][-A-Za-z0-9._+]*\.tgz$/.test(line.file))
    throw new Failure('usage', `${whose} has the version ${chartVersion}, which makes no file name`, `ask whoever publishes ${name}`);
  return { line, bytes };
}

/** The archive of a version that component.yaml names. @throws Failure where it is not there, or not that one */
export function archiveBytes({ chart, file }: Charted, version: string): Uint8Array {
  const { file: name, sha256: expected } = chart.archives[version] as DeclaredChart['archives'][string];
  const path = join(dirname(file), name);
  if (!exists(path))
    throw new Failure(
      'usage',
      `there is no ${path}, which ${file} names`,
      'restore it from Git, or fetch it again: pap-fleet vendor without --check',
    );
  const bytes = readBytes(path, MOST_ARCHIVE);
  const digest = sha256(bytes);
  if (digest !== expected)
    throw new Failure(
      'usage',
      `${path} is not the archive that ${file} names: its digest is ${digest}, and not ${expected}`,
      'restore it from Git; a new version is taken with --version',
    );
  return bytes;
}

function plain(version: string): string {
  return version.replace(/^v/, '');
}
