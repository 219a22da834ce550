import { ruleTokens } from './traefik-syntax.ts';
import type { Token } from './traefik-syntax.ts';

/** For which hosts a rule of Traefik may match a request. */
export interface RuleHosts {
  /** Hosts that it names literally, each once, as they are written. */
  readonly hosts: ReadonlySet<string>;
  /** Why it may match for hosts that it does not name, such as `PathPrefix`; undefined where every alternative names a host. */
  readonly open?: string | undefined;
}

const known = new Map<string, RuleHosts>();
/** Rules differ by agent, not by region: so many are remembered. */
const MOST_KNOWN = 10_000;

/**
 * The hosts of a rule in the syntax of version 2 or 3. `||` joins the hosts of both sides, `&&` keeps those that both sides
 * take, `!` turns both round; what is no `Host` or `HostSNI` with a literal name takes any host.
 */
export function hostsOfRule(rule: string): RuleHosts {
  let hosts = known.get(rule);
  if (hosts === undefined) {
    if (known.size > MOST_KNOWN) known.clear();
    known.set(rule, (hosts = new Reader(ruleTokens(rule)).whole()));
  }
  return hosts;
}

const anyHost = (open: string): RuleHosts => ({ hosts: new Set(), open });

const UNREAD = anyHost('a rule that cannot be read');

/** Deeper than anybody writes. */
const DEEPEST = 100;

class Unread extends Error {}

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[] | undefined) {
    this.#tokens = tokens ?? [];
  }

  whole(): RuleHosts {
    try {
      const hosts = this.#either(true);
      return this.#next < this.#tokens.length ? UNREAD : hosts;
    } catch (error) {
      if (error instanceof Unread) return UNREAD;
      throw error;
    }
  }

  /** @param positive whether what stands here has to hold, not to fail */
  #either(positive: boolean): RuleHosts {
    let hosts = this.#both(positive);
    while (this.#take('||')) hosts = (positive ? either : both)(hosts, this.#both(positive));
    return hosts;
  }

  #both(positive: boolean): RuleHosts {
    let hosts = this.#one(positive);
    while (this.#take('&&')) hosts = (positive ? both : either)(hosts, this.#one(positive));
    return hosts;
  }

  #one(asked: boolean): RuleHosts {
    let positive = asked;
    while (this.#take('!')) positive = !positive;
    if (this.#take('(')) {
      if (++this.#depth > DEEPEST) throw new Unread();
      const inner = this.#either(positive);
      this.#depth -= 1;
      if (!this.#take(')')) throw new Unread();
      return inner;
    }
    const token = this.#tokens[this.#next++];
    if (token === undefined || !('word' in token)) throw new Unread();
    return matched(token.word, this.#texts(), positive);
  }

  #texts(): string[] {
    if (!this.#take('(')) throw new Unread();
    const texts: string[] = [];
    while (!this.#take(')')) {
      if (texts.length > 0 && !this.#take(',')) throw new Unread();
      const token = this.#tokens[this.#next++];
      if (token === undefined || !('text' in token)) throw new Unread();
      texts.push(token.text);
    }
    return texts;
  }

  #take(sign: string): boolean {
    const token = this.#tokens[this.#next];
    if (token === undefined || !('sign' in token) || token.sign !== sign) return false;
    this.#next += 1;
    return true;
  }
}

/** Version 2 knows some matchers by other names, and Traefik takes all of them in other letter case. */
const LITERAL = new Set(['host', 'hostheader', 'hostsni']);

/** The region's slot stands for a DNS label. */
const NAME = /^[A-Za-z0-9_.:\u0091-]+$/;

function matched(matcher: string, texts: readonly string[], positive: boolean): RuleHosts {
  if (!positive) return anyHost(`!${matcher}`);
  const other = texts.find((text) => !NAME.test(text));
  if (!LITERAL.has(matcher.toLowerCase()) || texts.length === 0) return anyHost(matcher);
  return other === undefined ? { hosts: new Set(texts) } : anyHost(`${matcher}(\`${other}\`)`);
}

function either(a: RuleHosts, b: RuleHosts): RuleHosts {
  return { hosts: new Set([...a.hosts, ...b.hosts]), open: a.open ?? b.open };
}

/** Names that the other side does not take are no names of the whole. */
function both(a: RuleHosts, b: RuleHosts): RuleHosts {
  const takes = (side: RuleHosts, host: string): boolean => side.open !== undefined || [...side.hosts].some((each) => same(each, host));
  const hosts = new Set([...[...a.hosts].filter((host) => takes(b, host)), ...[...b.hosts].filter((host) => takes(a, host))]);
  return { hosts, open: a.open === undefined || b.open === undefined ? undefined : a.open };
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
