/** What the build writes below generator/: made of the rest, so it says nothing new. Git and prettier pass over the same files. */
export const MADE = ['components/list.js', 'fleet/schema/validators.js', 'fleet/versions/upstream.js', 'k8s/schema/schemas.js', 'rules/index.js'].map(
  (path) => `generator/${path}`,
);
