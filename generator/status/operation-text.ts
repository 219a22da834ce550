import type { OperationStatus } from './status.ts';

/** What an operation that is not over does, in words. */
export function operationText({ phase, revision, retries, holdsOld }: OperationStatus): string {
  const tried = retries === 0 ? '' : `, tried ${retries + 1} times`;
  const what = `operation ${phase} at ${revision?.slice(0, 12) ?? 'no commit'}${tried}`;
  return holdsOld ? `${what}: it holds a commit that out/ has left behind, and nothing newer begins before it ends` : what;
}

/** The way out where one holds an old commit. */
export function endingOf(application: string): string {
  return `argocd app terminate-op ${application}; docs/operations.md, "A sync that keeps retrying a bad revision"`;
}
