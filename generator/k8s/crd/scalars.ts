import { shownValue } from '../shown.ts';
import { hasFormat } from './formats.ts';
import { hasMatch } from '../../model/regexp.ts';
import type { Schema } from './schema.ts';

const INT32 = 2 ** 31;

/** What is wrong with a number, in words; its type is right. */
export function numberFlaws(schema: Schema, value: number): string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, type, format } = schema;
  const flaws: string[] = [];
  const is = `not ${value}`;
  if (type === 'integer' && format === 'int32' && (value < -INT32 || value >= INT32)) flaws.push(`must fit into 32 bits, ${is}`);
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum))
    flaws.push(`must be ${exclusiveMinimum === true ? 'more than' : 'at least'} ${minimum}, ${is}`);
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum))
    flaws.push(`must be ${exclusiveMaximum === true ? 'less than' : 'at most'} ${maximum}, ${is}`);
  if (multipleOf !== undefined && !Number.isInteger(multipleOf < 1 ? (1 / multipleOf) * value : value / multipleOf))
    flaws.push(`must be a multiple of ${multipleOf}, ${is}`);
  return flaws;
}

/** What is wrong with a text, in words. */
export function textFlaws({ minLength, maxLength, pattern, format }: Schema, value: string): string[] {
  const length = minLength === undefined && maxLength === undefined ? 0 : [...value].length;
  const flaws: string[] = [];
  if (maxLength !== undefined && length > maxLength) flaws.push(`must have at most ${maxLength} characters, and has ${length}`);
  if (minLength !== undefined && length < minLength)
    flaws.push(minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters, and has ${length}`);
  if (pattern !== undefined && pattern !== '' && !hasMatch(pattern, value)) flaws.push(`must match ${pattern}, and ${shownValue(value)} does not`);
  if (format !== undefined && !hasFormat(format, value)) flaws.push(`must have the format ${format}, and ${shownValue(value)} has not`);
  return flaws;
}
