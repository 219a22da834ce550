import { visible } from './style.ts';

interface Begun {
  readonly folder: string;
  /** Whose jobs deliver. */
  readonly ci: 'github' | 'gitlab' | 'generic';
  /** What a person has to know about the commit of the action. */
  readonly warning: string | null;
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

const AFTER = {
  github: [
    'put your teams into .github/CODEOWNERS',
    'commit everything but out/, and push; the workflow deliver commits out/',
    'protect main, and require the check fleet of your App: docs/delivery.md of pap-fleet has the settings',
  ],
  gitlab: [
    'put your groups into .gitlab/CODEOWNERS, and pin the image of .gitlab-ci.yml by its digest',
    'protect main; make the tokens, the two environments and the schedules: docs/ci.md of pap-fleet has the settings',
    'commit everything but out/, and push; the job deliver commits out/',
  ],
  generic: [
    'let your CI run the commands of ci/fleet.sh, each where docs/ci.md of pap-fleet says: what holds a token runs on the protected branch alone',
    'commit everything but out/, and push; sh ci/fleet.sh deliver commits out/',
  ],
} as const;

/** What was written, and what a person has to do now. */
export function initText({ folder, ci, warning, written, kept }: Begun, repoUnknown: boolean, controllers: readonly string[]): string {
  const at = (path: string): string => visible(folder === '.' ? path : `${folder}/${path}`);
  const steps = [
    `edit config/fleet.yaml${repoUnknown ? ', gitops.repoURL first' : ''}, then: pap-fleet validate && pap-fleet generate`,
    ...(controllers.length === 0
      ? []
      : [
          `name the controllers that your clusters lack under components of config/fleet.yaml (${controllers.map((name) => `${name}: {}`).join(', ')}), remove the folders of the others, then: pap-fleet vendor && pap-fleet grants`,
        ]),
    ...AFTER[ci],
  ];
  return [
    ...written.map((path) => `  + ${at(path)}\n`),
    ...kept.map((path) => `  = ${at(path)} (left as it is)\n`),
    ...(warning === null ? [] : [`warning: ${visible(warning)}\n`]),
    'Next:\n',
    ...steps.map((step, i) => `  ${i + 1}. ${step}\n`),
  ].join('');
}
