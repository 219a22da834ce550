import type { ErrorObject } from 'ajv';
import { isDay } from '../model/day.ts';
import { sha256 } from '../model/sha256.ts';
import type { Finding } from '../model/finding.ts';
import { hasErrors } from '../model/finding.ts';
import { byCodeUnit } from '../model/order.ts';
import type { Pointer } from '../model/pointer.ts';
import { inSight, quoted, shown } from '../model/quoted.ts';
import type { RuleInfo } from '../model/rule.ts';
import type { ApprovalSpec } from '../fleet/spec.ts';
import { validateApproval } from '../fleet/schema/validators.js';
import { rule as alteredRule } from '../rules/approval/altered/rule.ts';
import { rule as beyondOwner } from '../rules/approval/beyond-owner/rule.ts';
import { rule as expired } from '../rules/approval/expired/rule.ts';
import { rule as invalid } from '../rules/approval/invalid/rule.ts';
import { rule as misplacedRule } from '../rules/approval/misplaced/rule.ts';
import { rule as tooFar } from '../rules/approval/too-far/rule.ts';
import { rule as unusedRule } from '../rules/approval/unused/rule.ts';
import { configRole } from '../yaml/config-path.ts';
import { withExcerpt } from '../secrets/redact.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { parseSource } from '../yaml/source.ts';
import type { Source } from '../yaml/source.ts';
import type { Change } from './change.ts';
import { blocks } from '../model/severity.ts';

/** The most days an approval may reach ahead: what was agreed on must not lie about for ever. */
export const LONGEST_DAYS = 30;

/** A file of `config/approvals`, as people write it. */
export type Approval = ApprovalSpec;

export interface ApprovalFile extends Approval {
  readonly path: string;
  /** The agent whose owner gives it; undefined for one of the platform team. */
  readonly agent?: string;
  readonly source: Source;
}

/** Of the characters of a digest those that name what is changed, as it is now. The others name the whole change. */
const SUBJECT_CHARACTERS = 8;

/**
 * Names one change by what it does, to what, as it is now. Another change, or one of an object that has changed meanwhile,
 * has another digest; two changes of one object as it is now begin alike.
 */
export function digest({ verb, region, component, id, before, after }: Change): string {
  return digestOf([region, component, id, hashOf(before)], [verb, hashOf(after)]);
}

/** @param subject what is changed, as it is now @param change what becomes of it */
export function digestOf(subject: readonly unknown[], change: readonly unknown[]): string {
  return sha256(JSON.stringify(subject)).slice(0, SUBJECT_CHARACTERS) + sha256(JSON.stringify([subject, change])).slice(0, 24);
}

/** The part of a digest that changes of the same object, as it is now, have in common. */
export function subjectOf(text: string): string {
  return text.slice(0, SUBJECT_CHARACTERS);
}

function hashOf(object: unknown): string | null {
  return object === undefined ? null : sha256(JSON.stringify(object));
}

/** The name of an approval's file: that of the changes it approves, so that their list cannot be edited afterwards. */
export function approvalHash(digests: readonly string[]): string {
  return sha256([...new Set(digests)].sort(byCodeUnit).join('\n')).slice(0, 16);
}

/** Where an approval lies below `config/`. @param agent whose owner gives it; absent for one of the platform team */
export function approvalPath(hash: string, agent?: string): string {
  return `approvals/${agent === undefined ? '' : `agents/${agent}/`}${hash}.yaml`;
}

/** A file that is meant to be an approval and does not count. */
interface Defective {
  /** Why it does not: a warning. */
  readonly finding: Finding;
  /** Whatever in it looks like the digest of a change. */
  readonly digests: ReadonlySet<string>;
  /** Its name without folder and ending. */
  readonly name: string;
}

export interface Read {
  readonly approvals: readonly ApprovalFile[];
  readonly defective: readonly Defective[];
}

/** The approvals of a config folder, and what only looks like one, whatever day it is. */
export function readApprovals(config: readonly ConfigFile[]): Read {
  const approvals: ApprovalFile[] = [];
  const defective: Defective[] = [];
  for (const file of [...config].sort((a, b) => byCodeUnit(a.relative, b.relative))) {
    const is = configRole(file.relative);
    if (is.role !== 'approval' && is.role !== 'misplaced approval') continue;
    const { source, findings } = parseSource(file);
    const why = is.role === 'misplaced approval' ? [misplaced(source)] : flaws(source, file, findings);
    if (why.length === 0) approvals.push({ ...(source.data as Approval), path: file.path, source, ...('agent' in is ? { agent: is.agent } : {}) });
    defective.push(...why.map((finding) => ({ finding, ...contentOf(file) })));
  }
  return { approvals, defective };
}

/** What a file says, however badly. */
function contentOf({ relative, bytes }: ConfigFile): Pick<Defective, 'digests' | 'name'> {
  const digests =
    Buffer.from(bytes)
      .toString('latin1')
      .match(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g) ?? [];
  return { digests: new Set(digests), name: relative.slice(relative.lastIndexOf('/') + 1).replace(/\..*$/, '') };
}

/** Of them those that count on a day. */
export function countingOn(today: string, { approvals, defective }: Read): Read {
  const late = approvals.flatMap((approval) => {
    const finding = outOfTime(approval, today);
    return finding === undefined ? [] : [{ approval, finding }];
  });
  return {
    approvals: approvals.filter((approval) => !late.some((each) => each.approval === approval)),
    defective: [
      ...defective,
      ...late.map(({ approval: { changes }, finding }) => ({ finding, digests: new Set(changes), name: approvalHash(changes) })),
    ],
  };
}

