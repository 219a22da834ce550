// Which value a line of a file is about.
import { expect, test } from 'vitest';
import { atLine } from '../../../generator/history/at-line.ts';

const TEXT = `# a comment
agents:
  alpha:
    image: x # why
    autoscale: { min: 2, max: 4 }

    args:
      - --one
      - name: n
        value: v
    note: |
      # no comment
      text
---
second: 1
`;

test.each([
  [1, undefined],
  [2, 'agents'],
  [3, 'agents/alpha'],
  [4, 'agents/alpha/image'],
  [5, 'agents/alpha/autoscale'],
  [6, undefined],
  [7, 'agents/alpha/args'],
  [8, 'agents/alpha/args/0'],
  [9, 'agents/alpha/args/1/name'],
  [10, 'agents/alpha/args/1/value'],
  [11, 'agents/alpha/note'],
  [12, 'agents/alpha/note'],
  [13, 'agents/alpha/note'],
  [99, undefined],
])('line %i', (line, path) => expect(atLine(TEXT, line)?.path.join('/')).toBe(path));

test('the document of a line', () => expect(atLine(TEXT, 15)).toMatchObject({ document: 1, path: ['second'] }));

test('a file that is no YAML stops nothing', () => expect(() => atLine('a: [\n\u0000\n: {', 2)).not.toThrow());
