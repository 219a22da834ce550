import { child, defineRule, each, quoted, text, texts, type FoundIn, type Placed } from '../../kit.ts';

/** So deep nobody nests routes. */
const DEEPEST = 20;

/** prometheus-operator, pkg/alertmanager/validation/v1alpha1/validation.go: validateReceivers, validateAlertmanagerRoutes. */
export const rule = defineRule('object', {
  code: 'monitor/alert-route',
  severity: 'error',
  what: 'A route of an AlertmanagerConfig leads to a receiver that it does not have, or has twice.',
  why: 'The operator leaves the whole object out and says so in its log and an event alone: nobody is told of any alert.',
  fix: 'Name a receiver of the same object, each once.',
  order: 16,
  kinds: ['monitoring.coreos.com/AlertmanagerConfig'],
  forgives: (_, { sketch }) => sketch,
  *run(object) {
    const receivers = each(object, 'spec.receivers[]');
    const names = new Map<string, Placed>();
    for (const receiver of receivers) {
      const name = text(receiver.item['name']);
      const other = name === undefined ? undefined : names.get(name);
      if (other !== undefined)
        yield {
          path: child(receiver.at, 'name'),
          message: `${quoted(name as string)} names two receivers`,
          hint: 'give each receiver a name of its own',
          related: [{ path: child(other.at, 'name'), note: 'the other one' }],
        };
      else if (name !== undefined) names.set(name, receiver);
    }
    for (const [i, route] of each(object, 'spec.route').entries()) {
      if (i === 0 && text(route.item['receiver']) === undefined)
        yield { path: route.at, message: 'the outermost route has no receiver', hint: 'name a receiver' };
      yield* routes(route, names, 0);
    }
  },
});

function* routes({ item, at }: Placed, names: ReadonlyMap<string, Placed>, depth: number): Iterable<FoundIn<'object'>> {
  const receiver = text(item['receiver']);
  if (receiver !== undefined && !names.has(receiver))
    yield { path: child(at, 'receiver'), message: `there is no receiver ${quoted(receiver)}`, hint: 'name a receiver' };
  const groups = texts(item['groupBy']);
  const twice = groups.findIndex((label, i) => groups.indexOf(label) < i);
  if (twice !== -1)
    yield { path: child(child(at, 'groupBy'), twice), message: `${quoted(groups[twice] as string)} is in groupBy twice`, hint: 'remove it' };
  if (depth < DEEPEST) for (const inner of each({ item, at }, 'routes[]')) yield* routes(inner, names, depth + 1);
}
