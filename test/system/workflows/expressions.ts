// The expressions of GitHub Actions that our workflows use. Anything else is an error, not a guess.

/** What a status function sees of the steps, or jobs, before. */
export interface Status {
  readonly failed: boolean;
}

type Token = { readonly kind: 'text' | 'path' | 'sign'; readonly value: string };

const TOKENS = /\s*(?:'((?:[^']|'')*)'|([a-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)|(\|\||&&|==|!=|!|[(),]))/y;

function tokens(expression: string): Token[] {
  const found: Token[] = [];
  TOKENS.lastIndex = 0;
  const end = expression.trimEnd().length;
  while (TOKENS.lastIndex < end) {
    const at = TOKENS.lastIndex;
    const match = TOKENS.exec(expression);
    if (match === null) throw new Error(`the stand-in runner does not know ${expression} from ${expression.slice(at)}`);
    const [, string, path, sign] = match;
    if (string !== undefined) found.push({ kind: 'text', value: string.replaceAll("''", "'") });
    else if (path !== undefined) found.push({ kind: 'path', value: path });
    else found.push({ kind: 'sign', value: sign as string });
  }
  return found;
}

/** The contexts that a runner has here; a name that is none of them is a mistake. */
const CONTEXTS = ['github', 'steps', 'runner', 'inputs', 'needs', 'vars', 'secrets'];

/**
 * @param context name of a context → its values
 * @returns a value as GitHub has it: nothing is '' where it is shown, and false where it is asked
 */
export function evaluate(expression: string, context: object, { failed }: Status = { failed: false }): unknown {
  const list = tokens(expression);
  let at = 0;
  const unknown = (what: string): never => {
    throw new Error(`the stand-in runner does not know ${what} in ${expression}`);
  };
  const takes = (value: string): boolean => {
    const next = list[at];
    if (next?.kind !== 'sign' || next.value !== value) return false;
    at += 1;
    return true;
  };

  function either(): unknown {
    let value = both();
    while (takes('||')) {
      const next = both();
      value = isTrue(value) ? value : next;
    }
    return value;
  }
  function both(): unknown {
    let value = same();
    while (takes('&&')) {
      const next = same();
      value = isTrue(value) ? next : value;
    }
    return value;
  }
  function same(): unknown {
    const value = one();
    if (takes('==')) return shown(value) === shown(one());
    if (takes('!=')) return shown(value) !== shown(one());
    return value;
  }
  function one(): unknown {
    if (takes('!')) return !isTrue(one());
    if (takes('(')) {
      const value = either();
      return takes(')') ? value : unknown('an open parenthesis');
    }
    const token = list[at] ?? unknown('an end');
    at += 1;
    if (token.kind === 'text') return token.value;
    if (token.kind === 'sign') return unknown(token.value);
    return takes('(') ? call(token.value) : lookup(token.value);
  }
  function call(name: string): unknown {
    const given: unknown[] = [];
    while (!takes(')')) {
      if (given.length > 0 && !takes(',')) return unknown(`the arguments of ${name}`);
      given.push(either());
    }
    switch (name) {
      case 'always':
        return true;
      case 'cancelled':
        return false;
      case 'success':
        return !failed;
      case 'failure':
        return failed;
      case 'format':
        return shown(given[0]).replace(/\{(\d)\}/g, (_, n: string) => shown(given[Number(n) + 1]));
      default:
        return unknown(`${name}()`);
    }
  }
  function lookup(path: string): unknown {
    const [first, ...rest] = path.split('.') as [string, ...string[]];
    if (!CONTEXTS.includes(first)) return unknown(path);
    return [first, ...rest].reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
      context,
    );
  }

  const value = either();
  return at === list.length ? value : unknown(list[at]?.value ?? '');
}

/** Whether a step or job with this `if:` runs. Without a status function it means: and nothing failed before. */
export function runs(condition: string | undefined, context: object, status: Status): boolean {
  if (condition === undefined) return !status.failed;
  const bare = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition)?.[1] ?? condition;
  if (!/\b(always|cancelled|success|failure)\(\)/.test(bare) && status.failed) return false;
  return isTrue(evaluate(bare, context, status));
}

/** A text with its `${{ }}` filled in. */
export function filled(text: string, context: object): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => shown(evaluate(expression, context)));
}

function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false && value !== 0;
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
