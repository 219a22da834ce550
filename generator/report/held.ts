import type { Holds } from '../render/held.ts';
import type { Review } from '../plan/review.ts';
import { listed } from './listed.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

/** More regions than these are told in one line. */
const MOST = 24;

/** Which regions stay as they are delivered, and which go on; empty when nothing is held. */
export function heldText(review: Review, style: Style): string {
  const lines = heldLines(review);
  return lines.length === 0 ? '' : `\n${lines.map((line) => `${style.yellow(visible(line))}\n`).join('')}`;
}

/** The same as lines without colours: `held: eu-west (a Namespace is deleted, since 1f2e3d4c5b6a)`. */
export function heldLines({ delivery, regions, obstacle }: Review): string[] {
  if (obstacle !== undefined) return [`nothing is delivered, as no region can be held apart: ${obstacle}`];
  if (delivery === undefined || delivery.held.size === 0) return [];
  const { held, since } = delivery;
  const names = [...held].map(([region, { because }]) => {
    const commit = since.get(region);
    return `held: ${region} (${because}${commit === undefined ? '' : `, since ${commit.slice(0, 12)}`})`;
  });
  const going = [...regions.keys()].filter((region) => !held.has(region));
  const rest = names.length - MOST;
  return [
    ...names.slice(0, MOST),
    ...(rest > 0 ? [`… and ${count(rest, 'more region')} held`] : []),
    going.length === 0 ? 'delivered: no region changes' : `delivered: ${listed(going, MOST)}`,
  ];
}

/** After a delivery: which regions were not a part of it. */
export function heldAfterText(held: Holds): string {
  if (held.size === 0) return '';
  const lines = [...held].slice(0, MOST).map(([region, { because }]) => `  ${visible(`${region}: ${because}`)}\n`);
  const rest = held.size - lines.length;
  const more = rest > 0 ? `  … and ${count(rest, 'more region')}\n` : '';
  return `the gate holds ${count(held.size, 'region')}, which ${held.size === 1 ? 'stays' : 'stay'} as delivered before; all else is delivered:\n${lines.join('')}${more}`;
}
