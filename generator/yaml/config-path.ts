import { LIMITS } from './limits.ts';

/** What a file of `config/` is for, judged by its path alone. */
export type ConfigRole =
  | { readonly role: 'fleet' }
  | { readonly role: 'agents'; readonly name: string }
  | { readonly role: 'regions'; readonly name: string }
  | { readonly role: 'extra'; readonly region: string; readonly component: string }
  | { readonly role: 'patches'; readonly region: string; readonly component: string }
  /** A file of a component that the fleet brings: its path below the component's folder. */
  | { readonly role: 'component'; readonly component: string; readonly name: string }
  /** What a chart of such a component was rendered to; `key` says of what. */
  | { readonly role: 'rendered'; readonly component: string; readonly key: string; readonly name: 'objects.yaml' | 'rendering.yaml' }
  /** A file that Kustomize reads, of whatever form: `name` is its path below the component's folder. */
  | { readonly role: 'kustomize'; readonly component: string; readonly name: string }
  /** Definitions of kinds. */
  | { readonly role: 'schemas' }
  /** Policies of the fleet's own. */
  | { readonly role: 'policies' }
  /** A freeze of regions: `name` is that of the file. */
  | { readonly role: 'freezes'; readonly name: string }
  /** A change that goes through the regions in waves. */
  | { readonly role: 'rollouts'; readonly name: string }
  /** Values that are to stay as they are. */
  | { readonly role: 'holds'; readonly name: string }
  /** `agent`: the approval of whoever owns that agent. */
  | { readonly role: 'approval'; readonly agent?: string }
  /** What lies where approvals lie, or nearly, and is none by its name. */
  | { readonly role: 'misplaced approval' }
  | { readonly role: 'unexpected' };

/** A folder whose name somebody may take for that of the approvals. */
export const ALMOST_APPROVAL = /^approvals?\//i;

/** The schema of the settings of a component that the fleet brings: the one file of config/ that may be JSON. */
export const SETTINGS_SCHEMA = 'settings.schema.json';

/** What Kustomize reads, below the config folder. */
export const OF_KUSTOMIZE = /^components\/([^/]+)\/(kustomize\/.+)$/;

const RENDERED = /^components\/([^/]+)\/rendered\/([^/]+)\/(objects|rendering)\.yaml$/;

/** Bytes that a file may have. @param limit those of what people write */
export function limitOf(path: string, limit: number): number {
  return configRole(path).role === 'rendered' ? LIMITS.rendered : limit;
}

/** @param path below the config folder, with forward slashes */
export function configRole(path: string): ConfigRole {
  const steps = path.split('/');
  const name = (steps.at(-1) as string).replace(/\.yaml$/, '');
  const [, owner, key, file] = RENDERED.exec(path) ?? [];
  if (file !== undefined)
    return { role: 'rendered', component: owner as string, key: key as string, name: `${file as 'objects' | 'rendering'}.yaml` };
  const [, whose, source] = OF_KUSTOMIZE.exec(path) ?? [];
  if (source !== undefined) return { role: 'kustomize', component: whose as string, name: source };
  // Upstream's files keep the name that they have.
  if (/^schemas\/[^/.][^/]*\.yml$/.test(path)) return { role: 'schemas' };
  if (path.endsWith('.yaml') && !name.startsWith('.') && name !== '') {
    if (path === 'fleet.yaml') return { role: 'fleet' };
    const [first, region, component] = steps as [string, string, string];
    if ((first === 'agents' || first === 'regions' || first === 'rollouts' || first === 'holds') && steps.length === 2) return { role: first, name };
    if ((first === 'extra' || first === 'patches') && steps.length === 4) return { role: first, region, component };
    if (first === 'components' && steps.length >= 3) return { role: 'component', component: region, name: steps.slice(2).join('/') };
    if ((first === 'schemas' || first === 'policies') && steps.length === 2) return { role: first };
    if (first === 'freezes' && steps.length === 2) return { role: first, name };
    if (first === 'approvals' && steps.length === 2) return { role: 'approval' };
    if (first === 'approvals' && region === 'agents' && steps.length === 4) return { role: 'approval', agent: component };
  }
  if (steps.length === 3 && steps[0] === 'components' && steps[2] === SETTINGS_SCHEMA)
    return { role: 'component', component: steps[1] as string, name: SETTINGS_SCHEMA };
  return { role: ALMOST_APPROVAL.test(path) ? 'misplaced approval' : 'unexpected' };
}
