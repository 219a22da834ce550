import { objectTitle } from '../kube/object.ts';
import type { KubeObject } from '../kube/object.ts';
import { CODES } from '../model/codes.ts';
import type { Code } from '../model/codes.ts';
import { byPlace } from '../model/finding.ts';
import type { Finding } from '../model/finding.ts';
import type { Pointer } from '../model/pointer.ts';
import { faultsOf } from '../objects/faults.ts';
import type { Manifest } from '../source/manifests.ts';
import { apiProblem } from '../versions/serves.ts';
import { SUPPORTED } from '../versions/table.ts';
import type { System } from '../versions/table.ts';
import { Cluster } from '../world/cluster.ts';
import type { World } from '../world/cluster.ts';
import { judge } from '../world/judge.ts';

/** What is known of the cluster that manifests are for. */
export interface Setting extends Omit<World, 'objects'> {
  readonly versions: Readonly<Partial<Record<System, string>>>;
}

/** Of a cluster that nobody described: the newest systems, and whatever else it may have. */
export const anyCluster: Setting = {
  versions: Object.fromEntries(Object.entries(SUPPORTED).map(([system, { to }]) => [system, to])),
  externals: [],
  whole: false,
};

/** Rules about what people hand to the generator, which is held to more than any cluster asks. */
const OURS_ONLY: ReadonlySet<Code> = new Set(['object/unknown-kind']);

/** The checks of objects, one by one and together, on the manifests of one cluster. */
export function lint(manifests: readonly Manifest[], setting: Setting): Finding[] {
  const origins = new Map<KubeObject, Manifest>();
  for (const manifest of manifests) origins.set(manifest.data as unknown as KubeObject, manifest);
  const sound = [...origins.keys()].filter(({ metadata: { name } }) => typeof name === 'string');
  const findings: Finding[] = [];
  const say = (code: Code, object: KubeObject, path: Pointer, fault: Said): void => {
    const origin = origins.get(object) as Manifest;
    const place = origin.locate(path, fault.key);
    findings.push({
      code,
      severity: CODES[code].severity,
      message: `${objectTitle(object)}: ${fault.message}`,
      place,
      pointer: path,
      excerpt: origin.line(place.line),
      ...(fault.hint === undefined ? {} : { hint: fault.hint }),
      ...(fault.related === undefined
        ? {}
        : { related: fault.related.map((r) => ({ place: (origins.get(r.object) as Manifest).locate(r.path), note: r.note })) }),
    });
  };
  for (const object of sound) {
    const problem = apiProblem(object, setting.versions);
    if (problem !== undefined) {
      const code = problem.severity === 'unserved' ? 'object/unserved-api' : 'object/deprecated-api';
      const hint = problem.instead === undefined ? undefined : `use ${problem.instead}`;
      say(code, object, '/apiVersion', { message: problem.message, hint });
    }
    for (const fault of faultsOf(object)) if (!OURS_ONLY.has(fault.code)) say(fault.code, object, fault.path, fault);
  }
  for (const fault of judge(new Cluster({ ...setting, objects: sound }))) say(fault.code, fault.object, fault.path, fault);
  return findings.sort(byPlace);
}

interface Said {
  readonly key?: boolean | undefined;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly related?: readonly { readonly object: KubeObject; readonly path: Pointer; readonly note: string }[] | undefined;
}
