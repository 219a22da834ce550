import { apiProblem } from '../../fleet/versions/serves.ts';
import type { VersionProblem, Versions } from '../../fleet/versions/serves.ts';
import type { KubeObject } from '../../k8s/object.ts';
import type { FoundIn } from '../rule.ts';

/** That the API of an object is gone at these versions, or will be. */
export function* apiFaults(object: KubeObject, versions: Versions, severity: VersionProblem['severity']): Iterable<FoundIn<'api'>> {
  const problem = apiProblem(object, versions);
  if (problem?.severity !== severity) return;
  const { system, message, instead, ends } = problem;
  yield {
    path: '/apiVersion',
    system,
    message,
    severity: ends === false ? 'note' : undefined,
    hint: instead === undefined ? undefined : `use ${instead}`,
  };
}
