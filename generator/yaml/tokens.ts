import { CST, Lexer, Parser } from 'yaml';
import type { RuleInfo } from '../model/rule.ts';
import { overLimit, syntax, unsupported } from './rules.ts';
import { LIMITS } from './limits.ts';

/** Why a token is refused: offsets into the text. */
interface Refusal {
  readonly rule: RuleInfo;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint?: string;
}

const SHARE = 'write the value out; share values through agentDefaults, tiers or components';
const SPLIT = 'split the fleet over config/agents and config/regions, one file each';

/**
 * Scan and parse YAML as far as it can be done without giving anything a meaning. What would make reading expensive (anchors, depth, sheer
 * number) or another text than the one that is seen (tags, directives) is refused here, before the composer sees it: it recurses, and takes
 * time squared for some of it.
 * @param size tokens the file may have
 */
export function scan(text: string, size: number = LIMITS.tokens): { tokens: CST.Token[]; refusals: Refusal[]; count: number } {
  const refusals: Refusal[] = [];
  const lexemes: string[] = [];
  const refuse = (rule: RuleInfo, start: number, end: number, message: string, hint?: string): boolean => {
    refusals.push({ rule, start, end, message, ...(hint === undefined ? {} : { hint }) });
    return refusals.length >= LIMITS.findings;
  };
  let offset = 0;
  let content = false; // the next lexeme is the text of a plain or block scalar
  let flow = 0;
  let ladder = 0; // block collections that begin on this line
  for (const lexeme of new Lexer().lex(text)) {
    lexemes.push(lexeme);
    // The scanner announces documents, plain scalars and broken lists with characters that do not stand in the text.
    const type: string | null = content ? 'content' : CST.tokenType(lexeme);
    content = type === 'scalar';
    const start = offset;
    if (type !== 'doc-mode' && type !== 'flow-error-end' && type !== 'scalar') offset += lexeme.length;
    const end = offset;
    let full = false;
    if (type === 'anchor') full = refuse(unsupported, start, end, 'anchors are not part of the fleet format', SHARE);
    else if (type === 'alias') full = refuse(unsupported, start, end, 'aliases are not part of the fleet format', SHARE);
    else if (type === 'tag') full = refuse(unsupported, start, end, 'tags are not part of the fleet format', 'remove the tag');
    else if (type === 'directive-line')
      full = refuse(unsupported, start, end, 'directives are not part of the fleet format', 'remove the line that begins with %');
    else if (type === 'flow-map-start' || type === 'flow-seq-start') flow += 1;
    else if (type === 'flow-map-end' || type === 'flow-seq-end') {
      flow -= 1;
      full = flow < 0;
      if (full) refuse(syntax, start, end, `there is no opening bracket for this ${lexeme}`);
    } else if (type === 'newline') ladder = 0;
    else if (type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'map-value-ind') ladder += flow === 0 ? 1 : 0;
    if (flow > LIMITS.depth || ladder > LIMITS.depth) {
      full = true;
      refuse(overLimit, start, end, `maps and lists are more than ${LIMITS.depth} deep here`, 'no value of a fleet needs that');
    } else if (lexemes.length > size) {
      full = true;
      refuse(overLimit, start, Math.max(end, start + 1), `the file has more than ${size} tokens`, SPLIT);
    }
    if (full) return { tokens: [], refusals, count: lexemes.length };
  }
  if (refusals.length > 0) return { tokens: [], refusals, count: lexemes.length };
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of lexemes) tokens.push(...parser.next(lexeme));
  tokens.push(...parser.end());
  refusals.push(...oversized(tokens));
  return { tokens: refusals.length > 0 ? [] : tokens, refusals, count: lexemes.length };
}

/** What is too deep or too long, without recursion. */
function oversized(tokens: readonly CST.Token[]): Refusal[] {
  const refusals: Refusal[] = [];
  const open: { token: CST.Token; depth: number; key: boolean }[] = tokens.map((token) => ({ token, depth: 0, key: false }));
  while (open.length > 0 && refusals.length < LIMITS.findings) {
    const { token, depth, key } = open.pop() as (typeof open)[number];
    if (token.type === 'document') {
      if (token.value !== undefined) open.push({ token: token.value, depth, key: false });
    } else if ('items' in token) {
      if (depth >= LIMITS.depth) {
        const message = `maps and lists are more than ${LIMITS.depth} deep here`;
        refusals.push({ rule: overLimit, start: token.offset, end: token.offset + 1, message, hint: 'no value of a fleet needs that' });
        continue;
      }
      for (const item of token.items) {
        if (item.key) open.push({ token: item.key, depth: depth + 1, key: true });
        if (item.value) open.push({ token: item.value, depth: depth + 1, key: false });
      }
    } else {
      const most = key ? LIMITS.key : LIMITS.scalar;
      if (token.source.length <= most) continue;
      refusals.push({
        rule: overLimit,
        start: token.offset,
        end: token.offset + 1,
        message: `this ${key ? 'key' : 'value'} has ${token.source.length} characters; ${most} are the most`,
        hint: key ? 'keys are names' : 'keep large texts out of the fleet, for example in the image',
      });
    }
  }
  return refusals.sort((a, b) => a.start - b.start);
}
