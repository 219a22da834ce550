import { goSeconds } from '../../k8s/duration.ts';
import { fields, maps, text, texts } from '../../k8s/look.ts';
import type { Fields } from '../../k8s/look.ts';
import { equal } from '../../model/data.ts';
import { STATION_SECRET, clientTlsSecret } from '../../model/names.ts';
import type { Brought } from '../brought.ts';
import type { Values } from '../layers.ts';
import { present } from '../pod.ts';
import type { Context } from './context.ts';
import { withDelivered } from './dns.ts';

export interface CertsSeen {
  readonly settings: Values;
  /** Where dynamic updates go. */
  readonly zone: Values;
}

/** Hours, as settings have them. */
function hours(value: unknown): string | undefined {
  const seconds = typeof value === 'string' ? goSeconds(value) : undefined;
  return seconds === undefined || seconds % 3600 !== 0 ? undefined : `${seconds / 3600}h`;
}

export function certsSeen(context: Context): CertsSeen {
  const { view, told, zone, agents } = context;
  const issuers = [...view.of('cert-manager.io/ClusterIssuer'), ...view.of('cert-manager.io/Issuer')];
  const certificates = view.of('cert-manager.io/Certificate');
  if (issuers.length === 0 && certificates.length === 0) return { settings: { enabled: false }, zone: {} };
  const acme = issuers.filter(({ object }) => solversOf(object).some(({ dns01 }) => dns01 !== undefined) && isForZone(object, context));
  const clients = certificates.filter(({ object }) => agents.some(({ name }) => fields(object['spec'])['secretName'] === clientTlsSecret(name)));
  const wildcards = certificates.filter(({ object }) => texts(fields(object['spec'])['dnsNames']).includes(`*.${view.region}.${zone}`));
  const hosts = certificates.filter(({ object }) => agents.some(({ name }) => fields(object['spec'])['secretName'] === `${name}-hosts-tls`));
  for (const each of [...clients, ...wildcards, ...hosts]) told.take(each, 'components.certs');
  const used = issuerOf(issuers, wildcards[0]);
  const environments = { production: acme.filter((each) => !isStaging(each)), staging: acme.filter(isStaging) };
  for (const each of acme) told.take(each, 'components.certs');
  const main = used !== undefined && acme.includes(used) ? used : acme[0];
  const client = issuerOf(issuers, clients[0]) ?? issuers.find(({ object }) => object.metadata.name.endsWith('-client-ca'));
  told.take(client, 'components.certs');
  const spec = (issuer: Brought | undefined): Fields => fields(fields(issuer?.object['spec'])['acme']);
  const server = (list: readonly Brought[]): string | undefined => text(spec(list[0])['server']);
  const [solver] = main === undefined ? [] : solversOf(main.object);
  const rfc = fields(solver?.dns01?.['rfc2136']);
  const key = text(rfc['tsigKeyName']);
  const [host, port] = (text(rfc['nameserver']) ?? '').split(':');
  const clientSpec = fields(clients[0]?.object['spec']);
  const bundle = text(spec(main)['caBundle']);
  const ca = text(fields(fields(client?.object['spec'])['ca'])['secretName']);
  return {
    settings: present({
      enabled: true,
      email: main === undefined ? undefined : (text(spec(main)['email']) ?? null),
      environment: used === undefined ? undefined : isStaging(used) ? 'staging' : 'production',
      solver: solver === undefined ? undefined : solver.dns01?.['cloudflare'] === undefined ? 'rfc2136' : 'cloudflare',
      productionServer: server(environments.production),
      stagingServer: server(environments.staging),
      caBundle: bundle === undefined ? (main === undefined ? undefined : null) : Buffer.from(bundle, 'base64').toString('utf8'),
      clientCA: ca,
      clientIssuer: client?.object.kind,
      furtherClientCA: furtherAuthority(context, ca),
      clientDuration: hours(clientSpec['duration']),
      clientRenewBefore: hours(clientSpec['renewBefore']),
      accounts: accountsOf(acme, main),
      tsigKeys:
        key?.startsWith(`cert-manager-${view.region}`) === true
          ? withDelivered(Number(/\.([0-9]+)$/.exec(key)?.[1] ?? 1), 'rfc2136-tsig', view)
          : undefined,
    }),
    zone:
      host === undefined || host === ''
        ? {}
        : { rfc2136: present({ host, port: port === undefined ? undefined : Number(port), tsigAlgorithm: algorithm(rfc['tsigAlgorithm']) }) },
  };
}

function algorithm(name: unknown): string | undefined {
  const [, bits] = /^HMACSHA(256|512)$/.exec(String(name)) ?? [];
  return bits === undefined ? undefined : `hmac-sha${bits}`;
}

function isStaging({ object }: Brought): boolean {
  return /staging/.test(`${object.metadata.name} ${String(fields(fields(object['spec'])['acme'])['server'])}`);
}

interface Solver {
  readonly dns01: Fields | undefined;
  readonly zones: readonly string[];
}

function solversOf(object: Brought['object']): Solver[] {
  return maps(fields(fields(object['spec'])['acme'])['solvers'], '').map(({ item }) => ({
    dns01: item['dns01'] === undefined ? undefined : fields(item['dns01']),
    zones: texts(fields(item['selector'])['dnsZones']),
  }));
}

/** Whether an issuer is for the zone: one that says nothing claims every zone. */
function isForZone(object: Brought['object'], { zone }: Context): boolean {
  const zones = solversOf(object).flatMap((solver) => solver.zones);
  return zones.length === 0 || zones.some((each) => each === zone || each.endsWith(`.${zone}`));
}

function issuerOf(issuers: readonly Brought[], certificate: Brought | undefined): Brought | undefined {
  const { name, kind = 'Issuer' } = fields(fields(certificate?.object['spec'])['issuerRef']);
  return issuers.find(({ object }) => object.metadata.name === name && object.kind === kind);
}

/** Another authority whose Secret is delivered beside the one that signs. */
function furtherAuthority({ view, namespace }: Context, ca: string | undefined): string | undefined {
  const others = view.of('external-secrets.io/ExternalSecret').filter(({ object }) => {
    const type = fields(fields(fields(object['spec'])['target'])['template'])['type'];
    return type === 'kubernetes.io/tls' && object.metadata.name !== ca && !/^wildcard-|-client-tls$|-hosts-tls$/.test(object.metadata.name);
  });
  const [only] = others.filter(
    ({ object }) => ca !== undefined && (object.metadata.namespace !== namespace || object.metadata.name !== STATION_SECRET),
  );
  return only?.object.metadata.name;
}

/** Generations of the ACME account: `…-account`, `…-account-2`. */
function accountsOf(acme: readonly Brought[], main: Brought | undefined): readonly number[] | undefined {
  const generation = (issuer: Brought): number | undefined => {
    const name = text(fields(fields(fields(issuer.object['spec'])['acme'])['privateKeySecretRef'])['name']);
    const [, number] = /-account(?:-([1-9][0-9]{0,2}))?$/.exec(name ?? '') ?? [];
    return name?.includes('-account') === true ? Number(number ?? 1) : undefined;
  };
  if (main === undefined) return undefined;
  const first = generation(main);
  const all = [first, ...acme.map(generation)].filter((each) => each !== undefined);
  const found = [...new Set(all)];
  return found.length === 0 || equal(found, [1]) ? undefined : found;
}
