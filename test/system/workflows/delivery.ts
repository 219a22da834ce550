// The two jobs of deliver.yml, one after the other, with a release that a fake `gh` hands out.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, execute } from './repositories.ts';
import type { Clone } from './repositories.ts';
import { run, workflows } from './runner.ts';
import type { Done, Given, Workflow } from './runner.ts';

/** `gh` as fetch.sh calls it: gives the packed program, and says whether its attestation holds. Notes how it was called. */
const GH = `#!/usr/bin/env bash
set -euo pipefail
printf '%s\\n' "$*" >> "$0.calls"
case "$1 $2" in
  'release download')
    while [[ "$1" != --dir ]]; do shift; done
    if [[ -e "$0.no-release" ]]; then echo 'release not found' >&2; exit 1; fi
    cp "$(dirname "$0")/pap-fleet.tgz" "$2/"
    ;;
  'attestation verify') if [[ -e "$0.not-attested" ]]; then echo '##[error]::error::no attestations found' >&2; exit 1; fi ;;
  *) exit 64 ;;
esac
`;

export const TOKEN = 'not-a-real-token';

/** A release of this program, and who hands it out. */
export class Release {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'gh'), GH, { mode: 0o755 });
    this.env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    this.pack(PROJECT);
  }

  pack(project: string): void {
    const packed = execute(project, { PATH: process.env['PATH'] ?? '' }, 'bash', join(PROJECT, '.github/scripts/pack.sh'), this.file);
    if (packed.code !== 0) throw new Error(packed.err);
  }

  get file(): string {
    return join(this.folder, 'pap-fleet.tgz');
  }

  calls(): string[] {
    const path = join(this.folder, 'gh.calls');
    return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
  }

  forget(): void {
    rmSync(join(this.folder, 'gh.calls'), { force: true });
  }

  /** While `during` runs, there is no release, or none that is attested. */
  without(what: 'no-release' | 'not-attested', during: () => void): void {
    const path = join(this.folder, `gh.${what}`);
    writeFileSync(path, '');
    during();
    rmSync(path);
  }
}

interface Delivery {
  readonly workflow?: Workflow;
  /** Between the jobs, with the folder of what the first one left. */
  readonly between?: (artifacts: string) => void;
  readonly given?: Given;
}

const ours = workflows.find(({ file }) => file === 'deliver.yml') as Workflow;

/** Both jobs; each has a clone of its own. @returns how the last job ended that began, with the log of both */
export function deliver(release: Release, clone: () => Clone, { workflow = ours, between = () => undefined, given = {} }: Delivery = {}): Done {
  const github = { ref: 'refs/heads/main', token: TOKEN, event: {} };
  const first = clone();
  const artifacts = join(first.env['HOME'] as string, 'artifacts');
  mkdirSync(artifacts, { recursive: true });
  const built = run(workflow, 'build', first, github, { artifacts, env: release.env });
  if (built.code !== 0) return built;
  between(artifacts);
  const needs = { build: { result: 'success' } };
  const pushed = run(workflow, 'push', clone(), github, { artifacts, env: release.env, needs, ...given });
  return { ...pushed, log: built.log + pushed.log, steps: [...built.steps, ...pushed.steps] };
}
