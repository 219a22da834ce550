import { Failure } from '../io/failure.ts';
import type { RenderedChart } from './chart.ts';

/** @param before what is said first, if anything @throws Failure where something was not rendered */
export function refuseProblems(rendered: readonly RenderedChart[], before?: string): void {
  const problems = rendered.flatMap(({ component, problems: own }) => own.map(({ message, hint }) => `${component}: ${message}\n    hint: ${hint}`));
  if (problems.length === 0) return;
  throw new Failure('usage', before === undefined ? problems.join('\n') : [`${before}:`, ...problems.map((each) => `  ${each}`)].join('\n'));
}
