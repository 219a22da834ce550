import { isMap } from '../../../../model/data.ts';
import { REF_ANNOTATION, VERSION_LABEL } from '../../../../k8s/labels.ts';
import { any, none, RESTARTS, setting } from '../../rule.ts';
import type { Rule } from '../../rule.ts';
import type { Weight } from '../../../../components/weight.ts';
import { below } from '../../table.ts';
import type { Fields } from '../../table.ts';
import { annotationDanger, eachKey, labelDanger } from '../metadata.ts';
import { DOWNGRADE, isOlder } from './image.ts';
import { ownerOf } from './agent.ts';
import { POD } from './pod.ts';

/** An agent's settings put keys into pods: each is known or not by itself. */
function byEntry(weigh: Parameters<typeof eachKey>[0]): Rule {
  return setting(eachKey(weigh), (value) => (isMap(value) ? Object.entries(value) : []));
}

/** Labels and annotations of pods: policies, Services, budgets and backups select by them. */
const TEMPLATE_METADATA: Fields = {
  'metadata.name': none,
  'metadata.namespace': none,
  'metadata.finalizers': any('loss', 'pods stay until somebody removes the finalizer'),
  'metadata.labels': byEntry((key, before, after, spot) => {
    if (spot.verb === 'create') return labelDanger(key, spot);
    if (key === VERSION_LABEL) return isOlder(after, before) ? { class: 'work', effect: 'restarts', says: DOWNGRADE } : RESTARTS;
    if (key === 'pap.plugged.in/state') return after === undefined ? { class: 'loss', says: 'backups no longer select the pods' } : RESTARTS;
    if (/^app\.kubernetes\.io\/(name|part-of)$/.test(key) || before !== undefined)
      return { class: 'identity', says: 'Services, policies and budgets select other pods' };
    return labelDanger(key, spot) ?? RESTARTS;
  }),
  'metadata.annotations': byEntry((key, before, after, spot): Weight | undefined => {
    if (spot.verb === 'create') return annotationDanger(key, before, after, spot);
    if (key === REF_ANNOTATION)
      return ownerOf(before) === ownerOf(after)
        ? RESTARTS
        : { class: 'identity', says: 'the pods of one agent become those of another: its name, host and volume change owner' };
    return annotationDanger(key, before, after, spot) ?? RESTARTS;
  }),
};

/** A pod template at a path. */
export function template(prefix: string): Fields {
  return { ...below(prefix, TEMPLATE_METADATA), ...below(`${prefix}.spec`, POD) };
}
