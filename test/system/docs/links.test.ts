import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import fastGlob from 'fast-glob';
import { describe, expect, it } from 'vitest';

const pages = fastGlob.sync('**/*.md', { dot: true, ignore: ['.git/**', 'node_modules/**', 'coverage/**', 'test/examples/golden/**'] }).sort();

/** A page without its code, where brackets mean something else. */
function prose(text: string): string {
  return text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '').replaceAll(/`[^`\n]*`/g, 'x');
}

/** Anchors that GitHub gives a page: of its headings, and those it sets itself. */
function anchors(text: string): Set<string> {
  const seen = new Map<string, number>();
  const found = new Set<string>();
  for (const [, heading] of text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '').matchAll(/^#{1,6} (.*)$/gm)) {
    const slug = (heading as string)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    const n = seen.get(slug) ?? 0;
    seen.set(slug, n + 1);
    found.add(n === 0 ? slug : `${slug}-${n}`);
  }
  for (const [, id] of text.matchAll(/<a id="([^"]+)">/g)) found.add(id as string);
  return found;
}

function brokenLinks(page: string): string[] {
  const text = readFileSync(page, 'utf8');
  const links = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link as string);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path, anchor] = link.split('#') as [string, string | undefined];
    const target = path === '' ? page : normalize(join(dirname(page), path));
    if (!existsSync(target)) return true;
    if (anchor === undefined) return false;
    return statSync(target).isDirectory() || !anchors(readFileSync(target, 'utf8')).has(anchor);
  });
}

describe('links', () => {
  it('finds the pages', () => {
    expect(pages).toContain('README.md');
    expect(pages).toContain('docs/adr/README.md');
  });

  it.each(pages)('all lead somewhere: %s', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });
});
