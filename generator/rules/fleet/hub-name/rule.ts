import { REST } from '../../../fleet/resolve/selection.ts';
import { defineRule, pointer } from '../../kit.ts';

/** Words that choose regions, and files beside the folders of hubs. */
const TAKEN: Readonly<Record<string, string>> = {
  all: 'that is every region',
  [REST]: 'that is the regions of no other hub',
  root: 'out/argocd/root.yaml is the root Application of a fleet without hubs',
  kustomization: 'out/argocd/kustomization.yaml lists the Applications of a fleet without hubs',
};

export const rule = defineRule('spec', {
  code: 'fleet/hub-name',
  severity: 'error',
  what: 'A hub has a name that means something else.',
  why: '`all` and `rest` choose regions, and `root` and `kustomization` are files where the folders of hubs lie: nobody could say which of the two is meant.',
  fix: 'Give the hub another name.',
  order: 16,
  *run({ gitops: { hubs = {} } }) {
    for (const hub of Object.keys(hubs)) {
      if (!Object.hasOwn(TAKEN, hub)) continue;
      yield {
        path: pointer('gitops', 'hubs', hub),
        key: true,
        message: `a hub cannot be named "${hub}": ${TAKEN[hub] as string}`,
        hint: 'give the hub another name',
      };
    }
  },
});
