// PromQL as prometheus/prometheus, promql/parser, reads it: docs/adr/0143 says why not by a package.
import { suggest } from '../../fleet/schema/suggest.ts';
import { quoted } from '../../model/quoted.ts';
import { Cursor } from './cursor.ts';
import { readDuration, readDurationPart } from './durations.ts';
import { NAMES, NONE, type Expression, type Selector } from './expression.ts';
import { AGGREGATIONS, FUNCTIONS, type Type } from './functions.ts';
import { isDemanding, readMatchers } from './matchers.ts';
import { POWER, combined, readLabels, readModifiers } from './operators.ts';
import { flawIn, Refused, type TextFlaw } from '../text-flaw.ts';
import { valueOf, type Token } from './tokens.ts';

/** What was read, or why it was not. */
export type PromQl = { readonly selectors: readonly Selector[] } | { readonly flaw: TextFlaw };

/** Words that name no metric. */
const RESERVED = /^(?:bool|on|ignoring|group_left|group_right|inf|nan|atan2)$/i;

/** Read an expression. @param typed what it may be; absent: anything */
export function readPromQl(text: string): PromQl {
  try {
    return new Parser(text).whole();
  } catch (error) {
    return { flaw: flawIn(error) };
  }
}

class Parser {
  readonly #cursor: Cursor;
  readonly #selectors: Selector[] = [];
  /** The function whose values are read. */
  #within: string | undefined;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  whole(): PromQl {
    if (this.#cursor.isAtEnd()) throw new Refused(0, 'is empty');
    this.#expression(0);
    if (!this.#cursor.isAtEnd()) throw this.#cursor.unexpected('an operator or the end');
    return { selectors: this.#selectors };
  }

  /** @param least how strong an operator must be to belong to it */
  #expression(least: number): Expression {
    return this.#cursor.deeper(() => this.#operation(least));
  }

  #operation(least: number): Expression {
    let left = this.#unary();
    for (;;) {
      const { kind, text, start } = this.#cursor.token;
      const operator = kind === 'word' ? text.toLowerCase() : text;
      const power = kind === 'word' || kind === 'sign' ? POWER[operator] : undefined;
      if (power === undefined || power < least) return left;
      this.#cursor.advance();
      const modifiers = readModifiers(this.#cursor);
      const right = this.#expression(operator === '^' ? power : power + 1);
      left = combined(left, right, { operator, start, ...modifiers });
    }
  }

  #unary(): Expression {
    const { start } = this.#cursor.token;
    if (!(this.#cursor.take('-') || this.#cursor.take('+'))) return this.#modified(this.#primary());
    // As strong as a product, so that -1^2 is -(1^2).
    const of = this.#expression(6);
    if (of.type !== 'scalar' && of.type !== 'vector') throw new Refused(start, `has a sign before ${NAMES[of.type]}`);
    return { type: of.type, start, form: 'other', said: NONE };
  }

  /** Ranges, offsets and moments behind an expression. */
  #modified(first: Expression): Expression {
    let one = first;
    for (;;) {
      if (this.#cursor.is('[')) one = this.#range(one);
      else if (this.#cursor.isWord('offset')) one = this.#moved(one, 'offset');
      else if (this.#cursor.is('@')) one = this.#moved(one, '@');
      else if (this.#cursor.isWord('anchored', 'smoothed') && one.form !== 'other') one = this.#said(one, this.#cursor.token.text.toLowerCase());
      else return one;
    }
  }

  #said(one: Expression, modifier: string): Expression {
    this.#cursor.advance();
    return { ...one, said: new Set([...one.said, modifier]) };
  }

  #moved(one: Expression, modifier: 'offset' | '@'): Expression {
    const { start } = this.#cursor.token;
    if (one.form === 'other')
      throw new Refused(start, `has ${modifier} behind what is no selector`, 'put it behind the selector itself, before the parenthesis closes');
    if (one.said.has(modifier)) throw new Refused(start, `has ${modifier} twice`);
    const moved = this.#said(one, modifier);
    if (modifier === '@' && this.#cursor.isWord('start', 'end')) {
      this.#cursor.advance();
      this.#cursor.need('(');
      this.#cursor.need(')');
    } else if (modifier === '@') {
      if (!this.#cursor.take('-')) this.#cursor.take('+');
      if (this.#cursor.token.kind !== 'number' && this.#cursor.token.kind !== 'duration')
        throw this.#cursor.unexpected('a timestamp, start() or end()');
      this.#cursor.advance();
    } else {
      while (this.#cursor.take('-') || this.#cursor.take('+'));
      readDurationPart(this.#cursor);
    }
    return moved;
  }

  #range(one: Expression): Expression {
    const { start } = this.#cursor.token;
    this.#cursor.advance();
    const [from, first] = [this.#cursor.token, this.#cursor.passed];
    const isSome = readDuration(this.#cursor);
    const isPlain = this.#cursor.passed === first + 1;
    if (!isSome) throw new Refused(from.start, 'looks back for no time at all');
    if (this.#cursor.take(':')) {
      const step = this.#cursor.token.start;
      if (!this.#cursor.is(']') && !readDuration(this.#cursor)) throw new Refused(step, 'has steps of no time at all');
      this.#cursor.need(']');
      if (one.type !== 'vector') throw new Refused(one.start, `has a subquery of ${NAMES[one.type]}`);
      return { type: 'matrix', start: one.start, form: 'subquery', said: NONE };
    }
    this.#cursor.need(']', '":" or "]"');
    if (one.form !== 'selector')
      throw new Refused(start, 'has a range behind what is no selector', one.type === 'vector' ? 'a subquery has a colon: [5m:]' : undefined);
    if (one.said.size > 0) throw new Refused(start, `has ${[...one.said].join(' and ')} before the range`, `put it behind the range`);
    if (one.selector !== undefined && isPlain) one.selector.range = { text: from.text, offset: from.start, of: this.#within };
    return { type: 'matrix', start: one.start, form: 'range', said: NONE };
  }

  #primary(): Expression {
    const token = this.#cursor.token;
    const { kind, text, start } = token;
    if (kind === 'number' || kind === 'duration' || this.#cursor.isWord('inf', 'nan')) {
      this.#cursor.advance();
      return { type: 'scalar', start, form: 'other', said: NONE };
    }
    if (kind === 'string') {
      valueOf(token);
      this.#cursor.advance();
      return { type: 'string', start, form: 'other', said: NONE };
    }
    if (this.#cursor.take('(')) {
      const inner = this.#expression(0);
      if (!this.#cursor.take(')'))
        throw this.#cursor.token.kind === 'end' ? new Refused(start, 'leaves a parenthesis open') : this.#cursor.unexpected('an operator or ")"');
      // What stands behind a parenthesis belongs to no selector, save a subquery.
      return { type: inner.type, start, form: 'other', said: NONE };
    }
    if (this.#cursor.is('{')) return this.#selector(undefined, start);
    if (kind !== 'word') throw this.#cursor.unexpected('an expression');
    const following = this.#cursor.following as Token;
    const lower = text.toLowerCase();
    const isCalled = following.kind === 'sign' && following.text === '(';
    if (AGGREGATIONS.has(lower) && (isCalled || (following.kind === 'word' && /^(?:by|without)$/i.test(following.text))))
      return this.#aggregation(lower);
    if (isCalled) return this.#call(text, start);
    if (RESERVED.test(text)) throw this.#cursor.unexpected('an expression');
    this.#cursor.advance();
    return this.#selector(text, start);
  }

  #selector(metric: string | undefined, start: number): Expression {
    const matchers = this.#cursor.is('{') ? readMatchers(this.#cursor) : [];
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

  #aggregation(name: string): Expression {
    const { start } = this.#cursor.token;
    this.#cursor.advance();
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
    if (!this.#cursor.isWord('by', 'without')) return false;
    this.#cursor.advance();
    readLabels(this.#cursor);
    return true;
  }

  #call(name: string, start: number): Expression {
    const signature = FUNCTIONS.get(name);
    if (signature === undefined) throw new Refused(start, `calls ${quoted(name)}, which is no function`, nearest(name));
    this.#cursor.advance();
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
    this.#cursor.need('(');
    const given: Expression[] = [];
    if (this.#cursor.take(')')) return given;
    do given.push(this.#expression(0));
    while (this.#cursor.take(','));
    if (this.#cursor.token.kind === 'end') throw new Refused(start, 'leaves a parenthesis open');
    this.#cursor.need(')', '"," or ")"');
    return given;
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
