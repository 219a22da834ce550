// Reports the check `fleet` and keeps the comment with the plan. It runs no file of a pull request: the plan is text that the job
// before has left, and is cut, fenced and made plain. What it was made from is asked of the API once more: a plan of another head
// or of another base is none, and the comment says so instead of showing it.
//   REVIEW     folder of the artifact: head, base, code, plan.txt (see plan-data.sh)
//   PLAN       how the job that made the plan ended: success, failure, cancelled, skipped
//   CHECK      id of the check that begin.mjs has begun; empty: a new one is made
//   HEAD_SHA, PR_NUMBER, RUN_URL, GH_TOKEN, APP_SLUG  as in begin.mjs
//   READ_TOKEN may read contents
import { Refusal, api, program } from './api.mjs';
import { comment, keepComment } from './comments.mjs';
import { COMMIT, planIn } from './plans.mjs';
import { MOST_COMMENT, MOST_SUMMARY, block, fitted, plain, verdictOf } from './text.mjs';

const { REVIEW = '', PLAN, CHECK = '', HEAD_SHA = '', PR_NUMBER = '', RUN_URL } = process.env;

/** The plan that was left for this head; without one, the reason. */
function planned() {
  return PLAN === 'success' ? planIn(REVIEW, HEAD_SHA) : { why: 'The job that makes the plan did not come to an end.' };
}

/** How things are now: the head and the base of the pull request, or of the queue, where only main moves. */
async function current() {
  if (PR_NUMBER === '') return { head: HEAD_SHA, open: true };
  const pull = await api('GET', `/pulls/${PR_NUMBER}`);
  const { object } = await api('GET', '/git/ref/heads/main', undefined, { read: true });
  if (!COMMIT.test(pull.head?.sha ?? '') || !COMMIT.test(object?.sha ?? '')) throw new Refusal('the API names no commit');
  return { head: pull.head.sha, base: object.sha, open: pull.state === 'open', elsewhere: pull.base?.ref !== 'main' };
}

/** What to report: a plan that holds, or why there is none. */
function judged(plan, now) {
  const none = (why) => ({ conclusion: 'failure', title: 'There is no plan of this commit', why, base: plan.base });
  if (!now.open) return { ...none('The pull request is not open.'), conclusion: 'cancelled' };
  if (now.elsewhere) return none('The pull request is not for main.');
  if (now.head !== HEAD_SHA) return none(`The head moved on to \`${now.head}\`, and the plan of that commit is made by another run.`);
  if (plan.why !== undefined) return none(plan.why);
  if (now.base !== undefined && now.base !== plan.base)
    return none(`The plan was compared with \`${plan.base}\`, and main is at \`${now.base}\` by now. Update the branch, or run this again.`);
  return plan;
}

const named = (base) => `Head: \`${HEAD_SHA}\`\nBase: ${base === undefined ? 'none' : `\`${base}\``}\n`;
const bytes = (text) => Buffer.byteLength(text);
const units = (text) => text.length;
const CUT = `\nOnly the beginning is shown; the artifact \`review\` of the [run](${RUN_URL}) has all of it.\n`;

function summaryOf({ why, base, text }) {
  if (why !== undefined) return `${named(base)}\n${why}\n`;
  return fitted(plain(text), (shown, cut) => `${named(base)}\n${block(shown)}${cut ? CUT : ''}`, MOST_SUMMARY, bytes);
}

function commentOf({ title, why, base, text }, head) {
  if (why !== undefined)
    return comment(head, `**There is no plan of \`${head}\`.** ${head === HEAD_SHA ? why : 'It is made by another run.'} [Run](${RUN_URL}).\n`);
  const shownFirst = verdictOf(plain(text));
  const verdict = shownFirst === '' ? '' : `${block(shownFirst)}\n`;
  const render = (shown, cut) =>
    comment(
      head,
      `**What this change does to the clusters.** ${title}.\n\n${named(base)}\n${verdict}<details><summary>The plan, as text</summary>\n\n` +
        `${block(shown)}${cut ? CUT : ''}\n</details>\n`,
    );
  return fitted(plain(text), render, MOST_COMMENT, units);
}

await program(async () => {
  if (!COMMIT.test(HEAD_SHA)) throw new Refusal('HEAD_SHA is no commit');
  if (!/^([1-9][0-9]{0,9})?$/.test(PR_NUMBER)) throw new Refusal('PR_NUMBER is no number of a pull request');
  const plan = planned();
  // Where the API does not say how things are, nothing is known to hold: the check fails, and says so if it still can.
  const now = await current().catch((error) => ({ error }));
  const end =
    now.error === undefined
      ? judged(plan, now)
      : { conclusion: 'failure', title: 'There is no plan of this commit', why: 'GitHub did not say where head and base are now.' };
  const report = {
    name: 'fleet',
    head_sha: HEAD_SHA,
    status: 'completed',
    conclusion: end.conclusion,
    external_id: `${HEAD_SHA}..${plan.base ?? ''}`,
    details_url: RUN_URL,
    output: { title: end.title, summary: summaryOf(end) },
  };
  if (/^[1-9][0-9]{0,15}$/.test(CHECK)) await api('PATCH', `/check-runs/${CHECK}`, report);
  else await api('POST', '/check-runs', report);
  if (now.error !== undefined) throw now.error;
  if (PR_NUMBER !== '' && now.open && !now.elsewhere) {
    // A run for a newer head may have spoken already.
    const only = (about) => now.head === HEAD_SHA || about !== now.head;
    await keepComment(PR_NUMBER, commentOf(end, now.head), { only });
  }
  return `${end.conclusion}: ${end.title}`;
});
