import { allowsDestination, allowsSource, destinationOf, sourcesOf } from '../../../k8s/project.ts';
import { defineRule, fields, objectTitle, quoted, sameNamespace, shown, text, type FoundIn, type KubeObject } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'reference/project-refuses',
  severity: 'error',
  what: 'An Application, or an object in its folder, lies outside what its project allows.',
  why: 'Argo CD never syncs it, and says so in a condition that nobody watches.',
  fix: 'Let project and Application agree on repository, cluster, namespaces and kinds.',
  order: 110,
  *run(cluster) {
    for (const application of cluster.subjects('argoproj.io/Application')) {
      const name = text(fields(application['spec'])['project']);
      if (name === undefined || name === 'default') continue;
      const projects = cluster
        .named('argoproj.io/AppProject', name)
        .filter(({ metadata }) => sameNamespace(metadata.namespace, application.metadata.namespace));
      const refusals = projects.map((project) => [...refused(application, project)]);
      // Of several of one name, as documentation shows alternatives, one that allows it is enough.
      if (refusals.length > 0) yield* refusals.find((found) => found.length === 0) ?? (refusals[0] as FoundIn<'cluster'>[]);
      else if (cluster.lacks('argoproj.io/AppProject', application.metadata.namespace, name))
        yield {
          object: application,
          path: '/spec/project',
          message: `belongs to the project ${quoted(name)}, which is not there`,
          hint: 'correct the name, or add the AppProject',
        };
    }
  },
});

function* refused(application: KubeObject, project: KubeObject): Iterable<FoundIn<'cluster'>> {
  const related = [{ object: project, path: '/spec', note: 'the project' }];
  for (const { item, at } of sourcesOf(application)) {
    const repository = text(item['repoURL']);
    if (repository === undefined || allowsSource(project, repository)) continue;
    yield {
      object: application,
      path: `${at}/repoURL`,
      message: `takes ${shown(repository)}, which ${objectTitle(project)} does not allow`,
      hint: 'add it to sourceRepos of the project',
      related,
    };
  }
  const given = fields(fields(application['spec'])['destination']);
  const named = ['name', 'server', 'namespace'].flatMap((key) => text(given[key]) ?? []);
  if (named.length > 0 && !allowsDestination(project, destinationOf(given)))
    yield {
      object: application,
      path: '/spec/destination',
      message: `goes to ${named.map(shown).join(', ')}, which ${objectTitle(project)} does not allow`,
      hint: 'add it to destinations of the project',
      related,
    };
}
