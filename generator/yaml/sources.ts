import type { Finding, Place, Spot, Unplaced } from '../model/finding.ts';
import { pointer, type Pointer } from '../model/pointer.ts';
import { isMap } from '../model/data.ts';
import { byCodeUnit } from '../model/order.ts';
import { inSight, linesInSight, quoted } from '../model/quoted.ts';
import { wayOut } from '../model/way-out.ts';
import { withExcerpt } from '../secrets/redact.ts';
import { severityInFleets } from '../model/severity.ts';
import { duplicateName } from './rules.ts';
import type { Source } from './source.ts';

/** A source and the pointer under which its data stands in the whole fleet. */
interface Mounted {
  readonly source: Source;
  readonly mount: Pointer;
}

/** The files of a fleet seen as one document. */
export interface Sources {
  /** `fleet.yaml` with `agents/*.yaml` and `regions/*.yaml` put in their places. */
  readonly data: unknown;
  /** Findings of putting them together: a name defined twice. */
  readonly findings: readonly Finding[];
  /** A finding at its place. */
  readonly resolve: (found: Unplaced) => Finding;
  readonly locate: (spot: Spot) => Place;
  /** The file that a value stands in, or would, and where in it. */
  readonly owner: (at: Pointer) => { readonly file: string; readonly at: Pointer };
  /** A scalar as written, quotes not included. */
  readonly written: (at: Pointer) => string | undefined;
}

export interface Part {
  readonly source: Source;
  /** Rollouts and holds have their place in it and are no part of its data. */
  readonly section: 'agents' | 'regions' | 'rollouts' | 'holds';
  readonly name: string;
}

/**
 * Put the parts of a fleet together.
 * @param root fleet.yaml
 * @param parts one agent, region, rollout or hold each, in any order
 * @param others sources that reports may name by `file`: patches and extra objects
 */
export function assemble(root: Source, parts: readonly Part[], others: readonly Source[]): Sources {
  const files = new Map<string, Source>();
  for (const source of [root, ...parts.map((part) => part.source), ...others]) files.set(source.path, source);

  const mounts: Mounted[] = [];
  const findings: Finding[] = [];
  const rootData = root.data;
  const data = isMap(rootData) ? copy(rootData) : rootData;
  for (const part of [...parts].sort((a, b) => byCodeUnit(a.source.path, b.source.path))) {
    const at = pointer(part.section, part.name);
    if (part.section === 'rollouts' || part.section === 'holds') {
      mounts.push({ source: part.source, mount: at });
      continue;
    }
    if (!isMap(data)) break;
    const existing = data[part.section];
    if (existing !== undefined && !isMap(existing)) continue; // the schema will say so
    const section = existing === undefined ? copy({}) : copy(existing);
    data[part.section] = section;
    if (part.name in section) {
      const first = mounts.find((m) => m.mount === at)?.source.locate('') ?? root.locate(at, true);
      const place = part.source.locate('');
      const finding: Finding = {
        code: duplicateName.code,
        severity: duplicateName.severity,
        message: `${part.section === 'agents' ? 'agent' : 'region'} ${quoted(part.name)} is defined twice`,
        place,
        pointer: at,
        hint: 'keep one of them, in fleet.yaml or in its own file',
        related: [{ place: first, note: 'the other definition' }],
      };
      findings.push(withExcerpt(finding, part.source));
      continue;
    }
    section[part.name] = part.source.data;
    mounts.push({ source: part.source, mount: at });
  }

  function owner(spot: Spot): { source: Source; at: Pointer } {
    if (spot.file !== undefined) return { source: files.get(spot.file) ?? root, at: spot.path };
    for (const { source, mount } of mounts) {
      if (spot.path === mount || spot.path.startsWith(`${mount}/`)) return { source, at: spot.path.slice(mount.length) };
    }
    return { source: root, at: spot.path };
  }
  function locate(spot: Spot): Place {
    const { source, at } = owner(spot);
    return source.locate(at, spot.key, spot.offset, spot.of);
  }
  function resolve(found: Unplaced): Finding {
    const { rule, message, path: at, severity, hint, fix, related } = found;
    const { source, at: inFile } = owner(found);
    const finding: Finding = {
      code: rule.code,
      severity: severityInFleets(rule, severity),
      ...(rule.policy === undefined ? {} : { policy: rule.policy }),
      message: inSight(message),
      place: locate(found),
      pointer: at,
      hint: linesInSight(wayOut(rule, hint)),
      ...(fix === undefined ? {} : { fix: { at: inFile, edit: fix } }),
      ...(related === undefined ? {} : { related: related.map((r) => ({ place: 'place' in r ? r.place : locate(r), note: inSight(r.note) })) }),
    };
    return withExcerpt(finding, source);
  }
  return {
    data,
    findings,
    resolve,
    locate,
    owner: (path) => {
      const { source, at } = owner({ path });
      return { file: source.path, at };
    },
    written: (at) => {
      const found = owner({ path: at });
      return found.source.written(found.at);
    },
  };
}

function copy(map: Record<string, unknown>): Record<string, unknown> {
  return Object.assign(Object.create(null) as Record<string, unknown>, map);
}
