import type { Log, Notification, PhysicalLocation, ReportingDescriptor, Result } from 'sarif';
import type { Finding, Place } from '../model/finding.ts';
import type { RuleInfo } from '../model/rule.ts';
import { CODES } from '../rules/rules.ts';
import { Fingerprints } from './fingerprint.ts';
import { jsonText } from './json.ts';
import { HOME, urlOf, withHint } from './outcome.ts';
import type { Outcome } from './outcome.ts';

const CODE_NAMES = [...CODES.keys()];

/** Findings as SARIF 2.1.0 (OASIS), which code scanning, editors and dashboards read. The same findings give the same bytes. */
export function sarifText(findings: readonly Finding[], { version, exitCode, problems = [], failed = false }: Outcome): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'pap-fleet', semanticVersion: version, informationUri: HOME, rules: [...CODES.values()].map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            // Findings are what it is for; it failed when it could not look.
            executionSuccessful: !failed,
            exitCode,
            ...(problems.length === 0 ? {} : { toolExecutionNotifications: problems.map(notification) }),
          },
        ],
        results: results(findings),
      },
    ],
  };
  return jsonText(log);
}

function descriptor({ code, severity, what, why, fix }: RuleInfo): ReportingDescriptor {
  return {
    id: code,
    name: pascal(code),
    shortDescription: { text: what },
    fullDescription: { text: why },
    help: { text: `${why}\n${fix}`, markdown: `${why}\n\n${fix}` },
    helpUri: urlOf(code),
    defaultConfiguration: { level: severity },
  };
}

/** `fleet/unknown-region` as `FleetUnknownRegion`: readers want a name without signs. */
function pascal(code: string): string {
  return code.replace(/(^|[/-])([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

function results(findings: readonly Finding[]): Result[] {
  const prints = new Fingerprints();
  return findings.map((finding) => {
    const { code, severity, place, excerpt, related } = finding;
    return {
      ruleId: code,
      ruleIndex: CODE_NAMES.indexOf(code),
      level: severity,
      message: { text: withHint(finding) },
      locations: [{ physicalLocation: physical(place, excerpt) }],
      ...(related === undefined || related.length === 0
        ? {}
        : { relatedLocations: related.map((other, i) => ({ id: i + 1, message: { text: other.note }, physicalLocation: physical(other.place) })) }),
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
