import { expect, test } from 'vitest';
import { configRole, limitOf } from '../../../generator/yaml/config-path.ts';
import { LIMITS } from '../../../generator/yaml/limits.ts';

test.each([
  ['components/a/rendered/01/objects.yaml', 'rendered', LIMITS.rendered],
  ['components/a/rendered/01/rendering.yaml', 'rendered', LIMITS.rendered],
  ['components/a/rendered/01/more.yaml', 'component', 7],
  ['components/a/kustomize/x/a.env', 'kustomize', 7],
  ['components/a/kustomize', 'unexpected', 7],
  ['components/a/values.yaml', 'component', 7],
  ['fleet.yaml', 'fleet', 7],
])('%s is %s, and may have %d bytes', (path, role, bytes) => expect([configRole(path).role, limitOf(path, 7)]).toEqual([role, bytes]));
