import type { WorkingCopy } from '../../io/git.ts';
import { caFileOf } from '../../io/remote-settings.ts';
import { isWanted, send } from '../../io/webhook.ts';
import { writeFile } from '../../io/write-file.ts';
import { factsOf } from '../../deliver/record.ts';
import type { Verdict } from '../../deliver/judge.ts';
import type { Work } from '../../deliver/work.ts';
import { deliveryMessage, deliveryRecord, notSentText } from '../../report/delivery.ts';
import { jsonText } from '../../report/json.ts';
import type { Published } from '../../report/published.ts';
import type { Context, Flags } from '../command.ts';
import { afterwards } from './options.ts';

/**
 * Keep the record of a delivery, and tell a webhook. The delivery is made: whatever fails here is a warning.
 * @returns for machines
 */
export function tell(context: Context, flags: Flags, copy: WorkingCopy, work: Work, verdict: Verdict | undefined, published: Published): object {
  const { record, urlFile, format } = afterwards(flags);
  const webhook = { file: urlFile, caFile: caFileOf(flags.more['ca-file'] as string | undefined) };
  const wanted = published.pushed && isWanted(webhook);
  if (record === undefined && !wanted) return {};
  const warn = (text: string): void => {
    if (!flags.json) context.streams.err(text);
  };
  let facts;
  try {
    facts = factsOf(copy, work, published, verdict, context.version);
  } catch (error) {
    const text = `there is no record of this delivery: ${(error as Error).message}`;
    warn(`warning: ${text}\n`);
    return { warnings: [text] };
  }
  if (facts === undefined) return {};
  const told: { record?: string; notified?: boolean; warnings?: string[] } = {};
  if (record !== undefined) {
    try {
      writeFile(context.disk, record, jsonText(deliveryRecord(facts)));
      told.record = record;
    } catch (error) {
      const text = `the record of this delivery was not written: ${(error as Error).message}`;
      warn(`warning: ${text}\n`);
      told.warnings = [text];
    }
  }
  if (wanted) {
    const why = send(webhook, deliveryMessage(facts, format));
    told.notified = why === undefined;
    if (why !== undefined) {
      warn(notSentText(why));
      told.warnings = [...(told.warnings ?? []), notSentText(why).trim()];
    }
  }
  return told;
}
