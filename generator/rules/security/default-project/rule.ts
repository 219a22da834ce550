import { defineRule, fields } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'security/default-project',
  severity: 'warning',
  what: 'An Application belongs to the project `default`.',
  why: 'Argo CD brings that project, and it allows everything: the Application may write anything to every cluster.',
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#the-default-project',
  fix: 'Give it an AppProject that lists what it needs.',
  order: 80,
  *run(cluster) {
    for (const application of cluster.subjects('argoproj.io/Application')) {
      if (fields(application['spec'])['project'] === 'default')
        yield {
          object: application,
          path: '/spec/project',
          message: 'belongs to the project default, which allows everything',
          hint: 'give it a project of its own',
        };
    }
  },
});
