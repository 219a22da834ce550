// Writers who all start at once, each with an agent of its own.
import { execute, PROGRAM, start } from './repositories.ts';
import type { Clone, Ran, Remote } from './repositories.ts';
import { expect } from 'vitest';

/** How often a writer tries to get its merge in; git itself loses races here. */
const MERGE = `
  until git pull --quiet --ff-only origin main 2>/dev/null && sed -i "$EDIT" "config/agents/$AGENT.yaml" && node "$PROGRAM" validate >/dev/null \\
    && git commit --quiet -am "Run $AGENT $VERSION" && git push --quiet origin main 2>/dev/null; do
    git diff --quiet || { node "$PROGRAM" validate >&2; code=$?; git checkout --quiet -- config; [ $code = 0 ] || exit $code; }
    git reset --quiet --hard origin/main; sleep 0.0$RANDOM
  done`;

export interface Writer {
  readonly agent: string;
  readonly clone: Clone;
  /** What sed makes of the agent's file. */
  readonly edit: string;
}

export function writers(remote: Remote, agents: readonly string[], version: string): Writer[] {
  return agents.map((agent) => ({ agent, clone: remote.clone(), edit: `s/1\\.0\\.0/${version}/g` }));
}

/**
 * What a forge does with a change of config/: check it, as the required check does, merge it, and start the delivery job.
 * @returns of the step that failed, or of publish
 */
export async function mergeAndPublish({ agent, clone, edit }: Writer): Promise<Ran> {
  const env = { ...clone.env, AGENT: agent, EDIT: edit, VERSION: /\d+\.\d+\.\d+/.exec(edit)?.[0] ?? 'otherwise', PROGRAM };
  const merged = await start(clone.folder, env, 'bash', '-uc', MERGE);
  return merged.code === 0 ? start(clone.folder, clone.env, process.execPath, PROGRAM, 'publish') : merged;
}

/** Every change of these agents is on main, every other commit is a delivery that touches out/ alone, and out/ is right. */
export function expectAllLanded(remote: Remote, before: string, agents: readonly string[]): void {
  const commits = remote.since(before);
  const config = commits.filter(({ subject }) => subject.startsWith('Run '));
  const out = commits.filter(({ paths }) => paths.some((path) => path.startsWith('out/')));
  expect(config.map(({ paths }) => paths.join()).sort()).toEqual(agents.map((agent) => `config/agents/${agent}.yaml`).sort());
  expect(config.length + out.length).toBe(commits.length);
  expect(out.length).toBeGreaterThan(0);
  for (const { paths } of out) {
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !path.startsWith('out/'))).toEqual([]);
  }
  expect(remote.isFresh()).toBe(true);
  expect(execute(remote.bare.folder, remote.bare.env, 'git', 'fsck', '--strict', '--no-dangling')).toMatchObject({ code: 0 });
}
