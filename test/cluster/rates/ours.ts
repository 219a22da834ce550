// What lint says of one object by itself, in a cluster of the version that the server has.
import { anyCluster, judge } from '../../../generator/lint/lint.ts';
import { lintDefinitions } from '../../../generator/lint/definitions.ts';
import type { Verdict } from '../../../generator/lint/verdict.ts';
import { isDefinition } from '../../../generator/k8s/crd/definition.ts';
import { NO_KINDS, type Kinds } from '../../../generator/k8s/crd/kinds.ts';
import { readKinds } from '../../../generator/k8s/crd/read-kinds.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { minorOf } from '../../../generator/fleet/versions/releases.ts';
import type { Manifest } from '../../../generator/yaml/manifests.ts';
import { kubernetesVersion } from '../programs/programs.ts';

export interface Said {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

export interface Ours {
  readonly verdict: Verdict;
  /** Errors alone. */
  readonly errors: readonly Said[];
}

const place = { file: 'object.yaml', line: 1, col: 1, length: 1 };

const asManifest = (object: KubeObject): Manifest => ({
  data: object,
  sketch: false,
  locate: () => place,
  line: () => '',
  covered: () => [],
});

/** @param definitions of kinds that lint is given */
export function lintOf(definitions: readonly KubeObject[]): (object: KubeObject) => Ours {
  const { kinds } = readKinds(definitions.map((data) => ({ where: data.metadata.name, data })));
  const setting = { ...anyCluster, versions: { ...anyCluster.versions, kubernetes: minorOf(kubernetesVersion()) } };
  return (object) => said(object, setting, kinds);
}

function said(object: KubeObject, setting: typeof anyCluster, kinds: Kinds): Ours {
  const manifest = asManifest(object);
  const { findings, verdicts } = judge([manifest], setting, kinds);
  const ofDefinition = isDefinition({ ...object }) ? lintDefinitions([manifest], NO_KINDS).findings : [];
  const errors = [...ofDefinition, ...findings]
    .filter(({ severity }) => severity === 'error')
    .map(({ code, pointer = '', message }) => ({ code, path: pointer, message }));
  return { verdict: errors.length > 0 ? 'refused' : (verdicts.get(manifest) as Verdict), errors };
}
