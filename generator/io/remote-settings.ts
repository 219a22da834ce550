import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from './failure.ts';
import { GIT_ENV, NO_SETTINGS, words, type Ran, type Settings } from './git-run.ts';

/** A server that trickles is given up like one that is silent; one pack holds all that is fetched, so that its size is bounded. */
export function networkSettings(seconds: number): Settings {
  return {
    'http.lowSpeedLimit': '1',
    'http.lowSpeedTime': String(seconds),
    'fetch.unpackLimit': '1',
    'transfer.unpackLimit': '1',
    'pack.threads': '4',
    'core.packedGitWindowSize': '32m',
    'core.packedGitLimit': '256m',
  };
}

/** For programs that have the token: what they need to run and to reach a proxy, and nothing of a person or the machine. */
export function bareEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => KEPT.has(name.toUpperCase())) as [string, string][]);
}

/** @param home an empty folder, so that nothing in a person's home counts either */
export function sealedEnvironment(home: string): Record<string, string> {
  const noTrace = { GIT_TRACE2: '0', GIT_TRACE2_EVENT: '0', GIT_TRACE2_PERF: '0' };
  return { ...bareEnvironment(), ...GIT_ENV, ...NO_SETTINGS, ...noTrace, HOME: home, XDG_CONFIG_HOME: home };
}

/** The runner of GitHub Actions finds by RUNNER_TRACKING_ID what a cancelled job has left running. */
const KEPT = new Set(
  'PATH TMPDIR TMP TEMP SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT RUNNER_TRACKING_ID HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY'.split(' '),
);

/** What Git said about a remote, and of a redirect what it means. */
export function told(ran: Ran): string {
  const said = words(ran);
  if (/error: 30[1278]\b|redirect/i.test(said)) return `${said}\n  the server redirects elsewhere: the token is not sent there`;
  return said;
}

/** Without it a typing error would look like a server that is not to be trusted. @throws Failure when it holds no certificate */
export function caFileOf(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw Failure.from(error, `cannot read --ca-file ${path}`);
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Failure('usage', `--ca-file ${path} holds no certificate in PEM`);
  return resolve(path);
}
