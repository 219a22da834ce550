import { child, defineRule, each, quoted, shown, text, texts, type FoundIn, type Placed } from '../../kit.ts';

/** argo-cd, pkg/apis/application/v1alpha1/app_project_types.go, ValidateProject; types.go, validatePolicy; util/rbac/rbac.go, ProjectScoped. */
export const rule = defineRule('object', {
  code: 'object/project-role',
  severity: 'error',
  what: 'A role of an AppProject has a policy or a group that Argo CD refuses.',
  why: 'Argo CD refuses every change and every token of the project, and what the line should allow is not allowed. A line for another project is one that nobody is meant to write.',
  fix: 'Write `p, proj:<project>:<role>, <resource>, <action>, <project>/<object>, allow` or `deny`, with the names of this project and this role.',
  kinds: ['argoproj.io/AppProject'],
  *run(project) {
    const names = new Set<string>();
    for (const role of each(project, 'spec.roles[]')) {
      const name = text(role.item['name']);
      if (name === undefined) continue;
      const at = child(role.at, 'name');
      if (names.has(name)) yield { path: at, message: `${quoted(name)} is the name of two roles`, hint: 'give each role a name of its own' };
      names.add(name);
      if (!/^[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(name))
        yield {
          path: at,
          message: `${quoted(name)} is no name of a role`,
          hint: 'use letters, digits, hyphens and underscores, and begin and end with a letter or digit',
        };
      yield* listed(role, 'policies', (line) => policyFault(line, project.metadata.name, name));
      yield* listed(role, 'groups', groupFault);
    }
  },
});

type Fault = { readonly message: string; readonly hint: string } | undefined;

/** What is wrong in a list of texts, of which each may stand there once. */
function* listed(role: Placed, key: string, faultOf: (line: string) => Fault): Iterable<FoundIn<'object'>> {
  const seen = new Set<string>();
  for (const [i, line] of texts(role.item[key]).entries()) {
    const path = `${role.at}/${key}/${i}`;
    if (seen.has(line)) yield { path, message: 'stands twice in the role', hint: 'remove one of them' };
    seen.add(line);
    const fault = faultOf(line);
    if (fault !== undefined) yield { path, ...fault };
  }
}

const RESOURCES = ['applications', 'applicationsets', 'clusters', 'exec', 'logs', 'repositories'];
const ACTIONS = ['get', 'create', 'update', 'delete', 'sync', 'override', '*'];
const FORM = 'p, proj:<project>:<role>, <resource>, <action>, <project>/<object>, allow';

function policyFault(line: string, project: string, role: string): Fault {
  const parts = line.split(',').map((part) => part.replace(/^ +| +$/g, ''));
  const [p, subject = '', resource = '', action = '', object = '', effect = ''] = parts;
  if (parts.length !== 6 || p !== 'p') return { message: `${quoted(line)} is no policy of six parts`, hint: `write ${FORM}` };
  if (subject !== `proj:${project}:${role}`)
    return { message: `is for ${quoted(subject)}, and not for this role`, hint: `write proj:${shown(project)}:${shown(role)}` };
  if (!RESOURCES.includes(resource))
    return { message: `is about ${quoted(resource)}, of which a project says nothing`, hint: `write one of ${RESOURCES.join(', ')}` };
  if (!ACTIONS.includes(action) && !/(?:action|update|delete)\//.test(action))
    return {
      message: `allows the action ${quoted(action)}, which Argo CD does not know`,
      hint: `write one of ${ACTIONS.join(', ')}, or action/<group>/<kind>/<name>`,
    };
  if (!belongs(object, project))
    return {
      message: `is about ${quoted(object)}, which is not in the project ${quoted(project)}`,
      hint: `write ${shown(project)}/* or ${shown(project)}/<name>`,
    };
  return effect === 'allow' || effect === 'deny' ? undefined : { message: `ends with ${quoted(effect)}`, hint: 'write allow or deny' };
}

/** `project/name` or `project/namespace/name`; Argo CD reads `\w-.` as three, so that a hyphen may stand there. */
function belongs(object: string, project: string): boolean {
  return object.startsWith(`${project}/`) && /^(?:\/[-*\w.]+)?\/[-*\w.]+$/.test(object.slice(project.length));
}

function groupFault(group: string): Fault {
  const trimmed = group.trim();
  const isQuoted = trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"');
  const name = isQuoted ? trimmed.slice(1, -1) : trimmed;
  if (name === '') return { message: 'is no name of a group', hint: 'remove it' };
  if (!isQuoted && name.includes(',')) return { message: `${quoted(group)} has a comma`, hint: `put it into quotes of its own: '"${shown(name)}"'` };
  if (/["\n\r\t]/.test(name) || trimmed !== group)
    return { message: `${quoted(group)} has a quote, a tab or space at an end`, hint: 'write the name as the identity provider has it' };
  return undefined;
}
