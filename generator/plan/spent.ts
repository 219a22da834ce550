import { sha256 } from '../model/sha256.ts';
import { approvalHash } from './approval.ts';
import type { Approval } from './approval.ts';

/** Names, in the message of a delivery, the approvals that something in it relied on. */
export const APPROVALS = 'Approvals';

/**
 * Names an approval: the changes, and who approved them, why and until when. The same changes approved once more, with another reason or day, are
 * another approval.
 */
export function approvalId({ changes, approvedBy, reason, expires }: Approval): string {
  return `${approvalHash(changes)}-${sha256(JSON.stringify([approvedBy, reason, expires])).slice(0, 8)}`;
}

/** An approval that was used, and for what. */
export interface Relied {
  readonly id: string;
  /** Regions of which a change needed it; empty for the fleet as a whole. */
  readonly regions: readonly string[];
}

/**
 * What a delivery spends: an approval as a whole, or, while regions are held that rely on it too, as `<id>/<region>` for those that are delivered.
 * So what is held keeps its approval.
 */
export function spending(approvals: readonly Relied[], isHeld: (region: string) => boolean): string[] {
  return approvals.flatMap(({ id, regions }) => {
    const delivered = regions.filter((region) => !isHeld(region));
    return delivered.length === regions.length && regions.length > 0 ? [id] : delivered.map((region) => entry(id, region));
  });
}

/** Whether deliveries have spent an approval for a change in a region. */
export function isSpent(spent: ReadonlySet<string>, id: string, region: string): boolean {
  return spent.has(id) || spent.has(entry(id, region));
}

function entry(id: string, region: string): string {
  return `${id}/${region === '' ? '*' : region}`;
}

/** What the deliveries with these commit messages have spent. */
export function spentApprovals(messages: Iterable<string>): Set<string> {
  const spent = new Set<string>();
  for (const message of messages) {
    const trailers = message.trimEnd().split('\n\n').at(-1) as string;
    for (const [, list] of trailers.matchAll(new RegExp(`^${APPROVALS}: (.+)$`, 'gm'))) for (const id of (list as string).split(', ')) spent.add(id);
  }
  return spent;
}
