import type { Node, Origin } from './node.ts';
import { Unbuilt } from './stop.ts';

/** Steps of some ten millionths of a second. */
const MOST = 10_000_000;

/** To hold an object against a selector, or to call it by another name. */
const LOOK = 20;
/** A value that is made stays in memory. */
const MADE = 10;
/** Characters that take as much as a value does. */
const PER_VALUE = 64;

/** What one build may still take: patches and replacements multiply what somebody wrote. */
export class Work {
  #left = MOST;

  look(objects: number, at: Origin): void {
    this.#spend(objects * LOOK, at);
  }

  walk(node: Node, at: Origin): void {
    this.#spend(weightOf(node), at);
  }

  make(node: Node, at: Origin): void {
    this.#spend(weightOf(node) * MADE, at);
  }

  #spend(steps: number, at: Origin): void {
    this.#left -= steps;
    if (this.#left < 0) throw new Unbuilt('its patches and replacements make too much of what is written', at);
  }
}

function weightOf(node: Node): number {
  if (node.kind === 'scalar') return 1 + Math.floor(node.text.length / PER_VALUE);
  let weight = 1;
  if (node.kind === 'list') for (const item of node.items) weight += weightOf(item);
  else for (const { value } of node.entries.values()) weight += weightOf(value);
  return weight;
}
