// The report in a real browser: the questions of whoever is on call, readers of screens, phones, paper, and hostile words.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mapSvg } from '../../../generator/report/html/map.ts';
import { reportHtml, statusHtml } from '../../../generator/report/html/report.ts';
import { Desk } from '../../support/program.ts';
import { ATTACKS, attacked, CONFIG, pictured } from '../../support/pictured.ts';
import { Chromium } from './chromium.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What could load or do something. */
const ACTIVE = "[...document.querySelectorAll('script, img, iframe, object, embed, link, base, form')].map((each) => each.tagName)";
const OPEN = "document.querySelectorAll('details').forEach((each) => (each.open = true))";
const chromium = new Chromium();
const desk = new Desk();
/** All at once: what one of them would close, another one opens. Each by itself is tried to the letter in test/unit/report/html. */
const WAVES = [ATTACKS.join(''), [...ATTACKS].reverse().join('')];
const night = pictured();
const file = (name: string): string => join(desk.folder, name);

beforeAll(async () => {
  writeFileSync(file('night.html'), reportHtml(night));
  writeFileSync(file('status.html'), statusHtml(night));
  WAVES.forEach((attack, i) => {
    const model = attacked(night, attack);
    writeFileSync(file(`attack-${i}.html`), reportHtml(model));
    writeFileSync(file(`attack-${i}.svg`), mapSvg(model, { links: false }));
  });
  await chromium.start();
}, 60_000);

afterAll(async () => {
  await chromium.stop();
  desk.remove();
});

/** What a reader sees of the page now. */
const seen = (page: Page, within = 'main'): Promise<string> =>
  page.$eval(within, (element) => (element as unknown as { readonly innerText: string }).innerText);

/** Look for something and follow what is found first: two acts, as two clicks are. */
async function find(page: Page, what: string): Promise<void> {
  await page.type('#q', what);
  await page.click('#found a');
}

