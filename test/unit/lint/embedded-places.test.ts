// A finding in a text of another language points at its character, however the text is written. Seen to fail: without the fold of a block, with
// escapes of two units, and with an offset that Markdown adds.
import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { anyCluster, lint } from '../../../generator/lint/lint.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';
import { files } from '../../support/fleets.ts';

/** A rule whose expression calls `rat`, which is no function: the word stands in the text nowhere else. */
const rule = (expr: string): string => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, namespace: monitoring, labels: { release: monitoring } }
spec:
  groups:
    - name: shop
      rules:
        - alert: Shop
          expr: ${expr}
`;

const STYLES: readonly (readonly [style: string, text: string])[] = [
  ['plain', rule('up + rat(x[5m])')],
  ['plain, over several lines', rule('up +\n            up\n\n            + rat(x[5m])')],
  ['single quotes', rule(`'label_replace(up, "a", "it''s", "b", "c") + rat(x[5m])'`)],
  ['single quotes over lines', rule(`'up\n            + rat(x[5m])'`)],
  ['double quotes with escapes', rule(String.raw`"up{a=\"\x41\u00e9\\n\"} +\n\trat(x[5m])"`)],
  ['double quotes with a character of two units', rule(String.raw`"up{a=\"\U0001F600😀\"} + rat(x[5m])"`)],
  ['double quotes over lines', rule('"up +\\\n            \\ up\n            + rat(x[5m])"')],
  ['a literal block', rule('|\n            up +\n              up + # said\n            rat(x[5m])')],
  ['a literal block with an indentation of its own', rule('|2-\n             up +\n            rat(x[5m])')],
  ['a folded block', rule('>-\n            up\n            + up\n\n              + up\n            + rat(x[5m])')],
  ['a literal block with tabs and CRLF', rule('|\n            up +\n            \trat(x[5m])').replaceAll('\n', '\r\n')],
  ['an anchor', rule('&e up + rat(x[5m])')],
  ['a tag', rule('!!str up + rat(x[5m])')],
];

const isHere = (text: string, word: string): { line: number; col: number } => {
  const before = text.slice(0, text.indexOf(word));
  return { line: before.split('\n').length, col: before.length - before.lastIndexOf('\n') };
};

const found = (path: string, text: string): object[] => {
  const { manifests, findings } = parseManifests({ path, bytes: Buffer.from(text) });
  return [...findings, ...lint(manifests, anyCluster)].map(({ code, place: { line, col, length } }) => ({ code, line, col, length }));
};

const ONE = { code: 'language/promql', length: 3 };

describe('in manifests of others', () => {
  test.each(STYLES)('%s', (_, text) => expect(found('a.yaml', text)).toEqual([{ ...ONE, ...isHere(text, 'rat(') }]));

  test('a document behind others', () => {
    const text = `# first\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: a }\n---\n${rule('up + rat(x[5m])')}`;
    expect(found('a.yaml', text)).toEqual([{ ...ONE, ...isHere(text, 'rat(') }]);
  });

  test('JSON', () => {
    const expr = JSON.stringify('up{a="\\n"} + rat(x[5m])');
    const text = `{ "apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule", "metadata": { "name": "a", "namespace": "a", "labels": { "release": "a" } },
  "spec": { "groups": [{ "name": "a", "rules": [{ "alert": "A", "expr": ${expr} }] }] } }`;
    expect(found('a.json', text)).toEqual([{ ...ONE, ...isHere(text, 'rat(') }]);
  });

  test('an indented fence of Markdown', () => {
    const text = `# Rules\n\n- these:\n\n  \`\`\`yaml\n${rule('|\n            up +\n            rat(x[5m])').replace(/^(?=.)/gm, '  ')}  \`\`\`\n`;
    expect(found('a.md', text)).toEqual([{ ...ONE, ...isHere(text, 'rat(') }]);
  });

  test('a query in the JSON of a dashboard in a folded block', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: a, namespace: a, labels: { grafana_dashboard: "1" } }
