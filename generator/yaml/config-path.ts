/** What a file of `config/` is for, judged by its path alone. */
type ConfigRole =
  | { readonly role: 'fleet' }
  | { readonly role: 'agents'; readonly name: string }
  | { readonly role: 'regions'; readonly name: string }
  | { readonly role: 'extra'; readonly region: string; readonly component: string }
  | { readonly role: 'patches'; readonly region: string; readonly component: string }
  /** Definitions of kinds. */
  | { readonly role: 'schemas' }
  /** `agent`: the approval of whoever owns that agent. */
  | { readonly role: 'approval'; readonly agent?: string }
  /** What lies where approvals lie, or nearly, and is none by its name. */
  | { readonly role: 'misplaced approval' }
  | { readonly role: 'unexpected' };

/** A folder whose name somebody may take for that of the approvals. */
export const ALMOST_APPROVAL = /^approvals?\//i;

/** @param path below the config folder, with forward slashes */
export function configRole(path: string): ConfigRole {
  const steps = path.split('/');
  const name = (steps.at(-1) as string).replace(/\.yaml$/, '');
  // Upstream's files keep the name that they have.
  if (/^schemas\/[^/.][^/]*\.yml$/.test(path)) return { role: 'schemas' };
  if (path.endsWith('.yaml') && !name.startsWith('.') && name !== '') {
    if (path === 'fleet.yaml') return { role: 'fleet' };
    const [first, region, component] = steps as [string, string, string];
    if ((first === 'agents' || first === 'regions') && steps.length === 2) return { role: first, name };
    if ((first === 'extra' || first === 'patches') && steps.length === 4) return { role: first, region, component };
    if (first === 'schemas' && steps.length === 2) return { role: 'schemas' };
    if (first === 'approvals' && steps.length === 2) return { role: 'approval' };
    if (first === 'approvals' && region === 'agents' && steps.length === 4) return { role: 'approval', agent: component };
  }
  return { role: ALMOST_APPROVAL.test(path) ? 'misplaced approval' : 'unexpected' };
}
