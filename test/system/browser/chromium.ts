// Chromium, and pages in it: what a test asks is asked of the browser that people have.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { launch } from 'puppeteer-core';
import type { Browser, Page } from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @throws where there is none: nobody is to believe that pages were looked at */
function executable(): string {
  const named = process.env['CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = named ?? NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`none of ${NAMES.join(', ')} is there: apt-get install chromium, or name one by CHROMIUM`);
  return found;
}

/** A browser for the tests of a file. */
export class Chromium {
  readonly #profile = mkdtempSync(join(tmpdir(), 'pap-fleet-chromium-'));
  #browser: Browser | undefined;

  async start(): Promise<void> {
    // Root, whom containers have, gets no sandbox; it shows nothing but files that the tests have written.
    this.#browser = await launch({
      executablePath: executable(),
      userDataDir: this.#profile,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--hide-scrollbars'],
    });
  }

  /** A page at a file, and all that the browser has to complain of. */
  async open(
    path: string,
    { width = 1200, height = 900, dark = false, hash = '' } = {},
  ): Promise<{ readonly page: Page; readonly complaints: string[] }> {
    if (this.#browser === undefined) throw new Error('the browser was not started');
    const page = await this.#browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(`it asks for ${request.url()}`);
    });
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
    await page.goto(`file://${path}${hash}`);
    return { page, complaints };
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
