import { quoted } from '../../model/quoted.ts';
import type { Cursor } from './cursor.ts';
import { NAMES, NONE, type Expression } from './expression.ts';
import { Refused } from '../text-flaw.ts';
import { valueOf } from './tokens.ts';

/** How strong operators are. */
export const POWER: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<=': 3,
  '<': 3,
  '>=': 3,
  '>': 3,
  '</': 3,
  '>/': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
};
const COMPARES = /^(?:[=!<>]=|[<>])$/;
const SETS = /^(?:and|or|unless)$/;

interface Modifiers {
  readonly isBool: boolean;
  readonly isOn: boolean;
  readonly on: readonly string[] | undefined;
  readonly group: boolean;
  readonly include: readonly string[];
  readonly isFilled: boolean;
}

/** What stands behind an operator. */
export function readModifiers(cursor: Cursor): Modifiers {
  let isBool = false;
  let on: readonly string[] | undefined;
  let [isOn, group, isFilled] = [false, false, false];
  let include: readonly string[] = [];
  if (cursor.isWord('bool')) {
    cursor.advance();
    isBool = true;
  }
  if (cursor.isWord('on', 'ignoring')) {
    isOn = cursor.isWord('on');
    cursor.advance();
    on = readLabels(cursor);
    if (cursor.isWord('group_left', 'group_right')) {
      cursor.advance();
      group = true;
      if (cursor.is('(')) include = readLabels(cursor);
    }
  }
  while (cursor.isWord('fill', 'fill_left', 'fill_right') && cursor.following?.text === '(') {
    cursor.advance(2);
    while (cursor.take('-') || cursor.take('+'));
    if (!/^(?:number|duration)$/.test(cursor.token.kind) && !cursor.isWord('inf', 'nan')) throw cursor.unexpected('a number');
    cursor.advance();
    cursor.need(')');
    isFilled = true;
  }
  return { isBool, isOn, on, group, include, isFilled };
}

/** Labels in parentheses. */
export function readLabels(cursor: Cursor): string[] {
  cursor.need('(', 'a list of labels in parentheses');
  const names: string[] = [];
  while (!cursor.take(')')) {
    const { kind } = cursor.token;
    const name = kind === 'string' ? valueOf(cursor.token) : kind === 'word' && !cursor.isWord('inf', 'nan') ? cursor.token.text : '';
    if (name === '') throw cursor.unexpected('the name of a label');
    names.push(name);
    cursor.advance();
    if (!cursor.take(',') && !cursor.is(')')) throw cursor.unexpected('"," or ")"');
  }
  return names;
}

/** What an operator makes of both sides. */
export function combined(
  left: Expression,
  right: Expression,
  { operator, start, isBool, isOn, on, group, include, isFilled }: Modifiers & { readonly operator: string; readonly start: number },
): Expression {
  const compares = COMPARES.test(operator);
  if (isBool && !compares) throw new Refused(start, `has bool behind ${operator}, which compares nothing`);
  for (const { type, start: at } of [left, right]) {
    if (type !== 'scalar' && type !== 'vector')
      throw new Refused(at, `has ${NAMES[type]} beside ${operator}`, type === 'matrix' ? 'put it into a function such as rate()' : undefined);
  }
  const areNumbers = left.type === 'scalar' && right.type === 'scalar';
  const areVectors = left.type === 'vector' && right.type === 'vector';
  if (compares && !isBool && areNumbers) throw new Refused(start, `compares two numbers with ${operator}`, `write ${operator} bool`);
  if (SETS.test(operator) && !areVectors)
    throw new Refused(start, `has ${operator} beside a number`, `both sides of ${operator} are vectors: vector(1)`);
  if (!areVectors && (on?.length ?? 0) > 0) throw new Refused(start, `says which labels must agree, where one side is a number`);
  if (!areVectors && isFilled) throw new Refused(start, 'fills series in, where one side is a number');
  if (SETS.test(operator) && group) throw new Refused(start, `has group_left or group_right behind ${operator}`);
  if (SETS.test(operator) && isFilled) throw new Refused(start, `fills series in behind ${operator}`);
  const both = isOn ? on?.find((label) => include.includes(label)) : undefined;
  if (both !== undefined) throw new Refused(start, `has the label ${quoted(both)} in on and in group_left or group_right`);
  return { type: areNumbers ? 'scalar' : 'vector', start: left.start, form: 'other', said: NONE };
}
