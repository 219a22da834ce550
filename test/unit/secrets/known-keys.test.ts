import { expect, test } from 'vitest';
import { isSensitiveKey } from '../../../generator/secrets/keys.ts';

test('a key is judged the same, however many were asked about before, and however long it is', () => {
  const asked = Array.from({ length: 2100 }, (_, i) => isSensitiveKey(`a-${i}-password`) && !isSensitiveKey(`a-${i}-name`));
  expect(new Set(asked)).toEqual(new Set([true]));
  const long = 'a'.repeat(200);
  expect([1, 2].map(() => [isSensitiveKey(`${long}token`), isSensitiveKey(long), isSensitiveKey('late-token'), isSensitiveKey('secretKey')])).toEqual(
    [
      [true, false, true, false],
      [true, false, true, false],
    ],
  );
});
