import { expect, test } from 'vitest';
import { machine } from '../../../generator/io/machine.ts';

test('versions are told, and nothing that names a machine', () => {
  const { node, platform, release, git } = machine();
  expect(node).toBe(process.version);
  expect(platform).toBe(`${process.platform} ${process.arch}`);
  for (const version of [release, git]) expect(version).toMatch(/^[0-9]+(\.[0-9]+)*$/);
});
