// https://cert-manager.io/docs/configuration/acme/dns01/  https://cert-manager.io/docs/configuration/ca/
import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IClusterIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer';
import type { IIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Issuer';
import { speaksControlPlane } from '../agent-facts.ts';
import { publicAuthority } from '../../k8s/acme.ts';
import { canonicalDuration } from '../../k8s/duration.ts';
import { agentLabels, fleetLabels } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { certManagerKey, clientTlsSecret, generationName, hostsTlsSecret, wildcardSecret, workloadName } from '../../model/names.ts';
import type { RequiredSecret } from '../../model/required-secret.ts';
import { fullNames } from '../../fleet/hosts.ts';
import { serves } from '../../fleet/versions/serves.ts';
import { defineComponent, type AgentContext, type RegionContext, type SharedContext } from '../component.ts';
import { certsConsequences } from './consequences.ts';
import { certsProtection } from './protection.ts';
import type { CertsSettings } from './settings.generated.ts';

/** Certificates: public ones for the region's hosts, private ones by which agents prove themselves to the Station. */
export const certs = defineComponent<CertsSettings>({
  name: 'certs',
  summary: 'ACME issuers, one wildcard certificate per region, client certificates from a private CA',
  order: 40,
  requires: ['cluster'],
  optional: true,
  protection: certsProtection,
  namespaces: (fleet) => [fleet.namespace],
  kinds: [
    { group: 'cert-manager.io', kind: 'ClusterIssuer', cluster: true },
    { group: 'cert-manager.io', kind: 'Issuer', only: ({ clientIssuer }) => clientIssuer === 'Issuer' },
    { group: 'cert-manager.io', kind: 'Certificate' },
    { group: 'cert-manager.io', kind: 'CertificateRequest' },
  ],
  causes: {
    agent: [['cert-manager.io/Certificate', /\/dnsNames/, 'host']],
    settings: [
      ['cert-manager.io/ClusterIssuer', /\/tsig(KeyName|SecretSecretRef)/, 'tsigKeys'],
      ['cert-manager.io/ClusterIssuer', /\/solvers/, 'solver'],
      ['cert-manager.io/ClusterIssuer', /\/caBundle/, 'caBundle'],
      ['cert-manager.io/ClusterIssuer', /\/privateKeySecretRef/, 'accounts'],
      ['cert-manager.io/ClusterIssuer', /\/ca\b/, 'clientCA'],
      ['cert-manager.io/Issuer', /\/ca\b/, 'clientCA'],
      ['cert-manager.io/Certificate', /\/issuerRef/, 'environment'],
      ['cert-manager.io/Certificate', /\/renewBefore/, 'clientRenewBefore'],
    ],
  },
  consequences: certsConsequences,
  // The Station trusts it, by the list that out/secrets.md has its operator make.
  rights: ({ furtherClientCA }, region) =>
    furtherClientCA === null ? [] : [`the client certificates that ${furtherClientCA} signs are trusted in ${region}`],
  secrets: (context) => [...solverSecrets(context), ...clientAuthorities(context)],
  common: (context) => [...acmeIssuers(context), clientIssuer(context)],
  region: (context) => [wildcard(context)],
  placement: (context) => [...(speaksControlPlane(context.agent) ? [clientCertificate(context)] : []), ...hostsCertificate(context)],
});

type Shared = SharedContext<CertsSettings>;

const tsigSecret = (generation: number): string => generationName('rfc2136-tsig', generation);
const CLOUDFLARE_SECRET = 'cloudflare-api-token';

function issuerName(fleet: string, environment: CertsSettings['environment']): string {
  return `${fleet}-letsencrypt-${environment}`;
}

function clientIssuerName(fleet: string): string {
  return `${fleet}-client-ca`;
}

/** The issuers that certificates name, with the account in use, and for each further account those that register it. */
function acmeIssuers(context: Shared): KubeObject[] {
  const [used = 1, ...further] = context.settings.accounts;
  return (['production', 'staging'] as const).flatMap((environment) => {
    const name = issuerName(context.fleet.name, environment);
    const others = further.map((generation) => acmeIssuer(context, environment, `${name}-${generation}`, generation));
    return [acmeIssuer(context, environment, name, used), ...others];
  });
}

/** A new region starts on staging: production counts its failures against the whole registered domain. */
function acmeIssuer(context: Shared, environment: CertsSettings['environment'], name: string, account: number): KubeObject {
  const { fleet, settings, region, names } = context;
  const server = environment === 'production' ? settings.productionServer : settings.stagingServer;
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name, labels: fleetLabels(fleet.name) },
    spec: {
      acme: {
        ...(settings.caBundle === null || publicAuthority(server) !== undefined ? {} : { caBundle: base64(settings.caBundle) }),
        ...(settings.email === null ? {} : { email: settings.email }),
        privateKeySecretRef: { name: generationName(`${issuerName(fleet.name, environment)}-account`, account) },
        server,
        // Without a selector the solver would claim every name anybody asks this cluster for.
        solvers: [
          { dns01: solver(context), selector: { dnsZones: [`${region}.${fleet.zone.name}`] } },
          ...(names.length === 0 ? [] : [{ dns01: solver(context), selector: { dnsNames: [...names] } }]),
        ],
      },
    },
  } satisfies IClusterIssuer;
}

