import type { Amount, CapacityRow, FleetModel } from '../../status/fleet-model.ts';
import { esc } from './escape.ts';
import { link, scrolling, section } from './parts.ts';

/** Pods of every region, and what they request against the quota. */
export function capacitySection({ regions }: FleetModel): string {
  const known = regions.flatMap(({ name, facts }) => (facts === undefined ? [] : [{ name, rows: facts.capacity }]));
  const columns = ['pods', 'CPU requests', 'memory requests'];
  const rows = known.map(({ name, rows: own }) => {
    const cells = columns.map((what) => {
      const row = own.find((each) => each.what === what);
      return `<td>${row === undefined ? '–' : cell(row, name)}`;
    });
    return `<tr><th scope="row">${link('region', name)}${cells.join('')}`;
  });
  const table = `<table class="wide"><caption class="hidden">Requests by region</caption><thead><tr><th scope="col">Region</th>${columns.map((what) => `<th scope="col">${what}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</table>`;
  return section(
    'capacity',
    'Capacity',
    `<p class="dim">At the fewest and the most replicas that autoscalers allow, of what the quota allows; before: as it is delivered.</p>${scrolling('Capacity', table)}`,
  );
}

export function capacityTable(rows: readonly CapacityRow[], region: string): string {
  const lines = rows.map((row) => `<tr><th scope="row">${esc(row.what)}<td>${cell(row, region)}`);
  return `<table><caption class="hidden">Capacity of ${esc(region)}</caption><tbody>${lines.join('')}</table>`;
}

function cell({ what, now, before, limit }: CapacityRow, region: string): string {
  const most = now.max.value;
  const over = limit !== undefined && most > limit.value;
  const meter =
    limit === undefined || limit.value === 0
      ? ''
      : ` <meter min="0" max="${limit.value}" high="${limit.value * 0.9}" value="${Math.min(most, limit.value)}" aria-label="${esc(`${what} of ${region} at the most`)}">${esc(now.max.text)}</meter>`;
  const of = limit === undefined ? '' : ` <span class="dim">of ${esc(limit.text)}</span>`;
  const old = before === undefined ? '' : ` <span class="wait">before ${esc(rangeText(before))}</span>`;
  return `<span${over ? ' class="bad"' : ''}>${esc(rangeText(now))}</span>${of}${meter}${old}${over ? ' <strong class="bad">over the quota at the most</strong>' : ''}`;
}

function rangeText({ min, max }: Amount): string {
  return min.text === max.text ? min.text : `${min.text} to ${max.text}`;
}
