import { segments, type Pointer } from '../model/pointer.ts';
import type { Span } from './outline.ts';
import type { Workspace } from './workspace.ts';

/** Where a value of the fleet stands now, in whichever file; of what is not there any more, nothing. */
export function locate(workspace: Workspace, at: Pointer): { readonly file: string; readonly span: Span; readonly shown: string } | undefined {
  const path = segments(at);
  const [section = '', name = ''] = path;
  const owns = workspace.config.find(({ relative }) => relative === `${section}/${name}.yaml`);
  const isPart = ['agents', 'regions', 'rollouts', 'holds'].includes(section) && owns !== undefined;
  const file = isPart ? owns : workspace.config.find(({ relative }) => relative === 'fleet.yaml');
  const text = file === undefined ? undefined : workspace.textOf(file.path);
  if (text === undefined) return undefined;
  const inside = isPart ? path.slice(2) : path;
  const entry = text.outline().at(inside);
  const span = entry?.key ?? entry?.value ?? (inside.length === 0 ? { start: 0, end: 0 } : undefined);
  if (span === undefined) return undefined;
  return { file: text.file, span, shown: `${text.relative}:${text.text.slice(0, span.start).split('\n').length}` };
}
