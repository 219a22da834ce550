import { pointer, type Pointer } from '../model/pointer.ts';
import type { FleetSpec } from './spec.ts';

/** An agent that has another name now. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly at: Pointer;
}

/** `agents.research` → what kind of thing is named, and its name; the schema has accepted it. */
export function named(reference: string): { readonly kind: string; readonly name: string } {
  const dot = reference.indexOf('.');
  return { kind: reference.slice(0, dot), name: reference.slice(dot + 1) };
}

/** The agents that have another name; other things cannot be renamed. */
export function movesOf({ moved = [] }: Pick<FleetSpec, 'moved'>): Move[] {
  return moved.flatMap(({ from, to }, i) => {
    const [old, now] = [named(from), named(to)];
    return old.kind === 'agents' && now.kind === 'agents' ? [{ from: old.name, to: now.name, at: pointer('moved', i) }] : [];
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
