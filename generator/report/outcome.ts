import type { Finding } from '../model/finding.ts';

/** What a run came to besides its findings. */
export interface Outcome {
  readonly version: string;
  readonly exitCode: number;
  /** What is no finding about a line, such as out/ that differs. */
  readonly problems?: readonly string[];
  /** The program could not do its work. */
  readonly failed?: boolean;
}

export const HOME = 'https://github.com/VeriTeknik/pap-fleet';

/** Where a code is explained: policies of a fleet by the page about policies. */
export function urlOf({ code, policy }: Pick<Finding, 'code' | 'policy'>): string {
  return policy !== undefined ? `${HOME}/blob/main/docs/policies.md` : `${HOME}/blob/main/docs/diagnostics.md#${code.replaceAll('/', '')}`;
}

export function withHint({ message, hint }: Pick<Finding, 'message' | 'hint'>): string {
  return hint === undefined || hint === '' ? message : `${message}\n${hint}`;
}
