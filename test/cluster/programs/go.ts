import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const WAY_OUT = `the cluster tests build etcd and the Kubernetes API server from Go modules and need Go 1.21 or later, which fetches the
version that the modules ask for: https://go.dev/doc/install, or Debian's golang-go from bookworm-backports`;

/** Where Go's own archive is unpacked, for shells whose PATH does not name it. */
const USUAL = '/usr/local/go/bin/go';

function found(): string {
  if (spawnSync('go', ['version']).error === undefined) return 'go';
  if (existsSync(USUAL)) return USUAL;
  throw new Error(`there is no go in PATH and none at ${USUAL}: ${WAY_OUT}`);
}

/** One command of Go to its end. @throws with what it printed last, when it fails */
export function go(args: readonly string[], { cwd, env = {} }: { cwd: string; env?: Readonly<Record<string, string>> }): string {
  const program = found();
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, GOWORK: 'off', ...env },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`go ${args.join(' ')} (${signal ?? `exit code ${status}`}) in ${cwd}:\n${`${stdout}${stderr}`.slice(-4000)}`);
  return stdout;
}
