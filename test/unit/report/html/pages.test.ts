// Pages and pictures to the letter, where letters decide; test/system/browser asks a browser.
import { describe, expect, test } from 'vitest';
import { anchor, esc } from '../../../../generator/report/html/escape.ts';
import { mapSvg } from '../../../../generator/report/html/map.ts';
import { reportHtml, statusHtml } from '../../../../generator/report/html/report.ts';
import { ATTACKS, attacked, pictured } from '../../../support/pictured.ts';

const night = pictured();

/** Names of elements and attributes that a page holds. */
function marks(html: string): Set<string> {
  const body = html.replace(/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>/g, '');
  return new Set(
    [...body.matchAll(/<\/?([a-zA-Z!][^\s>]*)((?:[^">]|"[^"]*")*)>/g)].flatMap(([, name = '', attributes = '']) => [
      name,
      ...attributes
        .replace(/="[^"]*"/g, '')
        .split(/\s+/)
        .filter((each) => each !== '')
        .map((each) => `@${each}`),
    ]),
  );
}

describe('text', () => {
  test.each([
    ['<b>', '&lt;b&gt;'],
    ['a & b', 'a &amp; b'],
    ['"it\'s"', '&quot;it&#39;s&quot;'],
    ['\u202ex\u0000', '\\u202ex\\u0000'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '************'],
  ])('%j is written %j', (text, written) => expect(esc(text)).toBe(written));

  test('names lead to what they name, and no two to the same', () => {
    const all = ['a', 'A', 'a b', 'a"b', 'a_b', 'a%62', '<a>', 'ä'].map((name) => anchor('agent', name));
    expect(new Set(all).size).toBe(all.length);
    for (const each of all) expect(each).toMatch(/^agent-[\w-]+$/);
  });
});

describe.each(ATTACKS)('with %j in every place', (attack) => {
  const model = attacked(night, attack);

  test.each([
    ['a report', reportHtml],
    ['a status', statusHtml],
    ['a map', (of: typeof night) => mapSvg(of, { links: false })],
  ] as const)('%s has no other elements and attributes than without', (_, make) => {
    const known = marks(make(night));
    expect([...marks(make(model))].filter((each) => !known.has(each) && !/^@?(details|summary|@class)$/.test(each))).toEqual([]);
    expect([...make(model).matchAll(/ href="(?!#)([^"]*)"/g)].map(([, to]) => to)).toEqual([]);
  });
});

test('a page names by digests all that it may do', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(reportHtml(night))?.[1];
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'$/,
  );
  const html = reportHtml(night);
  expect([...html.matchAll(/ (?:src|href|action|data|srcset)="(?!#)([^"]*)"/g)].map(([, to]) => to)).toEqual(['mailto:science@example.net']);
  expect(html).not.toMatch(/@import|url\(/);
});

test('a map alone is one picture that needs nothing', () => {
  const svg = mapSvg(night, { links: false });
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*role="img"/);
  expect(svg).toContain('prefers-color-scheme:dark');
  expect(svg).not.toMatch(/<a |href=/);
});

test('many agents that go on together are not named twice: the table of the region names them', () => {
  const names = Array.from({ length: 20 }, (_, i) => `agent-${i}`);
  const [first, ...rest] = night.regions as [(typeof night.regions)[number]];
  const elsewhere = names.map((agent) => ({ agent, regions: night.regions.length - 1 }));
  const page = (own: typeof elsewhere): string =>
    reportHtml({ ...night, regions: [{ ...first, loss: { alone: [], elsewhere: own, calls: [] } }, ...rest] });
  expect(page(elsewhere)).toContain('Goes on in all others: all 20 agents, as they are listed below.');
  const apart = elsewhere.map((each, i) => (i === 0 ? { ...each, regions: 1 } : each));
  expect(page(apart)).toContain('Goes on in one other: <a href="#agent-agent-0">agent-0</a>.');
  expect(page(apart)).not.toContain('as they are listed below');
});
