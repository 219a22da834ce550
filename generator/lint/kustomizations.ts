import { posix } from 'node:path';
import type { Built as Made, Stopped } from '../kustomize/build.ts';
import { equal } from '../model/data.ts';
import type { Finding } from '../model/finding.ts';
import { inSight, linesInSight, shown } from '../model/quoted.ts';
import { wayOut } from '../model/way-out.ts';
import type { RuleInfo } from '../model/rule.ts';
import { rule as broken } from '../rules/kustomization/broken/rule.ts';
import { rule as noEffect } from '../rules/kustomization/no-effect/rule.ts';
import { withExcerpt } from '../secrets/redact.ts';
import type { Built } from './clusters.ts';
import type { UnjudgedPart } from './unjudged.ts';

/** What kustomizations make, what is wrong with them, and those that are not built here. */
export interface Kustomized {
  readonly built: readonly Built[];
  readonly findings: readonly Finding[];
  readonly unjudged: readonly UnjudgedPart[];
  readonly secrets: readonly string[];
}

/** @param build what a folder makes */
export function lintKustomizations(folders: readonly string[], build: (folder: string) => Made): Kustomized {
  const built: Built[] = [];
  const findings: Finding[] = [];
  const unjudged: UnjudgedPart[] = [];
  const secrets: string[] = [];
  for (const folder of folders) {
    const made = build(folder);
    secrets.push(...made.secrets);
    const title = `Kustomization ${shown(folder)}`;
    // A base that several are made of says it once.
    for (const idle of made.idle) findings.push(findingAt(noEffect, `Kustomization ${shown(posix.dirname(idle.place.file))}`, idle));
    if ('manifests' in made) built.push({ folder, manifests: made.manifests });
    else if ('refused' in made) findings.push(findingAt(broken, title, made.refused));
    else
      unjudged.push({
        place: made.unbuilt.place,
        title,
        because: 'incomplete kustomization',
        reason: `${inSight(made.unbuilt.message)}; kubectl kustomize ${shown(folder)} | pap-fleet lint - judges what it makes`,
      });
  }
  return { built, findings: saidOnce(findings), unjudged, secrets };
}

function findingAt(rule: RuleInfo, title: string, { message, hint, place, source }: Stopped): Finding {
  const { code, severity } = rule;
  return withExcerpt({ code, severity, message: inSight(`${title}: ${message}`), place, hint: linesInSight(wayOut(rule, hint)) }, source);
}

/** So many kustomizations are named beside a finding in what they share. */
const MOST = 5;

/** What several kustomizations make of one line, and is wrong there, is said once. */
export function saidOnce(findings: readonly Finding[]): Finding[] {
  const all = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, message, place, pointer, related = [] } = finding;
    const key = JSON.stringify([code, message, place, pointer]);
    const first = all.get(key);
    const known = first?.related ?? [];
    if (first === undefined) all.set(key, finding);
    else if (known.length < MOST)
      all.set(key, { ...first, related: [...known, ...related.filter((other) => !known.some((each) => equal(each, other)))].slice(0, MOST) });
  }
  return [...all.values()];
}
