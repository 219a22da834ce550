// What is said of expressions; that they are judged as Prometheus judges them, test/system/servers/promql.integration.ts says. Seen to fail: each row
// with the condition turned round that it is about.
import { describe, expect, test } from 'vitest';
import { readPromQl } from '../../../generator/k8s/promql/parser.ts';
import { readQuery } from '../../../generator/k8s/promql/queries.ts';

/** What is wrong, with a mark where. */
function said(text: string): string | undefined {
  const read = readPromQl(text);
  if (!('flaw' in read)) return undefined;
  const { message, offset, hint } = read.flaw;
  return `${text.slice(0, offset)}⟨${text.slice(offset)} ${message}${hint === undefined ? '' : ` (${hint})`}`;
}

test.each<[text: string, expected: string]>([
  ['', '⟨ is empty'],
  ['up = 1', 'up ⟨= 1 has "=" where an operator or the end should stand (PromQL compares with ==)'],
  ['up && up', 'up ⟨&& up has "&", which means nothing in PromQL (PromQL says and, or, unless)'],
  ['up || up', 'up ⟨|| up has "|", which means nothing in PromQL (PromQL says and, or, unless)'],
  ['up{a="b"', 'up⟨{a="b" leaves a brace open'],
  ['up{a="b" c="d"}', 'up{a="b" ⟨c="d"} has "c" where "," or "}" should stand'],
  ['up{a}', 'up{a⟨} has "}" where one of =, !=, =~ and !~ should stand'],
  ['up{a=b}', 'up{a=⟨b} has "b" where a text in quotes should stand'],
  ['up{a=~"("}', 'up{a=~⟨"("} gives =~ no regular expression of Go: "(" leaves a parenthesis open'],
  ['up{a=~"\\d"}', 'up{a=~"⟨\\d"} has the escape "\\d", which means nothing within quotes (write the backslash twice, or put the text in backticks)'],
  ['{a=~".*"}', '⟨{a=~".*"} selects whatever there is: one of its labels must have a value (name a metric, or demand a label that is not empty)'],
  ['up{__name__="a"}', 'up{⟨__name__="a"} names a metric beside "up"'],
  ['{"a","b"}', '{"a",⟨"b"} names a second metric'],
  ['(up', '⟨(up leaves a parenthesis open'],
  ['up)', 'up⟨) closes a parenthesis that is not open'],
  ['sum(up', '⟨sum(up leaves a parenthesis open'],
  ['up +', 'up +⟨ ends where an expression should stand'],
  ['up["', 'up[⟨" leaves a quote open'],
  ['up[5m', 'up[5m⟨ ends where ":" or "]" should stand'],
  ['up[1.5h]', 'up[⟨1.5h] has "1.5h", which is neither a number nor a duration (a duration has whole numbers: 1m30s)'],
  ['up[30m1h]', 'up[⟨30m1h] has "30m1h", which is neither a number nor a duration (such as 0.5, 30s or 1d12h, the largest unit first)'],
  ['up[0m]', 'up[⟨0m] looks back for no time at all'],
  ['up[5m:0s]', 'up[5m:⟨0s] has steps of no time at all'],
  ['sum(up)[5m]', 'sum(up)⟨[5m] has a range behind what is no selector (a subquery has a colon: [5m:])'],
  ['rate(up[5m])[5m]', 'rate(up[5m])⟨[5m] has a range behind what is no selector (a subquery has a colon: [5m:])'],
  ['up offset 5m[5m]', 'up offset 5m⟨[5m] has offset before the range (put it behind the range)'],
  [
    'sum(up) offset 5m',
    'sum(up) ⟨offset 5m has offset behind what is no selector (put it behind the selector itself, before the parenthesis closes)',
  ],
  ['up offset 1m offset 1m', 'up offset 1m ⟨offset 1m has offset twice'],
  ['up offset 1e99', 'up offset ⟨1e99 is longer than 292 years'],
  ['up offset (1m / 0)', 'up offset (1m / ⟨0) divides by nothing'],
  ['up @ now()', 'up @ ⟨now() has "now" where a timestamp, start() or end() should stand'],
  ['1e999', '⟨1e999 has a number that is too large'],
  ['rate(up)', 'rate(⟨up) gives rate an instant vector instead of a range vector (put a range behind the selector: [5m])'],
  ['sum(up[5m])', 'sum(⟨up[5m]) gives sum a range vector instead of an instant vector (put it into a function such as rate())'],
  ['abs(1)', 'abs(⟨1) gives abs a number instead of an instant vector'],
  ['rate(up[5m], 1)', '⟨rate(up[5m], 1) gives rate 2 values instead of 1'],
  ['label_join(up)', '⟨label_join(up) gives label_join 1 value instead of at least 3'],
  ['round()', '⟨round() gives round 0 values instead of 1 to 2'],
  ['topk(up)', '⟨topk(up) gives topk 1 value instead of 2'],
  ['topk(up, up)', 'topk(⟨up, up) gives topk an instant vector instead of a number'],
  ['Rate(up[5m])', '⟨Rate(up[5m]) calls "Rate", which is no function (did you mean "rate"?)'],
  ['frobnicate(up)', '⟨frobnicate(up) calls "frobnicate", which is no function'],
  ['info(up, up{a="b"})', 'info(up, ⟨up{a="b"}) gives info something else than labels in braces'],
  ['sum by (a b) (up)', 'sum by (a ⟨b) (up) has "b" where "," or ")" should stand'],
  ['sum by ("") (up)', 'sum by (⟨"") (up) has """" where the name of a label should stand'],
  ['sum by a (up)', 'sum by ⟨a (up) has "a" where a list of labels in parentheses should stand'],
  ['-"a"', '⟨-"a" has a sign before a string'],
  ['up + up[5m]', 'up + ⟨up[5m] has a range vector beside + (put it into a function such as rate())'],
  ['up + "a"', 'up + ⟨"a" has a string beside +'],
  ['1 == 1', '1 ⟨== 1 compares two numbers with == (write == bool)'],
  ['up + bool 1', 'up ⟨+ bool 1 has bool behind +, which compares nothing'],
  ['up or 1', 'up ⟨or 1 has or beside a number (both sides of or are vectors: vector(1))'],
  ['up + on (a) 1', 'up ⟨+ on (a) 1 says which labels must agree, where one side is a number'],
  ['up and on (a) group_left up', 'up ⟨and on (a) group_left up has group_left or group_right behind and'],
  ['up + on (a) group_left (a) up', 'up ⟨+ on (a) group_left (a) up has the label "a" in on and in group_left or group_right'],
  ['up + fill(0) 1', 'up ⟨+ fill(0) 1 fills series in, where one side is a number'],
  ['up or fill(0) up', 'up ⟨or fill(0) up fills series in behind or'],
  ['up + fill(x) up', 'up + fill(⟨x) up has "x" where a number should stand'],
  ['up{a="b"}[1h:2m] + {', 'up{a="b"}[1h:2m] + ⟨{ leaves a brace open'],
])('%s', (text, expected) => expect(said(text)).toBe(expected));

