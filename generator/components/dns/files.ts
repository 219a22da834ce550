import type { Zone } from '../../fleet/fleet.ts';
import { caaValue } from '../../k8s/caa.ts';
import { certManagerKey, cleanupPath, externalDnsKey, transferKey } from '../../model/names.ts';
import { byCodeUnit } from '../../model/order.ts';
import { absoluteName, characterStrings, mailbox, oneString, quotedName, seconds } from './escape.ts';
import { cleanup } from './cleanup.ts';
import { oldOwnershipName, ownershipName } from '../../k8s/dns-names.ts';
import { parentZone, type DnsRegion } from './parent-zone.ts';
import { template } from '../text.ts';
import readmeSource from './dns-readme.hbs';
import namedConfSource from './named-conf.hbs';
import nsupdateSource from './nsupdate.hbs';
import zoneSource from './zone.hbs';

/** Folder on the primary that holds one file per TSIG key; their content is the operator's and never in Git. */
const KEY_FOLDER = '/etc/bind/pap-keys';

/** A refused name is asked for again after five minutes at most, whatever the records' own TTL (RFC 2308 §5). */
const MOST_NEGATIVE_TTL = 300;

/** Where an authority looks for a challenge, before a host (RFC 8555 §8.4). */
const CHALLENGE = '_acme-challenge';

const renderZone = template(zoneSource);
const renderNamedConf = template(namedConfSource);
const renderNsupdate = template(nsupdateSource);
const renderReadme = template(readmeSource);

/** Everything the operator of the name server needs, below `out/dns/`. Argo CD does not deliver it. */
export function dnsFiles(zone: Zone, regions: readonly DnsRegion[]): { path: string; text: string }[] {
  const at = absoluteName(zone.name);
  const ttl = seconds(zone.ttl);
  const caa = zone.caa.map(caaValue).flatMap((value) => ['issue', 'issuewild'].map((tag) => `0 ${tag} ${oneString(value)}`));
  const file = (name: string, text: string) => ({ path: `dns/${name}`, text });
  return [
    file(
      `${zone.name}.zone`,
      renderZone({
        zone: zone.name,
        at,
        ttl,
        primary: absoluteName(zone.nameservers[0] ?? ''),
        mailbox: mailbox(zone.hostmaster),
        negativeTtl: seconds(Math.min(zone.ttl, MOST_NEGATIVE_TTL)),
        nameservers: zone.nameservers.map(absoluteName),
        caa,
      }),
    ),
    file(
      `${zone.name}.nsupdate`,
      renderNsupdate({ about: ABOUT_CAA, at, remove: [`${at} CAA`], add: caa.map((data) => `${at} ${ttl} CAA ${data}`) }),
    ),
    file('named.conf', namedConf(zone, regions)),
    file('parent.zone', parentZone(zone, regions)),
    ...regions.map((region) => file(`${region.name}.nsupdate`, sentinel(zone, region))),
    ...regions.filter(({ leftBelow }) => leftBelow.length > 0).map((region) => ({ path: cleanupPath(region.name), text: cleanup(zone, region) })),
    file('README.md', readme(zone, regions)),
  ];
}

const ABOUT_CAA = ['which authorities may issue certificates for the zone', 'Run it when `zone.caa` has changed; the zone file is read only once.'];

/**
 * A wildcard answers for `_acme-challenge` too until that name exists, and cert-manager's own check would follow its
 * CNAME out of the zone. A CAA record makes the name exist, whether or not a challenge is pending; that it lets nobody
 * issue for this very name harms nothing, since nobody does.
 */
function sentinel(zone: Zone, { name }: DnsRegion): string {
  const owner = absoluteName(challengeName(`${name}.${zone.name}`));
  return renderNsupdate({
    about: [
      `keeps the wildcard of ${name} from answering for its ACME challenge`,
      'Run it once, before the first certificate is requested; again at any time.',
    ],
    at: absoluteName(zone.name),
    remove: [`${owner} CAA`],
    add: [`${owner} ${seconds(zone.ttl)} CAA 0 issue ${characterStrings(';')}`],
  });
}

