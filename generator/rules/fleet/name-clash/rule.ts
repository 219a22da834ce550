import { componentsOf } from '../../../components/index.ts';
import { managesDns } from '../dns.ts';
import { fullNames } from '../../../fleet/hosts.ts';
import type { Fleet } from '../../../fleet/fleet.ts';
import type { Region } from '../../../fleet/region.ts';
import {
  STATION_SECRET,
  applicationName,
  certManagerKey,
  clientTlsSecret,
  externalDnsKey,
  hostsTlsSecret,
  projectName,
  rootName,
  signingKeySecret,
  wildcardSecret,
} from '../../../model/names.ts';
import { pointer } from '../../../model/pointer.ts';
import type { Pointer } from '../../../model/pointer.ts';
import { enabledComponents } from '../../../render/build.ts';
import type { Rule } from '../../rule.ts';

/** A name that follows from the fleet; the rest is only asked of names that clash. */
interface Derived {
  readonly name: string;
  /** What bears it. */
  readonly what: () => string;
  /** What it follows from. */
  readonly at: Pointer;
}

/**
 * Names are put together from parts that may hold the same hyphens: the parts `a` and `b-c` make what `a-b` and `c` make. So
 * no pairs are listed here; every name is derived by the function that makes it, and those are compared.
 */
export const rule: Rule<'fleet'> = {
  code: 'fleet/name-clash',
  severity: 'error',
  what: 'Two things that follow from the fleet get the same name.',
  why: 'One takes the place of the other in Argo CD, on the name server or in a cluster; or people and access rules that name one mean the other.',
  fix: 'Rename one of the regions, agents or components that the message names.',
  scope: 'fleet',
  order: 106,
  *run(fleet) {
    for (const [among, names] of groups(fleet)) {
      const taken = new Map<string, Derived>();
      for (const derived of names) {
        const first = taken.get(derived.name);
        if (first === undefined) taken.set(derived.name, derived);
        if (first === undefined || first.what() === derived.what()) continue;
        yield {
          path: derived.at,
          key: true,
          message: `"${derived.name}" ${among} is ${first.what()} and ${derived.what()}`,
          hint: 'rename one of them',
          related: [{ path: first.at, key: true, note: first.what() }],
        };
      }
    }
  },
};

/** Names that have to differ from each other, and where they do. */
function* groups(fleet: Fleet): Iterable<readonly [among: string, names: Iterable<Derived>]> {
  const regions = fleet.regions.filter(({ state }) => state !== 'decommissioned');
  yield ['in Argo CD', inArgoCd(fleet, regions)];
  yield ['on the name server', onNameServer(regions.filter(managesDns))];
  for (const region of regions) yield [`among the Secrets of the agents in ${region.name}`, secretsIn(region)];
}

/** A project and an Application may share a name, but commands and access rules then show one for the other. */
function* inArgoCd({ name: fleet, regions: all, declared }: Fleet, regions: readonly Region[]): Iterable<Derived> {
  yield { name: rootName(fleet), what: () => 'the root Application and its project', at: pointer('name') };
  for (const { name, at } of all) yield { name: projectName(fleet, name), what: () => `the project of the region "${name}"`, at };
  const components = componentsOf(declared);
  for (const { name, at, components: settings } of regions) {
    for (const component of enabledComponents(components, { components: settings }))
      yield {
        name: applicationName(fleet, name, component.name),
        what: () => `the Application of "${component.name}" in the region "${name}"`,
        at,
      };
  }
}

function* onNameServer(regions: readonly Region[]): Iterable<Derived> {
  for (const { name, at } of regions) {
    yield { name: certManagerKey(name), what: () => `the key of cert-manager in "${name}"`, at };
    yield { name: externalDnsKey(name), what: () => `the key of ExternalDNS in "${name}"`, at };
  }
}

/** Secrets that the agents of a region mount, whoever makes them. */
function* secretsIn({ name: region, at, placements }: Region): Iterable<Derived> {
  yield { name: wildcardSecret(region), what: () => `the wildcard certificate of "${region}"`, at };
  yield { name: STATION_SECRET, what: () => 'the credentials of the Station', at };
  for (const { agent, at: placed } of placements) {
    for (const generation of agent.signingKeys)
      yield { name: signingKeySecret(agent.name, generation), what: () => `the signing keys of the agent "${agent.name}"`, at: placed };
    if (fullNames(agent).length > 0)
      yield { name: hostsTlsSecret(agent.name), what: () => `the certificate of further hosts of the agent "${agent.name}"`, at: placed };
    yield { name: clientTlsSecret(agent.name), what: () => `the client certificate of the agent "${agent.name}"`, at: placed };
  }
  for (const { agent, at: placed } of placements) {
    for (const secret of agent.imagePullSecrets) yield { name: secret, what: () => 'credentials of a registry', at: placed };
  }
}
