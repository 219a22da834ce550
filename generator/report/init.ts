import { visible } from './style.ts';

interface Begun {
  readonly folder: string;
  readonly action: string;
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

/** What was written, and what a person has to do now. */
export function initText({ folder, action, written, kept }: Begun, repoUnknown: boolean): string {
  const at = (path: string): string => visible(folder === '.' ? path : `${folder}/${path}`);
  const isPinned = /@[0-9a-f]{40}$/.test(action);
  const steps = [
    `edit config/fleet.yaml${repoUnknown ? ', gitops.repoURL first' : ''}, then: pap-fleet validate && pap-fleet generate`,
    'put your team into .github/CODEOWNERS',
    ...(isPinned ? [] : [`pin ${action} in .github/workflows by the commit you have read (40 hex digits)`]),
    'commit everything but out/, and push; the workflow deliver commits out/',
    'protect main, and make the job fleet a required check: docs/delivery.md of pap-fleet has the settings',
  ];
  return [
    ...written.map((path) => `  + ${at(path)}\n`),
    ...kept.map((path) => `  = ${at(path)} (left as it is)\n`),
    'Next:\n',
    ...steps.map((step, i) => `  ${i + 1}. ${step}\n`),
  ].join('');
}
