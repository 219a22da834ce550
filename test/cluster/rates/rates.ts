// How often lint and a real API server say the same of an object: of what other projects publish, and of thousands that are wrong in one place.
import { readKinds } from '../../../generator/k8s/crd/read-kinds.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import type { Published } from './corpus.ts';
import { definitionsOf } from './definitions.ts';
import { Judge, NEVER_APPLIED, UNDECIDABLE } from './judge.ts';
import { minds } from './minded.ts';
import { mutantsOf } from './mutants.ts';
import { schemasOf } from './open-api.ts';
import { lintOf, type Ours } from './ours.ts';
import { SEEDS } from './seeds.ts';

export interface Case {
  readonly object: KubeObject;
  /** The file it is in; of a mutant, what was changed. */
  readonly from: string;
  readonly mutant: boolean;
  /** Of the server; empty where it accepts. */
  readonly words: string;
  readonly ours: Ours;
}

/** What one case counts as. */
export type Outcome =
  | 'agreed: accepted'
  | 'agreed: refused'
  | 'false error'
  | 'missed'
  | 'refused by a controller'
  | 'forbidden by policy'
  | 'not judged: template'
  | 'not judged: unknown kind'
  | 'not decided offline';

export function outcomeOf({ object, words, ours }: Case): Outcome {
  if (words.startsWith('the server does not serve')) return 'not judged: unknown kind';
  if (words !== '' && UNDECIDABLE.some(([pattern]) => pattern.test(words))) return 'not decided offline';
  if (ours.verdict === 'template' || ours.verdict === 'incomplete kustomization') return 'not judged: template';
  if (ours.verdict === 'unknown kind') return 'not judged: unknown kind';
  if (words !== '') return ours.verdict === 'refused' ? 'agreed: refused' : 'missed';
  if (ours.verdict === 'accepted') return 'agreed: accepted';
  const who = ours.errors.map(({ code, path, message }) => minds(code, placeOf(object, path, message)));
  if (who.includes('controller')) return 'refused by a controller';
  return who.includes('policy') ? 'forbidden by policy' : 'false error';
}

/** As rows of minded.ts read it. */
export const placeOf = (object: KubeObject, path: string, message: string): string =>
  `${object.apiVersion}/${object.kind} ${path.slice(1)} ${message}`;

/** What an API server makes itself: another one of the name is a change of it. */
const BROUGHT = /^(system:|(admin|cluster-admin|edit|view)$)/;

/** Everything, asked of the server as far as it was not asked before. */
export async function cases(corpus: readonly Published[], seed = ''): Promise<Case[]> {
  const definitions = definitionsOf(corpus);
  const judge = new Judge(definitions);
  const lint = lintOf(definitions);
  try {
    const all = [
      ...SEEDS.map((object) => ({ object, from: 'test/cluster/rates/seeds.ts' })),
      ...corpus.flatMap(({ path, objects }) => objects.map((object) => ({ object, from: path }))),
    ].filter(({ object }) => !NEVER_APPLIED.test(object.kind));
    const words = await judge.words(all.map(({ object }) => object));
    const found = all.map((each, i): Case => ({ ...each, mutant: false, words: words[i] as string, ours: lint(each.object) }));
    const schemas = schemasOf(await judge.openApi());
    const { kinds } = readKinds(definitions.map((data) => ({ where: data.metadata.name, data: { ...data } })));
    const good = found
      .filter((each) => outcomeOf(each) === 'agreed: accepted' && !BROUGHT.test(each.object.metadata.name))
      .map(({ object }) => object);
    const mutants = mutantsOf(good, (object) => schemas.get(`${object.apiVersion}/${object.kind}`) ?? kinds.versionOf(object)?.schema, seed);
    const said = await judge.words(mutants.map(({ object }) => object));
    for (const [i, { object, field, value }] of mutants.entries())
      found.push({ object, from: `${field} = ${value.slice(0, 200)}`, mutant: true, words: said[i] as string, ours: lint(object) });
    return found;
  } finally {
    await judge.stop();
  }
}
