import { isMap } from '../../model/data.ts';
import { hasErrors } from '../../model/finding.ts';
import { readSources } from '../../yaml/read.ts';
import type { ConfigFile } from '../../yaml/read.ts';
import { withRegionsByName } from '../resolve/selection.ts';
import { interpret } from '../schema/interpret.ts';
import { schemaAt } from '../schema/schemas.ts';
import type { SchemaNode } from '../schema/schemas.ts';
import type { FleetAsWritten } from '../spec.ts';
import type { Freeze } from './freeze.ts';
import { readFreezes } from './read.ts';
import { aimedFreezes } from './scope.ts';

const SELECTION = schemaAt(['groups', '*', 'regions']) as SchemaNode;
const LABELS = schemaAt(['regions', '*', 'labels']) as SchemaNode;

/** Freezes, and the regions that they choose from. */
const READ = /^(fleet\.yaml$|regions\/|freezes\/)/;

/**
 * The freezes of a config that another release may have accepted: nothing is read but what freezes follow from. Undefined where that
 * cannot be read, as then it never held anything.
 */
export function freezesIn(config: readonly ConfigFile[]): readonly Freeze[] | undefined {
  const { sources, freezeFiles, findings } = readSources(config.filter(({ relative }) => READ.test(relative)));
  if (sources === undefined || hasErrors(findings)) return undefined;
  const { freezes, reports } = readFreezes(freezeFiles);
  if (reports.length > 0) return undefined;
  return freezes.length === 0 ? [] : aimedFreezes(freezes, withRegionsByName(placesOf(sources.data)));
}

/** Regions with their labels, and groups with their regions. */
function placesOf(data: unknown): FleetAsWritten {
  const of = (section: 'regions' | 'groups', key: string, schema: SchemaNode): object => {
    const found = isMap(data) ? data[section] : undefined;
    if (!isMap(found)) return {};
    return Object.fromEntries(
      Object.entries(found).map(([name, entry]) => {
        const value = isMap(entry) ? entry[key] : undefined;
        return [name, value === undefined || interpret(schema, value).length > 0 ? {} : { [key]: value }];
      }),
    );
  };
  return { regions: of('regions', 'labels', LABELS), groups: of('groups', 'regions', SELECTION), gitops: {} } as FleetAsWritten;
}
