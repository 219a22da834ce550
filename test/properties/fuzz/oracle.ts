import { expect } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { overlayObjects } from '../../../generator/render/overlay.ts';
import type { Compiled } from '../../../generator/compile.ts';
import type { Finding } from '../../../generator/model/finding.ts';
import { findingsText } from '../../../generator/report/findings.ts';
import { githubText } from '../../../generator/report/github.ts';
import { jsonText } from '../../../generator/report/json.ts';
import { style } from '../../../generator/report/style.ts';
import { sarifText } from '../../../generator/report/sarif.ts';
import type { ConfigFile } from '../../../generator/yaml/read.ts';
import { sarifFaults } from '../../support/sarif.ts';
import { ASSIGNED, PASSWORD, TOKEN } from './canary.ts';

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
  const json = jsonText({ ok: true, findings });
  JSON.parse(json);
  let sarif = '';
  if (turn++ % SARIF_TURN === 0) {
    sarif = sarifText(findings, { version: '1.2.3', exitCode: 2 });
    const log = JSON.parse(sarif) as { runs: { results: unknown[] }[] };
    expect(sarifFaults(log)).toEqual([]);
    expect(log.runs[0]?.results).toHaveLength(findings.length);
  }

  expect(shownSecrets(config, [text, commands.join('\n'), json, sarif], files)).toEqual([]);
  expect(miscounted(result)).toEqual([]);
  expect([...(files?.keys() ?? [])].filter((path) => !PATH.test(path))).toEqual([]);
  const names = (overlays ?? []).flatMap((overlay) => overlayObjects(overlay).map(({ metadata }) => metadata.name));
  expect(names.filter((name) => !NAME.test(name))).toEqual([]);
  expect(Object.getOwnPropertyNames(Object.prototype).sort().join()).toBe(PROTOTYPE);
  return result;
}

/** Each log has every rule in it: writing it and holding it against the schema takes as long as all the rest. */
const SARIF_TURN = 100;
let turn = 0;

/** Secrets that stand in what is said or made; whole ones, for damage may have made other words of them. */
function shownSecrets(config: readonly ConfigFile[], told: readonly string[], files: Compiled['files']): string[] {
  const given = config.map(({ bytes }) => Buffer.from(bytes).toString('utf8')).join('\n');
  const made = [...(files?.values() ?? [])];
  const shows = (secret: string, texts: readonly string[]): boolean => given.includes(secret) && texts.some((text) => text.includes(secret));
  // It is one where its key stands before it, and a word elsewhere; in a text of YAML this may be a part of any text.
  const meant = given.split(PASSWORD).length - 1 === [...given.matchAll(MEANT)].length;
  return [
    ...(WHOLE.test(given) && given.split(TOKEN).length === 2 && shows(TOKEN, [...told, ...made]) ? ['the token'] : []),
    ...(meant && shows(PASSWORD, given.includes(ASSIGNED) ? told : [...told, ...made]) ? ['the password'] : []),
  ];
}

/** Within a word it is none. */
const WHOLE = new RegExp(`(?<!\\w)${TOKEN}(?!\\w)`);
const MEANT = new RegExp(`(?:DB_PASSWORD"?: ?"?|"DB_PASSWORD","value":"|://user:)${PASSWORD}`, 'g');

/** Components of regions whose lock counts other objects than their files hold. */
function miscounted({ files, overlays }: Compiled): string[] {
  return (overlays ?? []).flatMap(({ region, component }) => {
    if (files === undefined) return [];
    const folder = `overlays/${region.name}/${component.name}`;
    const lock = JSON.parse(files.get(`overlays/${region.name}/fleet.lock.json`) ?? '') as { objects: Record<string, number> };
    const resources = [...(files.get(`${folder}/kustomization.yaml`) ?? '').matchAll(/^- (?:(?:\.\.\/){3}(base\/\S+)|objects\.yaml)$/gm)];
    const texts = resources.map(([, base]) => files.get(`${base ?? folder}/objects.yaml`) ?? '');
    const count = texts.reduce((sum, one) => sum + one.split(/^---$/m).length, 0);
    return lock.objects[component.name] === count ? [] : [`${folder}: ${count}, and not ${lock.objects[component.name]}`];
  });
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
