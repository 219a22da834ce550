/**
 * PromQL as text. Values enter only through these functions: what a person wrote in fleet.yaml can end neither the
 * string it stands in nor the expression. https://prometheus.io/docs/prometheus/latest/querying/basics/
 */

/** A string literal: backslash, quote and line break are what could end or bend one. */
export function literal(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

/** `label="value"` */
export function is(label: string, value: string): string {
  return `${label}=${literal(value)}`;
}

/** `label!="value"` */
export function isNot(label: string, value: string): string {
  return `${label}!=${literal(value)}`;
}

/** `label=~"expression"`: a regular expression that must match the whole value; no label is an empty value. */
export function matches(label: string, expression: string): string {
  return `${label}=~${literal(expression)}`;
}

/** `metric{matchers}` */
export function select(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${matchers.join(',')}}`;
}

/** Seconds as a PromQL duration, in minutes where they are whole. */
export function duration(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
