import { expect } from 'vitest';
import { compile } from '../../generator/compile.ts';
import { overlayObjects } from '../../generator/build/overlay.ts';
import type { Compiled } from '../../generator/compile.ts';
import type { Finding } from '../../generator/model/finding.ts';
import { findingsText } from '../../generator/report/findings.ts';
import { githubText } from '../../generator/report/github.ts';
import { jsonText } from '../../generator/report/json.ts';
import { style } from '../../generator/report/style.ts';
import type { ConfigFile } from '../../generator/source/read.ts';

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).sort().join();
const COMMAND = /^::(error|warning|notice) file=[^:\n]*::[^\n]*$/;
const PATH = /^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9._/@-]+$/;
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
  expect(findings.flatMap((finding) => faultsOf(finding, texts))).toEqual([]);
  const text = findingsText(findings, style(false));
  expect(text).not.toMatch(/^::/m);
  // eslint-disable-next-line no-control-regex -- these are what a terminal obeys
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  const commands = githubText(findings).split('\n');
  expect(commands.filter((line) => line.startsWith('::') && !COMMAND.test(line))).toEqual([]);
  JSON.parse(jsonText({ ok: true, findings }));

  expect([...(files?.keys() ?? [])].filter((path) => !PATH.test(path))).toEqual([]);
  const names = (overlays ?? []).flatMap((overlay) => overlayObjects(overlay).map(({ metadata }) => metadata.name));
  expect(names.filter((name) => !NAME.test(name))).toEqual([]);
  expect(Object.getOwnPropertyNames(Object.prototype).sort().join()).toBe(PROTOTYPE);
  return result;
}

/** What is wrong with a finding itself. No assertion each: there are a hundred thousand of them. */
function faultsOf({ place, message, code, hint }: Finding, texts: ReadonlyMap<string, readonly string[]>): string[] {
  // A file that is missing altogether has no lines.
  const lines = Math.max(texts.get(place.file)?.length ?? Infinity, 1);
  const faults = {
    'its message has no end': message.length >= 2000,
    'it is before the first line, or after the last': !(place.line > 0 && place.line <= lines),
    'it is before the first column': !(place.col > 0),
    'it says no way out': hint === undefined || hint === '',
    'it says what only programs understand': /undefined|\[object Object\]|NaN/.test(message) || /undefined/.test(hint ?? ''),
  };
  return Object.entries(faults).flatMap(([fault, is]) => (is ? [`${code} at ${place.file}:${place.line}:${place.col}: ${fault}: ${message}`] : []));
}

/** A result in a form that can be compared. */
export function summary({ files, findings }: Compiled): string {
  return JSON.stringify([files === undefined ? null : [...files], findings]);
}
