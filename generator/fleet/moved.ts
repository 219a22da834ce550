import { pointer, type Pointer } from '../model/pointer.ts';
import type { FleetSpec } from './spec.ts';
import { targetOf } from './target.ts';

/** An agent that has another name now. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly at: Pointer;
}

/** The agents that have another name; other things cannot be renamed. */
export function movesOf({ moved = [] }: Pick<FleetSpec, 'moved'>): Move[] {
  return moved.flatMap(({ from, to }, i) => {
    const [[kind, old = ''], [other, now = '']] = [targetOf(from), targetOf(to)];
    return kind === 'agents' && other === 'agents' ? [{ from: old, to: now, at: pointer('moved', i) }] : [];
  });
}

/** What an agent was called before. */
export function formerName(spec: Pick<FleetSpec, 'moved'>, agent: string): Move | undefined {
  return movesOf(spec).find(({ to }) => to === agent);
}

/** What an agent is called now, whichever of its names is given. */
export function presentName(spec: Pick<FleetSpec, 'moved'>, agent: string): string {
  return movesOf(spec).find(({ from }) => from === agent)?.to ?? agent;
}

/** What to say of a name that an object had while its agent was called otherwise: `research-agent-hooks`, `Deployment agents/research-agent`. */
export function renamedHint(text: string, moved: readonly Move[]): string | undefined {
  const name = text.slice(text.lastIndexOf('/') + 1);
  const move = moved.find(({ from }) => name === from || name.startsWith(`${from}-`));
  return move === undefined
    ? undefined
    : `agent ${move.from} is called ${move.to} now, so write ${text.slice(0, -name.length)}${move.to}${name.slice(move.from.length)}`;
}
