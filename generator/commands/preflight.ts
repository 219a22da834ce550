import { compile, type Compiled } from '../compile.ts';
import { prerequisites } from '../render/prerequisites.ts';
import { Failure } from '../io/failure.ts';
import { readConfig } from '../io/read-config.ts';
import { preflightScript, preflightText } from '../report/preflight.ts';
import { fillPlaceholders } from '../k8s/region-placeholder.ts';
import { style } from '../report/style.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import { EXIT, type Command } from './command.ts';
import { printJson, refused } from './load.ts';

export const preflight: Command = {
  name: 'preflight',
  summary: 'list what must exist in each region before it can sync, with the commands that check it',
  usage: '[region] [--script]',
  help: `Controllers and their versions, CRDs, namespaces, Secrets, DNS: everything that the objects of a region count on and that
is not made by the fleet itself. Nothing is contacted: the commands are printed, for you to run.

Examples:
  pap-fleet preflight                           every region
  pap-fleet preflight us-east
  pap-fleet preflight us-east --script | sh     run the checks (needs kubectl, argocd and dig)`,
  options: [{ name: 'script', help: 'print a shell script that runs the checks' }],
  words: { max: 1 },
  run(context, flags, words) {
    const compiled = compile(readConfig(flags.config, flags.maxFileSize));
    const exit = refused(context, flags, 'preflight', compiled, 'the fleet is not valid');
    if (exit !== undefined) return exit;
    const { fleet, overlays, secrets, files } = compiled as Required<Compiled>;
    const only = words[0];
    if (only !== undefined && !fleet.regions.some(({ name }) => name === only)) {
      throw new Failure(
        'usage',
        `there is no region "${only}"`,
        hintFor(
          only,
          fleet.regions.map(({ name }) => name),
        ),
      );
    }
    const regions = fleet.regions
      .filter(({ name, state }) => (only === undefined || name === only) && state !== 'decommissioned')
      .map((region) => ({
        region: region.name,
        items: prerequisites(
          fleet,
          region,
          overlays.filter((overlay) => overlay.region === region),
          (secrets.get(region.name) ?? []).map((need) => fillPlaceholders(need, region.name)),
          (path) => files.has(path),
        ),
      }));
    if (flags.json) printJson(context, 'preflight', EXIT.ok, { regions });
    else context.streams.out(flags.more['script'] === true ? preflightScript(regions) : preflightText(regions, style(flags.color)));
    return EXIT.ok;
  },
};
