import { spawnSync } from 'node:child_process';

export interface Ran {
  readonly code: number;
  readonly out: string;
}

/** A program to its end: exit code, and what it printed on both streams. */
export function run(command: string, args: readonly string[], { input = '', cwd, env }: { input?: string; cwd?: string; env?: object } = {}): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, ...env },
  });
  if (error !== undefined) throw error;
  return { code: status ?? -1, out: `${stdout}${stderr}`.trim() };
}

/** The same where nothing else than success was expected. */
export function must(command: string, args: readonly string[], options: Parameters<typeof run>[2] = {}): string {
  const { code, out } = run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} (exit code ${code}):\n${out}`);
  return out;
}
