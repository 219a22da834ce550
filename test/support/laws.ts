import { parseAllDocuments } from 'yaml';
import { compile } from '../../generator/compile.ts';
import type { Compiled } from '../../generator/compile.ts';
import { overlayObjects } from '../../generator/render/overlay.ts';
import type { Overlay } from '../../generator/render/overlay.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import type { FileMap } from '../../generator/render/files.ts';
import type { ConfigFile } from '../../generator/yaml/read.ts';
import { configOf } from './fleets.ts';
import type { TestFleet } from './fleets.ts';

/** A fleet that compiled. */
export interface Made extends Compiled {
  readonly overlays: readonly Overlay[];
  readonly files: FileMap;
}

/** What a fleet becomes, or undefined when it is refused; a refusal always says why. */
export function make(fleet: TestFleet): Made | undefined {
  return made(configOf(fleet));
}

export function made(config: readonly ConfigFile[]): Made | undefined {
  const compiled = compile(config);
  if (compiled.files === undefined || compiled.overlays === undefined) {
    if (!compiled.findings.some(({ severity }) => severity === 'error')) throw new Error('there are no files, and no error says why');
    return undefined;
  }
  return { ...compiled, overlays: compiled.overlays, files: compiled.files };
}

/** The same for a fleet that must compile. */
export function mustMake(fleet: TestFleet): Made {
  const result = make(fleet);
  if (result === undefined)
    throw new Error(
      `this fleet should be valid:\n${compile(configOf(fleet))
        .findings.map(({ message }) => message)
        .join('\n')}`,
    );
  return result;
}

/** What kubectl and Argo CD see: group, kind, namespace, name. Written without the generator's help. */
export function identity({ apiVersion, kind, metadata: { namespace = '', name } }: KubeObject): string {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '';
  return [group, kind, namespace, name].join('|');
}

/** Data as text in which the order of keys does not show. */
export function canonical(data: unknown): string {
  return JSON.stringify(data, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** Region → all its objects, by component and identity. */
export function objectsByRegion({ overlays }: Made): Map<string, string> {
  const regions = new Map<string, string[]>();
  for (const overlay of overlays) {
    const lines = overlayObjects(overlay).map((object) => `${overlay.component.name} ${identity(object)} ${canonical(object)}`);
    regions.set(overlay.region.name, [...(regions.get(overlay.region.name) ?? []), ...lines]);
  }
  return new Map([...regions].map(([name, lines]) => [name, lines.sort().join('\n')]));
}

/** Region → every byte below its folder. */
export function folderByRegion({ files }: Made): Map<string, string> {
  const regions = new Map<string, string>();
  for (const [path, content] of files) {
    const name = /^overlays\/([^/]+)\//.exec(path)?.[1];
    if (name !== undefined) regions.set(name, `${regions.get(name) ?? ''}\n=== ${path}\n${content}`);
  }
  return regions;
}

/** Base folder → its files. */
export function bases({ files }: Made): Map<string, string> {
  const folders = new Map<string, string>();
  for (const [path, content] of files) {
    if (!path.startsWith('base/')) continue;
    const folder = path.slice(0, path.lastIndexOf('/'));
    folders.set(folder, `${folders.get(folder) ?? ''}\n=== ${path}\n${content}`);
  }
  return folders;
}

/** Base folders that overlays point at. */
export function referencedBases({ files }: Made): Set<string> {
  const found = new Set<string>();
  for (const [path, content] of files) {
    if (!/^overlays\/.*\/kustomization\.yaml$/.test(path)) continue;
    for (const [, folder] of content.matchAll(/^- \.\.\/\.\.\/\.\.\/(base\/\S+)$/gm)) found.add(folder as string);
  }
  return found;
}

export function objectsIn(text: string, version: '1.1' | '1.2' = '1.2'): KubeObject[] {
  const documents = parseAllDocuments(text, { version });
  return (Array.isArray(documents) ? documents : []).map((document) => document.toJS() as KubeObject);
}
