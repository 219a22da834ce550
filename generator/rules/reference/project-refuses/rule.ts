import { applicationSpec } from '../../../k8s/argo-sources.ts';
import { allowsDestination, allowsSource, destinationOf, sourcesOf } from '../../../k8s/project.ts';
import { child, defineRule, fields, objectTitle, quoted, sameNamespace, shown, text, type FoundIn, type KubeObject, type Placed } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'reference/project-refuses',
  severity: 'error',
  what: 'An Application, or an object in its folder, lies outside what its project allows.',
  why: 'Argo CD never syncs it, and says so in a condition that nobody watches.',
  fix: 'Let project and Application agree on repository, cluster, namespaces and kinds.',
  order: 110,
  *run(cluster) {
    for (const application of cluster.subjects('argoproj.io/Application', 'argoproj.io/ApplicationSet')) {
      const spec = applicationSpec(application);
      const name = text(spec?.item['project']);
      if (spec === undefined || name === undefined || name === 'default' || isTemplate(name)) continue;
      const projects = cluster
        .named('argoproj.io/AppProject', name)
        .filter(({ metadata }) => sameNamespace(metadata.namespace, application.metadata.namespace));
      // Of several of one name, as documentation shows alternatives, one that allows it is enough.
      const [first, ...others] = projects;
      if (first !== undefined) {
        const refusals = [...refused(application, spec, first)];
        if (refusals.length > 0 && !others.some((other) => [...refused(application, spec, other)].length === 0)) yield* refusals;
      } else if (cluster.lacks('argoproj.io/AppProject', application.metadata.namespace, name))
        yield {
          object: application,
          path: child(spec.at, 'project'),
          message: `belongs to the project ${quoted(name)}, which is not there`,
          hint: 'correct the name, or add the AppProject',
        };
    }
  },
});

/** Whether an ApplicationSet still fills a text in. */
function isTemplate(value: string): boolean {
  return value.includes('{{');
}

function* refused(application: KubeObject, spec: Placed, project: KubeObject): Iterable<FoundIn<'cluster'>> {
  const related = [{ object: project, path: '/spec', note: 'the project' }];
  for (const { item, at } of sourcesOf(spec)) {
    const repository = text(item['repoURL']);
    if (repository === undefined || isTemplate(repository) || allowsSource(project, repository)) continue;
    yield {
      object: application,
      path: `${at}/repoURL`,
      message: `takes ${shown(repository)}, which ${objectTitle(project)} does not allow`,
      hint: 'add it to sourceRepos of the project',
      related,
    };
  }
  const given = fields(spec.item['destination']);
  const named = ['name', 'server', 'namespace'].flatMap((key) => text(given[key]) ?? []);
  if (named.length > 0 && !named.some(isTemplate) && !allowsDestination(project, destinationOf(given)))
    yield {
      object: application,
      path: child(spec.at, 'destination'),
      message: `goes to ${named.map(shown).join(', ')}, which ${objectTitle(project)} does not allow`,
      hint: 'add it to destinations of the project',
      related,
    };
}
