import type { Log, Notification, PhysicalLocation, ReportingDescriptor, Result } from 'sarif';
import type { Finding, Place } from '../model/finding.ts';
import { byCodeUnit } from '../model/order.ts';
import type { RuleInfo } from '../model/rule.ts';
import { CODES } from '../rules/rules.ts';
import { Fingerprints } from './fingerprint.ts';
import { jsonText } from './json.ts';
import { HOME, urlOf, withHint } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { count } from './style.ts';
import { byGravity } from '../model/severity.ts';

/**
 * What code scanning of GitHub refuses beyond (https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit):
 * results of a run, and locations of a result. It shows the first 5,000, errors before warnings.
 */
const MOST_RESULTS = 25_000;
const MOST_LOCATIONS = 1000;
/** Characters of a description of a rule, of which policies of a fleet may have more: "SARIF support for code scanning". */
const LONGEST = 1024;

/** Findings as SARIF 2.1.0 (OASIS), which code scanning, editors and dashboards read. The same findings give the same bytes. */
export function sarifText(all: readonly Finding[], { version, exitCode, problems: others = [], failed = false }: Outcome): string {
  const findings = all.length <= MOST_RESULTS ? all : worst(all);
  const left = all.length - findings.length;
  const problems = left === 0 ? others : [...others, `${count(left, 'finding')} more, which code scanning would not take; --json has all of them`];
  const rules = [...CODES.values(), ...policiesOf(findings)];
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'pap-fleet', semanticVersion: version, informationUri: HOME, rules: rules.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            // Findings are what it is for; it failed when it could not look.
            executionSuccessful: !failed,
            exitCode,
            ...(problems.length === 0 ? {} : { toolExecutionNotifications: problems.map(notification) }),
          },
        ],
        results: results(
          findings,
          rules.map(({ code }) => code),
        ),
      },
    ],
  };
  return jsonText(log);
}

/** As many as may be in a run: the gravest first, each in their order. */
function worst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(byGravity).slice(0, MOST_RESULTS);
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Policies of the fleet's own that something breaks, sorted by code. */
function policiesOf(findings: readonly Finding[]): RuleInfo[] {
  const found = new Map<string, RuleInfo>();
  for (const { code, severity, policy, hint = '' } of findings)
    if (policy !== undefined)
      found.set(code, { code, severity, what: policy.about, why: `A policy of this fleet: ${policy.file}`, fix: hint, scope: 'object', policy });
  return [...found.values()].sort((a, b) => byCodeUnit(a.code, b.code));
}

function descriptor({ code, severity, what, why, source, fix, policy }: RuleInfo): ReportingDescriptor {
  const from = source === undefined ? [] : [`Source: ${source}`];
  return {
    id: code,
    name: pascal(code),
    shortDescription: { text: cut(what) },
    fullDescription: { text: cut(why) },
    help: { text: [why, fix, ...from].join('\n'), markdown: [why, fix, ...from].join('\n\n') },
    helpUri: urlOf({ code, ...(policy === undefined ? {} : { policy }) }),
    defaultConfiguration: { level: severity },
  };
}

/** `fleet/unknown-region` as `FleetUnknownRegion`: readers want a name without signs. */
function pascal(code: string): string {
  return code.replace(/(^|[/-])([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

function results(findings: readonly Finding[], codes: readonly string[]): Result[] {
  const prints = new Fingerprints();
  return findings.map((finding) => {
    const { code, severity, place, excerpt, related } = finding;
    return {
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: severity,
      message: { text: withHint(finding) },
      locations: [{ physicalLocation: physical(place, excerpt) }],
      ...(related === undefined || related.length === 0
        ? {}
        : {
            relatedLocations: related
              .slice(0, MOST_LOCATIONS - 1)
              .map((other, i) => ({ id: i + 1, message: { text: other.note }, physicalLocation: physical(other.place) })),
          }),
      partialFingerprints: { 'papFleetFinding/v1': prints.of(finding) },
    };
  });
}

function physical({ file, line, col, length }: Place, excerpt?: string): PhysicalLocation {
  return {
    artifactLocation: artifact(file),
    region: {
      startLine: line,
      startColumn: col,
      // SARIF's end column is the one behind the region.
      endColumn: col + Math.max(1, length),
      ...(excerpt === undefined || excerpt === '' ? {} : { snippet: { text: excerpt } }),
    },
  };
}

/** A path as a URI, relative to the root of the repository unless it was named absolutely. */
function artifact(file: string): { uri: string; uriBaseId?: string } {
  const uri = file
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
  return uri.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}

function notification(text: string): Notification {
  return { level: 'error', message: { text } };
}
