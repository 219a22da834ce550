import { visible } from './style.ts';

interface Begun {
  readonly folder: string;
  /** What a person has to know about the commit of the action. */
  readonly warning: string | null;
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

/** What was written, and what a person has to do now. */
export function initText({ folder, warning, written, kept }: Begun, repoUnknown: boolean, controllers: readonly string[]): string {
  const at = (path: string): string => visible(folder === '.' ? path : `${folder}/${path}`);
  const steps = [
    `edit config/fleet.yaml${repoUnknown ? ', gitops.repoURL first' : ''}, then: pap-fleet validate && pap-fleet generate`,
    ...(controllers.length === 0
      ? []
      : [
          `name the controllers that your clusters lack under components of config/fleet.yaml (${controllers.map((name) => `${name}: {}`).join(', ')}), remove the folders of the others, then: pap-fleet vendor && pap-fleet grants`,
        ]),
    'put your teams into .github/CODEOWNERS',
    'commit everything but out/, and push; the workflow deliver commits out/',
    'protect main, and require the check fleet of your App: docs/delivery.md of pap-fleet has the settings',
  ];
  return [
    ...written.map((path) => `  + ${at(path)}\n`),
    ...kept.map((path) => `  = ${at(path)} (left as it is)\n`),
    ...(warning === null ? [] : [`warning: ${visible(warning)}\n`]),
    'Next:\n',
    ...steps.map((step, i) => `  ${i + 1}. ${step}\n`),
  ].join('');
}