test.each([
  'up > on (a) group_left (b) up',
  'rate(up[5m] offset -1h @ end())',
  'sum(SUM by (a,) (up)) BY (b)',
  '{"http.requests", "a b"="c", code=~`5..`}',
  'up[step() + max_of(5m, range())]',
  'up anchored',
  'foo + fill_left(-1) fill_right(2) bar',
  'sum + by + without + offset',
  'max_over_time(rate(x[1m])[1h:])',
  "label_replace(up, 'a', \"\\u00e9\\101\\x41\\n\\\"\", `b`, '')",
  '0x1F + 1_000 + .5e-3 # said',
  'up > 5m',
])('%s is one', (text) => expect(said(text)).toBeUndefined());

test('which series are read, and how far back', () => {
  expect(readPromQl('sum(rate(a:b{c="d"}[5m])) / {__name__="e", f=~"g"}')).toMatchObject({
    selectors: [
      { metric: 'a:b', offset: 9, matchers: [{ label: 'c', operator: '=', value: 'd', at: 16 }], range: { text: '5m', offset: 20, of: 'rate' } },
      { metric: 'e', matchers: [{ label: '__name__' }, { label: 'f', operator: '=~', value: 'g' }] },
    ],
  });
});

describe('what somebody fills in later', () => {
  test.each([
    'rate(up{a="$a"}[$__rate_interval])',
    'rate(up[${range}] offset $back)',
    'rate(up[${__range_s}s])',
    'rate(up[[[range]]])',
    'topk($n, up{a=~"(${a:regex}|b)"})',
    'sum by ($by) (${metric}_total)',
    '$whole',
    '$fn(up)',
    'up{a="{{args.a}}"} > {{args.limit}}',
    'up # $said',
    "rate(up{a='[$x]'}[$y:])",
  ])('%s', (text) => expect(readQuery(text) ?? { selectors: [] }).toHaveProperty('selectors'));

  test.each<[string, number]>([
    ['rate(up{a="$a"})', 5],
    ['rate(up{a="$a"}[$__rate_interval]', 0],
    ['sum(up[$x]) > $n', 4],
  ])('%s is wrong whatever it is', (text, offset) => {
    const read = readQuery(text);
    if (text.endsWith('$n')) expect(read).toBeUndefined();
    else expect(read).toMatchObject({ flaw: { offset } });
  });
});

// Seen to fail: with one call per parenthesis and no bound the first two end the run.
test.each<[what: string, text: string, words: RegExp]>([
  ['parentheses', '('.repeat(500_000), /nests more than 300/],
  ['calls', 'rate('.repeat(100_000), /nests more than 300/],
  ['parentheses of durations', `up[${'('.repeat(400_000)}`, /nests more than 300/],
  ['signs', '-'.repeat(500_000), /nests more than 300/],
  ['10 MB', 'a'.repeat(10_000_000), /more than 1048576 characters/],
  ['a text that never ends', `up{a="${'b'.repeat(1_000_000)}`, /leaves a quote open/],
  ['commas', `up{${','.repeat(500_000)}`, /has "," where/],
])('%s are named', { timeout: 5000 }, (_, text, words) => expect(said(text)?.slice(-200)).toMatch(words));

test('a sum of many terms is one', { timeout: 5000 }, () => expect(said(Array(100_000).fill('up').join(' + '))).toBeUndefined());
