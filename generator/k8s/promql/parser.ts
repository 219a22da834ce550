// PromQL as prometheus/prometheus, promql/parser, reads it: docs/adr/0143 says why not by a package.
import { suggest } from '../../fleet/schema/suggest.ts';
import { quoted } from '../../model/quoted.ts';
import { AGGREGATIONS, FUNCTIONS, type Type } from './functions.ts';
import { matchesNothing, patternFlaw } from './patterns.ts';
import { Refused, type Flaw } from './refused.ts';
import { tokensOf, valueOf, type Token } from './tokens.ts';

/** What a selector demands of a label. */
export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
  readonly offset: number;
  /** Where its value begins. */
  readonly at: number;
}

/** Which series an expression reads. */
export interface Selector {
  /** Absent where only labels tell. */
  readonly metric: string | undefined;
  /** Whether its name stands before its braces. */
  readonly isNamed: boolean;
  readonly offset: number;
  readonly matchers: readonly Matcher[];
  /** How far back it looks, as written: `5m`; and where that stands. */
  range?: { readonly text: string; readonly offset: number; readonly of: string | undefined };
}

/** What was read, or why it was not. */
export type PromQl = { readonly selectors: readonly Selector[] } | { readonly flaw: Flaw };

interface Expression {
  readonly type: Type;
  readonly start: number;
  readonly form: 'selector' | 'range' | 'subquery' | 'other';
  readonly selector?: Selector;
  /** Modifiers that stand behind it already. */
  readonly said: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

const POWER: Readonly<Record<string, number>> = {
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

/** Words that name no metric. */
const RESERVED = /^(?:bool|on|ignoring|group_left|group_right|inf|nan|atan2)$/i;

/** Go counts nanoseconds in 64 bits. */
const MOST_SECONDS = 2 ** 63 / 1e9;

/** Deeper than anybody writes. */
const DEEPEST = 300;

const NAMES: Readonly<Record<Type, string>> = { scalar: 'a number', vector: 'an instant vector', matrix: 'a range vector', string: 'a string' };

/** Read an expression. @param typed what it may be; absent: anything */
export function readPromQl(text: string): PromQl {
  try {
    return new Parser(text).whole();
  } catch (error) {
    if (error instanceof Refused) return { flaw: error.flaw };
    throw error;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #selectors: Selector[] = [];
  #next = 0;
  #depth = 0;
  /** The function whose values are read. */
  #within: string | undefined;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  whole(): PromQl {
    if (this.#tokens.length === 1) throw new Refused(0, 'is empty');
    this.#expression(0);
    if (this.#next < this.#tokens.length - 1) throw this.#unexpected('an operator or the end');
    return { selectors: this.#selectors };
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #unexpected(wanted: string): Refused {
    const { kind, text, start } = this.#token;
    if (kind === 'end') return new Refused(start, `ends where ${wanted} should stand`);
    if (text === ')' && wanted.startsWith('an operator')) return new Refused(start, 'closes a parenthesis that is not open');
    return new Refused(start, `has ${quoted(text)} where ${wanted} should stand`, text === '=' ? 'PromQL compares with ==' : undefined);
  }

  #is(sign: string): boolean {
    const { kind, text } = this.#token;
    return kind === 'sign' && text === sign;
  }

  #isWord(...words: readonly string[]): boolean {
    const { kind, text } = this.#token;
    return kind === 'word' && words.includes(text.toLowerCase());
  }

  #take(sign: string): boolean {
    if (!this.#is(sign)) return false;
    this.#next += 1;
    return true;
  }

  #need(sign: string, wanted = quoted(sign)): void {
    if (!this.#take(sign)) throw this.#unexpected(wanted);
  }

  /** @param least how strong an operator must be to belong to it */
  #expression(least: number): Expression {
    if (++this.#depth > DEEPEST) throw new Refused(this.#token.start, `nests more than ${DEEPEST} expressions`);
    let left = this.#unary();
    for (;;) {
      const { kind, text, start } = this.#token;
      const operator = kind === 'word' ? text.toLowerCase() : text;
      const power = kind === 'word' || kind === 'sign' ? POWER[operator] : undefined;
      if (power === undefined || power < least) break;
      this.#next += 1;
      const modifiers = this.#modifiers();
      const right = this.#expression(operator === '^' ? power : power + 1);
      left = combined(left, right, { operator, start, ...modifiers });
    }
    this.#depth -= 1;
    return left;
  }

  /** What stands behind an operator. */
  #modifiers(): Modifiers {
    let isBool = false;
    let on: readonly string[] | undefined;
    let [isOn, group, isFilled] = [false, false, false];
    let include: readonly string[] = [];
    if (this.#isWord('bool')) {
      this.#next += 1;
      isBool = true;
    }
    if (this.#isWord('on', 'ignoring')) {
      isOn = this.#isWord('on');
      this.#next += 1;
      on = this.#labels();
      if (this.#isWord('group_left', 'group_right')) {
        this.#next += 1;
        group = true;
        if (this.#is('(')) include = this.#labels();
      }
    }
    while (this.#isWord('fill', 'fill_left', 'fill_right') && this.#tokens[this.#next + 1]?.text === '(') {
      this.#next += 2;
      while (this.#take('-') || this.#take('+'));
      if (!/^(?:number|duration)$/.test(this.#token.kind) && !this.#isWord('inf', 'nan')) throw this.#unexpected('a number');
      this.#next += 1;
      this.#need(')');
      isFilled = true;
    }
    return { isBool, isOn, on, group, include, isFilled };
  }

  #labels(): string[] {
    this.#need('(', 'a list of labels in parentheses');
    const names: string[] = [];
    while (!this.#take(')')) {
      const { kind } = this.#token;
      const name = kind === 'string' ? valueOf(this.#token) : kind === 'word' && !this.#isWord('inf', 'nan') ? this.#token.text : '';
      if (name === '') throw this.#unexpected('the name of a label');
      names.push(name);
      this.#next += 1;
      if (!this.#take(',') && !this.#is(')')) throw this.#unexpected('"," or ")"');
    }
    return names;
  }

  #unary(): Expression {
    const { start } = this.#token;
    if (!(this.#take('-') || this.#take('+'))) return this.#modified(this.#primary());
    // As strong as a product, so that -1^2 is -(1^2).
    const of = this.#expression(6);
    if (of.type !== 'scalar' && of.type !== 'vector') throw new Refused(start, `has a sign before ${NAMES[of.type]}`);
    return { type: of.type, start, form: 'other', said: NONE };
  }

  /** Ranges, offsets and moments behind an expression. */
  #modified(first: Expression): Expression {
    let one = first;
    for (;;) {
      if (this.#is('[')) one = this.#range(one);
      else if (this.#isWord('offset')) one = this.#moved(one, 'offset');
      else if (this.#is('@')) one = this.#moved(one, '@');
      else if (this.#isWord('anchored', 'smoothed') && one.form !== 'other') one = this.#said(one, this.#token.text.toLowerCase());
      else return one;
    }
  }

  #said(one: Expression, modifier: string): Expression {
    this.#next += 1;
    return { ...one, said: new Set([...one.said, modifier]) };
  }

  #moved(one: Expression, modifier: 'offset' | '@'): Expression {
    const { start } = this.#token;
    if (one.form === 'other')
      throw new Refused(start, `has ${modifier} behind what is no selector`, 'put it behind the selector itself, before the parenthesis closes');
    if (one.said.has(modifier)) throw new Refused(start, `has ${modifier} twice`);
    const moved = this.#said(one, modifier);
    if (modifier === '@' && this.#isWord('start', 'end')) {
      this.#next += 1;
      this.#need('(');
      this.#need(')');
    } else if (modifier === '@') {
      if (!this.#take('-')) this.#take('+');
      if (this.#token.kind !== 'number' && this.#token.kind !== 'duration') throw this.#unexpected('a timestamp, start() or end()');
      this.#next += 1;
    } else {
      while (this.#take('-') || this.#take('+'));
      this.#durationPart();
    }
    return moved;
  }

  #range(one: Expression): Expression {
    const { start } = this.#token;
    this.#next += 1;
    const from = this.#token;
    const isSome = this.#duration();
    const last = this.#tokens[this.#next - 1] as Token;
    if (!isSome) throw new Refused(from.start, 'looks back for no time at all');
    if (this.#take(':')) {
      const step = this.#token.start;
      if (!this.#is(']') && !this.#duration()) throw new Refused(step, 'has steps of no time at all');
      this.#need(']');
      if (one.type !== 'vector') throw new Refused(one.start, `has a subquery of ${NAMES[one.type]}`);
      return { type: 'matrix', start: one.start, form: 'subquery', said: NONE };
    }
    this.#need(']', '":" or "]"');
    if (one.form !== 'selector')
      throw new Refused(start, 'has a range behind what is no selector', one.type === 'vector' ? 'a subquery has a colon: [5m:]' : undefined);
    if (one.said.size > 0) throw new Refused(start, `has ${[...one.said].join(' and ')} before the range`, `put it behind the range`);
    if (one.selector !== undefined && from === last) one.selector.range = { text: from.text, offset: from.start, of: this.#within };
    return { type: 'matrix', start: one.start, form: 'range', said: NONE };
  }

  /** A duration, or what is computed of durations. @returns whether it may be longer than nothing */
  #duration(): boolean {
    const from = this.#next;
    this.#durationPart();
    const isPlain = this.#tokens.slice(from, this.#next).every(({ kind, text }) => kind !== 'sign' || /^[-+]$/.test(text));
    const written = this.#tokens[this.#next - 1] as Token;
    while (this.#token.kind === 'sign' && /^[-+*/%^]$/.test(this.#token.text)) {
      const divides = /^[/%]$/.test(this.#token.text);
      this.#next += 1;
      const by = this.#token;
      this.#durationPart();
      if (divides && isNothing(by)) throw new Refused(by.start, 'divides by nothing');
    }
    const isAlone = written === this.#tokens[this.#next - 1];
    return !(isAlone && isPlain && (this.#tokens[from]?.text === '-' || isNothing(written)));
  }

  #durationPart(): void {
    while (this.#take('-') || this.#take('+'));
    const { kind, text, start } = this.#token;
    if (kind === 'number' || kind === 'duration') {
      if (kind === 'number' && Number(text) > MOST_SECONDS) throw new Refused(start, 'is longer than 292 years');
      this.#next += 1;
    } else if (this.#take('(')) {
      if (++this.#depth > DEEPEST) throw new Refused(start, `nests more than ${DEEPEST} expressions`);
      this.#duration();
      this.#need(')');
      this.#depth -= 1;
    } else if (this.#isWord('step', 'range')) {
      this.#next += 1;
      this.#need('(');
      this.#need(')');
    } else if (this.#isWord('min_of', 'max_of')) {
      this.#next += 1;
      this.#need('(');
      this.#duration();
      this.#need(',');
      this.#duration();
      this.#need(')');
    } else throw this.#unexpected('a duration such as 5m');
  }

  #primary(): Expression {
    const token = this.#token;
    const { kind, text, start } = token;
    if (kind === 'number' || kind === 'duration' || this.#isWord('inf', 'nan')) {
      this.#next += 1;
      return { type: 'scalar', start, form: 'other', said: NONE };
    }
    if (kind === 'string') {
      valueOf(token);
      this.#next += 1;
      return { type: 'string', start, form: 'other', said: NONE };
    }
    if (this.#take('(')) {
      const inner = this.#expression(0);
      if (!this.#take(')'))
        throw this.#token.kind === 'end' ? new Refused(start, 'leaves a parenthesis open') : this.#unexpected('an operator or ")"');
      // What stands behind a parenthesis belongs to no selector, save a subquery.
      return { type: inner.type, start, form: 'other', said: NONE };
    }
    if (this.#is('{')) return this.#selector(undefined, start);
    if (kind !== 'word') throw this.#unexpected('an expression');
    const following = this.#tokens[this.#next + 1] as Token;
    const lower = text.toLowerCase();
    const isCalled = following.kind === 'sign' && following.text === '(';
    if (AGGREGATIONS.has(lower) && (isCalled || (following.kind === 'word' && /^(?:by|without)$/i.test(following.text))))
      return this.#aggregation(lower);
    if (isCalled) return this.#call(text, start);
    if (RESERVED.test(text)) throw this.#unexpected('an expression');
    this.#next += 1;
    return this.#selector(text, start);
  }

  #selector(metric: string | undefined, start: number): Expression {
    const matchers = this.#is('{') ? this.#matchers() : [];
    const names = matchers.filter(({ label }) => label === '__name__');
    const twice = metric === undefined ? undefined : names[0];
    if (twice !== undefined) throw new Refused(twice.offset, `names a metric beside ${quoted(metric as string)}`);
    if (metric === undefined && !matchers.some(isDemanding) && this.#within !== 'info')
      throw new Refused(
        start,
        'selects whatever there is: one of its labels must have a value',
        'name a metric, or demand a label that is not empty',
      );
    const exact = names.find(({ operator }) => operator === '=');
    const selector: Selector = { metric: metric ?? exact?.value, isNamed: metric !== undefined, offset: start, matchers };
    this.#selectors.push(selector);
    return { type: 'vector', start, form: 'selector', selector, said: NONE };
  }

  #matchers(): Matcher[] {
    const opened = this.#token.start;
    this.#next += 1;
    const found: Matcher[] = [];
    while (!this.#take('}')) {
      const { kind, start } = this.#token;
      if (kind === 'end') throw new Refused(opened, 'leaves a brace open');
      if (kind !== 'word' && kind !== 'string') throw this.#unexpected('the name of a label or "}"');
      const label = kind === 'string' ? valueOf(this.#token) : this.#token.text;
      this.#next += 1;
      const operator = this.#token.kind === 'sign' && /^(?:=|!=|=~|!~)$/.test(this.#token.text) ? this.#token.text : undefined;
      if (operator === undefined) {
        // A name in quotes alone is the metric's.
        if (kind !== 'string' || !(this.#is(',') || this.#is('}'))) throw this.#unexpected('one of =, !=, =~ and !~');
        if (found.some((each) => each.label === '__name__' && each.value !== '')) throw new Refused(start, 'names a second metric');
        found.push({ label: '__name__', operator: '=', value: label, offset: start, at: start + 1 });
      } else {
        this.#next += 1;
        if (this.#token.kind !== 'string') throw this.#unexpected('a text in quotes');
        const value = valueOf(this.#token);
        const flaw = operator.endsWith('~') ? patternFlaw(value) : undefined;
        if (flaw !== undefined) throw new Refused(this.#token.start, `gives ${operator} no regular expression of Go: ${quoted(value)} ${flaw}`);
        found.push({ label, operator, value, offset: start, at: this.#token.start + 1 });
        this.#next += 1;
      }
      if (this.#token.kind === 'end') throw new Refused(opened, 'leaves a brace open');
      if (!this.#take(',') && !this.#is('}')) throw this.#unexpected('"," or "}"');
    }
    return found;
  }

  #aggregation(name: string): Expression {
    const { start } = this.#token;
    this.#next += 1;
    const grouped = this.#grouping();
    const given = this.#arguments(start);
    if (!grouped) this.#grouping();
    const takes = AGGREGATIONS.get(name);
    const wanted = takes === undefined ? 1 : 2;
    if (given.length !== wanted) throw new Refused(start, `gives ${name} ${given.length} ${values(given.length)} instead of ${wanted}`);
    const [first, last] = [given[0] as Expression, given.at(-1) as Expression];
    if (last.type !== 'vector') throw new Refused(last.start, `gives ${name} ${NAMES[last.type]} instead of ${NAMES.vector}`, sliding(last.type));
    if (takes !== undefined && first.type !== takes) throw new Refused(first.start, `gives ${name} ${NAMES[first.type]} instead of ${NAMES[takes]}`);
    return { type: 'vector', start, form: 'other', said: NONE };
  }

  #grouping(): boolean {
    if (!this.#isWord('by', 'without')) return false;
    this.#next += 1;
    this.#labels();
    return true;
  }

  #call(name: string, start: number): Expression {
    const signature = FUNCTIONS.get(name);
    if (signature === undefined) throw new Refused(start, `calls ${quoted(name)}, which is no function`, nearest(name));
    this.#next += 1;
    const around = this.#within;
    this.#within = name;
    const given = this.#arguments(start);
    this.#within = around;
    const { takes, least, most, gives } = signature;
    if (given.length < least || given.length > most) {
      const wanted = least === most ? String(least) : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
      throw new Refused(start, `gives ${name} ${given.length} ${values(given.length)} instead of ${wanted}`);
    }
    for (const [i, { type, start: at }] of given.entries()) {
      const wanted = takes[Math.min(i, takes.length - 1)] as Type;
      if (type !== wanted)
        throw new Refused(
          at,
          `gives ${name} ${NAMES[type]} instead of ${NAMES[wanted]}`,
          wanted === 'matrix' && type === 'vector' ? 'put a range behind the selector: [5m]' : sliding(type),
        );
    }
    const told = name === 'info' ? given[1] : undefined;
    if (told !== undefined && (told.selector === undefined || told.selector.isNamed))
      throw new Refused(told.start, 'gives info something else than labels in braces');
    return { type: gives, start, form: 'other', said: NONE };
  }

  #arguments(start: number): Expression[] {
    this.#need('(');
    const given: Expression[] = [];
    if (this.#take(')')) return given;
    do given.push(this.#expression(0));
    while (this.#take(','));
    if (this.#token.kind === 'end') throw new Refused(start, 'leaves a parenthesis open');
    this.#need(')', '"," or ")"');
    return given;
  }
}

interface Modifiers {
  readonly isBool: boolean;
  readonly isOn: boolean;
  readonly on: readonly string[] | undefined;
  readonly group: boolean;
  readonly include: readonly string[];
  readonly isFilled: boolean;
}

function combined(
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

function isNothing({ kind, text }: Token): boolean {
  return (kind === 'number' || kind === 'duration') && /^[0._a-z]+$/.test(text);
}

function isDemanding({ operator, value }: Matcher): boolean {
  switch (operator) {
    case '=':
      return value !== '';
    case '!=':
      return value === '';
    case '=~':
      return !matchesNothing(value);
    default:
      return matchesNothing(value);
  }
}

function values(count: number): string {
  return count === 1 ? 'value' : 'values';
}

function sliding(type: Type): string | undefined {
  return type === 'matrix' ? 'put it into a function such as rate()' : undefined;
}

/** A name that was probably meant. */
function nearest(name: string): string | undefined {
  const names = [...FUNCTIONS.keys(), ...AGGREGATIONS.keys()];
  const near = names.find((each) => each.startsWith(name)) ?? suggest(name, names);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}
