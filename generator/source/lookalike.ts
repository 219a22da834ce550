/**
 * Plain scalars that readers of YAML take for different things. Kustomize, kubectl, Argo CD and editors read 1.1, 1.2 or a mixture, and people read
 * what they see: what would be something else to one of them must be put in quotes.
 * Sources: YAML 1.1 type repository (bool, int, float, timestamp), YAML 1.2.2 §10.3.2.
 */
const OTHER_WORDS = /^(?:y|yes|n|no|on|off)$/i;
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const DATE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt \t])/;
const OTHER_NUMBER = /^[-+]?(?:0b[01_]+|0[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?|[0-9][0-9_]*\.[0-9]*_[0-9_]*)$/i;

/**
 * What is wrong with a plain scalar, or nothing.
 * @param written as it stands in the file @param value what YAML 1.2 makes of it
 */
export function lookalike(written: string, value: unknown): string | undefined {
  if (typeof value === 'number') {
    const canonical = String(value);
    if (safe(value) && (canonical === written || (/^-?[0-9]+\.[0-9]+$/.test(written) && !written.endsWith('0')))) return undefined;
    return `YAML reads it as the number ${canonical}`;
  }
  if (typeof value !== 'string') return undefined;
  if (OTHER_WORDS.test(written)) return 'some readers of YAML take it for true or false';
  if (SEXAGESIMAL.test(written)) return 'some readers of YAML take it for a number to the base of 60';
  if (DATE.test(written)) return 'some readers of YAML take it for a date';
  if (OTHER_NUMBER.test(written)) return 'some readers of YAML take it for a number';
  return undefined;
}

function safe(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
