import { hintFor } from '../fleet/schema/suggest.ts';
import { Failure } from '../io/failure.ts';
import { quoted } from '../model/quoted.ts';
import { sortedKeys } from '../model/order.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import { bumped, repositoryOf } from '../rollout/bumped.ts';
import { EXIT, type Command } from './command.ts';
import { editing } from './editing.ts';
import { printJson } from './load.ts';
import { deskOf } from './rollout/desk.ts';
import { start } from './rollout/start.ts';

export const bump: Command = {
  name: 'bump',
  summary: 'begin the rollout of another version of an agent',
  usage: 'AGENT|IMAGE VERSION [--waves WAVE,…] [--digest sha256:…]',
  help: `Does what rollout start does, for the usual case: the version in \`ref\` and the tag of \`image\` become VERSION, in the waves of
\`rolloutDefaults\` of fleet.yaml or of --waves. The agent may be named by its image, as programs that look for updates know it: all
agents of that image must agree on the version. Where the agent has that version already, or its rollout is under way, nothing is
written and the exit code is 0: it may be run again and again. While another version is under way it ends with 2.

Examples:
  pap-fleet bump research 1.3.0
  pap-fleet bump research 1.3.0 --dry-run                       show what would be written
  pap-fleet bump plugged.in/agents/research v1.3.0 --waves tier=canary:24h,rest`,
  options: [
    { name: 'waves', value: 'WAVE,…', help: 'the waves (default: `rolloutDefaults.waves` of fleet.yaml)' },
    { name: 'digest', value: 'DIGEST', help: 'the digest of the new image' },
    { name: 'name', value: 'NAME', help: 'how the rollout is called (default: the agent and its version)' },
    { name: 'alert-after', value: 'DURATION', help: 'a wave that waits longer for the next is told of, such as 72h' },
    { name: 'by', value: 'NAME', help: 'who does it; it is written down' },
    { name: 'at', value: 'TIME', help: 'the time that is written down, such as 2026-12-01T09:12:00Z (default: now)' },
    { name: 'dry-run', help: 'show what would change in config/, and write nothing' },
  ],
  words: { max: 2, needs: 'the agent and the version' },
  run(context, flags, [who = '', version]) {
    if (version === undefined) throw new Failure('usage', 'the version is missing', `for example: pap-fleet bump ${who} 1.3.0`);
    return editing(flags, () => {
      const desk = deskOf(context, flags, 'bump');
      if (desk === undefined) return EXIT.invalid;
      const { spec } = desk.compiled;
      const name = agentOf(spec, who);
      const next = bumped(spec.agents?.[name] ?? {}, version, flags.more['digest'] as string | undefined);
      if ('message' in next) throw new Failure('usage', next.message, next.hint);
      const own = spec.agents?.[name];
      const underWay = spec.rollouts?.find(
        ({ set }) => set[`agents.${name}`]?.['ref'] === next.ref && set[`agents.${name}`]?.['image'] === next.image,
      );
      if (underWay !== undefined || (own?.ref === next.ref && own.image === next.image)) {
        const why = underWay === undefined ? `${name} has this version already` : `rollout ${underWay.name} is under way`;
        if (flags.json) printJson(context, 'bump', EXIT.ok, { written: false, agent: name, why });
        else context.streams.out(`nothing to do: ${why}\n`);
        return EXIT.ok;
      }
      const { digest: _digest, ...more } = flags.more;
      return start({ ...desk, flags: { ...flags, more: { ...more, ref: next.ref, image: next.image } } }, name);
    });
  },
};

/** The agent of a name or of an image. @throws Failure (usage) where there is none, or several */
function agentOf({ agents = {} }: FleetSpec, who: string): string {
  if (Object.hasOwn(agents, who)) return who;
  const named = sortedKeys(agents).filter((name) => agents[name]?.image !== undefined && repositoryOf(agents[name].image) === who);
  const [only] = named;
  if (named.length > 1)
    throw new Failure('usage', `${named.join(' and ')} have the image ${quoted(who)}`, 'name the agent: each has a rollout of its own');
  if (only === undefined) throw new Failure('usage', `there is no agent or image ${quoted(who)}`, hintFor(who, sortedKeys(agents)));
  return only;
}
