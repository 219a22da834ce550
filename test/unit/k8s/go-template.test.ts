// What is said of templates of alerts; that Prometheus judges them alike, test/system/servers/promql.integration.ts says. Seen to fail: each row with
// the condition turned round that it is about.
import { expect, test } from 'vitest';
import { ALERTS } from '../../../generator/k8s/go-template/prometheus.ts';
import { templateFlaw } from '../../../generator/k8s/go-template/parser.ts';

function said(text: string): string | undefined {
  const flaw = templateFlaw(text, ALERTS);
  return flaw === undefined
    ? undefined
    : `${text.slice(0, flaw.offset)}⟨${text.slice(flaw.offset)} ${flaw.message}${flaw.hint === undefined ? '' : ` (${flaw.hint})`}`;
}

test.each<[text: string, expected: string]>([
  ['a {{ $labels.pod', 'a ⟨{{ $labels.pod leaves an action open: {{ without }}'],
  ['{{ a {{ b }}', '⟨{{ a {{ b }} leaves an action open: another one begins in it'],
  ['{{ $label.pod }}', '{{ ⟨$label.pod }} names the variable "$label", which nothing declares (did you mean "$labels"?)'],
  ['{{ $value | humanise }}', '{{ $value | ⟨humanise }} calls "humanise", which is no function (did you mean "humanize"?)'],
  ['{{ zzzzzzzzzzzz }}', '{{ ⟨zzzzzzzzzzzz }} calls "zzzzzzzzzzzz", which is no function'],
  ['{{ if $value }}x', '{{ ⟨if $value }}x leaves "if" open: {{ end }} lacks'],
  ['{{ if }}x{{ end }}', '{{ if ⟨}}x{{ end }} lacks a value in if'],
  ['{{ else }}', '{{ ⟨else }} has "else" where nothing is open that has one'],
  ['{{ if 1 }}{{ else with 1 }}', '{{ if 1 }}{{ else ⟨with 1 }} has "with" in "else"'],
  ['{{ end }}', '{{ ⟨end }} has "end" where nothing is open'],
  ['{{ end x }}', '{{ end ⟨x }} has "x" in "end"'],
  ['{{ break }}', '{{ ⟨break }} has "break" outside of a range'],
  ['{{ if 1 }}{{ define "a" }}{{ end }}{{ end }}', '{{ if 1 }}{{ ⟨define "a" }}{{ end }}{{ end }} has "define" within an action'],
  ['{{ template a }}', '{{ template ⟨a }} has "a" in template'],
  ['{{ define "a"', '⟨{{ define "a" leaves an action open: {{ without }}'],
  ['{{ ($value }}', '{{ ($value ⟨}} leaves a parenthesis open'],
  ['{{ $value) }}', '{{ $value⟨) }} closes a parenthesis that is not open'],
  ['{{ "a }}', '{{ ⟨"a }} leaves a quote open'],
  ['{{ "\\q" }}', '{{ ⟨"\\q" }} has an escape that means nothing within quotes'],
  ['{{ $value % 2 }}', '{{ $value ⟨% 2 }} has "%", which means nothing in an action'],
  ['{{ $labels.a-b }}', '{{ $labels.a⟨-b }} has "-" within a word'],
  ['{{ 1 | 2 }}', '{{ 1 | ⟨2 }} passes a value on to "2", which is no function'],
  ['{{ "a".b }}', '{{ "a"⟨.b }} has ".b" in what follows "\\"a\\""'],
  ['{{ $a, $b := 1 }}', '{{ $a, ⟨$b := 1 }} declares too many variables'],
  ['{{/* said }}', '⟨{{/* said }} leaves a comment open'],
  ['{{/* said */ x }}', '⟨{{/* said */ x }} has a comment that does not end its action'],
  ['{{ printf "a" "b"$value }}', '{{ printf "a" "b"⟨$value }} has "$value" in an operand'],
  ['{{ , }}', '{{ ⟨, }} has "," in an action'],
  ['{{ range if }}', '{{ range ⟨if }} has "if" in an operand'],
  [
    '{{ with 1 }}{{ $x := 1 }}{{ end }}{{ $x }}',
    '{{ with 1 }}{{ $x := 1 }}{{ end }}{{ ⟨$x }} names the variable "$x", which nothing declares (did you mean "$"?)',
  ],
])('%s', (text, expected) => expect(said(text)?.replaceAll('""a""', String.raw`"\"a\""`)).toBe(expected));

test.each([
  'no template, } and { alike',
  '{{- $labels.pod -}} {{/* said */}} {{- /* said */ -}}',
  '{{ if eq $value 1.5e3 }}{{ else if ($value | not) }}{{ else }}{{ end }}',
  '{{ range $i, $x := query "up" }}{{ continue }}{{ $i }}{{ $x.Labels.job }}{{ else }}{{ end }}',
  '{{ define "a" }}{{ . }}{{ end }}{{ template "a" $value }}{{ template "a" }}{{ block "b" . }}{{ end }}',
  "{{ printf `%d` 'x' -0x1F .5 true nil | toUpper }}",
  '{{ (query "up" | first).Labels.job }}',
  '{{ $x := 1 }}{{ $x = 2 }}{{ $.Labels }}{{ $x }}',
])('%s is one', (text) => expect(said(text)).toBeUndefined());

test.each<[what: string, text: string, words: RegExp]>([
  ['blocks', '{{ if 1 }}'.repeat(100_000), /nests more than 200 actions/],
  ['parentheses', `{{ ${'('.repeat(300_000)}1${')'.repeat(300_000)} }}`, /nests more than 200 parentheses/],
  ['an action of 5 MB', `{{ ${'a '.repeat(2_500_000)}`, /more than 1048576 characters/],
])('%s are named', { timeout: 5000 }, (_, text, words) => expect(said(text)?.slice(-200)).toMatch(words));
