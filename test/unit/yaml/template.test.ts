import { expect, test } from 'vitest';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

const read = (text: string, path = 'm.yaml') => parseManifests({ path, bytes: Buffer.from(text) });
const told = (text: string, path?: string) => {
  const { templates, findings, manifests } = read(text, path);
  return {
    templates: templates.map(({ place, action }) => `${place.line}:${place.col} ${action}`),
    findings: findings.map(({ code, place }) => `${place.line} ${code}`),
    manifests: manifests.length,
  };
};
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';

test('what is no YAML because of its actions is a template, and no error', () => {
  expect(told('kind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n')).toEqual({
    templates: ['3:9 {{ .Release.Name }}'],
    findings: [],
    manifests: 0,
  });
  expect(told('kind: A\n{{- if .x }}\nspec: {{ .y }}-z\n{{- end }}\n').templates).toEqual(['2:1 {{- if .x }}']);
  expect(told('kind: A\n{% if x %}\nspec: "{{ y }}"\n{% endif %}\n').templates).toEqual(['2:1 {% if x %}']);
  expect(told('a: {{ include "b"\n  . }}\n').templates).toHaveLength(1);
});

// Seen to fail: `${PORT}` in a map on one line was an error.
test('a variable of envsubst makes a template where the text is no YAML before it is filled in', () => {
  expect(told('kind: A\nports: [{port: ${PORT}}]\n')).toEqual({ templates: ['2:16 ${PORT}'], findings: [], manifests: 0 });
  expect(told('kind: A\n${MORE:=a}\nb: c\n').templates).toEqual(['2:1 ${MORE:=a}']);
  expect(told('kind: A\nrun: ${HOME}\nb: [c\n')).toEqual({ templates: [], findings: ['3 yaml/syntax'], manifests: 0 });
});

test('what is wrong without them as well is an error, unless it lies among templates', () => {
  const text = 'kind: A\nspec: [{{ .y }}\nb: c\n';
  expect(told(text)).toEqual({ templates: [], findings: ['3 yaml/syntax'], manifests: 0 });
  expect(told(text, 'chart/templates/a.yaml')).toEqual({ templates: ['2:8 {{ .y }}'], findings: [], manifests: 0 });
  expect(told('a: [b\n', 'chart/templates/a.yaml').findings).toEqual(['1 yaml/syntax']);
});

test('each document is looked at by itself', () => {
  expect(told(`${MAP}---\na: [b\n---\nkind: {{ .k }}\n---\n${MAP}data: { a: "{{ .text }}" }\n`)).toEqual({
    templates: ['8:7 {{ .k }}'],
    findings: ['7 yaml/syntax'],
    manifests: 2,
  });
});

test('many of them, and many that never end, take no time to speak of', () => {
  const begun = performance.now();
  expect(read('a: {{ .b }}\n---\n'.repeat(20_000)).templates).toHaveLength(20_000);
  read('{{\n'.repeat(200_000));
  read(`a: [\n${'{{ x '.repeat(100_000)}`);
  expect(performance.now() - begun).toBeLessThan(8000);
});
