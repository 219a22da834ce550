import type { News } from '../plan/news.ts';
import type { Holds } from '../render/held.ts';
import { memo } from '../model/memo.ts';
import { redact } from '../secrets/redact.ts';
import { lessHeld } from './news.ts';
import type { Delivered } from './published.ts';

/** A merge that a delivery brought. */
export interface Merge {
  readonly commit: string;
  readonly subject: string;
  readonly author: string;
  /** When it was committed, in UTC. */
  readonly at: string;
  /** Number of the pull or merge request, where the commit says it. */
  readonly pullRequest?: number;
}

/** One delivery, as `schemas/delivery.schema.json` describes it. */
export interface DeliveryRecord {
  readonly deliveryVersion: 1;
  readonly fleet: string;
  readonly at: string;
  readonly remote: string;
  readonly branch: string;
  readonly pushed: boolean;
  readonly commit: string;
  readonly subject: string;
  readonly from: string;
  readonly by: string;
  readonly generator: string;
  readonly config: string;
  readonly plan?: string;
  readonly files: { readonly created: number; readonly updated: number; readonly deleted: number };
  readonly regions: readonly string[];
  readonly changes: readonly Omit<News, 'rank'>[];
  readonly held: Readonly<Record<string, string>>;
  readonly rollouts: readonly { readonly name: string; readonly reached: number; readonly waves: number }[];
  readonly findings: { readonly errors: number; readonly warnings: number; readonly notes: number };
  readonly approvals: readonly string[];
  readonly merges: readonly Merge[];
  /** How many of each list are not in it. */
  readonly more?: Readonly<Partial<Record<'changes' | 'held' | 'merges' | 'regions', number>>>;
}

/** What is known of a delivery. */
export interface Facts extends Omit<DeliveryRecord, 'deliveryVersion' | 'files' | 'regions' | 'changes' | 'held' | 'more'> {
  readonly delivered: Delivered;
  readonly news: readonly News[];
  readonly holds: Holds;
}

/** Of each list in a record, and in a message. */
export const MOST = { record: 1000, message: 20 } as const;
/** Characters of one text of others. */
const LONGEST = 300;

/** The record of a delivery: no secret in it, no list and no text without a bound. */
export function deliveryRecord(facts: Facts, most: number = MOST.record): DeliveryRecord {
  const { delivered, news, holds, plan, merges, ...rest } = facts;
  const told = lessHeld(news, holds);
  const lists = {
    regions: regionsOf(delivered),
    changes: told.map(({ what, agent, regions }) => ({ what, ...(agent === undefined ? {} : { agent }), regions: regions.slice(0, most) })),
    merges,
  };
  const held = [...holds];
  const counts = { changes: lists.changes.length, held: held.length, merges: merges.length, regions: lists.regions.length };
  const more = Object.fromEntries(Object.entries(counts).flatMap(([name, count]) => (count > most ? [[name, count - most]] : [])));
  return harmless({
    deliveryVersion: 1 as const,
    ...rest,
    ...(plan === undefined ? {} : { plan }),
    files: { created: delivered.created.length, updated: delivered.updated.length, deleted: delivered.deleted.length },
    regions: lists.regions.slice(0, most),
    changes: lists.changes.slice(0, most),
    held: Object.fromEntries(held.slice(0, most).map(([name, { because }]) => [name, because])),
    rollouts: facts.rollouts.slice(0, most),
    approvals: facts.approvals.slice(0, most),
    merges: merges.slice(0, most),
    ...(Object.keys(more).length === 0 ? {} : { more }),
  });
}

/** Regions whose folder changes. */
function regionsOf({ created, updated, deleted }: Delivered): string[] {
  return [...new Set([...created, ...updated, ...deleted].flatMap((path) => /^overlays\/([^/]+)\//.exec(path)?.[1] ?? []))].sort();
}

/** Every text of some data without secrets, and bounded. Names of regions are in it many times. */
function harmless<T>(data: T): T {
  const seen = new Map<string, string>();
  const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`);
  const clean = (text: string): string => memo(seen, text, () => cut(redact(text)));
  return JSON.parse(JSON.stringify(data), (_, value: unknown) => (typeof value === 'string' ? clean(value) : value)) as T;
}

export const MESSAGE_FORMATS = ['json', 'slack', 'teams'] as const;
export type MessageFormat = (typeof MESSAGE_FORMATS)[number];

/**
 * The body of a message about a delivery.
 * - `json`: `text`, and the record as `delivery`
 * - `slack`: `text`, which Mattermost and Rocket.Chat understand too
 * - `teams`: a card, as workflows of Teams take it
 */
export function deliveryMessage(facts: Facts, format: MessageFormat): string {
  const record = deliveryRecord(facts, MOST.message);
  const text = messageText(record);
  if (format === 'json') return JSON.stringify({ text, delivery: record });
  if (format === 'slack') return JSON.stringify({ text });
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.2',
    body: text.split('\n').map((line) => ({ type: 'TextBlock', text: line, wrap: true })),
  };
  return JSON.stringify({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] });
}

/** Some lines for people, in which no word of others is more than a word. */
function messageText(record: DeliveryRecord): string {
  const { fleet, subject, branch, commit, by, changes, held, merges, more = {} } = record;
  const list = (title: string, lines: readonly string[], rest = 0): string[] =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `- ${line}`), ...(rest === 0 ? [] : [`- and ${rest} more`])];
  return [
    `${word(fleet)}: ${word(subject)}`,
    `${word(branch)} ${commit.slice(0, 12)}, by ${word(by)}`,
    ...list(
      'Changes:',
      changes.map(({ what, regions }) => `${word(what)}${regions.length === 0 ? '' : `: ${regions.map(word).join(', ')}`}`),
      more.changes,
    ),
    ...list(
      'Held:',
      Object.entries(held).map(([region, because]) => `${word(region)}: ${word(because)}`),
      more.held,
    ),
    ...list(
      'Merged:',
      merges.map(
        ({ subject: text, author, pullRequest }) => `${word(text)} (${word(author)}${pullRequest === undefined ? '' : `, request ${pullRequest}`})`,
      ),
      more.merges,
    ),
  ].join('\n');
}

/** Letters, digits and signs that no reader of messages takes for a mention, a link, a picture or a format. */
function word(text: string): string {
  return redact(text)
    .slice(0, 120)
    .replace(/[^\p{L}\p{M}\p{N} ./:;,%'()→…+-]/gu, '?')
    .replace(/:(?=\/\/)|(?<=\bwww)\./gi, '?');
}

/** What is said where a message was not taken. */
export function notSentText(why: string): string {
  return `warning: the message about this delivery was not sent: ${redact(why)}\n`;
}
