import { build, factsOf } from './build/build.ts';
import type { Overlay } from './build/overlay.ts';
import { readCustoms } from './build/read-customs.ts';
import { Waivers } from './build/waivers.ts';
import { fleetChecks, specChecks } from './checks/index.ts';
import { whereIn } from './checks/where.ts';
import { components } from './components/index.ts';
import { deliveryReports } from './layout/delivery-reports.ts';
import { layOut } from './layout/layout.ts';
import type { FileMap } from './layout/files.ts';
import type { Finding, Report } from './model/finding.ts';
import { byPlace, hasErrors } from './model/finding.ts';
import type { Fleet } from './model/fleet.ts';
import type { SecretNeed } from './model/secret-need.ts';
import type { FleetSpec } from './model/spec.ts';
import { resolve } from './resolve/resolve.ts';
import { validate } from './schema/validate.ts';
import { readSources } from './source/read.ts';
import type { ConfigFile } from './source/read.ts';
import type { Sources } from './source/sources.ts';
import { assume, assumedElsewhere } from './versions/assume.ts';
import type { Assumption } from './versions/assume.ts';

/** What a fleet becomes. What is absent could not be made because of the findings. */
export interface Compiled {
  readonly findings: readonly Finding[];
  readonly sources?: Sources;
  readonly spec?: FleetSpec;
  readonly fleet?: Fleet;
  readonly overlays?: readonly Overlay[];
  /** Per region, the Secrets that must come from outside Git: with slots for the region's name. */
  readonly secrets?: ReadonlyMap<string, readonly SecretNeed[]>;
  /** Every file of out/. */
  readonly files?: FileMap;
}

/**
 * The pipeline: read → validate → check names → resolve → check → build → lay out. A pure function of the files of
 * `config/` and the versions to suppose. All findings of a stage come at once; a stage with errors ends the run, and then there are no files.
 */
export function compile(config: readonly ConfigFile[], assumptions: readonly Assumption[] = []): Compiled {
  const { sources, customFiles, findings } = readSources(config);
  if (sources === undefined || hasErrors(findings)) return { findings };
  const report = (reports: Iterable<Report>, raised: ReadonlySet<string> = new Set()): boolean => {
    const found = [...reports]
      .map(sources.resolve)
      .map((finding) => (raised.has(finding.code) ? { ...finding, severity: 'error' as const } : finding));
    findings.push(...found.sort(byPlace));
    return hasErrors(findings);
  };

  if (report(assumedElsewhere(sources.data, assumptions))) return { findings, sources };
  const data = assume(sources.data, assumptions);
  if (report(validate(data, sources.written))) return { findings, sources };
  const spec = data as FleetSpec;

  if (report(specChecks.flatMap((check) => [...check.run(spec)]))) return { findings, sources, spec };
  const fleet = resolve(spec);

  const where = whereIn(spec);
  const { customs, reports: customReports } = readCustoms(customFiles, { fleet, components, facts: factsOf(fleet) });
  const waivers = new Waivers(fleet);
  const borne = (reports: readonly Report[]): Report[] => reports.filter((each) => !waivers.covers(each));
  const checked = [...fleetChecks.flatMap((check) => borne([...check.run(fleet, where)])), ...customReports];
  const broken = report(checked, new Set(fleet.treatAsErrors));
  if (broken) return { findings, sources, spec, fleet };

  const { overlays, texts, secrets, reports } = build(fleet, components, customs, where, waivers);
  if (report([...reports, ...deliveryReports(fleet, overlays)], new Set(fleet.treatAsErrors))) return { findings, sources, spec, fleet };
  return { findings, sources, spec, fleet, overlays, secrets, files: layOut(fleet, overlays, texts) };
}
