// A fleet is edited key by key before a real Traefik of each dialect: every setting that changes what Traefik reads takes another value, and what
// is promised of routes holds then. What is promised is told from the fleet alone. Of what an edit does to pods only their number is played.
// Judges: Kubernetes, Traefik, Traefik 2.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RELEASES, minorOf } from '../../generator/fleet/versions/releases.ts';
import { drainsAgents } from '../../generator/fleet/region.ts';
import type { Placement } from '../../generator/fleet/fleet.ts';
import { furtherHosts } from '../../generator/fleet/hosts.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { objectTitle } from '../../generator/k8s/object.ts';
import { atLeast } from '../../generator/model/version.ts';
import type { IngressSettings } from '../../generator/components/ingress/settings.generated.ts';
import { fieldChanges } from '../../generator/plan/fields.ts';
import { immutableChanges } from '../../generator/plan/immutable.ts';
import { BASELINES } from '../support/key-values.ts';
import type { Data } from '../support/fleets.ts';
import { accepted } from './cluster.ts';
import { namespace } from './delivered.ts';
import { REGION, TRAEFIK_KEYS, changed, edited, isTraefik, same, walksOf } from './edits.ts';
import type { Edited, Objects } from './edits.ts';
import { CLIENT, Edge, flagsFor } from './edge.ts';
import type { Asked, Call, Traefik } from './edge.ts';
import { eventually } from './pods.ts';

const PROGRAMS: readonly Traefik[] = ['traefik', 'traefik-2'];
const ENTRY = 'websecure';
const OTHER_PATHS = ['/', '/hook', '/hooksx', '/docs', '/health'];

/** All of what may be there is there, and the limit is none that a test reaches unless it is what is edited. */
const base = edited({
  ...BASELINES[0],
  components: {
    ...(BASELINES[0]?.['components'] as Data),
    ingress: {
      rateLimit: { average: 1000, burst: 1000 },
      forwardAuth: { address: 'https://auth.plugged.in/verify', responseHeaders: ['X-Auth-User', 'X-Auth-Agent'] },
      grpc: {},
    },
  },
}) as Edited;

const walks = walksOf(base, TRAEFIK_KEYS, isTraefik, {
  // Hosts that the service that authenticates does not have would only show that it is not there.
  'components.ingress.forwardAuth.address': ['https://auth.plugged.in/other', 'https://auth.plugged.in:443/verify'],
});
const renamed = edited({ ...base.spec, ...moved(base.spec) }) as Edited;
const STEPS: readonly (readonly [string, Edited])[] = [
  ...walks.flatMap(({ key, edits }) => edits.map((edit) => [key, edit] as const)),
  ['moved', renamed],
  ['all as before', base],
];

/** `research` gets another name, and keeps its host for as long as the entry stands. */
function moved({ agents }: Data): Data {
  const { research, ...others } = agents as Data;
  return { agents: { ...others, finder: research }, moved: [{ from: 'agents.research', to: 'agents.finder' }] };
}

test('every setting that changes what Traefik reads has an edit', () => {
  expect(walks.filter(({ edits }) => edits.length === 0).map(({ key }) => key)).toEqual([]);
});

/** The same fleet where the region has that Traefik; an edit may say another. */
function withVersion({ spec }: Edited, version: string): Edited {
  const { [REGION]: own, ...regions } = spec['regions'] as Record<string, Data>;
  const versions = { traefik: version, ...(own?.['versions'] as Data | undefined) };
  return edited({ ...spec, regions: { ...regions, [REGION]: { ...own, versions } } }) as Edited;
}

/** A host and a path, and who answers there: an agent, or a code alone. */
interface Promised {
  readonly host: string;
  readonly path: string;
  readonly answer: string;
}

const settingsIn = ({ region }: Edited): IngressSettings => region.components['ingress'] as unknown as IngressSettings;

