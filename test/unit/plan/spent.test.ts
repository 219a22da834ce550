// An approval is used once.
import { describe, expect, test } from 'vitest';
import { approvalHash } from '../../../generator/plan/approval.ts';
import { approvalId, isSpent, spending, spentApprovals } from '../../../generator/plan/spent.ts';

const approval = { approvedBy: 'Ada', reason: 'meant', expires: '2026-12-01', changes: ['b'.repeat(32), 'a'.repeat(32)] };

test('an approval is named by its changes, and by who made it, why and until when', () => {
  const id = approvalId(approval);
  expect(id).toMatch(new RegExp(`^${approvalHash(approval.changes)}-[0-9a-f]{8}$`));
  expect(approvalId({ ...approval, changes: [...approval.changes].reverse() })).toBe(id);
  const others = [{ approvedBy: 'Bob' }, { reason: 'once more' }, { expires: '2026-12-02' }, { changes: ['c'.repeat(32)] }];
  expect(new Set([id, ...others.map((other) => approvalId({ ...approval, ...other }))]).size).toBe(5);
});

describe('a delivery', () => {
  const held = (region: string): boolean => region === 'south';

  test.each<[string, readonly string[], readonly string[]]>([
    ['spends an approval when nothing else needs it', ['north'], ['x']],
    ['spends one of the fleet as a whole', [''], ['x']],
    ['spends it for what is delivered, while a held region needs it too', ['', 'north', 'south'], ['x/*', 'x/north']],
    ['spends nothing that only a held region needs', ['south'], []],
    ['spends nothing that no change needs', [], []],
  ])('%s', (_, regions, expected) => expect(spending([{ id: 'x', regions }], held)).toEqual(expected));

  test.each<[string, string, string, boolean]>([
    ['all of it', 'x', 'south', true],
    ['its own region', 'x/south', 'south', true],
    ['another region', 'x/north', 'south', false],
    ['the fleet as a whole', 'x/*', '', true],
    ['another approval', 'y', 'south', false],
  ])('that spent %s', (_, entry, region, expected) => expect(isSpent(new Set([entry]), 'x', region)).toBe(expected));
});

describe('what deliveries have spent is read from their trailers', () => {
  test.each<[string, string, readonly string[]]>([
    ['one', 'out: north\n\n~ overlays\n\nFleet-Hash: 1\nApprovals: x\n', ['x']],
    ['several', 'out: north\n\nApprovals: x, y/north\nHeld: south\n', ['x', 'y/north']],
    ['none', 'out: north\n\nFleet-Hash: 1\n', []],
    ['none of the text before', 'out: north\n\nApprovals: x\n\nFleet-Hash: 1\n', []],
    ['none in the middle of a line', 'out: north\n\nNo-Approvals: x\n', []],
  ])('%s', (_, message, expected) => expect([...spentApprovals([message])]).toEqual(expected));

  test('of all commits', () => expect([...spentApprovals(['a\n\nApprovals: x\n', '', 'b\n\nApprovals: y\n'])]).toEqual(['x', 'y']));
});
