import { readManifests } from '../io/read-manifests.ts';
import { anyCluster, lint as lintManifests } from '../lint/lint.ts';
import { hasErrors } from '../model/finding.ts';
import type { Finding } from '../model/finding.ts';
import { parseManifests } from '../source/manifests.ts';
import { count } from '../report/style.ts';
import { EXIT, FORMAT_OPTION } from './command.ts';
import type { Command } from './command.ts';
import { printForMachines, say } from './load.ts';

export const lint: Command = {
  name: 'lint',
  summary: 'check any Kubernetes manifests, whoever wrote them',
  usage: 'PATH... [--format FORMAT]',
  help: `Runs the checks of objects, one by one and together, on manifests that pap-fleet did not write: files, folders, YAML fenced in
Markdown, standard input as "-". It needs no fleet.yaml. What is given is taken for a part of a cluster: a reference is only
called broken when the part itself shows that it makes such things. Exit code 0: no error; 2: errors.

Examples:
  pap-fleet lint manifests/
  helm template my-chart | pap-fleet lint -
  pap-fleet lint docs/deployment-guide.md --json | jq '.findings[].code'`,
  options: [FORMAT_OPTION],
  words: { min: 1, max: 1000 },
  run(context, flags, paths) {
    const parsed = readManifests(paths).map(parseManifests);
    const manifests = parsed.flatMap((each) => each.manifests);
    const findings: Finding[] = [...parsed.flatMap((each) => each.findings), ...lintManifests(manifests, anyCluster)];
    const exit = hasErrors(findings) ? EXIT.invalid : EXIT.ok;
    say(context, flags, findings);
    if (!printForMachines(context, flags, 'lint', exit, { findings, objects: manifests.length }) && flags.format === 'text')
      context.streams.out(`${count(manifests.length, 'object')} checked\n`);
    return exit;
  },
};