describe.each(PROGRAMS)('%s', (program) => {
  const version = minorOf(RELEASES[program].version);
  const [refusal, empty] = program === 'traefik' ? [503, 503] : [403, 404];
  const steps = STEPS.map(([key, edit]) => [key, withVersion(edit, version)] as const).filter(([, { region }]) =>
    atLeast(version, region.versions.traefik),
  );
  const nobody = (code: number): string => `nobody: ${code}`;

  let edge: Edge;
  let there: Objects;
  beforeAll(async () => {
    const start = withVersion(base, version);
    const zones = new Set(steps.map(([, { fleet }]) => fleet.zone.name));
    const names = steps.flatMap(([, edit]) => edit.region.placements.flatMap(({ agent }) => hostsIn(edit, agent)));
    const wildcards = [...zones].map((zone) => `*.${REGION}.${zone}`);
    edge = await Edge.serve(program, [...start.objects.values()], [...new Set([...wildcards, ...names])], flagsFor(version));
    there = start.objects;
    await eventually(() => wrongIn(start), []);
  });
  afterAll(() => edge?.stop());

  const hostsIn = ({ fleet }: Edited, agent: Placement['agent']): string[] => furtherHosts(agent, REGION, fleet.zone.name).map(({ name }) => name);

  const drains = ({ region }: Edited, agent: Placement['agent']): boolean => agent.state === 'draining' || drainsAgents(region.state);

  function answerOf(edit: Edited, { agent }: Placement): string {
    const { enabled, entryPoint } = settingsIn(edit);
    if (!enabled || entryPoint !== ENTRY) return nobody(404);
    if (drains(edit, agent)) return nobody(refusal);
    return agent.state === 'suspended' ? nobody(empty) : agent.name;
  }

  /** What docs/fleet.md says of hosts and paths. */
  function promised(edit: Edited): Promised[] {
    const placed = edit.region.placements.flatMap((placement) => {
      const { agent, host } = placement;
      const own = { ...(agent.mode === 'cp' ? {} : { '/hooks': 'http' }), ...agent.paths };
      const served = [{ host, paths: own }, ...furtherHosts(agent, REGION, edit.fleet.zone.name).map(({ name, paths }) => ({ host: name, paths }))];
      return served.flatMap((one) =>
        ['/hooks', '/hooks/deep', ...OTHER_PATHS].map((path): Promised => {
          const led = Object.keys(one.paths).some((prefix) => prefix === '/' || path === prefix || path.startsWith(`${prefix}/`));
          return { host: one.host, path, answer: led ? answerOf(edit, placement) : nobody(404) };
        }),
      );
    });
    // Nobody answers for an agent that is not there any more, or not yet.
    const known = new Set(placed.map(({ host }) => host));
    const former = base.region.placements.map(({ host }) => host).filter((host) => !known.has(host));
    return [...placed, ...former.map((host) => ({ host, path: '/hooks', answer: nobody(404) }))];
  }

  let clients = 0;
  /** Each call from somebody else, so that none is limited for another's sake. */
  const from = (): string => `10.244.${100 + Math.floor(++clients / 250)}.${clients % 250}`;
  const answer = async (host: string, path: string, call: Call = {}): Promise<string> => {
    try {
      return edge.agentOf(await edge.call(host, path, { from: from(), ...call }));
    } catch {
      return 'no answer';
    }
  };

  /** What is otherwise than the fleet says. */
  const wrongIn = (edit: Edited): Promise<string[]> => differences(edit).catch((error: unknown) => [String(error)]);

  async function differences(edit: Edited): Promise<string[]> {
    const all = promised(edit);
    const answers = await Promise.all(all.map(({ host, path }) => answer(host, path, { name: all[0]?.host ?? host })));
    // Without a route there is no certificate either. Traefik 2 has 421 for a host to which another connection than its own was made (pkg/middlewares/snicheck).
    const closed = all.every((one) => one.answer === nobody(404));
    const routes = all.flatMap((one, i) => {
      const found = answers[i] === 'nobody: 421' || (closed && answers[i] === 'no answer') ? nobody(404) : answers[i];
      return found === one.answer ? [] : [`${one.host}${one.path}: ${found} instead of ${one.answer}`];
    });
    const serving = all.find((one) => !one.answer.startsWith('nobody'));
    return [...routes, ...(serving === undefined ? [] : await wrongAt(serving, edit)), ...(await wrongLimit(edit)), ...(await wrongCalls(edit))];
  }

  /** TLS and authentication, at a route that leads to an agent. */
  async function wrongAt({ host, path, answer: agent }: Promised, edit: Edited): Promise<string[]> {
    const { minTLSVersion, forwardAuth } = settingsIn(edit);
    const old = await answer(host, path, { tls: { maxVersion: 'TLSv1.2' } });
    const stranger = await answer(host, path, { headers: { authorization: 'nobody' } });
    const reply = await edge.call(host, path, { from: from(), headers: { 'x-auth-user': 'mallory' } });
    const { headers } = JSON.parse(reply.text) as Asked;
    const handed = forwardAuth?.responseHeaders.includes('X-Auth-User') === true;
    const user = forwardAuth !== null && handed ? 'alice' : 'mallory';
    const said: (readonly [what: string, found: unknown, wanted: unknown])[] = [
      ['over TLS 1.2', old, minTLSVersion === 'VersionTLS12' ? agent : 'no answer'],
      ['to whom the service refuses', stranger, forwardAuth === null ? agent : nobody(403)],
      ['x-auth-user', headers['x-auth-user'], user],
    ];
    if (forwardAuth?.responseHeaders.includes('X-Auth-Agent') === true) {
      const { url } = JSON.parse(String(headers['x-auth-agent'])) as Asked;
      said.push(['the service is asked', url, new URL(forwardAuth.address).pathname]);
    }
    return said.flatMap(([what, found, wanted]) => (found === wanted ? [] : [`${what}: ${String(found)} instead of ${String(wanted)}`]));
  }

  /** What Traefik has made of the limit; how it counts, traefik.cluster.ts shows. */
  async function wrongLimit(edit: Edited): Promise<string[]> {
    const { enabled, rateLimit } = settingsIn(edit);
    const all = await edge.made<{ name: string; status: string; rateLimit?: { average: number; burst: number } }[]>('http/middlewares');
    const limits = all.flatMap((one) => (one.rateLimit === undefined ? [] : [`${one.rateLimit.average} ${one.rateLimit.burst}`]));
    const wanted = enabled && rateLimit !== null ? [`${rateLimit.average} ${rateLimit.burst}`] : [];
    const broken = all.filter(({ status }) => status !== 'enabled').map(({ name }) => `the middleware ${name} is not taken`);
    return same({ limits } as never, { limits: wanted } as never) ? broken : [...broken, `limits ${limits.join()} instead of ${wanted.join()}`];
  }

  /** PAP-CP from outside. */
  async function wrongCalls(edit: Edited): Promise<string[]> {
    const { enabled, grpc } = settingsIn(edit);
    const found = await Promise.all(
      edit.region.placements.map(async ({ agent, host }) => {
        const open = enabled && grpc?.entryPoint === 'pap-cp' && agent.mode !== 'hooks' && !drains(edit, agent);
        const said = await edge.talk(host, 'station');
        const reached = said.startsWith('{') ? edge.agentAt((JSON.parse(said) as Asked).address) : 'refused';
        return reached === (open ? agent.name : 'refused') || agent.state === 'suspended' ? [] : [`PAP-CP of ${host}: ${reached}`];
      }),
    );
    return found.flat();
  }

  const isLast = ({ metadata }: KubeObject): boolean =>
    metadata.annotations?.['argocd.argoproj.io/sync-options']?.includes('PruneLast=true') === true;
  const replicasOf = (object: KubeObject | undefined): unknown => (object?.['spec'] as { replicas?: number } | undefined)?.replicas;

  /** As Argo CD does it, by waves; a Deployment that stays, with its number of pods alone. */
  async function sync({ objects }: Edited): Promise<void> {
    const titles = changed(there, objects);
    for (const object of byWave([...objects.values()].filter((each) => titles.includes(objectTitle(each))))) {
      const before = there.get(objectTitle(object));
      const replaced = before !== undefined && immutableChanges(before, fieldChanges(before, object)).length > 0;
      if (object.kind === 'Deployment' && before !== undefined && replicasOf(before) === replicasOf(object) && !replaced) continue;
      if (replaced) await edge.cluster.delete(before);
      if (object.kind === 'IngressRoute')
        await edge.makeSecret(object.metadata.namespace ?? '', (object['spec'] as { tls: { secretName: string } }).tls.secretName);
      accepted(await edge.cluster.apply(object));
    }
    const gone = titles.flatMap((title) => (objects.has(title) ? [] : (there.get(title) ?? [])));
    for (const object of gone.sort((a, b) => Number(isLast(a)) - Number(isLast(b)))) {
      if (object.kind !== 'Namespace') await edge.cluster.delete(object);
    }
    there = objects;
  }

  let marks = 0;
  /** Traefik has read all that was written before this. */
  async function settled(): Promise<void> {
    const sourceRange = [`192.0.2.${++marks % 250}/32`];
    const spec = program === 'traefik' ? { ipAllowList: { sourceRange } } : { ipWhiteList: { sourceRange } };
    accepted(
      await edge.cluster.apply({ apiVersion: 'traefik.io/v1alpha1', kind: 'Middleware', metadata: { name: 'mark', namespace: 'traefik' }, spec }),
    );
    await eventually(async () => {
      await edge.runPods();
      return JSON.stringify(await edge.made('http/middlewares')).includes(`"${sourceRange[0]}"`);
    }, true);
  }

  test.each(steps)('%s takes another value, and routes lead where the fleet says', async (_, edit) => {
    await edge.cluster.apply(namespace(edit.fleet.namespace));
    await sync(edit);
    await settled();
    await eventually(async () => {
      await edge.runPods();
      return wrongIn(edit);
    }, []);
  });

  test('an agent that drains refuses what is new, ends what has begun, and no other agent notices', async () => {
    const start = withVersion(base, version);
    const agents = start.spec['agents'] as Record<string, Data>;
    const drained = withVersion(
      edited({ ...base.spec, agents: { ...agents, research: { ...agents['research'], state: 'draining' } } }) as Edited,
      version,
    );
    await sync(start);
    await settled();
    await eventually(() => wrongIn(start), []);
    const hostOf = (agent: string): string => `${agent}.${REGION}.${start.fleet.zone.name}`;
    const begun = edge.call(hostOf('research'), '/hooks', { from: CLIENT, headers: { 'x-wait': '2500' } });
    const others = new Set<string>();
    let drains = false;
    const watched = (async () => {
      while (!drains) others.add(await answer(hostOf('memory'), '/hooks'));
    })();
    await sync(drained);
    const codes: string[] = [];
    await eventually(async () => codes[codes.push(await answer(hostOf('research'), '/hooks')) - 1], nobody(refusal));
    expect(codes.filter((code) => code !== 'research' && code !== nobody(refusal))).toEqual([]);
    expect(edge.agentOf(await begun)).toBe('research');
    drains = true;
    await watched;
    expect([...others]).toEqual(['memory']);
    await eventually(() => wrongIn(drained), []);
    await sync(start);
    await eventually(() => wrongIn(start), []);
  });
});

const waveOf = ({ metadata }: KubeObject): number => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
const byWave = (objects: readonly KubeObject[]): KubeObject[] => [...objects].sort((a, b) => waveOf(a) - waveOf(b));
