import type { Finding } from '../../model/finding.ts';
import { esc } from './escape.ts';
import { code, placeText, section, wayOutHtml } from './parts.ts';
import { byGravity, type Severity } from '../../model/severity.ts';

const COLOUR = { error: 'bad', warning: 'wait', note: 'dim' } as const satisfies Record<Severity, string>;

/** So many are shown. */
const MOST = 200;

/** What checks have found, with the line that it is about. */
export function findingsSection(findings: readonly Finding[]): string {
  if (findings.length === 0) return section('findings', 'Findings', '<p>The checks found nothing.</p>');
  const items = [...findings]
    .sort(byGravity)
    .slice(0, MOST)
    .map(({ code: rule, severity, message, hint, place, excerpt }) => {
      const source =
        excerpt === undefined || excerpt === ''
          ? ''
          : `<pre tabindex="0" aria-label="${esc(placeText(place))}">${esc(`${place.line} | ${excerpt}`)}</pre>`;
      return `<li><p><strong class="${COLOUR[severity]}">${severity}</strong> ${code(rule)} <span class="dim mono">${esc(placeText(place))}</span></p><p>${esc(message)}</p>${source}${hint === undefined ? '' : `<p class="out">Way out: ${wayOutHtml(hint)}</p>`}</li>`;
    });
  const rest = findings.length - items.length;
  return section(
    'findings',
    'Findings',
    `<ul class="items">${items.join('')}</ul>${rest > 0 ? `<p class="dim">and ${rest} more: pap-fleet validate</p>` : ''}`,
  );
}