/** What the gate has made of the approvals. */
interface Weighed extends Read {
  /** Those of which a change is now another than was approved. */
  readonly altered: readonly ApprovalFile[];
  /** Those that match nothing. */
  readonly unused: readonly ApprovalFile[];
  /** Those of owners that name more than an owner may approve. */
  readonly beyond: readonly ApprovalFile[];
}

/**
 * What is to be said about files of approvals. One that no change needs is worth a note, whatever its state; one that a change which
 * still needs an approval relies on is a reason for the refusal.
 * @param needed digests of the changes that still need an approval
 */
export function approvalFindings({ defective, altered, unused, beyond }: Weighed, needed: readonly string[]): Finding[] {
  const hash = approvalHash(needed);
  const subjects = new Set(needed.map(subjectOf));
  const weighed = (finding: Finding, isRelied: boolean): Finding => (isRelied ? { ...finding, severity: 'error' } : finding);
  return [
    ...defective.map(({ finding, digests, name }) =>
      weighed(finding, needed.some((text) => digests.has(text)) || (needed.length > 0 && name === hash)),
    ),
    ...altered.map(({ source, changes }) =>
      weighed(
        alteredFinding(source),
        changes.some((text) => subjects.has(subjectOf(text))),
      ),
    ),
    ...beyond.map(({ source, changes, agent }) =>
      weighed(
        beyondFinding(source, agent as string),
        needed.some((text) => changes.includes(text)),
      ),
    ),
    ...unused.map(({ source }) => found(unusedRule, source, '', 'this approval matches no change any more', 'remove the file')),
  ];
}

function alteredFinding(source: Source): Finding {
  return found(
    alteredRule,
    source,
    '/changes',
    'what this approval is for has been edited since, so it does not count',
    'look at pap-fleet plan again, approve what it says now, and remove the file',
  );
}

function beyondFinding(source: Source, agent: string): Finding {
  return found(
    beyondOwner,
    source,
    '/changes',
    `the owner of ${quoted(agent)} approves pods of this agent that stop, restart or are less protected, and nothing else`,
    'for the other changes the platform team approves: pap-fleet approve without --agent',
  );
}

function misplaced(source: Source): Finding {
  return found(
    misplacedRule,
    source,
    '',
    'an approval does not count here',
    'approvals are read from config/approvals/<hash>.yaml, and those of owners from config/approvals/agents/<agent>/<hash>.yaml: move it there, or remove it',
  );
}

function flaws(source: Source, { relative }: ConfigFile, unread: readonly Finding[]): Finding[] {
  const { data } = source;
  if (hasErrors(unread)) {
    const { message, place } = unread.find(blocks) as Finding;
    const { code, severity } = invalid;
    return [withExcerpt({ code, severity, message: inSight(`this is no approval: ${message}`), place, hint: SHAPE }, source)];
  }
  if (!validateApproval(data)) {
    return (validateApproval.errors as ErrorObject[]).slice(0, 5).map(({ instancePath, message, params }) => {
      const extra = (params as { additionalProperty?: string }).additionalProperty;
      const what = instancePath === '' ? 'the approval' : quoted(instancePath.slice(1));
      return found(invalid, source, instancePath, `${what} ${extra === undefined ? message : `has the unknown key ${quoted(extra)}`}`, SHAPE);
    });
  }
  const { expires, changes } = data as Approval;
  const name = relative.slice(relative.lastIndexOf('/') + 1, -'.yaml'.length);
  const hash = approvalHash(changes);
  if (name !== hash)
    return [
      found(
        invalid,
        source,
        '/changes',
        `these changes belong into ${hash}.yaml, not into ${shown(name)}.yaml: the list, or the name, has been edited`,
        'an approval is for the changes it was made for; let pap-fleet approve make a new one',
      ),
    ];
  return isDay(expires) ? [] : [found(invalid, source, '/expires', `"${expires}" is no day of the calendar`, 'for example 2026-12-01')];
}

function outOfTime({ expires, source }: ApprovalFile, today: string): Finding | undefined {
  const days = daysBetween(today, expires);
  if (days < 0)
    return found(expired, source, '/expires', `this approval ended on ${expires}`, 'remove the file, or approve anew with pap-fleet approve');
  if (days > LONGEST_DAYS)
    return found(
      tooFar,
      source,
      '/expires',
      `this approval reaches ${days} days ahead; ${LONGEST_DAYS} are allowed`,
      `the last day may be ${addDays(today, LONGEST_DAYS)}`,
    );
  return undefined;
}

const SHAPE = 'an approval holds approvedBy, reason, expires and changes; pap-fleet approve writes it';

/** A finding about an approval. */
export function found({ code, severity }: RuleInfo, source: Source, at: Pointer, message: string, hint: string): Finding {
  const place = source.locate(at, at === '');
  return withExcerpt({ code, severity, message: inSight(message), place, pointer: at, hint }, source);
}

const DAY = 86_400_000;

/** Whole days from one day to another. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

export function addDays(day: string, days: number): string {
  return isoDay(Date.parse(`${day}T00:00:00Z`) + days * DAY);
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Why an approval that is about to be written would not count. */
export function approvalFlaw(approval: Approval, today: string): Finding | undefined {
  const relative = approvalPath(approvalHash(approval.changes));
  return countingOn(today, readApprovals([{ path: relative, relative, bytes: Buffer.from(approvalText(approval)) }])).defective[0]?.finding;
}

/** The file that approves changes. */
export function approvalText({ approvedBy, reason, expires, changes }: Approval): string {
  const digests = [...new Set(changes)].sort(byCodeUnit);
  return `approvedBy: ${JSON.stringify(approvedBy)}
reason: ${JSON.stringify(reason)}
expires: "${expires}"
changes:
${digests.map((text) => `  - "${text}"\n`).join('')}`;
}
