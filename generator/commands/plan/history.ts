import { Deliveries } from '../../io/deliveries.ts';
import type { WorkingCopy } from '../../io/git.ts';
import { treeAt } from '../../io/git-tree.ts';
import { readConfigAt } from '../../io/read-config-at.ts';
import { readSources } from '../../yaml/read.ts';
import type { ConfigFile } from '../../yaml/read.ts';
import { configRole } from '../../yaml/config-path.ts';
import { fleetHash } from '../../deliver/fleet-hash.ts';
import type { History } from '../../plan/review.ts';
import { spentApprovals } from '../../plan/spent.ts';

/** Where the deliveries of a fleet are. */
export interface Place {
  readonly repository: WorkingCopy;
  /** The commit whose out/ is compared with. */
  readonly commit: string;
  /** Paths of both, from the root of the repository. */
  readonly out: string;
  readonly configPath: string;
}

/** What Git says of the deliveries up to a commit: nothing of it is asked before it is needed. */
export function historyOf({ repository, commit, out, configPath }: Place, config: readonly ConfigFile[], maxFileSize: number): History {
  const deliveries = new Deliveries(repository, commit, out);
  const approvals = config.filter(({ relative }) => configRole(relative).role === 'approval').map(({ relative }) => `${configPath}/${relative}`);
  let spent: ReadonlySet<string> | undefined;
  return {
    get spent() {
      if (spent !== undefined) return spent;
      deliveries.mustReach(approvals);
      return (spent = approvals.length === 0 ? new Set() : spentApprovals(deliveries.messages()));
    },
    reflects: () => {
      const last = deliveries.last();
      if (last === undefined) return undefined;
      if (repository.entries(last, configPath).length === 0) return undefined;
      const files = readConfigAt(repository, last, { path: configPath, folder: configPath }, maxFileSize);
      const read = readSources(files);
      return read.sources === undefined ? undefined : fleetHash(read, files);
    },
    since: (regions) => deliveries.heldSince(regions),
    dayAgo: () => {
      const before = deliveries.dayAgo();
      return before === undefined ? undefined : treeAt(repository, before, out);
    },
  };
}
