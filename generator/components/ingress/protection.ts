import type { Protection } from '../protection.ts';
import { absent, below, on, present, shorter, twice, wider } from '../weaker.ts';

export const ingressProtection: Protection = {
  guards: [
    [['forwardAuth'], absent, 'power', 'Traefik hands requests to the agents without authentication'],
    [['forwardAuth', 'trustForwardHeader'], on, 'power', 'the authentication believes what a client says about itself'],
    [['forwardAuth', 'responseHeaders'], wider, 'power', 'agents believe other headers about who asks'],
    [['rateLimit'], absent, 'power', 'one client may occupy every agent'],
    [['rateLimit', 'average'], twice, 'power', 'the limit of requests is more than twice as high'],
    [['rateLimit', 'burst'], twice, 'power', 'the limit of requests is more than twice as high'],
    [['rateLimit', 'period'], shorter, 'power', 'the limit of requests counts over a shorter time'],
    [['minTLSVersion'], below('VersionTLS12', 'VersionTLS13'), 'power', 'connections with older, weaker TLS are accepted'],
    [['grpc'], present, 'power', 'a second port of every agent is open to the outside'],
  ],
  leaving: { class: 'work', effect: 'stops', always: true, says: 'no route leads to the agents any more' },
};
