import { schemaOfFile } from '../fleet/schema/of-file.ts';
import { pointer } from '../model/pointer.ts';
import { explainedAt } from './layers.ts';
import { locate } from './locate.ts';
import type { Kind, Named } from './names.ts';
import type { Place, Workspace } from './workspace.ts';

/** The name at a place of a file. */
export function nameAt(workspace: Workspace, file: string, offset: number): Named | undefined {
  return workspace.textOf(file)?.names.find(({ span }) => span.start <= offset && offset <= span.end);
}

/** Of a name, where it is declared; of a value, the layers that lie below it and set it too, the strongest first. */
export function definitions(workspace: Workspace, file: string, offset: number): Place[] {
  const named = nameAt(workspace, file, offset);
  if (named !== undefined) {
    const declared = declarations(workspace, named.kind, named.name);
    if (declared.length > 0) return declared;
  }
  const text = workspace.textOf(file);
  const known = text === undefined ? undefined : schemaOfFile(text.relative, workspace.declared);
  const found = text?.outline().around(offset);
  if (known?.mount === undefined || found === undefined) return [];
  const path = [...known.mount, ...found.entry.path];
  const own = pointer(...path);
  const places: Place[] = [];
  for (const { layers } of explainedAt(workspace, path)) {
    const set = layers.flatMap(({ at }) => (at === undefined ? [] : [at]));
    const here = set.findIndex((at) => at === own || at.startsWith(`${own}/`));
    const below = here === -1 ? set : set.slice(0, here);
    for (const at of below.reverse()) {
      const place = locate(workspace, at);
      if (place !== undefined && !places.some(({ file: other, span }) => other === place.file && span.start === place.span.start))
        places.push({ file: place.file, span: place.span });
    }
  }
  return places;
}

/** Where a name is declared: its entry, its file, or the file of a component. */
export function declarations(workspace: Workspace, kind: Kind, name: string): Place[] {
  const found: Place[] = [];
  for (const mention of workspace.mentions())
    if (mention.kind === kind && mention.declares && mention.name === name) found.push({ file: mention.file, span: mention.span });
  const folder = kind === 'agent' ? 'agents' : kind === 'region' ? 'regions' : undefined;
  for (const { path, relative } of workspace.config)
    if (folder !== undefined && relative === `${folder}/${name}.yaml`) found.push({ file: path, span: { start: 0, end: 0 } });
  if (found.length === 0 && kind === 'component') {
    const settings = locate(workspace, pointer('components', name));
    if (settings !== undefined) found.push({ file: settings.file, span: settings.span });
  }
  return found;
}

/** Everywhere a name is used. */
export function references(workspace: Workspace, file: string, offset: number, withDeclaration: boolean): Place[] {
  const named = nameAt(workspace, file, offset) ?? nameOfFile(workspace, file, offset);
  if (named === undefined) return [];
  const used = [...workspace.mentions()].filter(({ kind, name, declares }) => kind === named.kind && name === named.name && !declares);
  return [...(withDeclaration ? declarations(workspace, named.kind, named.name) : []), ...used.map(({ file: own, span }) => ({ file: own, span }))];
}

/** At the very beginning of the file of an agent or a region, it is meant itself. */
export function nameOfFile(workspace: Workspace, file: string, offset: number): Pick<Named, 'kind' | 'name'> | undefined {
  const relative = workspace.config.find(({ path }) => path === file)?.relative ?? '';
  const [, folder, name] = /^(agents|regions)\/([^/]+)\.yaml$/.exec(relative) ?? [];
  return offset > 0 || name === undefined ? undefined : { kind: folder === 'agents' ? 'agent' : 'region', name };
}