/** How a field of octets is written in JSON. */
function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function solver({ fleet, settings, versions, region }: Shared) {
  if (settings.solver === 'cloudflare') return { cloudflare: { apiTokenSecretRef: { key: 'api-token', name: CLOUDFLARE_SECRET } } };
  const { host, port, tsigAlgorithm } = fleet.zone.rfc2136;
  const [used = 1] = settings.tsigKeys;
  return {
    // Following a CNAME would put the challenge where the region's wildcard points (cert-manager #5751).
    cnameStrategy: 'None' as const,
    rfc2136: {
      nameserver: `${host}:${port}`,
      ...(serves(versions, 'rfc2136Protocol') ? { protocol: 'TCP' as const } : {}),
      // cert-manager and ExternalDNS spell one algorithm differently.
      tsigAlgorithm: tsigAlgorithm.replace('-', '').toUpperCase(),
      tsigKeyName: certManagerKey(region, used),
      tsigSecretSecretRef: { key: 'secret', name: tsigSecret(used) },
    },
  };
}

function clientIssuer({ fleet, settings }: Shared): KubeObject {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: settings.clientIssuer,
    metadata: {
      name: clientIssuerName(fleet.name),
      ...(settings.clientIssuer === 'Issuer' ? { namespace: fleet.namespace } : {}),
      labels: fleetLabels(fleet.name),
    },
    spec: { ca: { secretName: settings.clientCA } },
  } satisfies IClusterIssuer | IIssuer;
}

/**
 * One name set per region: clusters that order the same set share its limit of five a week, and each would hold the
 * key of all. No `duration`: Let's Encrypt chooses the lifetime.
 */
function wildcard(context: RegionContext<CertsSettings>): KubeObject {
  const { fleet, region } = context;
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: `wildcard-${region}`, namespace: fleet.namespace, labels: fleetLabels(fleet.name) },
    spec: publicSpec(context, [`*.${region}.${fleet.zone.name}`], wildcardSecret(region)),
  } satisfies ICertificate;
}

/** For hosts outside of the region's part of the zone, for which the wildcard does not stand. */
function hostsCertificate(context: AgentContext<CertsSettings>): KubeObject[] {
  const { fleet, agent } = context;
  const names = fullNames(agent);
  if (names.length === 0) return [];
  return [
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: `${workloadName(agent.name)}-hosts`, namespace: fleet.namespace, labels: agentLabels(fleet.name, agent) },
      spec: publicSpec(context, names, hostsTlsSecret(agent.name)),
    } satisfies ICertificate,
  ];
}

function publicSpec({ fleet, settings, versions }: Shared, dnsNames: string[], secretName: string) {
  return {
    dnsNames,
    issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuerName(fleet.name, settings.environment) },
    privateKey: { algorithm: 'ECDSA' as const, rotationPolicy: 'Always' as const, size: 256 },
    // In per cent from 1.16 on, since lifetimes shrink from 90 to 45 days; before, the default of a third holds.
    ...(serves(versions, 'renewBeforePercentage') ? { renewBeforePercentage: 34 } : {}),
    revisionHistoryLimit: 1,
    secretName,
  };
}

