/**
 * Plain scalars that readers of YAML take for different things. Kustomize, kubectl, Argo CD and editors read 1.1, 1.2 or a mixture, and people read
 * what they see: what would be something else to one of them must be put in quotes.
 * Sources: YAML 1.1 type repository (bool, int, float, timestamp), YAML 1.2.2 §10.3.2.
 */
const OTHER_WORDS = /^(?:y|yes|n|no|on|off)$/i;
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const DATE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt \t])/;
/** YAML 1.1 takes underscores for digits here. */
const NO_DIGITS = /^[-+]?0[bx]_+$/i;
/** A number to at least two of YAML 1.1, PyYAML, js-yaml and Go, once underscores are taken out as Go does wherever they stand. */
const BARE_NUMBER = /^[-+]?(?:0b[01]+|0o[0-7]+|0x[0-9a-f]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?)$/i;
/** Without a power of ten, which is text to YAML 1.1 when it has no point or no sign. */
const FRACTION = /^-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]$/;
/** Decimal digits that a double keeps, whatever they are. */
const KEPT_DIGITS = 15;

/**
 * What is wrong with a plain scalar, or nothing.
 * @param written as it stands in the file @param value what YAML 1.2 makes of it
 */
export function lookalike(written: string, value: unknown): string | undefined {
  if (typeof value === 'number') {
    const canonical = String(value);
    if (safe(value) && (FRACTION.test(written) ? comesBack(written, canonical) : canonical === written && !canonical.includes('e'))) return undefined;
    return `YAML reads it as the number ${canonical}`;
  }
  if (typeof value !== 'string') return undefined;
  if (OTHER_WORDS.test(written)) return 'some readers of YAML take it for true or false';
  if (SEXAGESIMAL.test(written)) return 'some readers of YAML take it for a number to the base of 60';
  if (DATE.test(written)) return 'some readers of YAML take it for a date';
  if (/^[-+.0-9]/.test(written) && (NO_DIGITS.test(written) || BARE_NUMBER.test(written.replaceAll('_', ''))))
    return 'some readers of YAML take it for a number';
  return undefined;
}

/** Whether a fraction still has all its digits, however computers write it. */
function comesBack(written: string, canonical: string): boolean {
  return canonical === written || written.replace(/^[-0.]+|\./g, '').length <= KEPT_DIGITS;
}

function safe(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
