import type { Pointer } from '../../model/pointer.ts';
import type { RegionSelectionSpec } from '../spec.generated.ts';
import type { Fields } from '../spec.ts';

/** A rollout as its file says it. The schema has accepted it. */
export interface RolloutSpec {
  readonly name: string;
  readonly set: Readonly<Record<string, Fields>>;
  readonly waves: readonly WaveSpec[];
  readonly reached?: number;
  readonly alertAfter?: string;
  readonly paused?: { readonly at: string; readonly by?: string; readonly reason: string };
  readonly history?: readonly Step[];
}

export interface WaveSpec {
  readonly name?: string;
  readonly regions: RegionSelectionSpec;
  /** What `regions` chose by labels when the rollout began. */
  readonly resolved?: readonly string[];
  /** A duration of Go. */
  readonly soak?: string;
}

/** A wave that was reached. */
export interface Step {
  /** Its number, from 1. */
  readonly wave: number;
  /** A time of RFC 3339. */
  readonly at: string;
  readonly by?: string;
  readonly evidence?: string;
}

/** A change that goes through the regions in waves: a layer of what they are set to, where it has come. */
export interface Rollout {
  readonly name: string;
  /** The rollout in its file. */
  readonly at: Pointer;
  /** `agents.<name>`, `components.<name>`, `versions` and `generator`, each with what is set there. */
  readonly set: Readonly<Record<string, Fields>>;
  readonly waves: readonly Wave[];
  /** How many waves have the change. */
  readonly reached: number;
  readonly written: RolloutSpec;
}

export interface Wave {
  /** From 1. */
  readonly number: number;
  /** What people call it, or its number. */
  readonly name: string;
  /** Names, sorted: of the last wave also those of no wave. */
  readonly regions: readonly string[];
  readonly soak: string | null;
}

/** What a rollout does in one region. */
export interface RolloutHere {
  readonly rollout: Rollout;
  readonly wave: Wave;
  readonly reached: boolean;
}

/** `wave 2`, or `wave 2 (eu)` of one that has a name. */
export function waveText({ number, name }: Pick<Wave, 'number' | 'name'>): string {
  return name === String(number) ? `wave ${number}` : `wave ${number} (${name})`;
}

/** The regions of all its waves, or of those that are reached. */
export function regionsOf({ waves, reached }: Pick<Rollout, 'waves' | 'reached'>, which: 'all' | 'reached' = 'all'): string[] {
  return waves.filter(({ number }) => which === 'all' || number <= reached).flatMap(({ regions }) => regions);
}

/** Where a rollout has come: `rollout research-1.3.0: wave 1 of 3 is reached`. */
export function reachedText({ name, reached, waves }: { name: string; reached: number; waves: readonly Pick<Wave, 'number' | 'name'>[] }): string {
  const wave = waves[reached - 1];
  return `rollout ${name}: ${wave === undefined ? 'no wave is reached' : `${waveText(wave)} of ${waves.length} is reached`}`;
}
