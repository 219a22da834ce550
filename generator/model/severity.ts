/** How sure it is that what was found hurts, from the mildest on: a note is a statement or advice, a warning is known to hurt, an error is refused. */
export const SEVERITIES = ['note', 'warning', 'error'] as const;

export type Severity = (typeof SEVERITIES)[number];

interface Graded {
  readonly severity: Severity;
}

/** Whether it stops a run and makes its exit code another one. */
export function blocks({ severity }: Graded): boolean {
  return severity === 'error';
}

/** The gravest first. */
export function byGravity({ severity: a }: Graded, { severity: b }: Graded): number {
  return SEVERITIES.indexOf(b) - SEVERITIES.indexOf(a);
}

/** How many there are of each. */
export function tallied(findings: readonly Graded[]): Readonly<Record<Severity, number>> {
  const counts = { note: 0, warning: 0, error: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}
