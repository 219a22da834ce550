import type { Changed, Commit } from '../../status/fleet-model.ts';
import type { Place } from '../../model/finding.ts';
import { anchor, esc } from './escape.ts';

/**
 * Small pieces that several sections are made of. End tags that HTML lets be left out are left out where there are thousands of them: of rows and
 * cells, of items, and of what is said of a term.
 */

export function code(text: string): string {
  return `<code>${esc(text)}</code>`;
}

export function link(kind: 'agent' | 'region', name: string): string {
  return `<a href="#${anchor(kind, name)}">${esc(name)}</a>`;
}

/** The same where the search looks: each name stands in one such place. */
export function foundLink(kind: 'agent' | 'region', name: string): string {
  return `<a href="#${anchor(kind, name)}" data-k="${kind}">${esc(name)}</a>`;
}

export function placeText({ file, line }: Pick<Place, 'file' | 'line'>): string {
  return `${file}:${line}`;
}

/** Where somebody is reached: a link where it is plainly an address, and text where it is anything else. */
export function contactHtml(text: string): string {
  if (/^https:\/\/[\w.-]+(?:\/[\w./-]*)?$/.test(text)) return `<a href="${esc(text)}" rel="noreferrer">${esc(text)}</a>`;
  return /^[\w.+-]+@[\w.-]+$/.test(text) ? `<a href="mailto:${esc(text)}">${esc(text)}</a>` : esc(text);
}

/** A command as one, and words about it as words. */
export function wayOutHtml(text: string): string {
  const [, command, rest = ''] = /^((?:argocd|pap-fleet|git|kubectl) [^;:]*)(.*)$/s.exec(text) ?? [];
  return command === undefined ? esc(text) : `${code(command)}${esc(rest)}`;
}

/** A term and what is to be said of it. */
export function fact(term: string, html: string): string {
  return `<div><dt>${esc(term)}<dd>${html}</div>`;
}

export function list(items: readonly string[], kind = ''): string {
  return items.length === 0 ? '' : `<ul${kind === '' ? '' : ` class="${kind}"`}>${items.map((item) => `<li>${item}`).join('')}</ul>`;
}

/** So many names are shown, and the others behind a click. */
const FEW = 12;

/** The first of them as links; of many the others are words, or pages of large fleets would be links for the most part. */
export function names(all: readonly string[], show: (name: string) => string): string {
  if (all.length <= FEW + 2) return all.map(show).join(', ');
  const rest = esc(all.slice(FEW).join(', '));
  return `${all.slice(0, FEW).map(show).join(', ')} <details class="more"><summary>and ${all.length - FEW} more</summary>${rest}</details>`;
}

export function section(id: string, title: string, html: string): string {
  return `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${esc(title)}</h2>${html}</section>\n`;
}

/** What scrolls by itself, for those who have no mouse as well. */
export function scrolling(label: string, html: string): string {
  return `<div class="scroll" role="region" aria-label="${esc(label)}" tabindex="0">${html}</div>`;
}

/** What changed last, or why nobody knows. */
export function changedText({ out, config }: Changed, withoutHistory: string | undefined): string {
  const parts = [
    ...(out === undefined ? [] : [`delivered by ${commitText(out)}`]),
    ...(config === undefined ? [] : [`its file of config/ by ${commitText(config)}`]),
  ];
  if (parts.length > 0) return parts.join('<br>');
  return esc(withoutHistory === undefined ? 'nothing within the last 400 commits of config/ and out/' : `nobody can tell: ${withoutHistory}`);
}

function commitText({ id, at, by, subject }: Commit): string {
  return `<code>${esc(id.slice(0, 12))}</code> ${esc(subject)} <span class="dim">${esc(by)}, <time datetime="${esc(at)}">${esc(timeWords(at))}</time></span>`;
}

/** `2026-11-30 14:05 UTC` */
export function timeWords(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
