// The names that a fleet has, of each kind, and what is to be said of each.
import { builtInTiers } from '../fleet/resolve/layers.ts';
import { settingsSchemas } from '../fleet/schema/schemas.ts';
import type { Kind } from './names.ts';
import type { Workspace } from './workspace.ts';

/** Names with a few words about each. Those that are written now count, and those of the fleet as it was last understood. */
export function knownNames(workspace: Workspace, kind: Kind): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const mention of workspace.mentions()) if (mention.kind === kind && mention.declares) names.set(mention.name, '');
  for (const { path, names: own } of filesNamed(workspace, kind)) for (const name of own) names.set(name, path);
  const { spec, declared } = workspace;
  if (kind === 'tier') for (const name of Object.keys(builtInTiers())) if (!names.has(name)) names.set(name, 'every fleet has this tier');
  if (kind === 'component')
    for (const name of Object.keys(settingsSchemas(declared))) {
      const own = declared.find((each) => each.name === name);
      names.set(name, own === undefined ? 'every fleet has this component' : own.summary);
    }
  if (kind === 'agent')
    for (const [name, agent] of Object.entries(spec?.agents ?? {})) names.set(name, `${agent.ref} in ${agent.regions?.join(', ') ?? 'no region'}`);
  if (kind === 'region')
    for (const [name, { cluster, state }] of Object.entries(spec?.regions ?? {}))
      names.set(name, `cluster ${cluster ?? name}${state === undefined ? '' : `, ${state}`}`);
  if (kind === 'group') for (const [name, { regions = [] }] of Object.entries(spec?.groups ?? {})) names.set(name, regions.join(', '));
  return names;
}

/** An agent or a region with a file of its own is called as that file. */
function filesNamed({ config }: Workspace, kind: Kind): { readonly path: string; readonly names: readonly string[] }[] {
  const folder = kind === 'agent' ? 'agents' : kind === 'region' ? 'regions' : undefined;
  if (folder === undefined) return [];
  return config.flatMap(({ relative }) => {
    const name = new RegExp(`^${folder}/([^/]+)\\.yaml$`).exec(relative)?.[1];
    return name === undefined ? [] : [{ path: `config/${relative}`, names: [name] }];
  });
}
