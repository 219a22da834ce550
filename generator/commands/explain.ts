import { compile } from '../compile.ts';
import { Failure } from '../io/failure.ts';
import { pathSteps } from '../model/path.ts';
import type { Explained } from '../fleet/resolve/explain.ts';
import { explain as explainValue, subjectNames, subjects } from '../fleet/resolve/explain.ts';
import { explainedText } from '../report/explained.ts';
import type { Located } from '../report/explained.ts';
import { style } from '../report/style.ts';
import { componentNames } from '../fleet/resolve/resolve.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import type { Sources } from '../yaml/sources.ts';
import { EXIT } from './command.ts';
import type { Command } from './command.ts';
import { HEAD_OPTION, configOf } from './head.ts';
import { printJson, refused } from './load.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'show where a value comes from: every layer that sets it, and which won',
  usage: '<agent|region|component> [path] [--region NAME] [--head REF]',
  help: `An agent's values are merged from: default ← agentDefaults ← tier ← agent ← region ← agent in region.
A component's settings are merged from: default ← components ← region.
Maps merge; scalars and lists replace; null means none.

Components: ${componentNames.join(', ')}. Where names clash, write agent/NAME, region/NAME or component/NAME.

Examples:
  pap-fleet explain research                       every value of the agent, and the layer it comes from
  pap-fleet explain research autoscale.max         one value, with the whole chain
  pap-fleet explain research image --region us-east
  pap-fleet explain ingress rateLimit
  pap-fleet explain ap-south versions.kubernetes`,
  options: [{ name: 'region', value: 'NAME', help: 'only this region' }, HEAD_OPTION],
  words: { max: 2, needs: 'an agent, a region or a component' },
  run(context, flags, words) {
    const [name, path] = words as [string, string | undefined];
    const compiled = compile(configOf(flags));
    if (compiled.spec === undefined || compiled.sources === undefined)
      return refused(context, flags, 'explain', compiled, 'the fleet cannot be read') ?? EXIT.invalid;
    const { spec, sources } = compiled;
    const found = subjects(spec, name);
    const subject = found[0];
    if (subject === undefined) throw new Failure('usage', `there is no agent, region or component "${name}"`, hintFor(name, subjectNames(spec)));
    if (found.length > 1) {
      throw new Failure(
        'usage',
        `"${name}" names ${found.map(({ kind }) => `${kind === 'agent' ? 'an' : 'a'} ${kind}`).join(' and ')}`,
        `write ${found.map(({ kind }) => `${kind}/${name}`).join(' or ')}`,
      );
    }
    const region = flags.more['region'] as string | undefined;
    if (region !== undefined && !(region in spec.regions))
      throw new Failure('usage', `there is no region "${region}"`, hintFor(region, Object.keys(spec.regions)));
    const steps = pathSteps(path ?? '');
    const values = explainValue(spec, subject, steps, region).map((value) => locate(value, sources));
    if (values.length === 0) {
      const all = explainValue(spec, subject, [], region).map((value) => value.path);
      throw new Failure(
        'usage',
        `${subject.kind} "${subject.name}" has no "${path ?? ''}"${region === undefined ? '' : ` in ${region}`}`,
        path === undefined ? undefined : hintFor(path, all),
      );
    }
    if (flags.json) printJson(context, 'explain', EXIT.ok, { subject, values });
    else context.streams.out(explainedText(subject, values, style(flags.color)));
    return EXIT.ok;
  },
};

function locate({ layers, ...value }: Explained, sources: Sources): Located {
  return {
    ...value,
    layers: layers.map(({ at, ...layer }) => (at === undefined ? layer : { ...layer, place: sources.locate({ at }) })),
  };
}
