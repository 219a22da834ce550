import { compile } from '../compile.ts';
import { readConfig } from '../io/read-config.ts';
import { grantsText } from '../report/grants.ts';
import { style } from '../report/style.ts';
import { EXIT, type Command } from './command.ts';
import { printJson, refused } from './load.ts';

export const grants: Command = {
  name: 'grants',
  summary: 'show what power the components of config/components ask for, what is granted, and what nobody uses',
  usage: '',
  help: `A component that the fleet brings may make ordinary objects in its own namespaces. All else is power: rights, admission, routes, DNS
records, certificates, kinds without a namespace, and kinds that nobody has looked at. It names these objects under \`needs\` in its
component.yaml, and the platform team grants them in config/fleet.yaml, by the digest of what they may do: a version that asks for
more is refused until the grant is changed.

Exit code 1 where something asked for is not granted.

Examples:
  pap-fleet grants           what is asked for, with the lines to add to config/fleet.yaml
  pap-fleet grants --json    the same for programs`,
  options: [],
  words: { max: 0 },
  run(context, flags) {
    const compiled = compile(readConfig(flags.config, flags.maxFileSize));
    const { sources, grants: found } = compiled;
    // What is not granted keeps a fleet from being generated, and is what people come here to read.
    if (found === undefined || sources === undefined) return refused(context, flags, 'grants', compiled, 'the fleet cannot be read') ?? EXIT.invalid;
    const unused = found.unused.map((each) => ({ ...each, place: sources.locate({ path: each.at }) }));
    const exit = found.asked.some(({ open }) => open.length > 0) ? EXIT.differs : EXIT.ok;
    if (flags.json) printJson(context, 'grants', exit, { asked: found.asked, unused });
    else context.streams.out(grantsText({ asked: found.asked, unused }, style(flags.color)));
    return exit;
  },
};
