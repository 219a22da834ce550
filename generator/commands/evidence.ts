import type { Fleet } from '../fleet/fleet.ts';
import { goSeconds } from '../k8s/duration.ts';
import { rootName } from '../model/names.ts';
import { quoted } from '../model/quoted.ts';
import { Failure } from '../io/failure.ts';
import { OverlayCommits } from '../io/overlay-commits.ts';
import { STDIN_NAME } from '../io/read-manifests.ts';
import { readText } from '../io/read-text.ts';
import type { FileMap } from '../render/files.ts';
import { treeOf } from '../render/tree.ts';
import { orderedIn } from '../status/delivery.ts';
import { applicationsIn, Unusable } from '../status/evidence.ts';
import type { LiveApplication } from '../status/evidence.ts';
import { readinessOf } from '../status/readiness.ts';
import type { Readiness } from '../status/readiness.ts';
import { undeliveredIn } from '../status/undelivered.ts';
import type { Flags, Option } from './command.ts';
import { BASE_OPTIONS } from './plan/base.ts';
import type { Base } from './plan/base.ts';
import { readable } from './plan/readable.ts';

/** What an Argo CD with some thousands of Applications prints. */
const MOST_BYTES = 128 << 20;

const MAX_AGE = '15m';

/** Options of the commands that let evidence decide. */
export const EVIDENCE_OPTIONS: readonly Option[] = [
  { name: 'evidence', value: 'FILE', many: true, help: 'Applications as JSON: kubectl get applications -n argocd -o json; may be repeated' },
  { name: 'max-age', value: 'DURATION', help: `how old evidence may be, such as 30m (default: ${MAX_AGE})` },
  ...BASE_OPTIONS.filter(({ name }) => name === 'base' || name === 'out'),
];

/** The Applications that files show. @param paths of files; `-` is standard input */
export function liveIn(paths: readonly string[], { name, gitops }: Fleet): LiveApplication[] {
  try {
    const files = paths.map((path) => ({ path: path === '-' ? STDIN_NAME : path, text: readText(path, MOST_BYTES) }));
    return applicationsIn(files, { root: rootName(name), hubs: gitops.hubs.map((hub) => hub.name) });
  } catch (error) {
    if (error instanceof Unusable) throw new Failure('usage', error.message, error.hint);
    throw error;
  }
}

export interface Asked {
  readonly fleet: Fleet;
  /** What `compile` makes of `config/` as it is before the next wave is reached. */
  readonly files: FileMap;
  /** What is delivered. */
  readonly base: () => Base;
  /** Regions of all the waves that were reached. */
  readonly regions: readonly string[];
  /** Of the wave that was reached last; a duration of Go. */
  readonly soak: string | null;
  /** A time of RFC 3339. */
  readonly now: string;
}

/** Whether the evidence that the flags name lets the next wave be reached; undefined where they name none. */
export function readinessBy(flags: Flags, { fleet, files, base, regions, soak, now }: Asked): Readiness | undefined {
  const paths = flags.more['evidence'] as string[] | undefined;
  const maxAge = goSeconds((flags.more['max-age'] as string | undefined) ?? MAX_AGE);
  if (maxAge === undefined || maxAge <= 0)
    throw new Failure('usage', `--max-age ${quoted(String(flags.more['max-age']))} is no duration`, 'for example --max-age 30m');
  if (paths === undefined) return undefined;
  if (flags.more['without-evidence'] !== undefined)
    throw new Failure('usage', '--evidence and --without-evidence exclude each other', 'leave out the one that is not meant');
  const { place, tree } = readable(base);
  if (place === undefined)
    throw new Failure(
      'usage',
      'evidence names commits, and there is no history here that could say what they deliver',
      'run it in a clone of the repository that Argo CD follows, without --base out',
    );
  const live = liveIn(paths, fleet);
  const commits = new OverlayCommits(place.repository, place.commit, place.out).of(regions);
  return readinessOf({
    live,
    applications: orderedIn(treeOf(files)),
    regions,
    undelivered: readable(() => undeliveredIn(regions, files, tree)),
    commitOf: (region) => commits.get(region),
    soak: soak === null ? 0 : (goSeconds(soak) as number),
    now: new Date(now),
    maxAge,
  });
}
