/** How sure it is that what was found hurts, from the mildest on: a note is a statement or advice, a warning is known to hurt, an error is refused. */
export const SEVERITIES = ['note', 'warning', 'error'] as const;

export type Severity = (typeof SEVERITIES)[number];

interface Graded {
  readonly severity: Severity;
}

/** What a rule calls what it finds, and what a fleet is held to. */
interface Level extends Graded {
  readonly inFleets?: 'error';
}

/** What a finding is in a fleet. @param own where it is milder than its rule */
export function severityInFleets({ severity, inFleets }: Level, own: Severity = severity): Severity {
  return own === 'warning' && inFleets === 'error' ? 'error' : own;
}

/** The level of a rule in words. */
export function levelWords(rule: Level): string {
  const held = severityInFleets(rule);
  return held === rule.severity ? held : `${rule.severity}; in a fleet an ${held}`;
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
