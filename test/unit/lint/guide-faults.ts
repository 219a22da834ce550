/** One finding on the guide: code, object, where in the object, and the text that is pointed at. */
export type Finding = readonly [code: string, object: string, pointer: string, text: string];

const DEPLOYMENT = 'Deployment agents/research-agent';
const POLICY = 'NetworkPolicy agents/research-agent-netpol';
const CERTIFICATE = 'Certificate agents/wildcard-a-plugged-in';
const POD = '/spec/template/spec';
const AGENT = `${POD}/containers/0`;
const OLD_GROUP = 'traefik.containo.us/v1alpha1';

const FOUND = {
  label: ['object/illegal-label', DEPLOYMENT, '/metadata/labels/agent-uuid', 'pluggedin/research@1.2.0'],
  groupRoute: ['object/unserved-api', 'IngressRoute agents/research-agent-hooks', '/apiVersion', OLD_GROUP],
  groupLimit: ['object/unserved-api', 'Middleware agents/rate-limit', '/apiVersion', OLD_GROUP],
  groupAuth: ['object/unserved-api', 'Middleware agents/auth-oauth', '/apiVersion', OLD_GROUP],
  podSecurityPolicy: ['object/unserved-api', 'PodSecurityPolicy agent-psp', '/apiVersion', 'policy/v1beta1'],
  tsigInConfigMap: ['security/secret-in-config-map', 'ConfigMap kube-system/external-dns-config', '/data/rfc2136.yaml', '|'],
  severalZones: ['certificate/several-zones', CERTIFICATE, '/spec/dnsNames', 'dnsNames'],
  duration: ['certificate/fixed-renewal', CERTIFICATE, '/spec/duration', '2160h'],
  renewBefore: ['certificate/fixed-renewal', CERTIFICATE, '/spec/renewBefore', '720h'],
  keyAlgorithm: ['pap/key-algorithm', CERTIFICATE, '/spec', 'spec'],
  solver: ['certificate/unselective-solver', 'ClusterIssuer letsencrypt-dns01', '/spec/acme/solvers/0', 'd'],
  tsigSecret: [
    'reference/missing-secret',
    'ClusterIssuer letsencrypt-dns01',
    '/spec/acme/solvers/0/dns01/rfc2136/tsigSecretSecretRef/name',
    'rfc2136-secret',
  ],
  tlsSecret: ['reference/missing-secret', DEPLOYMENT, `${POD}/volumes/0/secret/secretName`, 'agent-tls-certs'],
  keySecret: ['reference/missing-secret', DEPLOYMENT, `${POD}/volumes/1/secret/secretName`, 'agent-signing-keys'],
  readableTls: ['pap/readable-key', DEPLOYMENT, `${POD}/volumes/0/secret`, 'secret'],
  readableKey: ['pap/readable-key', DEPLOYMENT, `${POD}/volumes/1/secret`, 'secret'],
  replicas: ['quantity/replicas-and-autoscaler', DEPLOYMENT, '/spec/replicas', '3'],
  identity: ['pap/shared-identity', DEPLOYMENT, `${AGENT}/env/3/value`, '"pluggedin/research@1.2.0"'],
  restricted: ['security/restricted-pod', DEPLOYMENT, `${AGENT}/securityContext`, 'n'],
  image: ['security/unpinned-image', DEPLOYMENT, `${AGENT}/image`, 'plugged.in/agents/research:v1.2.0'],
  heartbeatProbe: ['pap/liveness', DEPLOYMENT, `${AGENT}/livenessProbe/exec`, 'exec'],
  startupProbe: ['pap/liveness', DEPLOYMENT, `${AGENT}/livenessProbe`, 'livenessProbe'],
  drain: ['pap/drain-time', DEPLOYMENT, POD, 'spec'],
  token: ['security/automounted-token', DEPLOYMENT, POD, 'spec'],
  scrapedTwice: ['monitor/scraped-twice', DEPLOYMENT, '/spec/template/metadata/annotations/prometheus.io~1scrape', '"true"'],
  quantity: ['pap/rewritten-quantity', DEPLOYMENT, `${AGENT}/resources/limits/cpu`, '2000m'],
  grpc: ['pap/grpc-protocol', 'Service agents/research-agent', '/spec/ports/1', 'n'],
  closedPort: ['network/closed-port', 'Service agents/research-agent', '/spec/ports/1', 'n'],
  hooksPath: [
    'pap/hooks-route',
    'IngressRoute agents/research-agent-hooks',
    '/spec/routes/0/match',
    'Host(`research.us-east.a.plugged.in`) && PathPrefix(`/hooks`)',
  ],
  hooksTls: ['pap/hooks-route', 'IngressRoute agents/research-agent-hooks', '/spec/tls', 'tls'],
  forwarded: ['security/forwarded-headers', 'Middleware agents/auth-oauth', '/spec/forwardAuth/trustForwardHeader', 'true'],
  undiscovered: ['monitor/undiscovered', 'ServiceMonitor agents/research-agent', '/metadata', 'metadata'],
  metricLabels: ['pap/metric-labels', 'ServiceMonitor agents/research-agent', '/spec/endpoints/0', 'p'],
  budget: ['quantity/absolute-budget', 'PodDisruptionBudget agents/research-agent-pdb', '/spec/minAvailable', '2'],
  memory: ['quantity/memory-target', 'HorizontalPodAutoscaler agents/research-agent-hpa', '/spec/metrics/1/resource/target/averageUtilization', '80'],
  traefikLabel: ['network/namespace-label', POLICY, '/spec/ingress/0/from/0/namespaceSelector/matchLabels/name', 'traefik'],
  stationLabel: ['network/namespace-label', POLICY, '/spec/egress/0/to/0/namespaceSelector/matchLabels/name', 'station'],
  station: ['network/egress-blocked', POLICY, '/spec/egress/0', 't'],
  gateway: ['network/egress-blocked', POLICY, '/spec/egress', 'egress'],
  dns: ['network/dns-blocked', POLICY, '/spec/egress/1', 't'],
  scrape: ['network/scrape-blocked', POLICY, '/spec/ingress/0/from', 'from'],
  defaultDeny: ['network/no-default-deny', POLICY, '/spec/podSelector', 'podSelector'],
  backup: ['backup/one-shot', 'Backup velero/agents-backup', '/kind', 'Backup'],
  noVolumes: ['backup/partial-backup', 'Backup velero/agents-backup', '/spec/includedResources', 'includedResources'],
  secrets: ['backup/partial-backup', 'Backup velero/agents-backup', '/spec/includedResources/2', 'secrets'],
} as const satisfies Record<string, Finding>;

