import { MOST_SIGNED, type Resolved } from './resolve.ts';

/** A key as sigs.k8s.io/yaml writes it; undefined where it has no text: null, and what only an unsigned integer holds. */
export function keyOf({ type, value }: Resolved): string | undefined {
  if (type === 'null' || (type === 'int' && value >= MOST_SIGNED)) return undefined;
  return type === 'float' ? short(value) : String(value);
}

/** Go's FormatFloat(value, 'g', -1, 32): as few digits as make out a float of 32 bits. */
function short(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return '.nan';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  let precision = 1;
  while (Math.fround(Number(single.toPrecision(precision))) !== single) precision += 1;
  const [digits, exponent] = single.toExponential(precision - 1).split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(`${digits}e${power}`));
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
