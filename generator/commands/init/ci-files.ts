import type { Ci } from './ci.ts';
import fleet from './templates/fleet.sh';
import gitlab from './templates/gitlab-ci.yaml';

/** What a fleet begins with where its CI is not GitHub's: the jobs as a script, and what starts them. */
export const CI_FILES: readonly { readonly path: string; readonly text: string; readonly of: readonly Ci[] }[] = [
  { path: '.gitlab-ci.yml', text: gitlab, of: ['gitlab'] },
  { path: 'ci/fleet.sh', text: fleet, of: ['gitlab', 'generic'] },
];
