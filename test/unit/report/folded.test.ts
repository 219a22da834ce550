import { describe, expect, test } from 'vitest';
import { columns, folded } from '../../../generator/report/folded.ts';

describe('folded', () => {
  test.each([
    ['short', 20, '', ['short']],
    ['one two three four', 9, '', ['one two', 'three', 'four']],
    ['one two three four', 10, '  ', ['one two', '  three', '  four']],
    ['abcdefghijklmnop', 8, '', ['abcdefgh', 'ijklmnop']],
    // Where there is no room at all it still ends.
    ['abcdefghijklmnopqr', 3, '    ', ['abcdefgh', '    ijklmnop', '    qr']],
  ])('%j in %i columns', (text, width, indent, lines) => expect(folded(text, width, indent)).toEqual(lines));
});

describe('columns', () => {
  const rows = [
    ['AGENT', 'VERSION', 'STATE', 'REGIONS'],
    ['alpha', '1.0.0', 'out/ has image registry.example.net/alpha:1.0.0', 'eu-west, us-east, ap-south, and many more'],
  ];

  test('are as wide as what they hold, where nobody says how wide a terminal is', () => {
    expect(columns(rows, undefined)).toEqual([
      `AGENT  VERSION  ${'STATE'.padEnd(47)}  REGIONS`,
      'alpha  1.0.0    out/ has image registry.example.net/alpha:1.0.0  eu-west, us-east, ap-south, and many more',
    ]);
  });

  test.each([40, 60, 80, 100])('fit into %i columns', (width) => {
    const lines = columns(rows, width);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(width, 50));
    expect(lines.join(' ').replace(/\s+/g, '')).toContain('registry');
  });

  test('stay as they are where they fit', () => expect(columns(rows, 200)).toEqual(columns(rows, undefined)));
});