data:
  a.json: >
    { "title": "Shop \\"é\\" \\u00e9", "panels": [{ "title": "One", "datasource": { "type": "prometheus" },
      "targets": [{ "expr": "up{a=\\"\\u0041\\\\n\\"} + rat(x[$__rate_interval])" }] }] }
`;
    expect(found('a.yaml', text)).toEqual([{ code: 'language/query', length: 3, ...isHere(text, 'rat(') }]);
  });

  test('the field of a schedule, behind its zone', () => {
    const text = `apiVersion: velero.io/v1
kind: Schedule
metadata: { name: a, namespace: velero }
spec: { schedule: "TZ=Europe/Berlin  0 24 * * *", template: {} }
`;
    expect(found('a.yaml', text)).toContainEqual({ code: 'object/cron', length: 2, ...isHere(text, '24 *') });
  });

  test('a panel without a title is called so', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: a, namespace: a, labels: { grafana_dashboard: "1" } }
data: { a.json: '{ "title": "Shop", "panels": [{ "datasource": { "type": "prometheus" }, "targets": [{ "expr": "rat(x)" }] }] }' }
`;
    const { manifests } = parseManifests({ path: 'a.yaml', bytes: Buffer.from(text) });
    expect(lint(manifests, anyCluster).map(({ message }) => message)).toEqual([
      expect.stringContaining('a query of a panel without a title calls "rat"'),
    ]);
  });

  test('an empty expression is said once', () => {
    expect(found('a.yaml', rule("''")).map((each) => (each as { code: string }).code)).toEqual(['object/missing-part']);
  });

  test('an alias is pointed at as it stands', () => {
    const text = rule('*e').replace('alert: Shop', 'alert: &e rat(x[5m])');
    expect(found('a.yaml', text)).toEqual([{ code: 'language/promql', ...isHere(text, '*e'), length: 2 }]);
  });
});

describe('in what a fleet brings', () => {
  const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/pap/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [192.0.2.10/32], gatewayCidrs: [192.0.2.20/32] }
regions: { north: {} }
agents: {}
`;
  const placed = (path: string, text: string, more: Readonly<Record<string, string>> = {}, fleet = FLEET): object[] =>
    compile(files({ 'fleet.yaml': fleet, [path]: text, ...more }))
      .findings.filter(({ code }) => code.startsWith('language/'))
      .map(({ code, place: { file, line, col, length } }) => ({ code, file, line, col, length }));

  // Anchors, tags and other escapes are not for a fleet.
  test.each(STYLES.filter(([style]) => !/anchor|tag|CRLF/.test(style)))('%s', (_, text) => {
    const path = 'extra/north/monitoring/shop.yaml';
    expect(placed(path, text)).toEqual([{ ...ONE, file: `config/${path}`, ...isHere(text, 'rat(') }]);
  });

  test('in a component of its own, before and behind a placeholder', () => {
    const component =
      'apiVersion: fleet.plugged.in/v1alpha1\nkind: Component\nname: shop\nsummary: A shop\nnamespaces: [shop]\nobjects: [region/rules.yaml]\n';
    const path = 'components/shop/region/rules.yaml';
    const own = (expr: string): string => rule(expr).replace('namespace: monitoring', 'namespace: shop');
    const fleet = `${FLEET}components: { shop: {} }\n`;
    const before = own('rat(x{region="{region}"}[5m])');
    expect(placed(path, before, { 'components/shop/component.yaml': component }, fleet)).toMatchObject([isHere(before, 'rat(')]);
    // What is put in may be longer: the whole text is pointed at.
    const behind = own('up{region="{region}"} + rat(x[5m])');
    expect(placed(path, behind, { 'components/shop/component.yaml': component }, fleet)).toMatchObject([isHere(behind, 'up{region')]);
  });
});
