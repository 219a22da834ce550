import { expect } from 'vitest';
import { compile } from '../../generator/compile.ts';
import { overlayObjects } from '../../generator/build/overlay.ts';
import type { Compiled } from '../../generator/compile.ts';
import { findingsText } from '../../generator/report/findings.ts';
import { githubText } from '../../generator/report/github.ts';
import { jsonText } from '../../generator/report/json.ts';
import { style } from '../../generator/report/style.ts';
import type { ConfigFile } from '../../generator/source/read.ts';

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).sort().join();
const COMMAND = /^::(error|warning|notice) file=[^:\n]*::[^\n]*$/;
/** DNS subdomain, RFC 1123; what Kubernetes asks of nearly every name. */
const NAME = /^[a-z0-9]([-a-z0-9.:]*[a-z0-9])?$/;

/** What must hold of any input, however bad. */
export function judged(config: readonly ConfigFile[]): Compiled {
  const began = performance.now();
  const result = compile(config);
  expect(performance.now() - began).toBeLessThan(2000);
  const { files, findings, overlays } = result;
  const errors = findings.filter(({ severity }) => severity === 'error');
  expect(files === undefined, 'errors, and only they, keep files from being made').toBe(errors.length > 0);

  const texts = new Map(
    config.map(({ path, bytes }) => [
      path,
      Buffer.from(bytes)
        .toString('utf8')
        .split(/\r\n|\r|\n/),
    ]),
  );
  for (const { place, message, code, hint } of findings) {
    expect(message.length, code).toBeLessThan(2000);
    expect(place.line).toBeGreaterThan(0);
    expect(place.col).toBeGreaterThan(0);
    const lines = texts.get(place.file);
    // A file that is missing altogether has no lines.
    if (lines !== undefined) expect(place.line, `${code} at ${place.file}:${place.line}`).toBeLessThanOrEqual(Math.max(lines.length, 1));
    expect(hint ?? '').not.toContain('undefined');
    expect(hint ?? '', `${code} says no way out`).not.toBe('');
    expect(message).not.toMatch(/undefined|\[object Object\]|NaN/);
  }
  const text = findingsText(findings, style(false));
  expect(text).not.toMatch(/^::/m);
  // eslint-disable-next-line no-control-regex -- these are what a terminal obeys
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  for (const line of githubText(findings).split('\n')) if (line.startsWith('::')) expect(line).toMatch(COMMAND);
  JSON.parse(jsonText({ ok: true, findings }));

  for (const path of files?.keys() ?? []) expect(path).toMatch(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9._/@-]+$/);
  for (const overlay of overlays ?? []) for (const { metadata } of overlayObjects(overlay)) expect(metadata.name).toMatch(NAME);
  expect(Object.getOwnPropertyNames(Object.prototype).sort().join()).toBe(PROTOTYPE);
  return result;
}

/** A result in a form that can be compared. */
export function summary({ files, findings }: Compiled): string {
  return JSON.stringify([files === undefined ? null : [...files], findings]);
}
