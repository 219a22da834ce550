import { globMatches } from '../../../k8s/glob.ts';
import { isDeny } from '../../../k8s/project.ts';
import { child, defineRule, each, fields, shown, text, texts, type Fields } from '../../kit.ts';

const OWN = 'argocd';
const SYSTEM = [OWN, 'kube-system'];

/** Hosts of Git where anybody can make a repository. */
const PUBLIC = /^(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|dev\.azure\.com)$/;

export const rule = defineRule('cluster', {
  code: 'security/open-project',
  severity: 'error',
  what: 'An AppProject allows everything, or writes where the cluster is administered.',
  why: 'Whoever can merge into its repository owns every cluster.',
  fix: 'List repositories, clusters, namespaces and kinds.',
  order: 70,
  *run(cluster) {
    for (const project of cluster.subjects('argoproj.io/AppProject')) {
      const spec = fields(project['spec']);
      for (const [i, source] of texts(spec['sourceRepos']).entries()) {
        const from = anySource(source);
        if (from !== undefined)
          yield {
            object: project,
            path: child('/spec/sourceRepos', i),
            message: `takes objects from any repository${from}`,
            hint: 'name the repositories',
          };
      }
      const groups = each(project, 'spec.namespaceResourceWhitelist|clusterResourceWhitelist[]').map(({ item }) => text(item['group']));
      // What may write Applications and nothing else must reach Argo CD's own namespace.
      const root = groups.length > 0 && groups.every((group) => group === 'argoproj.io');
      const destinations = each(project, 'spec.destinations[]');
      const refused = destinations.flatMap(({ item }) => text(item['namespace']) ?? []).filter(isDeny);
      for (const { item, at } of destinations) {
        for (const key of ['server', 'name', 'namespace']) {
          if (!isOpen(text(item[key]))) continue;
          yield {
            object: project,
            path: child(at, key),
            message: `writes to any ${key === 'namespace' ? 'namespace' : 'cluster'}`,
            hint: `name each ${key}`,
          };
        }
        const system = systemNamespace(item, root, refused);
        if (system !== undefined)
          yield {
            object: project,
            path: child(at, 'namespace'),
            message: `writes to ${system}: whoever may do that administers the cluster`,
            hint: 'leave that namespace to a project that holds nothing but Applications',
          };
      }
      for (const list of ['clusterResourceWhitelist', 'namespaceResourceWhitelist']) {
        for (const { item, at } of each(project, `spec.${list}[]`)) {
          const [group, kind] = [text(item['group']), text(item['kind'])];
          if (!isOpen(kind) && !isOpen(group)) continue;
          const what = isOpen(kind)
            ? `every kind${isOpen(group) ? '' : ` of ${shown(group ?? 'the core group')}`}`
            : `${shown(kind ?? '')} of every group`;
          yield { object: project, path: at, message: `allows ${what} in ${list}`, hint: 'list the kinds that are really written' };
        }
      }
    }
  },
});

/** Whether a pattern says nothing: wildcards, and what may stand between them. */
function isOpen(pattern: string | undefined): boolean {
  return pattern !== undefined && pattern.includes('*') && /^(?:[a-z]+:\/\/)?[-*?./:@_]*$/.test(pattern);
}

/** Whether a pattern takes any repository, if only of a host at which anybody can make one; the end of the sentence that says so. */
function anySource(pattern: string): string | undefined {
  if (isOpen(pattern)) return '';
  const [, host, path] = /^[a-z]+:\/\/([^/*?]+)\/([-*?./_]+)$/i.exec(pattern) ?? [];
  return host !== undefined && path?.includes('*') === true && PUBLIC.test(host.toLowerCase())
    ? ` of ${shown(host)}, where anybody can make one`
    : undefined;
}

/** The namespace in which the cluster is administered that a destination reaches, by its name or by a pattern. */
function systemNamespace(item: Fields, root: boolean, refused: readonly string[]): string | undefined {
  const pattern = text(item['namespace']);
  if (pattern === undefined || isDeny(pattern) || isOpen(pattern)) return undefined;
  const found = SYSTEM.find(
    (name) => !(root && name === OWN) && globMatches(pattern, name) && !refused.some((deny) => globMatches(deny.slice(1), name)),
  );
  return found === undefined || found === pattern ? found : `${found}, as ${shown(pattern)} says`;
}
