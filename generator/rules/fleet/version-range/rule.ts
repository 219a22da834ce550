import { child } from '../../../model/pointer.ts';
import type { Pointer } from '../../../model/pointer.ts';
import { compareVersions } from '../../../model/version.ts';
import { SUPPORTED } from '../../../fleet/versions/table.ts';
import type { System } from '../../../fleet/versions/table.ts';
import type { Report } from '../../../model/finding.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

export const versionRange: FleetCheck = {
  code: 'fleet/unsupported-version',
  *run(fleet) {
    yield* judge('argocd', fleet.gitops.argocd.version, '/gitops/argocd/version', 'Argo CD');
    for (const { name, versions, at } of fleet.regions) {
      for (const [system, version] of Object.entries(versions) as [System, string][]) {
        yield* judge(system, version, child(child(at, 'versions'), system), `${name}: ${system}`);
      }
    }
  },
};

function* judge(system: System, version: string, at: Pointer, subject: string): Iterable<Report> {
  const { from, to } = SUPPORTED[system];
  if (compareVersions(version, from) < 0) {
    yield {
      code: 'fleet/unsupported-version',
      at,
      message: `${subject} ${version} is older than the oldest supported version, ${from}`,
      hint: `upgrade to ${from} or later; supported are ${from} to ${to}`,
    };
  } else if (compareVersions(version, to) > 0) {
    yield {
      code: 'fleet/unknown-version',
      at,
      message: `${subject} ${version} is newer than this release of pap-fleet knows (${to})`,
      hint: `what ${version} removed is not known here; look for a newer release of pap-fleet`,
    };
  }
}