/**
 * Why no object shows a fault:
 * - prose: it stands in a sentence, a command, a zone file or JSON of the guide, not in a manifest;
 * - absent: a whole object or system is left out, which a part of a cluster may leave to others;
 * - elsewhere: one has to know the platform or what a program does with a legal value;
 * - tool: the object is right, and kustomize, Argo CD or Velero makes something else of it;
 * - choice: another value is preferred, and this one works.
 */
type Unseen = readonly ['prose' | 'absent' | 'elsewhere' | 'tool' | 'choice', reason: string];

export interface Fault {
  /** Which of the two reviews of the guide, and its item. */
  readonly source: string;
  readonly says: string;
  readonly found: readonly Finding[];
  readonly unseen: Unseen | undefined;
}

type Row = readonly [source: string, says: string, found: readonly (keyof typeof FOUND)[], unseen?: Unseen];

const ROWS: readonly Row[] = [
  // "systems": what its systems refuse or ignore, row by row of the table of errata.
  ['systems 1', 'a reference in the value of a label', ['label']],
  ['systems 2', 'a group that Traefik 3 does not serve', ['groupRoute', 'groupLimit', 'groupAuth']],
  ['systems 3', 'an API that Kubernetes 1.25 removed', ['podSecurityPolicy']],
  ['systems 4', 'a file that ExternalDNS does not read, with a key in it', ['tsigInConfigMap'], ['elsewhere', 'who reads a ConfigMap, none says']],
  ['systems 5', 'one certificate for the wildcards of three regions', ['severalZones']],
  ['systems 6', 'a lifetime and a time of renewal that the authority chooses', ['duration', 'renewBefore']],
  ['systems 7', 'a Secret that nothing makes', ['tlsSecret']],
  ['systems 8', 'Secrets made in no namespace, and one not at all', ['tsigSecret', 'keySecret'], ['prose', 'the commands that make the others']],
  ['systems 9', 'DNS by TCP alone, to pods of the own namespace', ['dns']],
  ['systems 10', 'namespaces by a label nobody sets; a Station that is no pod', ['traefikLabel', 'stationLabel', 'station']],
  ['systems 11', 'no way out to the gateway', ['gateway']],
  ['systems 12', 'a number of replicas beside an autoscaler', ['replicas']],
  ['systems 13', 'a budget in numbers while an autoscaler moves them', ['budget']],
  ['systems 14', 'a monitor without the label of the release', ['undiscovered']],
  ['systems 15', 'annotations that the operator does not read', ['scrapedTwice']],
  ['systems 16', 'a dashboard in the envelope of the HTTP API', [], ['prose', 'JSON by itself; in a ConfigMap it is object/dashboard-envelope']],
  ['systems 17', 'forwarded headers that are believed', ['forwarded']],
  ['systems 18', 'a rate limit that means little', [], ['choice', 'legal; what was meant is for the fleet to say']],
  ['systems 19', 'a Backup in Git', ['backup']],
  ['systems 20', 'a backup of four kinds', ['noVolumes', 'secrets']],
  ['systems 21', 'an image by tag, and no security context', ['image', 'restricted']],
  ['systems 22', 'a DS record that is made up', [], ['prose', 'zone file']],
  ['systems 23', 'a serial by hand in a zone that is updated', [], ['prose', 'zone file']],
  ['systems 24', 'versions out of support', [], ['prose', 'a list; what they no longer serve is found at the objects']],

  // "pap": the guide against PAP, section by section, as each numbers its items.
  ['pap 2.1.1', 'Kubernetes 1.27 and a PodSecurityPolicy', ['podSecurityPolicy']],
  ['pap 2.1.2', 'Traefik from 2.10 on takes in 3', ['groupRoute', 'groupLimit', 'groupAuth']],
  ['pap 2.1.3', 'a cert-manager out of support', [], ['prose', 'a list of versions']],
  ['pap 2.1.4', 'ExternalDNS across changed flags', [], ['prose', 'a list of versions; the guide deploys none']],
  ['pap 2.1.5', 'systems that are needed and not named', [], ['absent', 'whole systems']],

  ['pap 2.2.1', 'a token that nothing reads', [], ['prose', 'a command']],
  ['pap 2.2.2', 'the key of the issuer is never made', ['tsigSecret']],
  ['pap 2.2.3', 'the certificates of the agent are never made', ['tlsSecret']],
  ['pap 2.2.4', 'Secrets in another namespace than their readers', ['keySecret'], ['prose', 'the commands; that they are not here is found']],
  ['pap 2.2.5', 'credentials of the Station that are not mounted', [], ['elsewhere', 'the CA may be in any Secret that is mounted']],
  ['pap 2.2.6', 'one signing key for all agents', [], ['absent', 'the guide has one agent']],
  ['pap 2.2.7', 'no room for two keys', [], ['prose', 'what is in a Secret, a command says']],
  ['pap 2.2.8', 'no Secrets for OAuth, images, TSIG', ['tsigSecret'], ['absent', 'the others are named by nothing']],
  ['pap 2.2.9', 'Secrets by hand', [], ['prose', 'commands']],

  ['pap 2.3.1', 'a digest that is not hexadecimal', [], ['prose', 'zone file']],
  ['pap 2.3.2', 'DNSSEC is optional', [], ['prose', 'a comment']],
  ['pap 2.3.3', 'a DS for a zone that nobody signs', [], ['prose', 'zone file']],
  ['pap 2.3.4', 'a key tag that is made up', [], ['prose', 'zone file']],
  ['pap 2.3.5', 'nobody makes the names of the ingress', [], ['absent', 'records']],

  ['pap 2.4.1', 'a wildcard that takes the name of the challenge', [], ['prose', 'zone file']],
  ['pap 2.4.2', 'records below the wildcard hide it', [], ['prose', 'zone file']],
  ['pap 2.4.3', 'a CNAME beside other records', [], ['prose', 'zone file']],
  ['pap 2.4.4', 'a wildcard answers for agents that are gone', [], ['prose', 'zone file']],
  ['pap 2.4.5', 'a file for a zone that is updated', [], ['prose', 'zone file']],
  ['pap 2.4.6', 'a serial by hand', [], ['prose', 'zone file']],
  ['pap 2.4.7', 'no CAA, TXT and SRV', [], ['prose', 'zone file']],
  ['pap 2.4.8', 'one zone and one key for all regions', [], ['prose', 'zone file']],

  ['pap 2.5.1', 'a file that ExternalDNS does not read', [], ['elsewhere', 'who reads a ConfigMap, none says']],
  ['pap 2.5.2', 'a TSIG key in a ConfigMap', ['tsigInConfigMap']],
  ['pap 2.5.3', 'no Deployment of ExternalDNS', [], ['absent', 'a whole system']],
  ['pap 2.5.4', 'no zone transfer', [], ['absent', 'a flag of a Deployment that is not there']],
  ['pap 2.5.5', 'no target on the route', [], ['elsewhere', 'only one source of ExternalDNS reads it']],
  ['pap 2.5.6', 'another prefix of annotations from 0.22 on', [], ['elsewhere', 'no annotation is used']],
  ['pap 2.5.7', 'flags that were renamed', [], ['absent', 'no flag is used']],
  ['pap 2.5.8', 'a key that is no base64', [], ['elsewhere', 'text of a file; that there is a key in it is found (2.5.2)']],

  ['pap 2.6.1', 'the Secret is not where cert-manager looks', ['tsigSecret']],
  ['pap 2.6.2', 'a solver for every name', ['solver']],
  ['pap 2.6.3', 'no issuer to test with', [], ['absent', 'an object']],
  ['pap 2.6.4', 'one key for all regions', [], ['elsewhere', 'an object of one cluster']],
  ['pap 2.6.5', 'the wildcard takes the name of the challenge', [], ['prose', 'zone file']],
  ['pap 2.6.6', 'no mail when a certificate ends', [], ['elsewhere', 'the address does no harm']],
  ['pap 2.6.7', 'TSIG algorithms are spelt in two ways', [], ['choice', 'right here; object/tsig-algorithm finds the other one']],
  ['pap 2.6.8', 'a namespace on a ClusterIssuer', [], ['tool', 'kustomize puts it there']],
  ['pap 2.6.9', 'a platform object among those of agents', [], ['prose', 'the order of the guide']],

  ['pap 2.7.1', 'a Secret by two names', ['tlsSecret']],
  ['pap 2.7.2', 'one key for three regions', ['severalZones']],
  ['pap 2.7.3', 'each cluster orders the same names', ['severalZones']],
  ['pap 2.7.4', 'an RSA key', ['keyAlgorithm']],
  ['pap 2.7.5', 'a lifetime that ACME ignores', ['duration']],
  ['pap 2.7.6', 'a time of renewal that becomes too early', ['renewBefore']],
  ['pap 2.7.7', 'a namespace that nobody makes', [], ['absent', 'an object; any other manifest may make it']],
  ['pap 2.7.8', 'certificate and route must share a namespace', [], ['choice', 'they do; reference/other-namespace finds others']],
  ['pap 2.7.9', 'no certificate for mutual TLS', ['tlsSecret'], ['absent', 'the Certificate; that its Secret is mounted is found']],

  ['pap 2.8.1', 'a reference in the value of a label', ['label']],
  ['pap 2.8.2', 'pods wait for a Secret', ['tlsSecret'], ['elsewhere', 'that the wildcard could not serve for it']],
  ['pap 2.8.3', 'replicas and an autoscaler', ['replicas']],
  ['pap 2.8.4', 'replicas of one identity', ['identity']],
  ['pap 2.8.5', 'no security context', ['restricted']],
  ['pap 2.8.6', 'liveness by heartbeat, and no startup probe', ['heartbeatProbe', 'startupProbe'], ['elsewhere', 'that the image lacks the program']],
  ['pap 2.8.7', 'a path for readiness that the agent does not have', [], ['elsewhere', 'what an image serves']],
  ['pap 2.8.8', 'an interval beside the mode', [], ['choice', 'it is that of IDLE; pap/heartbeat-interval finds another']],
  ['pap 2.8.9', 'other endpoints than the specification has', [], ['elsewhere', 'each fleet has its own']],
  ['pap 2.8.10', 'a region by hand', [], ['choice', 'an object of one cluster has to name its region']],
  ['pap 2.8.11', 'no id of the instance', ['identity']],
  ['pap 2.8.12', 'killed before it has drained', ['drain']],
  ['pap 2.8.13', 'an image that can be moved', ['image'], ['elsewhere', 'which registries there are']],
  [
    'pap 2.8.14',
    'no account, and a token all the same; nothing about spread, strategy, priority, pull Secret',
    ['token'],
    ['choice', 'the rest has defaults: the scheduler spreads, Deployments roll, images may be public'],
  ],
  ['pap 2.8.15', 'keys that every user of the pod may read', ['readableTls', 'readableKey']],
  ['pap 2.8.16', 'scraped twice', ['scrapedTwice']],
  ['pap 2.8.17', 'a selector that kustomize changes', [], ['tool', 'kustomize rewrites some selectors and not others']],
  ['pap 2.8.18', 'an amount that is stored in another form', ['quantity']],

  ['pap 2.9.1', 'gRPC without a word of it', ['grpc']],
  ['pap 2.9.2', 'a name that nothing makes', [], ['absent', 'no object uses it']],
  ['pap 2.9.3', 'derived names may be too long', [], ['choice', 'this one is not; object/illegal-name finds others']],

  ['pap 2.10.1', 'a group that Traefik 3 does not serve', ['groupRoute']],
  ['pap 2.10.2', 'a prefix that takes more than the path', ['hooksPath']],
  ['pap 2.10.3', 'TLS 1.2', ['hooksTls']],
  ['pap 2.10.4', 'no routes for the other paths of PAP', [], ['absent', 'what else an agent serves']],
  ['pap 2.10.5', 'no route for PAP-CP from outside', ['closedPort'], ['absent', 'the route; that the port is open to nobody is found']],
  ['pap 2.10.6', 'no target for ExternalDNS', [], ['elsewhere', 'only one source of ExternalDNS reads it']],
  ['pap 2.10.7', 'references that kustomize does not rename', [], ['tool', 'kustomize']],

  ['pap 2.11.1', 'a group that Traefik 3 does not serve', ['groupLimit']],
  ['pap 2.11.2', 'more requests than PAP-Hooks allows, and no limit of concurrency', [], ['choice', 'a fleet may set its own']],
  ['pap 2.11.3', 'one bucket for all behind a proxy', [], ['elsewhere', 'whether a proxy stands before Traefik']],
  ['pap 2.11.4', 'each Traefik counts for itself', [], ['elsewhere', 'how many there are']],
  ['pap 2.11.5', 'of a WebSocket only the handshake counts', [], ['elsewhere', 'what Traefik does']],
  ['pap 2.11.6', 'one name for all agents; no limit of the body', [], ['absent', 'another Middleware']],

  ['pap 2.12.1', 'a group that Traefik 3 does not serve', ['groupAuth']],
  ['pap 2.12.2', 'forwarded headers that are believed', ['forwarded']],
  ['pap 2.12.3', 'a path that no specification has', [], ['elsewhere', 'what a server outside serves']],
  ['pap 2.12.4', 'one host for every request', [], ['choice', 'how a fleet is built']],

  ['pap 2.13.1', 'a monitor that is never found', ['undiscovered']],
  ['pap 2.13.2', 'a policy that keeps Prometheus out', ['scrape']],
  ['pap 2.13.3', 'metrics without agent and region', ['metricLabels']],
  ['pap 2.13.4', 'twice as often as PAP counts', [], ['choice', 'a fleet may set its own']],

  ['pap 2.14.1', 'the envelope of the HTTP API', [], ['prose', 'JSON by itself; in a ConfigMap it is object/dashboard-envelope']],
  ['pap 2.14.2', 'no ConfigMap', [], ['absent', 'an object']],
  ['pap 2.14.3', 'panels without type and place', [], ['prose', 'JSON']],
  ['pap 2.14.4', 'queries by labels that a metric does not have', [], ['prose', 'JSON']],
  ['pap 2.14.5', 'one agent for all', [], ['prose', 'JSON']],
  ['pap 2.14.6', 'metrics that nothing exports', [], ['elsewhere', 'what an image exports']],

  ['pap 2.15.1', 'a budget that blocks', ['budget']],

  ['pap 2.16.1', 'replicas and an autoscaler', ['replicas']],
  ['pap 2.16.2', 'memory counted against a request that is a quarter of the limit', ['memory']],
  ['pap 2.16.3', 'replicas of one identity', ['identity']],
  ['pap 2.16.4', 'no behaviour', [], ['choice', 'Kubernetes waits five minutes before it scales down']],
  ['pap 2.16.5', 'metrics in another order than they are stored', [], ['tool', 'Argo CD']],
  ['pap 2.16.6', 'metrics-server is needed', [], ['absent', 'a whole system']],

  ['pap 2.17.1', 'namespaces by labels that nobody sets', ['traefikLabel', 'stationLabel']],
  ['pap 2.17.2', 'a Station that is no pod', ['station']],
  ['pap 2.17.3', 'no DNS', ['dns']],
  ['pap 2.17.4', 'no way out to the gateway', ['gateway'], ['elsewhere', 'who else is called']],
  ['pap 2.17.5', 'no way in for Prometheus and PAP-CP', ['scrape', 'closedPort']],
  ['pap 2.17.6', 'nothing denies the rest of the namespace', ['defaultDeny']],
  ['pap 2.17.7', 'policies mean ports of pods', [], ['choice', 'they are the same here; network/closed-port finds others']],

  ['pap 2.18.1', 'an API that was removed', ['podSecurityPolicy']],
  ['pap 2.18.2', 'a field that the API demanded', ['podSecurityPolicy'], ['elsewhere', 'no cluster of today has its schema']],
  ['pap 2.18.3', 'nobody may use the policy', ['podSecurityPolicy'], ['absent', 'roles for an API that is gone']],
  ['pap 2.18.4', 'volumes that pods need are forbidden', ['podSecurityPolicy'], ['elsewhere', 'what an API that is gone would do']],
  ['pap 2.18.5', 'the Deployment breaks it', ['restricted']],

  ['pap 2.19.1', 'a Backup in Git', ['backup']],
  ['pap 2.19.2', 'no volume in it', ['noVolumes']],
  ['pap 2.19.3', 'all keys in it', ['secrets']],
  ['pap 2.19.4', 'what Git has anyway', ['noVolumes'], ['choice', 'no harm beside what is missing']],
  ['pap 2.19.5', 'a namespace that kustomize changes', [], ['tool', 'kustomize']],
  ['pap 2.19.6', 'Backups that Argo CD prunes', [], ['tool', 'Argo CD and Velero']],
];

export const FAULTS: readonly Fault[] = ROWS.map(([source, says, found, unseen]) => ({
  source,
  says,
  found: found.map((key) => FOUND[key]),
  unseen,
}));

/** How many items each part of the two reviews has. */
export const ITEMS: Readonly<Record<string, number>> = {
  systems: 24,
  'pap 2.1': 5,
  'pap 2.2': 9,
  'pap 2.3': 5,
  'pap 2.4': 8,
  'pap 2.5': 8,
  'pap 2.6': 9,
  'pap 2.7': 9,
  'pap 2.8': 18,
  'pap 2.9': 3,
  'pap 2.10': 7,
  'pap 2.11': 6,
  'pap 2.12': 4,
  'pap 2.13': 4,
  'pap 2.14': 6,
  'pap 2.15': 1,
  'pap 2.16': 6,
  'pap 2.17': 7,
  'pap 2.18': 5,
  'pap 2.19': 6,
};
