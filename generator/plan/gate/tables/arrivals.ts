import type { Weight } from '../danger.ts';
import { absent, below, longer, on, open, other, present, shorter, twice, wider } from '../weaker.ts';
import type { Weaker } from '../weaker.ts';

export type Guard = readonly [component: string, path: readonly string[], weaker: Weaker, kind: Weight['class'], says: string];

/** Settings that protect. What a component writes elsewhere is no new power, what it leaves out here alone is. */
export const GUARDS: readonly Guard[] = [
  ['cluster', ['podSecurity'], below('privileged', 'baseline', 'restricted'), 'power', 'the cluster admits pods with more rights'],
  ['cluster', ['images'], below('tag', 'digest'), 'power', 'the cluster admits images by tags, which can be moved to other code'],
  ['cluster', ['registries'], open, 'power', 'the cluster admits images of more registries'],
  ['ingress', ['forwardAuth'], absent, 'power', 'Traefik hands requests to the agents without authentication'],
  ['ingress', ['forwardAuth', 'trustForwardHeader'], on, 'power', 'the authentication believes what a client says about itself'],
  ['ingress', ['forwardAuth', 'responseHeaders'], wider, 'power', 'agents believe other headers about who asks'],
  ['ingress', ['rateLimit'], absent, 'power', 'one client may occupy every agent'],
  ['ingress', ['rateLimit', 'average'], twice, 'power', 'the limit of requests is more than twice as high'],
  ['ingress', ['rateLimit', 'burst'], twice, 'power', 'the limit of requests is more than twice as high'],
  ['ingress', ['rateLimit', 'period'], shorter, 'power', 'the limit of requests counts over a shorter time'],
  ['ingress', ['minTLSVersion'], below('VersionTLS12', 'VersionTLS13'), 'power', 'connections with older, weaker TLS are accepted'],
  ['ingress', ['grpc'], present, 'power', 'a second port of every agent is open to the outside'],
  ['certs', ['clientCA'], other, 'identity', 'certificates are signed with the key of another authority'],
  ['certs', ['clientIssuer'], below('ClusterIssuer', 'Issuer'), 'power', 'whoever may write Certificates in any namespace gets client certificates'],
  ['certs', ['clientDuration'], longer, 'power', 'a stolen key is of use for longer'],
  ['certs', ['solver'], other, 'power', 'another token may prove control over the zone'],
  ['secrets', ['provider'], other, 'power', 'Secrets come by another way'],
  ['dns', ['policy'], below('upsert-only', 'sync'), 'names', 'records of agents that are gone stay and lead to others'],
  ['backup', ['ttl'], shorter, 'loss', 'backups are deleted sooner'],
  ['backup', ['storageLocation'], other, 'power', 'backups go to another store'],
];

/** Components without which a region is less protected than others. */
export const PROTECTING: Readonly<Record<string, Weight>> = {
  policies: { class: 'power', says: 'nothing separates the pods from the network and from each other' },
  backup: { class: 'loss', says: 'no volume is backed up' },
  monitoring: { class: 'work', effect: 'weakens', always: true, says: 'no alert tells of anything' },
};
