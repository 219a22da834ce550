import { compile } from '../../compile.ts';
import { hasErrors } from '../../model/finding.ts';
import { freezesIn } from '../../fleet/freezes/at-commit.ts';
import type { Freeze } from '../../fleet/freezes/freeze.ts';
import { memo } from '../../model/memo.ts';
import { Deliveries } from '../../io/deliveries.ts';
import { Failure } from '../../io/failure.ts';
import type { WorkingCopy } from '../../io/git.ts';
import { treeAt } from '../../io/git-tree.ts';
import { readConfigAt } from '../../io/read-config-at.ts';
import { readSources } from '../../yaml/read.ts';
import type { ConfigFile } from '../../yaml/read.ts';
import { configRole } from '../../yaml/config-path.ts';
import { fleetHash } from '../../deliver/fleet-hash.ts';
import type { History } from '../../plan/review.ts';
import type { Reflected } from '../../plan/stays.ts';
import { HELD_NAME, parseHeld } from '../../render/held.ts';
import { spentApprovals } from '../../plan/spent.ts';
import { blocks } from '../../model/severity.ts';

/** The folder of freezes below `config/`. */
const FREEZES = 'freezes';

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
  const configAt = (delivery: string, path = configPath): ConfigFile[] =>
    repository.entries(delivery, path).length === 0 ? [] : readConfigAt(repository, delivery, { path, folder: path }, maxFileSize);
  const made = new Map<string, Made>();
  return {
    get spent() {
      if (spent !== undefined) return spent;
      deliveries.mustReach(approvals);
      return (spent = approvals.length === 0 ? new Set() : spentApprovals(deliveries.messages()));
    },
    reflects: () => {
      const last = deliveries.last();
      if (last === undefined) return undefined;
      const files = configAt(last);
      if (files.length === 0) return undefined;
      const read = readSources(files);
      return read.sources === undefined ? undefined : fleetHash(read, files);
    },
    reflected: (region) => {
      const hold = parseHeld(repository.textAt(commit, `${out}/${HELD_NAME}`) ?? '')?.get(region);
      const since = hold === undefined ? undefined : deliveries.heldSince([region]).get(region);
      const delivery = hold === undefined ? deliveries.last() : since === undefined ? undefined : deliveries.before(since);
      if (delivery === undefined) return { unknown: 'this clone has no commit with the config that it reflects: git fetch --unshallow' };
      const { reflected, digest } = memo(made, delivery, () => makeOf(delivery, configAt(delivery)));
      return hold?.config === undefined || hold.config === digest
        ? reflected
        : { unknown: `the config of ${delivery.slice(0, 12)} is not the one that it reflects` };
    },
    since: (regions) => deliveries.heldSince(regions),
    freezes: () => {
      const expected = config.some(({ relative }) => relative.startsWith(`${FREEZES}/`));
      const statesIn = (path: string): (readonly Freeze[])[] =>
        deliveries.freezesSince(`${path}/${FREEZES}`, expected).flatMap((at): (readonly Freeze[])[] => {
          const found = freezesAt(() => configAt(at, path));
          return found === undefined || (isMoved && repository.textAt(at, `${path}/fleet.yaml`) === undefined) ? [] : [found];
        });
      // What is delivered from another folder than the last time goes on with the freezes that stood in the old one.
      const before = deliveries.configFolder() ?? configPath;
      const isMoved = before !== configPath;
      return isMoved ? [...statesIn(before), ...statesIn(configPath)] : statesIn(configPath);
    },
    dayAgo: () => {
      const before = deliveries.dayAgo();
      return before === undefined ? undefined : treeAt(repository, before, out);
    },
  };
}

interface Made {
  readonly reflected: Reflected;
  /** As `Fleet-Hash` of a delivery has it. */
  readonly digest?: string;
}

/** What this generator makes of the config of a delivery: an older one accepted it, and this one may not. */
function makeOf(delivery: string, config: readonly ConfigFile[]): Made {
  const short = delivery.slice(0, 12);
  if (config.length === 0) return { reflected: { unknown: `${short} has no config` } };
  const compiled = compile(config);
  const digest = compiled.sources === undefined ? {} : { digest: fleetHash(compiled, config) };
  if (compiled.files !== undefined && !hasErrors(compiled.findings)) return { reflected: { files: compiled.files }, ...digest };
  const [first] = compiled.findings.filter(blocks);
  const why = first === undefined ? '' : `: ${first.place.file}: ${first.message}`;
  return { reflected: { unknown: `the config of ${short} that it reflects is not valid for this release${why}` }, ...digest };
}

/** A config that is none, such as one without fleet.yaml, never held anything. */
function freezesAt(read: () => readonly ConfigFile[]): readonly Freeze[] | undefined {
  try {
    const files = read();
    return files.length === 0 ? [] : freezesIn(files);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'usage') return undefined;
    throw error;
  }
}
