import { text } from '../../../../k8s/look.ts';
import { tagOf } from '../../../../k8s/images.ts';
import { RESTARTS, setting } from '../../rule.ts';
import type { Rule } from '../../rule.ts';

/** Everything but tag and digest: `registry.example.net/agents/research`. */
export function repositoryOf(image: unknown): string {
  const [named = ''] = (text(image) ?? '').split('@', 1);
  const tag = tagOf(named);
  return tag === undefined ? named : named.slice(0, -tag.length - 1);
}

/** Where images of one owner lie: the repository without its last step. */
export function sourceOf(image: unknown): string {
  return repositoryOf(image).replace(/[^/]+$/, '');
}

/** Numbers of a version; undefined for what is none. */
function numbers(version: unknown): number[] | undefined {
  const found = /^v?([0-9]+(?:\.[0-9]+){1,2})(?:[-+].*)?$/.exec(text(version) ?? '')?.[1];
  return found?.split('.').map(Number);
}

/** Whether a version is before another. */
export function isOlder(now: unknown, old: unknown): boolean {
  const [a, b] = [numbers(now), numbers(old)];
  if (a === undefined || b === undefined) return false;
  for (let i = 0; i < Math.max(a.length, b.length); i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) < (b[i] ?? 0);
  return false;
}

/** What it means that an older version follows a newer one. */
export const DOWNGRADE = 'an older version runs: it may not read what the newer one wrote';

/** `image` of a container: what code runs, and whether it is older. */
export const image: Rule = setting(
  {
    weigh(before, after, spot) {
      if (after === undefined) return { ...RESTARTS, says: 'a container goes, and pods restart' };
      if (before === undefined)
        return { class: 'power', says: spot.verb === 'create' ? 'code runs whose image comes from elsewhere' : 'another container runs in the pod' };
      if (repositoryOf(before) !== repositoryOf(after)) return { class: 'power', says: 'other code runs: the image comes from another repository' };
      const older = isOlder(tagOf(text(after) ?? ''), tagOf(text(before) ?? ''));
      if (older) return { class: 'work', effect: 'restarts', says: DOWNGRADE, ...(spot.cluster.agent === undefined ? { always: true } : {}) };
      return { ...RESTARTS, says: 'pods restart with another image' };
    },
  },
  (value) => [sourceOf(value)],
);
