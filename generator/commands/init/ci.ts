import { Failure } from '../../io/failure.ts';
import { quoted } from '../../model/quoted.ts';
import type { Context, Flags } from '../command.ts';

export const CIS = ['github', 'gitlab', 'generic'] as const;
export type Ci = (typeof CIS)[number];

/** The program that the jobs of a CI other than GitHub's run: an archive at an address, and the digest that it must have. */
export interface Program {
  readonly url: string;
  /** SHA-256, 64 hex digits. */
  readonly digest: string;
}

const HOME = 'https://github.com/VeriTeknik/pap-fleet';
/** Options that are about GitHub's workflows. */
const GITHUB_ONLY = ['action', 'server', 'offline', 'with-promotion', 'with-status'];
const OTHERS_ONLY = ['program', 'digest'];

/** @throws Failure (usage) for one that there is not, or options of another one */
export function ciOf({ more }: Flags): Ci {
  const given = (more['ci'] as string | undefined) ?? 'github';
  const ci = CIS.find((name) => name === given);
  if (ci === undefined) throw new Failure('usage', `--ci must be one of ${CIS.join(', ')}, not ${quoted(given)}`);
  const strange = (ci === 'github' ? OTHERS_ONLY : GITHUB_ONLY).find((name) => more[name] !== undefined);
  if (strange === undefined) return ci;
  throw ci === 'github'
    ? new Failure('usage', `--${strange} is for --ci gitlab and --ci generic`, 'the workflows of GitHub use --action')
    : new Failure('usage', `--${strange} is about the workflows of GitHub`, `leave it out; --ci ${ci} takes --program and --digest`);
}

/**
 * The digest cannot be in the program that it is the digest of, so somebody has to say it who has looked.
 * @throws Failure (usage) when there is none, or the address is no plain https URL
 */
export function programOf({ version }: Context, { more }: Flags): Program {
  const url = (more['program'] as string | undefined) ?? `${HOME}/releases/download/v${version}/pap-fleet.tgz`;
  // It stands between the quotes of a shell.
  if (!/^https:\/\/[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(\/[A-Za-z0-9._~@%+-]+)+$/.test(url))
    throw new Failure(
      'usage',
      `--program ${quoted(url)} is no https URL without user, query and special characters`,
      'for example --program https://mirror.example.org/pap-fleet.tgz',
    );
  const digest = more['digest'] as string | undefined;
  const find = `find it: curl -fsSLO ${url} && gh attestation verify pap-fleet.tgz --repo VeriTeknik/pap-fleet && sha256sum pap-fleet.tgz`;
  if (digest === undefined) throw new Failure('usage', '--digest is missing: the jobs run no program but the one that has it', find);
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new Failure('usage', `--digest must be 64 hex digits, not ${quoted(digest)}`, find);
  return { url, digest };
}
