import { isSlip, suggest } from '../../../fleet/schema/suggest.ts';
import { CONTROLLERS, untaken, type Controller, type Untaken } from '../../../k8s/controller-flags.ts';
import { tagOf } from '../../../k8s/images.ts';
import { podOf } from '../../../k8s/pod.ts';
import { child, defineRule, shown, text, texts, type Fields, type FoundIn } from '../../kit.ts';

/** Read off the controllers' own sources and references, one release of each minor (test/cluster/flags.ts). */
export const rule = defineRule('object', {
  code: 'object/controller-flag',
  severity: 'error',
  what: 'ExternalDNS, Traefik or cert-manager is started with a flag that its version does not have.',
  why: 'The program ends at once ("unknown flag", "field not found"): its pods are in CrashLoopBackOff, and the version before goes on or nothing runs.',
  fix: 'Correct the name, or use what the release notes of that version name in its place.',
  *run(object) {
    for (const { item, at } of podOf(object)?.containers ?? []) {
      const args = texts(item['args']);
      // A sub-command has flags of its own.
      if (args[0]?.startsWith('-') !== true) continue;
      const started = controllerOf(item);
      if (started === undefined) continue;
      for (const [i, arg] of args.entries()) {
        const flag = /^--([A-Za-z][A-Za-z0-9._[\]-]*)(?:=|$)/.exec(arg)?.[1];
        const why = flag === undefined ? undefined : untaken(started.controller, started.version, flag);
        if (flag === undefined || why === undefined) continue;
        if (why.partial !== true || slipOf(flag, why.there ?? []) !== undefined) yield found(child(`${at}/args`, i), started, flag, why);
      }
    }
  },
});

/** The flag that was meant, if a letter is wrong. */
const slipOf = (flag: string, there: readonly string[]): string | undefined => there.find((each) => isSlip(flag.replaceAll('_', '-'), each));

interface Started {
  readonly controller: Controller;
  readonly version: string;
}

/** Which controller a container runs, and of what version: by its image, whoever built it. A digest alone says nothing. */
function controllerOf(container: Fields): Started | undefined {
  const image = text(container['image']) ?? '';
  const name = /([^/:@]+)(?:[:@].*)?$/.exec(image)?.[1] ?? '';
  const version = /^v?(\d+\.\d+(?:\.\d+)?)(?:-(?!alpha|beta|rc|ea).*)?$/.exec(tagOf(image) ?? '')?.[1];
  const controller = CONTROLLERS.find((each) => each.image.test(name));
  if (controller === undefined || version === undefined) return undefined;
  const [program] = texts(container['command']);
  return program === undefined || controller.program.test(program.slice(program.lastIndexOf('/') + 1)) ? { controller, version } : undefined;
}

function found(
  path: string,
  { controller: { title }, version }: Started,
  flag: string,
  { until, since, there, partial }: Untaken,
): FoundIn<'object'> {
  const what = `${title} ${version} has no flag --${shown(flag)}`;
  if (until !== undefined)
    return { path, message: `${what} any more: ${until} was the last with it`, hint: 'remove it; the release notes say what takes its place' };
  if (since !== undefined) return { path, message: `${what} yet: it came with ${since}`, hint: `remove it, or use ${title} ${since}` };
  const near = partial === true ? slipOf(flag, there ?? []) : suggest(flag, there ?? []);
  return { path, message: what, hint: near === undefined ? 'remove it, or correct the name' : `use --${shown(near)}` };
}
