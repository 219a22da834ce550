import type { Finding } from '../model/finding.ts';

/** Findings in which no secret stands, wherever one was found: also as a name or in another file. */
export function silenced(findings: readonly Finding[], secrets: readonly string[]): Finding[] {
  if (secrets.length === 0) return [...findings];
  const hush = hushing(secrets);
  return JSON.parse(JSON.stringify(findings), (_, value: unknown) => (typeof value === 'string' ? hush(value) : value)) as Finding[];
}

/** A text without the secrets. */
export function hushed(text: string, secrets: readonly string[]): string {
  return secrets.length === 0 ? text : hushing(secrets)(text);
}

function hushing(secrets: readonly string[]): (text: string) => string {
  const longestFirst = [...new Set(secrets)].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, secret) => rest.replaceAll(secret, '*'.repeat(Math.min(secret.length, 12))), text);
}
