// Whether an expression is PromQL and a text a template of alerts, asked of Prometheus itself.
// Judges: promtool.
import { expect, test } from 'vitest';
import { ALERTS } from '../../../generator/k8s/go-template/prometheus.ts';
import { templateFlaw } from '../../../generator/k8s/go-template/parser.ts';
import { readPromQl } from '../../../generator/k8s/promql/parser.ts';
import { EXPRESSIONS, TEMPLATES, changed } from './promql-texts.ts';
import { checkRules } from './promtool.ts';

/** What Prometheus took up after the version of this judge: names in quotes, seconds without a unit, durations for numbers. */
const NEWER = /\{"[^"]*"\}|\[[0-9]+ *[\]:]|^[0-9]+[a-z]+ /;

/** What the judge has against each of many rules; by their numbers. */
function refused(rules: readonly Record<string, unknown>[]): ReadonlySet<number> {
  const said = checkRules([{ name: 'all', rules }]);
  return new Set([...said.matchAll(/rule ([0-9]+),/g)].map(([, number]) => Number(number) - 1));
}

// Red when rate took an instant vector.
test('what is called PromQL here and there', () => {
  const texts = [...new Set([...EXPRESSIONS, ...changed(EXPRESSIONS, 1500)])].filter((text) => text !== '');
  const theirs = refused(texts.map((expr, i) => ({ record: `r:${i}`, expr })));
  const ours = texts.map((text) => 'flaw' in readPromQl(text));
  const differing = texts.filter((text, i) => ours[i] !== theirs.has(i) && !(theirs.has(i) && NEWER.test(text)));
  expect(differing).toEqual([]);
  expect(theirs.size).toBeGreaterThan(500);
  expect(texts.length - theirs.size).toBeGreaterThan(250);
});

// Red when an action could stay open.
test('what is called a template here and there', () => {
  const texts = [...new Set([...TEMPLATES, ...changed(TEMPLATES, 500)])];
  const theirs = refused(texts.map((text, i) => ({ alert: `A${i}`, expr: 'up', annotations: { summary: text } })));
  const ours = texts.map((text) => templateFlaw(text, ALERTS) !== undefined);
  expect(texts.filter((_, i) => ours[i] !== theirs.has(i))).toEqual([]);
  expect(theirs.size).toBeGreaterThan(100);
});
