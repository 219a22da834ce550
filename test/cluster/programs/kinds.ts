// Definitions of kinds as their authors publish them, and objects of them, out of Go modules: KEDA and the Gateway API.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDefinition } from '../../../generator/k8s/crd/definition.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { manifestsIn } from './manifests.ts';
import { download } from './module.ts';

const KEDA = { module: 'github.com/kedacore/keda/v2', version: 'v2.20.0', sum: 'h1:nPKQL9iKsPpoyq7BftlBzJiQzb2LdKHiqBIEG6ju3bk=' };
const GATEWAY_API = { module: 'sigs.k8s.io/gateway-api', version: 'v1.6.1', sum: 'h1:mock6phZbI6rvZerwrVNk7hVNymQgHo+6sJ81Ia7ftY=' };

/** Modules of which only files are read. */
export const kindModules = [KEDA, GATEWAY_API] as const;

/** Folders of the modules. */
const DEFINITIONS = [
  { module: KEDA, folder: 'config/crd/bases' },
  { module: GATEWAY_API, folder: 'config/crd/standard' },
];
const EXAMPLES = [
  { module: KEDA, folder: 'config/samples' },
  { module: GATEWAY_API, folder: 'examples/standard' },
  { module: GATEWAY_API, folder: 'hack/invalid-examples/standard' },
];

function objectsIn(all: typeof DEFINITIONS): KubeObject[] {
  return all.flatMap(({ module, folder }) => {
    const top = join(download(module), folder);
    const files = readdirSync(top, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
    return files.sort().flatMap((name) => manifestsIn(readFileSync(join(top, name), 'utf8')));
  });
}

/** Those of the channel in which versions are still served that the other one has taken out. */
export function experimentalDefinitions(): KubeObject[] {
  return objectsIn([{ module: GATEWAY_API, folder: 'config/crd/experimental' }]).filter((object) => isDefinition(object));
}

export function publishedDefinitions(): KubeObject[] {
  return objectsIn(DEFINITIONS).filter((object) => isDefinition(object));
}

/** Objects that the authors of the kinds show as examples: right ones, and such as must be refused. */
export function publishedExamples(): KubeObject[] {
  return objectsIn(EXAMPLES).filter(({ apiVersion, metadata }) => /keda\.sh|gateway\.networking/.test(apiVersion ?? '') && metadata !== undefined);
}
