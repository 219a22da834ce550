import type { Changed, Commit } from './fleet-model.ts';

/** A commit with the files that it changed, from the root of the repository. */
export interface Touching extends Commit {
  readonly paths: readonly string[];
}

/** Where things lie, from the root of the repository. */
export interface Folders {
  readonly out: string;
  readonly config: string;
}

/** The newest commits of the lines that agents and regions have in a file together. */
export type InLines = Readonly<Record<'agents' | 'regions', ReadonlyMap<string, Commit>>>;

/** The newest commits that changed what is delivered of each region and agent, and its own file of `config/`, or its lines. */
export class Changes {
  readonly #regions = new Map<string, Changed>();
  readonly #agents = new Map<string, Changed>();

  /** @param commits newest first */
  constructor(commits: Iterable<Touching>, { out, config }: Folders, lines?: InLines) {
    for (const { paths, ...commit } of commits) {
      for (const path of paths) {
        const [, region] = below(out, path, /^overlays\/([^/]+)\//);
        if (region !== undefined) add(this.#regions, region, 'out', commit);
        const [, agent] = below(out, path, /^base\/[^/]+\/([^/]+)\//);
        if (agent !== undefined) add(this.#agents, agent, 'out', commit);
        const [, kind, name] = below(config, path, /^(agents|regions)\/([^/]+)\.ya?ml$/);
        if (name !== undefined) add(kind === 'agents' ? this.#agents : this.#regions, name, 'config', commit);
      }
    }
    for (const [to, own] of [
      [this.#agents, lines?.agents],
      [this.#regions, lines?.regions],
    ] as const)
      for (const [name, commit] of own ?? []) add(to, name, 'config', commit);
  }

  ofRegion(name: string): Changed {
    return this.#regions.get(name) ?? {};
  }

  ofAgent(name: string): Changed {
    return this.#agents.get(name) ?? {};
  }
}

function below(folder: string, path: string, form: RegExp): readonly (string | undefined)[] {
  return path.startsWith(`${folder}/`) ? (form.exec(path.slice(folder.length + 1)) ?? []) : [];
}

function add(to: Map<string, Changed>, name: string, key: keyof Changed, commit: Commit): void {
  const known = to.get(name);
  if (known?.[key] === undefined) to.set(name, { ...known, [key]: commit });
}
