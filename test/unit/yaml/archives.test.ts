import { expect, test } from 'vitest';
import { withArchive } from '../../../generator/yaml/archives.ts';

const ENTRY = '1.1.0: { file: charts/a-1.1.0.tgz, sha256: "00" }';
const archive = { version: '1.1.0', file: 'charts/a-1.1.0.tgz', sha256: '00' };

test.each<[what: string, text: string, expected: string]>([
  [
    'no archives yet',
    'chart:\n  name: a # its name\n  version: 1.0.0\nneeds: {}\n',
    `chart:\n  name: a # its name\n  version: 1.0.0\n  archives:\n    ${ENTRY}\nneeds: {}\n`,
  ],
  ['no archives, and no line break at the end', 'chart:\n  name: a', `chart:\n  name: a\n  archives:\n    ${ENTRY}\n`],
  [
    'archives in lines',
    'chart:\n  archives: # written\n    1.0.0: { file: b } # first\n  version: 1.0.0\n',
    `chart:\n  archives: # written\n    1.0.0: { file: b } # first\n    ${ENTRY}\n  version: 1.0.0\n`,
  ],
  [
    'archives whose entries have lines',
    'chart:\n  archives:\n    1.0.0:\n      file: b\n      sha256: c\n\n  version: 1.0.0\n',
    `chart:\n  archives:\n    1.0.0:\n      file: b\n      sha256: c\n    ${ENTRY}\n\n  version: 1.0.0\n`,
  ],
  ['archives in braces', 'chart:\n  archives: { 1.0.0: { file: b } }\n', `chart:\n  archives: { 1.0.0: { file: b }, ${ENTRY} }\n`],
  ['empty braces', 'chart:\n  archives: {} # none\n', `chart:\n  archives: { ${ENTRY} } # none\n`],
  ['a key without a value', 'chart:\n  archives:\n  version: 1.0.0\n', `chart:\n  archives: { ${ENTRY} }\n  version: 1.0.0\n`],
  ['a chart in braces', 'chart: { name: a, version: 1.0.0 }\n', `chart: { name: a, version: 1.0.0, archives: { ${ENTRY} } }\n`],
  ['line breaks of Windows', 'chart:\r\n  name: a\r\n', `chart:\r\n  name: a\r\n  archives:\r\n    ${ENTRY}\r\n`],
])('an archive comes to %s', (_, text, expected) => expect(withArchive(text, archive)).toBe(expected));

test('the version of what is installed stands there where the chart says it', () =>
  expect(withArchive('chart:\n  archives: {}\n', { ...archive, appVersion: '2.0' })).toContain('sha256: "00", appVersion: "2.0" }'));