function namedConf(zone: Zone, regions: readonly DnsRegion[]): string {
  const transfers = transferKeys(zone);
  const keys = [...regions.flatMap((region) => [...certManagerKeys(region), ...externalDnsKeys(region)]).sort(byCodeUnit), ...transfers];
  return renderNamedConf({
    includes: keys.map((key) => `"${KEY_FOLDER}/${quotedName(key).slice(1, -1)}.key"`),
    zone: quotedName(zone.name),
    file: `"/var/lib/bind/${quotedName(zone.name).slice(1, -1)}.zone"`,
    transferKeys: [...regions.flatMap(externalDnsKeys), ...transfers].map(quotedName),
    regions: regions.map((region) => ({
      name: region.name,
      about:
        region.writes === undefined
          ? `names below its own${region.names.length === 0 ? '' : ' and further hosts of its agents'}, of the types it publishes; challenges are for cert-manager alone.`
          : 'the records it publishes, and who owns them; challenges are for cert-manager alone.',
      // Each generation of a key may write exactly the same.
      rules: [
        ...externalDnsKeys(region).flatMap((key) => {
          const quoted = quotedName(key);
          const outside = region.names.map((name) => ({ name, types: ['CNAME'] }));
          return region.writes === undefined
            ? [...rulesBelow(quoted, region, zone), ...rulesByName(quoted, outside)]
            : rulesByName(quoted, [...region.writes, ...outside]);
        }),
        ...certManagerKeys(region).flatMap((key) =>
          [`${region.name}.${zone.name}`, ...region.names].map((name) => `grant ${quotedName(key)} name ${absoluteName(challengeName(name))} TXT`),
        ),
      ],
    })),
  });
}

/** Agents come and go without the operator: any name may be one, but where an authority looks for a challenge. */
function rulesBelow(key: string, { name, hosts }: DnsRegion, zone: Zone): string[] {
  const apex = `${name}.${zone.name}`;
  return [
    ...[apex, ...hosts].map((host) => `deny ${key} name ${absoluteName(challengeName(host))} ANY`),
    `deny ${key} name ${absoluteName(apex)} ANY`,
    `grant ${key} subdomain ${absoluteName(apex)} A AAAA CNAME SRV TXT`,
  ];
}

/** Versions of ExternalDNS before 0.18 also note who owns a record under the name that does not tell the type. */
function rulesByName(key: string, writes: NonNullable<DnsRegion['writes']>): string[] {
  return writes.flatMap(({ name, types }) => [
    `grant ${key} name ${absoluteName(name)} ${types.join(' ')}`,
    ...types.map((type) => `grant ${key} name ${absoluteName(ownershipName(type, name))} TXT`),
    `grant ${key} name ${oldOwnershipName(name)}. TXT`,
  ]);
}

/** Names of a region's keys, the one in use first. */
function externalDnsKeys({ name, keys }: DnsRegion): string[] {
  return keys.externalDns.map((generation) => externalDnsKey(name, generation));
}

function certManagerKeys({ name, keys }: DnsRegion): string[] {
  return keys.certManager.map((generation) => certManagerKey(name, generation));
}

/** Keys of the other name servers, if there are any. */
function transferKeys({ nameservers, transferKeys }: Zone): string[] {
  return nameservers.length > 1 ? transferKeys.map(transferKey) : [];
}

/** Names as they stand between two backticks. */
function listed(names: readonly string[]): string {
  return names.join('`, `');
}

function challengeName(host: string): string {
  return `${CHALLENGE}.${host}`;
}

function readme(zone: Zone, regions: readonly DnsRegion[]): string {
  return renderReadme({
    zone: zone.name,
    at: absoluteName(zone.name),
    parent: zone.parent,
    pattern: zone.name.replaceAll('.', '\\.'),
    keyFolder: KEY_FOLDER,
    // The newest is for whoever fetches the zone from now on.
    secondaries: transferKeys(zone)
      .slice(-1)
      .map((key) => ({ key, names: listed(transferKeys(zone)) })),
    first: regions[0] === undefined ? '' : externalDnsKeys(regions[0])[0],
    algorithm: zone.rfc2136.tsigAlgorithm,
    regions: regions.map((region) => ({
      name: region.name,
      externalDns: listed(externalDnsKeys(region)),
      certManager: listed(certManagerKeys(region)),
    })),
    named: regions.some(({ names }) => names.length > 0) ? [zone.name] : [],
    rotating:
      zone.transferKeys.length > 1 || regions.some(({ keys }) => keys.externalDns.length > 1 || keys.certManager.length > 1) ? [KEY_FOLDER] : [],
  });
}