describe('whoever is on call has the answer within two clicks', () => {
  test('what is the path of this host?', async () => {
    const { page, complaints } = await chromium.open(file('night.html'));
    await find(page, 'alpha.south.a');
    const answer = await seen(page, '#agent-alpha');
    for (const part of ['From the name to the pods', 'As in north', 'south']) expect(answer).toContain(part);
    await page.click('#agent-alpha details summary');
    const words = await seen(page, '#agent-alpha');
    for (const part of [
      'DNSEndpoint',
      'IngressRoute agents/alpha-agent-hooks',
      'Service agents/alpha-agent',
      'Deployment agents/alpha-agent',
      'NetworkPolicy',
    ])
      expect(words).toContain(part);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('what changed here last?', async () => {
    const { page } = await chromium.open(file('night.html'));
    await page.click('thead a[href="#region-east"]');
    expect(await seen(page, '#region-east')).toMatch(/Changed last\s+delivered by 222222222222 alpha 1\.1\.0 in east Ada, 2026-12-20 10:00 UTC/);
    await page.close();
  });

  test('who owns it?', async () => {
    const { page } = await chromium.open(file('night.html'));
    await page.click('tbody a[href="#agent-alpha"]');
    expect(await seen(page, '#agent-alpha')).toMatch(/Answers for it\s+team science, science@example\.net owner acme/);
    await page.close();
  });

  test('what is held, and why?', async () => {
    const { page } = await chromium.open(file('night.html'));
    await page.click('nav a[href="#attention"]');
    const answer = await seen(page, '#attention');
    expect(answer).toMatch(/north is held\s+a Namespace is deleted, since 111111111111/);
    expect(answer).toMatch(/south is frozen\s+frozen by year-end: nobody is there to watch; until 2027-01-04 06:00 UTC/);
    expect(answer).toContain('it holds a commit that out/ has left behind');
    expect(answer).toContain('Way out: argocd app terminate-op pap-east-agents');
    await page.close();
  });

  test('what else breaks with this region?', async () => {
    const { page } = await chromium.open(file('night.html'));
    await page.click('thead a[href="#region-south"]');
    expect(await seen(page, '#region-south')).toMatch(
      /Breaks with it\s+Nowhere else: beta\.\s+Goes on in one other: gamma\.\s+Goes on in all others: alpha\.\s+Calls between agents here: gamma → alpha\./,
    );
    await page.close();
  });
});

describe('a page', () => {
  test.each([
    ['night.html', false],
    ['night.html', true],
    ['status.html', false],
  ])('%s, dark: %s, has nothing that axe calls serious, nothing to complain of, and asks for nothing', async (name, dark) => {
    const { page, complaints } = await chromium.open(file(name), { dark });
    await page.evaluate(OPEN);
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      interface Violation {
        readonly id: string;
        readonly impact: string;
        readonly nodes: readonly { readonly html: string }[];
      }
      const { axe: judge } = globalThis as unknown as { readonly axe: { run(): Promise<{ readonly violations: readonly Violation[] }> } };
      return (await judge.run()).violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html ?? ''}`);
    });
    expect(violations.filter((each) => /^(serious|critical)/.test(each))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('does not scroll sideways on a phone, with all of it open', async () => {
    const { page } = await chromium.open(file('night.html'), { width: 390, height: 844 });
    await page.evaluate(OPEN);
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(390);
    await page.close();
  });

  test('shows all of it on paper', async () => {
    const { page } = await chromium.open(file('night.html'));
    await page.emulateMediaType('print');
    const hidden = await page.evaluate(
      "[...document.querySelectorAll('main dl')].filter((each) => each.getBoundingClientRect().height === 0).length",
    );
    expect(hidden).toBe(0);
    expect(await page.evaluate("getComputedStyle(document.getElementById('find')).display")).toBe('none');
    await page.close();
  });

  test('is used by keys alone', async () => {
    const { page } = await chromium.open(file('night.html'));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('/');
    await page.keyboard.type('beta.south');
    expect(await seen(page, '#told')).toBe('1 found');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('location.hash')).toBe('#agent-beta');
    expect(await page.evaluate("document.getElementById('agent-beta').closest('details').open")).toBe(true);
    await page.close();
  });

  test('opens what a link from elsewhere leads into, and bears one that leads nowhere', async () => {
    const { page, complaints } = await chromium.open(file('night.html'), { hash: '#region-north' });
    expect(await seen(page, '#region-north')).toContain('a Namespace is deleted');
    await page.goto(`file://${file('night.html')}#%`);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe('hostile words', () => {
  test('are words in a page: nothing of them runs, loads or becomes an element', async () => {
    const { page: plain } = await chromium.open(file('night.html'));
    const usual = await plain.evaluate(ACTIVE);
    await plain.close();
    for (const [i, attack] of WAVES.entries()) {
      const { page, complaints } = await chromium.open(file(`attack-${i}.html`));
      await page.evaluate(OPEN);
      await page.type('#q', 'alpha');
      expect(await page.$$eval('#found li', (all) => all.length), attack).toBeGreaterThan(0);
      expect(await page.evaluate('window.pwned'), attack).toBeUndefined();
      expect(await page.evaluate(ACTIVE)).toEqual(usual);
      expect(
        await page.evaluate(
          "[...document.querySelectorAll('*')].flatMap((each) => each.getAttributeNames().filter((name) => name.startsWith('on')))",
        ),
      ).toEqual([]);
      expect(complaints, attack).toEqual([]);
      await page.close();
    }
  });

  test('are words in a picture', async () => {
    for (const [i, attack] of WAVES.entries()) {
      const { page, complaints } = await chromium.open(file(`attack-${i}.svg`));
      expect(await page.evaluate('document.documentElement.tagName'), attack).toBe('svg');
      expect(await page.evaluate("document.querySelectorAll('script, a, image, foreignObject').length")).toBe(0);
      expect(complaints, attack).toEqual([]);
      await page.close();
    }
  });
});

test('the program writes the page, the map and the model of a fleet', async () => {
  desk.write(Object.fromEntries(Object.entries(CONFIG).map(([path, text]) => [`config/${path}`, text])));
  expect(desk.run('generate').code).toBe(0);
  const { code, out, err } = desk.run('report', '--out', 'fleet.html', '--svg', 'fleet.svg', '--plan');
  expect([code, out, err]).toEqual([0, '', 'wrote fleet.svg\nwrote fleet.html\n']);
  const { page, complaints } = await chromium.open(file('fleet.html'));
  expect(await seen(page)).toContain('Nothing changes, compared with out');
  expect(await page.title()).toBe('pap: what runs where');
  expect(complaints).toEqual([]);
  await page.close();
  expect(desk.read('fleet.svg')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  expect(JSON.parse(desk.run('report', '--json').out)).toMatchObject({ command: 'report', ok: true, model: { modelVersion: 1, fleet: 'pap' } });
});
