import type { Fleet } from '../fleet/fleet.ts';
import type { Move } from '../fleet/moved.ts';
import { agentOf } from '../k8s/agent-of.ts';
import { maps, text } from '../k8s/look.ts';
import type { KubeObject } from '../k8s/object.ts';
import { get } from '../model/data.ts';
import { workloadName } from '../model/names.ts';
import { subject } from './change.ts';
import type { Change } from './change.ts';
import type { KnownRegion, Memory } from './memory.ts';
import type { Omission } from './omissions.ts';

/** An agent that has another name from now on, and where. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
  readonly regions: readonly string[];
}

/** What becomes of the entries of `moved`. */
export interface Moves {
  readonly renamings: readonly Renaming[];
  /** Entries by which nothing is left to be done. */
  readonly done: readonly Move[];
}

/** What the entries of a fleet do to what is delivered. */
export function movesIn({ regions }: Memory, { moved }: Fleet): Moves {
  const homes = moved.map((move) => ({ move, in: [...regions].filter(([, { agents }]) => agents.includes(move.from)).map(([name]) => name) }));
  return {
    renamings: homes.flatMap(({ move: { from, to }, in: where }) => (where.length === 0 ? [] : [{ from, to, regions: where }])),
    done: regions.size === 0 ? [] : homes.flatMap(({ move, in: where }) => (where.length === 0 ? [move] : [])),
  };
}

/** Why an agent that a region has is not renamed there, although an entry says so; undefined where it is. */
export function notRenamed({ from, to }: Move, region: string, { agents }: KnownRegion, placed: ReadonlySet<string>): Omission | undefined {
  if (!placed.has(to))
    return {
      what: `agent ${from} runs in ${region} and is to be ${to}, which does not run there`,
      instead: `leave ${region} among the regions of ${to}; or put the entry of ${from} back, for ${region} alone and with \`state: terminated\`, and rename it once that has been delivered`,
    };
  if (!agents.includes(to)) return undefined;
  return {
    what: `agents ${from} and ${to} both run in ${region}: neither has become the other`,
    instead: `put the entry of ${from} back with \`state: terminated\`, and take the one of \`moved\` away`,
  };
}

/** What a rename would lose: the data of an agent, or two that write it at once. */
export function dataLost(changes: readonly Change[], { moved }: Fleet): Omission[] {
  return moved.flatMap(({ from, to }) => {
    const old = changes.filter((change) => change.verb === 'delete' && isWorkload(change, from));
    return old.flatMap(({ region, before }): Omission[] => {
      const now = changes.find((change) => change.region === region && change.verb === 'create' && isWorkload(change, to));
      const claims = claimsOf(before);
      if (now === undefined || claims.length === 0) return [];
      const kept = claimsOf(now.after);
      const lost = claims.find((claim) => !kept.includes(claim));
      if (lost !== undefined)
        return [
          {
            region,
            what: `agent ${from} becomes ${to} in ${region}, and its data stays behind in the volume ${lost}`,
            instead: `write \`claim: ${lost}\` below \`storage\` of ${to}; or let ${from} end by \`state: terminated\`, which says that ${to} begins without it`,
          },
        ];
      if (get(before, ['spec', 'replicas']) === 0) return [];
      return [
        {
          region,
          what: `agent ${from} becomes ${to} in ${region} while it runs: for a while two pods would write to the volume ${claims[0] as string}`,
          instead: `put the entry of ${from} back with \`state: suspended\`, and rename it once that has been delivered; ${to} may run at once`,
        },
      ];
    });
  });
}

function isWorkload(change: Change, agent: string): boolean {
  const object = subject(change);
  return object.kind === 'Deployment' && object.metadata.name === workloadName(agent) && agentOf(object) === agent;
}

/** Claims that the pods of an object mount. */
function claimsOf(object: KubeObject | undefined): string[] {
  return maps(get(object, ['spec', 'template', 'spec', 'volumes']), '').flatMap(
    ({ item }) => text(get(item, ['persistentVolumeClaim', 'claimName'])) ?? [],
  );
}

/** Name of an object of an agent once that is called otherwise; undefined where it has nothing of the old name. */
export function renamedObject({ from, to }: Move, name: string): string | undefined {
  if (name === from) return to;
  // What lets an agent in at another bears the names of both.
  if (name.endsWith(`.to.${from}`)) return `${name.slice(0, -from.length)}${to}`;
  return name.startsWith(`${from}-`) ? `${to}${name.slice(from.length)}` : undefined;
}
