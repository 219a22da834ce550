import type { Protection } from '../protection.ts';
import { below, open } from '../weaker.ts';

export const clusterProtection: Protection = {
  guards: [
    [['podSecurity'], below('privileged', 'baseline', 'restricted'), 'power', 'the cluster admits pods with more rights'],
    [['images'], below('tag', 'digest'), 'power', 'the cluster admits images by tags, which can be moved to other code'],
    [['registries'], open, 'power', 'the cluster admits images of more registries'],
  ],
};
