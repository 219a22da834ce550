import type { Holds } from '../render/held.ts';
import { GENERATOR_VERSION, staysOn } from '../model/generator.ts';
import { tally } from '../plan/review.ts';
import type { Review } from '../plan/review.ts';
import { frozenLines } from './frozen.ts';
import { listed } from './listed.ts';
import { tallyText } from './plan-words.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

/** More regions than these are told in one line. */
const MOST = 24;

/** Which regions stay on older generators, which are frozen, which are held as they are delivered, and which go on; empty when nothing is held. */
export function heldText(review: Review, style: Style): string {
  const lines = [...stayLines(review), ...frozenLines(review), ...heldLines(review)];
  return lines.length === 0 ? '' : `\n${lines.map((line) => `${style.yellow(visible(line))}\n`).join('')}`;
}

/** What waits in the regions that stay on the output of an older generator, as lines without colours. */
export function stayLines({ stays }: Review): string[] {
  const lines = [...stays].map(([region, { generator, waiting, unknown }]) => {
    const waits = waiting.length === 0 ? 'nothing waits' : `not delivered: ${tallyText(tally(waiting))} by ${GENERATOR_VERSION}`;
    return `${region} ${staysOn(generator)}: ${waits}${unknown === undefined ? '' : `; nobody can tell whether edits of config/ reach it: ${unknown}`}`;
  });
  const rest = lines.length - MOST;
  return [...lines.slice(0, MOST), ...(rest > 0 ? [`… and ${count(rest, 'more region')} that stay on older generators`] : [])];
}

/** The same as lines without colours: `held: eu-west (a Namespace is deleted, since 1f2e3d4c5b6a)`. */
export function heldLines({ delivery, regions, stays, frozen, obstacle }: Review): string[] {
  if (obstacle !== undefined) return [`nothing is delivered, as no region can be held apart: ${obstacle}`];
  if (delivery === undefined || delivery.held.size === 0) return [];
  const { held, since } = delivery;
  const refused = [...held].filter(
    ([region, { because }]) => because !== staysOn(stays.get(region)?.generator ?? '') && because !== frozen.get(region)?.because,
  );
  const names = refused.map(([region, { because }]) => {
    const commit = since.get(region);
    return `held: ${region} (${because}${commit === undefined ? '' : `, since ${commit.slice(0, 12)}`})`;
  });
  const isFrozen = [...held].some(([region, { because }]) => because === frozen.get(region)?.because);
  if (names.length === 0 && !isFrozen) return [];
  const going = [...regions.keys()].filter((region) => !held.has(region));
  const rest = names.length - MOST;
  return [
    ...names.slice(0, MOST),
    ...(rest > 0 ? [`… and ${count(rest, 'more region')} held`] : []),
    going.length === 0 ? 'delivered: no region changes' : `delivered: ${listed(going, MOST)}`,
  ];
}

/** After a delivery: which regions were not a part of it. @param passes whether the gate refused nothing, and config/ says what stays */
export function heldAfterText(held: Holds, passes = false): string {
  if (held.size === 0) return '';
  const lines = [...held].slice(0, MOST).map(([region, { because }]) => `  ${visible(`${region}: ${because}`)}\n`);
  const rest = held.size - lines.length;
  const more = rest > 0 ? `  … and ${count(rest, 'more region')}\n` : '';
  const stays = held.size === 1 ? 'stays' : 'stay';
  const what = passes ? `${count(held.size, 'region')} ${stays}` : `the gate holds ${count(held.size, 'region')}, which ${stays}`;
  return `${what} as delivered before; all else is delivered:\n${lines.join('')}${more}`;
}
