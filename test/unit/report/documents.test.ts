// Findings in the formats of other CI systems: what they say, and that no text of a fleet gets out of its place.
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../generator/model/finding.ts';
import { DOCUMENTS, documentIn } from '../../../generator/report/documents.ts';
import { gitlabText } from '../../../generator/report/gitlab.ts';
import { junitText } from '../../../generator/report/junit.ts';
import { rdjsonText } from '../../../generator/report/rdjson.ts';
import { HOSTILE, commandsIn, finding, hostile } from './findings.ts';

const DONE = { version: '1.2.3', exitCode: 2 };
const related = [{ place: { file: 'config/fleet.yaml', line: 9, col: 1, length: 0 }, note: 'the other definition' }];
const warning = finding({ severity: 'warning', place: { file: 'config/fleet.yaml', line: 1, col: 1, length: 0 } });

interface Issue {
  readonly fingerprint: string;
}
const issues = (findings: readonly Finding[], problems: string[] = []): Issue[] => JSON.parse(gitlabText(findings, { ...DONE, problems })) as Issue[];

describe('gitlab', () => {
  test('says what, where and how bad', () => {
    expect(issues([finding(), warning], ['out/ differs'])).toMatchObject([
      {
        description: 'there is no region "nowhere"\ndid you mean "north"?',
        check_name: 'fleet/unknown-region',
        severity: 'critical',
        location: { path: 'config/agents/alpha.yaml', lines: { begin: 3 } },
      },
      { severity: 'minor', location: { path: 'config/fleet.yaml' } },
      { description: 'out/ differs', severity: 'blocker', location: { path: '.' } },
    ]);
    expect(gitlabText([], DONE)).toBe('[]\n');
  });

  test('knows a finding again when its line moved, and two of a kind apart', () => {
    const [one, two, three] = issues([finding(), finding({ place: { file: 'config/agents/alpha.yaml', line: 7, col: 1, length: 1 } }), warning]);
    expect(one?.fingerprint.replace(/:1$/, '')).toBe(two?.fingerprint.replace(/:2$/, ''));
    expect(new Set([one, two, three].map((issue) => issue?.fingerprint)).size).toBe(3);
  });
});

test('rdjson: ranges end behind their last column, and codes lead to their page', () => {
  expect(JSON.parse(rdjsonText([finding({ related }), warning], { ...DONE, problems: ['out/ differs'] }))).toEqual({
    source: { name: 'pap-fleet', url: 'https://github.com/VeriTeknik/pap-fleet' },
    diagnostics: [
      {
        message: 'there is no region "nowhere"\ndid you mean "north"?',
        location: { path: 'config/agents/alpha.yaml', range: { start: { line: 3, column: 11 }, end: { line: 3, column: 18 } } },
        severity: 'ERROR',
        code: {
          value: 'fleet/unknown-region',
          url: 'https://github.com/VeriTeknik/pap-fleet/blob/main/docs/diagnostics.md#fleetunknown-region',
        },
        relatedLocations: [
          {
            message: 'the other definition',
            location: { path: 'config/fleet.yaml', range: { start: { line: 9, column: 1 }, end: { line: 9, column: 2 } } },
          },
        ],
      },
      expect.objectContaining({ severity: 'WARNING' }),
      { message: 'out/ differs', location: { path: '.' }, severity: 'ERROR', code: { value: 'pap-fleet' } },
    ],
  });
});

describe('junit', () => {
  test('a suite per file, a case per finding', () => {
    expect(junitText([finding({ related }), warning], { ...DONE, problems: ['out/ differs'] })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="pap-fleet" tests="3" failures="2">
  <testsuite name="config/agents/alpha.yaml" tests="1" failures="1">
    <testcase classname="fleet/unknown-region" name="3:11 there is no region &quot;nowhere&quot;" file="config/agents/alpha.yaml" line="3">
      <failure type="fleet/unknown-region" message="there is no region &quot;nowhere&quot;">config/agents/alpha.yaml:3:11 error fleet/unknown-region: there is no region &quot;nowhere&quot;&#10;did you mean &quot;north&quot;?&#10;also: config/fleet.yaml:9:1 the other definition</failure>
    </testcase>
  </testsuite>
  <testsuite name="config/fleet.yaml" tests="1" failures="0">
    <testcase classname="fleet/unknown-region" name="1:1 there is no region &quot;nowhere&quot;" file="config/fleet.yaml" line="1">
      <system-out>config/fleet.yaml:1:1 warning fleet/unknown-region: there is no region &quot;nowhere&quot;&#10;did you mean &quot;north&quot;?</system-out>
    </testcase>
  </testsuite>
  <testsuite name="pap-fleet" tests="1" failures="1">
    <testcase classname="pap-fleet" name="out/ differs">
      <failure type="pap-fleet" message="out/ differs">out/ differs</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  test('without findings one case passes: a table without a row looks like a job that did not run', () => {
    expect(junitText([], DONE)).toContain('<testsuites name="pap-fleet" tests="1" failures="0">');
  });

  test.each([...HOSTILE, ['halves of pairs', 'a\ud800b\udc00c\ufffe'] as const, ['the end of a section', ']]>--></failure>'] as const])(
    '%s stays within its attribute or text',
    (_, text) => {
      const xml = junitText([hostile(text)], { ...DONE, problems: [text] });
      // Every tag of ours, and nothing that looks like one besides.
      expect(xml.replace(/<\?xml [^<>]*\?>\n|<\/?(?:testsuites?|testcase|failure)(?: [a-z]+="[^"<>]*")*\/?>/g, '')).not.toMatch(/[<>"]/);
      expect(xml.replace(/&(?:amp|lt|gt|quot|apos|#10|#9);/g, '')).not.toContain('&');
      expect(xml.replaceAll('\n', '')).not.toMatch(/[\p{Surrogate}\p{Cc}\ufffe\uffff]/u);
    },
  );
});

test.each(Object.keys(DOCUMENTS))('%s: no text of a fleet is a command of a runner', (format) => {
  for (const [, text] of HOSTILE) expect(commandsIn(documentIn(format)?.([hostile(text)], { ...DONE, problems: [text] }) ?? 'none')).toEqual([]);
});

test.each(['text', 'json', 'github', 'constructor', 'toString'])('%s is no such format', (format) => expect(documentIn(format)).toBeUndefined());
