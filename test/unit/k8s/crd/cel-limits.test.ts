import { expect, test } from 'vitest';
import { celFlaw } from '../../../../generator/k8s/crd/cel/syntax.ts';
import { scopeFlaw } from '../../../../generator/k8s/crd/cel/scope.ts';

// Beside each, what kube-apiserver 1.35.4 says of it in a ValidatingAdmissionPolicy.
test.each([
  ['a long chain', `${'true&&'.repeat(16_000)}true`],
  ['a long list', `size([${'1,'.repeat(40_000)}1])>0`],
  ['deep brackets', `${'('.repeat(240)}true${')'.repeat(240)}`],
  ['a long text', `"${'x'.repeat(50_000)}"==""`],
  ['many signs', `${'!'.repeat(50_000)}true`],
])('%s is taken', (_, text) => {
  expect(celFlaw(text)).toBeUndefined();
  expect(scopeFlaw(text, new Map(), { allowed: ['bool'] }).flaw).toBeUndefined();
});

test.each([
  ['what is too long', `${'true&&'.repeat(17_000)}true`, 'more than 100000 characters'],
  ['what is too deep', `${'('.repeat(260)}true${')'.repeat(260)}`, 'Exceeded maxDepth (250)'],
  ['fields of fields of fields', `object${'.b'.repeat(300)}==1`, 'Exceeded maxDepth (250)'],
  ['choices within choices', `${'true?true:'.repeat(300)}true`, 'Exceeded maxDepth (250)'],
  ['what breaks off after many characters', `${'true&&'.repeat(16_000)}`, 'Unexpected token'],
])('%s is refused', (_, text, message) => {
  expect(celFlaw(text)?.message).toContain(message);
});
