import { objectTitle } from '../../kube/object.ts';
import type { KubeObject } from '../../kube/object.ts';
import { sameNamespace } from '../cluster.ts';
import { fields, maps, text, texts } from '../look.ts';
import type { Fields } from '../look.ts';
import type { WorldFault, WorldRule } from '../rule.ts';
import { quoted, shown } from '../../model/quoted.ts';

/** An Application outside what its project allows never syncs: Argo CD says so in a condition that nobody watches. */
export const projectRefuses: WorldRule = {
  code: 'reference/project-refuses',
  *run(cluster) {
    for (const application of cluster.subjects('argoproj.io/Application')) {
      const spec = fields(application['spec']);
      const name = text(spec['project']);
      if (name === undefined || name === 'default') continue;
      const projects = cluster
        .named('argoproj.io/AppProject', name)
        .filter(({ metadata }) => sameNamespace(metadata.namespace, application.metadata.namespace));
      const refusals = projects.map((project) => [...refused(application, spec, project)]);
      // Of several of one name, as documentation shows alternatives, one that allows it is enough.
      if (refusals.length > 0) yield* refusals.find((found) => found.length === 0) ?? (refusals[0] as WorldFault[]);
      else if (cluster.lacks('argoproj.io/AppProject', application.metadata.namespace, name))
        yield {
          object: application,
          path: '/spec/project',
          message: `belongs to the project ${quoted(name)}, which is not there`,
          hint: 'correct the name, or add the AppProject',
        };
    }
  },
};

function* refused(application: KubeObject, spec: Fields, project: KubeObject): Iterable<WorldFault> {
  const allowed = fields(project['spec']);
  const related = [{ object: project, path: '/spec', note: 'the project' }];
  const repository = text(fields(spec['source'])['repoURL']);
  if (repository !== undefined && !texts(allowed['sourceRepos']).some((pattern) => matches(pattern, repository)))
    yield {
      object: application,
      path: '/spec/source/repoURL',
      message: `takes ${shown(repository)}, which ${objectTitle(project)} does not allow`,
      hint: 'add it to sourceRepos of the project',
      related,
    };
  const destination = fields(spec['destination']);
  const fits = maps(allowed['destinations'], '').some(({ item }) =>
    ['server', 'name', 'namespace'].every((key) => {
      const [wanted, pattern] = [text(destination[key]), text(item[key])];
      // A cluster is named or addressed; the other one of the two is then nothing to compare.
      return wanted === undefined || (pattern === undefined ? key !== 'namespace' && item['server'] !== item['name'] : matches(pattern, wanted));
    }),
  );
  const named = ['server', 'name', 'namespace'].some((key) => text(destination[key]) !== undefined);
  if (named && !fits)
    yield {
      object: application,
      path: '/spec/destination',
      message: `goes to ${['name', 'server', 'namespace'].flatMap((key) => shown(text(destination[key]) ?? '') || []).join(', ')}, which ${objectTitle(project)} does not allow`,
      hint: 'add it to destinations of the project',
      related,
    };
}

function matches(pattern: string, value: string): boolean {
  if (pattern.startsWith('!')) return false;
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(value);
}