/** PAP-CP demands mutual TLS; Let's Encrypt gives no client certificates, so a private CA does (PAP-RFC-001 §4.3). */
function clientCertificate({ fleet, settings, agent, host }: AgentContext<CertsSettings>): KubeObject {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: `${workloadName(agent.name)}-client`, namespace: fleet.namespace, labels: agentLabels(fleet.name, agent) },
    spec: {
      dnsNames: [host],
      duration: canonicalDuration(settings.clientDuration),
      issuerRef: { group: 'cert-manager.io', kind: settings.clientIssuer, name: clientIssuerName(fleet.name) },
      privateKey: { algorithm: 'Ed25519', encoding: 'PKCS8', rotationPolicy: 'Always' },
      renewBefore: canonicalDuration(settings.clientRenewBefore),
      revisionHistoryLimit: 1,
      secretName: clientTlsSecret(agent.name),
      // Also as a server: whoever calls the agent's PAP-CP port is shown this certificate, for it has no other.
      usages: ['digital signature', 'server auth', 'client auth'],
    },
  } satisfies ICertificate;
}

function solverSecrets({ settings, clusterFacts, fleet, region }: Shared): RequiredSecret[] {
  const { namespace } = clusterFacts.certManager;
  const consumer = 'the ACME ClusterIssuers';
  if (settings.solver === 'cloudflare') {
    return [
      {
        namespace,
        name: CLOUDFLARE_SECRET,
        type: 'Opaque',
        keys: [{ key: 'api-token', what: 'API token with Zone:DNS:Edit and Zone:Zone:Read for the zone' }],
        consumer,
        make: ['printf %s "$CLOUDFLARE_API_TOKEN" > api-token'],
      },
    ];
  }
  return settings.tsigKeys.map((generation) => {
    const key = certManagerKey(region, generation);
    return {
      namespace,
      name: tsigSecret(generation),
      type: 'Opaque',
      keys: [{ key: 'secret', what: 'secret of the TSIG key as it stands in its key file' }],
      consumer,
      make: [
        `tsig-keygen -a ${fleet.zone.rfc2136.tsigAlgorithm} ${key} > ${key}.key   # also goes to the name server`,
        `sed -n 's/.*secret "\\(.*\\)";/\\1/p' ${key}.key | tr -d '\\n' > secret`,
      ],
    };
  });
}

/**
 * An authority of each region, that can sign nothing for another one: whoever checks a certificate of it refuses names outside
 * (RFC 5280 §4.2.1.10). Of addresses none is permitted.
 */
function clientAuthorities({ settings, clusterFacts, fleet, region }: Shared): RequiredSecret[] {
  const { clientCA, furtherClientCA, clientIssuer: kind } = settings;
  const namespace = kind === 'Issuer' ? fleet.namespace : clusterFacts.certManager.namespace;
  const names = ['DNS', 'URI', 'email'].map((type) => `permitted;${type}:${region}.${fleet.zone.name}`);
  const addresses = ['0.0.0.0/0.0.0.0', '0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0'].map((every) => `excluded;IP:${every}`);
  const authority = (name: string, consumer: string, after: readonly string[] = []): RequiredSecret => ({
    namespace,
    name,
    type: 'kubernetes.io/tls',
    keys: [
      { key: 'tls.crt', what: 'certificate of the private CA of the region; the Station trusts it' },
      { key: 'tls.key', what: 'its private key' },
    ],
    consumer,
    make: [
      // Two that are trusted together differ in their names, by which some programs look for the one that signed.
      `openssl req -x509 -newkey ed25519 -nodes -keyout tls.key -out tls.crt -days 3650 -subj "/CN=PAP agent CA ${region}${furtherClientCA === null ? '' : ` ${name}`}" \\`,
      // Who checks strictly, as Python does from 3.13 on, takes no authority without it (RFC 5280 §4.2.1.3).
      '  -addext "keyUsage=critical,keyCertSign,cRLSign" \\',
      `  -addext "nameConstraints=critical,${[...names, ...addresses].join(',')}"`,
    ],
    ...(after.length === 0 ? {} : { after }),
  });
  const signing = authority(clientCA, `the ${kind} of the client certificates`);
  if (furtherClientCA === null || furtherClientCA === clientCA) return [signing];
  const trusted = [
    '# once both Secrets are in the cluster, what the Station trusts of this region:',
    `for authority in ${clientCA} ${furtherClientCA}; do`,
    `  kubectl --namespace ${namespace} get secret "$authority" --output jsonpath='{.data.tls\\.crt}' | base64 -d`,
    `done > "agents-${region}.pem"`,
  ];
  return [signing, authority(furtherClientCA, 'the Station, which trusts it while the private CA is replaced', trusted)];
}
