import { hooksService, ownershipName } from '../../../k8s/dns-names.ts';
import { managesDns } from '../dns.ts';
import { furtherHosts } from '../../../fleet/hosts.ts';
import type { Agent } from '../../../fleet/agent.ts';
import type { Fleet } from '../../../fleet/fleet.ts';
import type { Region } from '../../../fleet/region.ts';
import { serves } from '../../../fleet/versions/serves.ts';
import { applicationName, isDnsLabel, isHost, workloadName } from '../../../model/names.ts';
import { defineRule, pointer, quoted, type FoundIn, type Pointer } from '../../kit.ts';

/** Names of regions that would mean something else, or whose files and objects are already there. */
const RESERVED: Readonly<Record<string, string>> = {
  all: 'every region in config/extra and config/patches',
  kustomization: 'the file kustomization.yaml in out/argocd',
  root: 'the root Application and its project',
};

/** Folders of a region and of an agent bear its name, and Windows has no files of these (CON, NUL and others, with any ending). */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Why nobody should bear a name, though it is a legal one. */
function trap(name: string): string | undefined {
  if (DEVICE.test(name)) return 'Windows has no files of that name, so nobody could check out the repository there';
  // RFC 5891: what it shows is not what stands here.
  return name.startsWith('xn--') ? 'it is shown as other letters, which may look like another name' : undefined;
}

export const rule = defineRule('fleet', {
  code: 'fleet/illegal-name',
  severity: 'error',
  what: 'A name derived from the fleet is too long or illegal for the object that has it.',
  why: 'The API server would refuse the object; names are never cut silently.',
  fix: 'Shorten or change the name that it is derived from.',
  order: 140,
  *run(fleet) {
    const named = new Map<Agent, Pointer>();
    for (const region of fleet.regions) {
      const taken = RESERVED[region.name];
      if (taken !== undefined)
        yield { ...problem(region.at, `a region cannot be named "${region.name}": that is ${taken}`), hint: 'choose another name' };
      const strange = trap(region.name);
      if (strange !== undefined)
        yield { ...problem(region.at, `a region cannot be named "${region.name}": ${strange}`), hint: 'choose another name' };
      if (region.ingressHost !== undefined && ADDRESS.test(region.ingressHost))
        yield problem(
          pointer('regions', region.name, 'ingressHost'),
          `${quoted(region.ingressHost)} is no name that others can be an alias of: the last label of a name is not a number`,
        );
      yield* applications(fleet, region);
      const dns = managesDns(region);
      for (const { agent, host } of region.placements) {
        let at = named.get(agent);
        if (at === undefined) {
          named.set(agent, (at = pointer('agents', agent.name)));
          yield* ofAgent(agent, at);
        }
        if (BEGINS_WITH_DIGIT.test(agent.name) && !serves(region.versions, 'digitFirstService')) {
          yield problem(
            at,
            `agent "${agent.name}" begins with a digit, which a Service may not before Kubernetes 1.36; ${region.name} runs ${region.versions.kubernetes}`,
          );
        }
        if (!isHost(host)) yield problem(at, `${quoted(host)} is not a legal host name`);
        else if (dns && host.length > LONG) yield* longName(at, ownershipName('SRV', hooksService(host)));
        for (const { name } of furtherHosts(agent, region.name, fleet.zone.name)) {
          if (!isHost(name)) yield problem(at, `${quoted(name)} is not a legal host name`);
          else if (dns) yield* longName(at, ownershipName('CNAME', name));
          const odd = name
            .split('.')
            .map(trap)
            .find((each) => each !== undefined && each.startsWith('it is shown'));
          if (odd !== undefined) yield { ...problem(at, `an agent cannot have the host ${quoted(name)}: ${odd}`), hint: 'choose another name' };
        }
      }
      if (dns) yield* longName(region.at, ownershipName('CNAME', `*.${region.name}.${fleet.zone.name}`));
    }
  },
});

/** No host up to here becomes too long by what records put before it. */
const LONG = 150;

const BEGINS_WITH_DIGIT = /^[0-9]/;

/** What is wrong with the names that an agent's objects get, wherever it runs. */
function* ofAgent({ name, version }: Agent, at: Pointer): Iterable<FoundIn<'fleet'>> {
  const odd = trap(name);
  if (odd !== undefined) yield { ...problem(at, `an agent cannot be named "${name}": ${odd}`), hint: 'choose another name' };
  const longest = `${workloadName(name)}-hooks`;
  if (!isDnsLabel(longest))
    yield problem(at, `the names of agent "${name}" become too long: "${longest}" has ${longest.length} of at most 63 characters`);
  if (version.length > 63) yield problem(at, `the version of agent "${name}" is longer than the 63 characters a label may have`);
}

/** RFC 3696 §2: a top-level domain is not all digits. */
const ADDRESS = /(^|\.)[0-9]+$/;

function* applications(fleet: Fleet, region: Region): Iterable<FoundIn<'fleet'>> {
  for (const component of Object.keys(region.components)) {
    const name = applicationName(fleet.name, region.name, component);
    if (isDnsLabel(name)) continue;
    yield problem(region.at, `the Application "${name}" of region "${region.name}" has ${name.length} of at most 63 characters`);
    return;
  }
}

/** The longest name that a record needs; none may have more than 253 characters (RFC 1035 §2.3.4). */
function* longName(at: Pointer, name: string): Iterable<FoundIn<'fleet'>> {
  if (name.length > 253) yield problem(at, `the DNS name ${quoted(name)} has ${name.length} of at most 253 characters`);
}

function problem(at: Pointer, message: string): FoundIn<'fleet'> {
  return { path: at, key: true, message, hint: 'choose a shorter name, beginning with a letter' };
}
