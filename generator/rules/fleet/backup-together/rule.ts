import type { Region } from '../../../fleet/region.ts';
import { defineRule, memo } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/backup-together',
  severity: 'warning',
  what: 'Several regions back up at the same minute.',
  why: 'They share a store, its bandwidth and its limits of requests; a restore waits for all of them.',
  fix: 'Remove `spread: false`, or give regions schedules of their own.',
  order: 320,
  *run(fleet, where) {
    const together = new Map<string, Region[]>();
    for (const region of fleet.regions) {
      const backup = (region.components['backup'] ?? {}) as { enabled?: boolean; spread?: boolean; schedule?: string; storageLocation?: string };
      if (backup.enabled === false || backup.spread !== false || !region.placements.some(({ agent }) => agent.storage !== null)) continue;
      memo(together, `${backup.schedule} ${backup.storageLocation}`, () => [] as Region[]).push(region);
    }
    for (const [first, ...others] of together.values()) {
      if (first === undefined || others.length === 0) continue;
      yield {
        path: where.setting('backup', first.name, 'spread'),
        message: `${others.length + 1} regions back up at the same minute: ${[first, ...others]
          .slice(0, 5)
          .map(({ name }) => name)
          .join(', ')}${others.length > 4 ? ' and more' : ''}`,
        hint: 'remove spread: false, or give regions schedules of their own',
      };
    }
  },
});
