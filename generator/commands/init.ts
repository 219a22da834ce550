import { Failure } from '../io/failure.ts';
import { WorkingCopy } from '../io/git.ts';
import { exists } from '../io/disk.ts';
import { taken, writeNew } from '../io/write-new.ts';
import { initText } from '../report/init.ts';
import { CONTROLLERS } from './init/controllers.ts';
import { starterFiles } from './init/starter.ts';
import { EXIT, type Command } from './command.ts';
import { actionOf, releaseOf } from './init/action.ts';
import { CIS, ciOf, programOf } from './init/ci.ts';
import { printJson } from './load.ts';

/** What `gitops.repoURL` may be; the schema says the same. */
const REPO =
  /^(https:\/\/[a-z0-9.-]+(:[0-9]{1,5})?(\/[A-Za-z0-9._~-]+)+|ssh:\/\/git@[a-z0-9.-]+(:[0-9]{1,5})?(\/[A-Za-z0-9._~-]+)+|git@[a-z0-9.-]+:[A-Za-z0-9._~/-]+)$/;
/** What the script that reports to GitLab takes for the address of a project. */
const PROJECT = /^https:\/\/[a-z0-9.-]+(:[0-9]{1,5})?(\/[\w.-]+){2,}$/;
const UNKNOWN_REPO = 'https://git.example.org/your-team/fleet.git';

export const init: Command = {
  name: 'init',
  summary: 'write what a fleet repository begins with: a fleet, the jobs of a CI, the editor settings',
  usage:
    '[DIR] [--repo URL] [--ci github|gitlab|generic] [--program URL --digest HEX] [--action OWNER/NAME@COMMIT] [--server URL] [--offline] [--keep] [--with-controllers] [--with-promotion] [--with-status]',
  help: `Writes config/fleet.yaml (small, valid, to be edited), .github/workflows (pull-request, review, deliver), .github/CODEOWNERS,
.gitattributes and .vscode/settings.json into DIR. It never overwrites: when one of the files is there, nothing is written.
The workflows use the generator as an action, pinned by a full commit: a tag or a branch can be moved to other code. The
server is asked whether it has the commit; one that it does not have is refused. To find the commit of a release:
  git ls-remote https://github.com/VeriTeknik/pap-fleet 'refs/tags/v*'
and of two lines for a tag take the one that ends in ^{}.

With --ci gitlab it writes .gitlab-ci.yml, .gitlab/CODEOWNERS and ci/fleet.sh instead, with --ci generic ci/fleet.sh alone: the jobs as a script
for any CI. They run the program of a release, and no other than the one that has the SHA-256 of --digest: docs/ci.md.

Examples:
  pap-fleet init                                             in a clone that is empty yet
  pap-fleet init ../fleet --repo https://github.com/team/fleet.git
  pap-fleet init --action VeriTeknik/pap-fleet@<40 hex digits> --keep
  pap-fleet init --server https://github.example.org --action team/pap-fleet@<40 hex digits>
  pap-fleet init --ci gitlab --repo https://gitlab.example.org/team/fleet.git --digest <64 hex digits>`,
  options: [
    { name: 'repo', value: 'URL', help: "where the repository will be (default: Git's remote origin)" },
    { name: 'ci', value: CIS.join('|'), help: 'whose jobs check and deliver (default: github)' },
    { name: 'program', value: 'URL', help: 'with --ci gitlab or generic: the archive of the program (default: that of this release)' },
    { name: 'digest', value: 'HEX', help: 'its SHA-256, 64 hex digits' },
    {
      name: 'action',
      value: 'OWNER/NAME@COMMIT',
      help: 'the action that the workflows use (default: VeriTeknik/pap-fleet at the commit of this release)',
    },
    { name: 'server', value: 'URL', help: 'where the action comes from (default: https://github.com)' },
    { name: 'offline', help: 'do not ask the server whether it has the commit' },
    {
      name: 'with-controllers',
      help: 'also components with the charts of cert-manager, Traefik and External Secrets, for clusters that have none of them',
    },
    {
      name: 'with-promotion',
      help: 'also the workflow that proposes the next wave of a rollout by what Argo CD reports; docs/evidence.md says what it needs',
    },
    { name: 'with-status', help: 'also the workflow that shows in the summary of its run what runs where, and keeps the report of the fleet' },
    { name: 'keep', help: 'leave files that exist as they are and write the others; never an existing fleet.yaml' },
  ],
  words: { max: 1 },
  run(context, flags, words) {
    const folder = words[0] ?? '.';
    const repo = (flags.more['repo'] as string | undefined) ?? known(origin(folder)) ?? UNKNOWN_REPO;
    if (!REPO.test(repo))
      throw new Failure('usage', `"${repo}" is no URL that Argo CD could read from`, 'https://host/path, or git@host:path, without credentials');
    if (flags.config !== 'config')
      throw new Failure('usage', 'init writes config/ and nothing else', 'leave --config out; move the folder afterwards');

    const ci = ciOf(flags);
    if (ci === 'gitlab' && !PROJECT.test(repo))
      throw new Failure(
        'usage',
        `"${repo}" is no https URL of a group and a name, and that is where the tokens of GitLab are sent`,
        '--repo https://HOST/GROUP/NAME.git',
      );
    const program = ci === 'github' ? undefined : programOf(context, flags);
    const { action, version, server, upstream, warning } = ci === 'github' ? actionOf(context, flags) : releaseOf(context);
    const controllers = flags.more['with-controllers'] === true;
    const [promotion, status] = [flags.more['with-promotion'] === true, flags.more['with-status'] === true];
    const files = starterFiles({ action, version, server, repo, controllers, promotion, status, ci, program });
    const there = taken(folder, files.keys());
    const inTheWay = flags.more['keep'] === true ? there.filter((path) => path === 'config/fleet.yaml') : there;
    if (inTheWay.length > 0)
      throw new Failure(
        'system',
        `nothing was written, because this is there already:\n  ${inTheWay.map((path) => `${folder}/${path}`).join('\n  ')}`,
        inTheWay.includes('config/fleet.yaml') ? 'there is a fleet already: pap-fleet validate' : 'move it away, or leave it as it is with --keep',
      );
    for (const path of there) files.delete(path);
    writeNew(context.disk, folder, files);

    const made = ci === 'github' ? { action, version: version ?? null, upstream, warning: warning ?? null } : { program, warning: null };
    const result = { folder, ci, ...made, repo, written: [...files.keys()], kept: there };
    if (flags.json) printJson(context, 'init', EXIT.ok, result);
    else context.streams.out(initText(result, repo === UNKNOWN_REPO, controllers ? CONTROLLERS : []));
    return EXIT.ok;
  },
};

function origin(folder: string): string | undefined {
  return exists(folder) ? WorkingCopy.around(folder)?.urls('origin').at(-1) : undefined;
}

/** A URL with a password in it, or a path, is not for Argo CD. */
function known(url: string | undefined): string | undefined {
  return url !== undefined && REPO.test(url) ? url : undefined;
}
