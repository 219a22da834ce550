import type { Finding } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import { withHint } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { visible } from './style.ts';
import { blocks } from '../model/severity.ts';

/**
 * Findings as JUnit XML, which nearly every CI server shows as a table of tests: a suite per file, a case per finding. An error fails its case, a warning
 * or a note is printed by a case that passes. https://github.com/testmoapp/junitxml
 */
export function junitText(findings: readonly Finding[], { problems = [] }: Outcome): string {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) memo(files, finding.place.file, () => [] as Finding[]).push(finding);
  const suites = [...files].sort(([a], [b]) => byCodeUnit(a, b)).map(([file, own]) => suite(file, own.map(testCase), own.filter(blocks).length));
  if (problems.length > 0) suites.push(suite('pap-fleet', problems.map(problemCase), problems.length));
  if (suites.length === 0) suites.push(suite('pap-fleet', ['    <testcase classname="pap-fleet" name="no findings"/>\n'], 0));
  const failures = findings.filter(blocks).length + problems.length;
  const tests = Math.max(1, findings.length + problems.length);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pap-fleet" tests="${tests}" failures="${failures}">\n${suites.join('')}</testsuites>\n`;
}

function suite(name: string, cases: readonly string[], failures: number): string {
  return `  <testsuite name="${escaped(name)}" tests="${cases.length}" failures="${failures}">\n${cases.join('')}  </testsuite>\n`;
}

function testCase(finding: Finding): string {
  const { code, place, severity, message, related = [] } = finding;
  const also = related.map(({ place: { file, line, col }, note }) => `\nalso: ${file}:${line}:${col} ${note}`).join('');
  const text = escaped(`${place.file}:${place.line}:${place.col} ${severity} ${code}: ${withHint(finding)}${also}`);
  const body = blocks(finding)
    ? `      <failure type="${escaped(code)}" message="${escaped(message)}">${text}</failure>\n`
    : `      <system-out>${text}</system-out>\n`;
  return `    <testcase classname="${escaped(code)}" name="${escaped(`${place.line}:${place.col} ${message}`)}" file="${escaped(place.file)}" line="${place.line}">\n${body}    </testcase>\n`;
}

function problemCase(text: string): string {
  const shown = escaped(text);
  return `    <testcase classname="pap-fleet" name="${shown}">\n      <failure type="pap-fleet" message="${shown}">${shown}</failure>\n    </testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** XML 1.0 has no way to write most control characters, which `visible` shows, and none for halves of pairs, which become U+FFFD. */
function escaped(text: string): string {
  return visible(text)
    .replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"'\n\t]/g, (character) => ENTITIES[character] as string);
}
