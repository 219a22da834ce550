import { readKinds } from '../k8s/crd/read-kinds.ts';
import { NO_KINDS, type Kinds } from '../k8s/crd/kinds.ts';
import type { Unplaced } from '../model/finding.ts';
import type { Keeper } from '../model/memory.ts';
import type { SchemaFile } from '../yaml/schema-file.ts';

/** The kinds that a fleet brings, and what is wrong with their definitions. */
interface FleetKinds {
  readonly kinds: Kinds;
  readonly reports: readonly Unplaced[];
}

const NONE: FleetKinds = { kinds: NO_KINDS, reports: [] };

/** @param files those of `config/schemas` */
export function readFleetKinds(files: readonly SchemaFile[], memory: Keeper): FleetKinds {
  return files.length === 0 ? NONE : memory.open('kinds').of('all', files, () => read(files));
}

function read(files: readonly SchemaFile[]): FleetKinds {
  const documents = files.flatMap(({ source, documents: all }) =>
    [...all].map(([number, data]) => ({ where: { file: source.path, at: `/${number}` }, data })),
  );
  const { kinds, faults } = readKinds(documents);
  const reports = faults.map(({ where: { file, at }, path, related = [], ...fault }): Unplaced => {
    const others = related.map((other) => ({ file: other.where.file, path: `${other.where.at}${other.path}`, note: other.note }));
    return { ...fault, file, path: `${at}${path}`, ...(others.length === 0 ? {} : { related: others }) };
  });
  return { kinds, reports };
}
