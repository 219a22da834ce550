import type { Step, WaveSpec } from '../fleet/rollouts/rollout.ts';
import type { Fields } from '../fleet/spec.ts';
import { isMap } from '../model/data.ts';
import { edited, flow } from '../yaml/edit.ts';

/** A rollout that is to begin. */
export interface Beginning {
  readonly name: string;
  /** `agents.<name>` and the like → what is set there. */
  readonly set: Readonly<Record<string, Fields>>;
  readonly waves: readonly WaveSpec[];
  readonly alertAfter?: string;
  readonly step: Step;
}

/** The file of a rollout whose first wave is reached. */
export function rolloutText({ name, set, waves, alertAfter, step }: Beginning): string {
  const sets = Object.entries(set).map(([key, value]) => `  ${key}:\n${lines(value, 4)}`);
  const all = waves.map((wave) => `  - ${flow(wave)}\n`);
  const alert = alertAfter === undefined ? '' : `alertAfter: ${flow(alertAfter)}\n`;
  return `apiVersion: fleet.plugged.in/v1alpha1
kind: Rollout
name: ${flow(name)}
set:
${sets.join('')}waves:
${all.join('')}reached: ${step.wave} # waves that have the change; \`pap-fleet rollout promote\` writes it
${alert}history:
  - ${flow(step)}
`;
}

function lines(value: Fields, indent: number): string {
  const space = ' '.repeat(indent);
  return Object.entries(value)
    .map(([key, inner]) =>
      isMap(inner) && Object.keys(inner).length > 0 ? `${space}${flow(key)}:\n${lines(inner, indent + 2)}` : `${space}${flow(key)}: ${flow(inner)}\n`,
    )
    .join('');
}

/** The file of a rollout with one wave more. */
export function promotedText(text: string, step: Step): string {
  return edited(text, [
    { path: ['reached'], value: step.wave },
    { path: ['history'], append: step },
  ]);
}

/** The file of a rollout as it is when so many waves are reached. */
export function reachedText(text: string, reached: number): string {
  return edited(text, [{ path: ['reached'], value: reached }]);
}

/** The file of a rollout that stands still. */
export function pausedText(text: string, paused: { readonly at: string; readonly by?: string; readonly reason: string }): string {
  return edited(text, [{ path: ['paused'], value: paused }]);
}

/** The file of a rollout that goes on. */
export function resumedText(text: string): string {
  return edited(text, [{ path: ['paused'] }]);
}
