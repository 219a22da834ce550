// Says that a plan is being made: the check `fleet` of the head is in progress, and a comment with an older plan says that it is
// out of date. Runs no file of a pull request, and reads nothing of it but the id of a commit.
//   HEAD_SHA   head of the pull request, or of the group in the merge queue
//   PR_NUMBER  the pull request; empty in the merge queue
//   RUN_URL    where this run is
//   GH_TOKEN   may write checks and pull requests
//   APP_SLUG   name of the App whose token that is; empty for GitHub Actions
// Writes the id of the check into the output `check`.
import { appendFileSync } from 'node:fs';
import { Refusal, api, program } from './api.mjs';
import { comment, keepComment } from './comments.mjs';
import { COMMIT } from './plans.mjs';

const { HEAD_SHA = '', PR_NUMBER = '', RUN_URL, APP_SLUG, GITHUB_OUTPUT } = process.env;

await program(async () => {
  if (!COMMIT.test(HEAD_SHA)) throw new Refusal('HEAD_SHA is no commit');
  if (!/^([1-9][0-9]{0,9})?$/.test(PR_NUMBER)) throw new Refusal('PR_NUMBER is no number of a pull request');
  if (!APP_SLUG)
    console.log('There is no App: GitHub Actions itself reports the check, and every workflow of a branch can report one of this name under it.');
  const { id } = await api('POST', '/check-runs', {
    name: 'fleet',
    head_sha: HEAD_SHA,
    status: 'in_progress',
    external_id: HEAD_SHA,
    details_url: RUN_URL,
    output: { title: 'The plan is being made', summary: `Head: \`${HEAD_SHA}\`` },
  });
  if (!Number.isSafeInteger(id)) throw new Refusal('the check that was made has no id');
  if (GITHUB_OUTPUT) appendFileSync(GITHUB_OUTPUT, `check=${id}\n`);
  if (PR_NUMBER !== '') {
    const text = `**The plan that stood here is out of date.** The plan of \`${HEAD_SHA}\` is being made: [run](${RUN_URL}).\n`;
    await keepComment(PR_NUMBER, comment(HEAD_SHA, text), { create: false });
  }
  return 'the check is in progress';
});
