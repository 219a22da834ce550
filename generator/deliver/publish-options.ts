import type { Person } from '../io/git.ts';

/** What whoever calls publish asks for. */
export interface PublishOptions {
  readonly remote: string;
  /** Absent: the branch that the fleet names. */
  readonly branch: string | undefined;
  readonly tries: number;
  readonly push: boolean;
  /** Where commits are made by GitHub instead of by Git. */
  readonly api: string | undefined;
  /** Folder that a build job left. */
  readonly built?: string | undefined;
  /** Author and committer; absent: whom Git's configuration names. */
  readonly author: Person | undefined;
  /** How long one request to the remote may take. */
  readonly seconds: number;
  /** PEM file of the authorities that may have signed the certificate of the remote and of the API. */
  readonly caFile: string | undefined;
}
