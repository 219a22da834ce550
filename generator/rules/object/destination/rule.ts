import { defineRule, each, isMap, type FoundIn, type Placed } from '../../kit.ts';

/** https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/ */
export const rule = defineRule('object', {
  code: 'object/destination',
  severity: 'error',
  what: 'An Application or AppProject does not name exactly one cluster, or an Application not exactly one source.',
  why: 'Argo CD refuses it, and nothing is delivered.',
  fix: 'Keep `name` or `server`, and one way to name the source.',
  order: 110,
  forgives: (_, { sketch }) => sketch,
  kinds: ['argoproj.io/Application', 'argoproj.io/AppProject'],
  *run(object) {
    const [spec] = each(object, 'spec');
    if (spec === undefined) return;
    if (object.kind === 'AppProject') {
      for (const place of each(object, 'spec.destinations[]'))
        if (clusters(place).length === 0) yield { path: place.at, message: 'names no cluster' };
      return;
    }
    for (const place of each(object, 'spec.destination')) yield* cluster(place);
    const { source, sources, sourceHydrator } = spec.item;
    const count = [isMap(source), Array.isArray(sources) && sources.length > 0, isMap(sourceHydrator)].filter(Boolean).length;
    if (count !== 1) yield { path: '/spec', message: 'must have source, sources or sourceHydrator, and only one of them' };
  },
});

function* cluster({ at, item }: Placed): Iterable<FoundIn<'object'>> {
  const there = clusters({ at, item });
  if (there.length === 1) return;
  yield {
    path: at,
    message: there.length === 0 ? 'names no cluster' : 'names the cluster twice, by server and by name, which Argo CD refuses',
    hint: 'keep either "name" or "server"',
  };
}

function clusters({ item }: Placed): string[] {
  return ['server', 'name'].filter((key) => typeof item[key] === 'string' && item[key] !== '');
}
