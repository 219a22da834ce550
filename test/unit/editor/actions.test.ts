// Seen to fail: without the bound.
import { expect, test, vi } from 'vitest';
import { actions, everyFix } from '../../../generator/editor/actions.ts';
import { Workspace } from '../../../generator/editor/workspace.ts';
import { FIXABLE } from '../../support/fixable-fleet.ts';

test('an editor that asks about many findings waits for few trials, and fixes all at once', () => {
  const workspace = new Workspace();
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const text = FIXABLE.replace('stateless: true', `stateless: true\n    labels: { ${keys.map((key) => `${key}: yes`).join(', ')} }`);
  workspace.update([{ path: 'config/fleet.yaml', relative: 'fleet.yaml', limit: 1 << 20, bytes: Buffer.from(text) }]);
  const judge = vi.spyOn(workspace, 'judge');
  expect(actions(workspace, 'config/fleet.yaml', 1, 1000)).toHaveLength(5);
  expect(judge).toHaveBeenCalledTimes(5);
  judge.mockClear();
  expect(everyFix(workspace)?.changes.size).toBe(1);
  expect(judge.mock.calls.length).toBeLessThan(5);
});
