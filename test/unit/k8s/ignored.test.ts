import { expect, test } from 'vitest';
import { jqFlaw, pointerFlaw } from '../../../generator/k8s/ignored.ts';

// What gojq 0.12.19 says of `del(PATH)`, parsed and compiled as Argo CD does. Seen to fail: a key with a hyphen taken for a path.

test.each([
  '.spec.replicas',
  '$ENV',
  '.a.b-1',
  '.spec.template.spec.containers[] | select(.name == "a-b") | .env',
  '.metadata.annotations["a/b"]',
  '.metadata.annotations."a/b"',
  '.spec | del(.a)',
  '.webhooks[]?.clientConfig.caBundle',
  'paths(..)',
  '.. | .image?',
  '.spec.rules[0].http.paths[-1]',
  '.data."a.b-c"',
  '.spec.replicas, .spec.paused',
  '.spec.a/.spec.b',
  '.data["x"] as $x | .a',
  '.spec.versions[] | select(.name=="v1" and (.served|not)) | .x',
  '."a\\(1+1)"',
  '.spec.template.spec.initContainers[] | select(.name | startswith("istio"))',
  '.["a"]',
  '[.a]',
])('jq reads %s', (path) => {
  expect(jqFlaw(path)).toBeUndefined();
});

test.each([
  'spec.replicas',
  '/spec/replicas',
  '/a',
  '$.spec',
  '.metadata.annotations.example.net/owner',
  '.metadata.labels.app-name',
  '.metadata.labels.app.kubernetes.io/name',
  '.spec.containers[?(@.name=="a")]',
  '.spec.a[',
  '.spec["a]',
  '.a]',
  'webhooks[].clientConfig',
  'data',
  ' ',
])('jq does not read %s', (path) => {
  expect(jqFlaw(path)).toBeDefined();
});

// evanphx/json-patch goes on where there is nothing to remove.
test.each([
  ['/spec/replicas', true],
  ['', false],
  ['spec/replicas', false],
  ['.spec.replicas', false],
  ['/metadata/annotations/a~1b', true],
  ['/metadata/annotations/a/b', false],
  ['/metadata/annotations/a~b', false],
  ['/spec/template/spec/containers/0/image', true],
  ['/spec/template/spec/containers/*/image', false],
])('the pointer %s leads somewhere: %s', (pointer, leads) => {
  expect(pointerFlaw(pointer) === undefined).toBe(leads);
});
