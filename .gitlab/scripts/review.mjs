// Reviews the merge requests of a project of GitLab, in pipelines of its protected branch: the status `fleet` of each head, and one
// note with the plan. It runs no file of a merge request: a plan is text that the job before has left (plans.mjs of .github/scripts).
//   review.mjs begin PROJECT BRANCH LIST        writes to LIST which heads need a plan, and says of their older plans that they are out of date
//   review.mjs report PROJECT BRANCH LIST DIR   reports the plans DIR/<merge request>
//   PROJECT        https://HOST/GROUP/NAME: from here and not from a variable, because it says where the token is sent
//   REVIEW_TOKEN   of a project access token with the scope `api` and the role Developer
//   FLEET_APPROVE  `true`: a head that the gate lets pass is approved, and an approval of an older one is taken back
//   CI_JOB_URL     where this run is
//   CI_SERVER_URL  where GitLab is, if it is below a path: https://HOST/PATH; believed where PROJECT is below it
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, asking, program, wordsOf } from '../../.github/scripts/http.mjs';
import { COMMIT, NOT_MADE, planIn } from '../../.github/scripts/plans.mjs';
import { block, fitted, plain, verdictOf } from '../../.github/scripts/text.mjs';

const [, , command, project = '', branch = '', list = '', folder = ''] = process.argv;
const { REVIEW_TOKEN = '', FLEET_APPROVE, CI_JOB_URL = '', CI_SERVER_URL = '' } = process.env;

/** GitLab takes 1,000,000 characters; nobody reads as many. */
const MOST_NOTE = 65_536;
/** What GitLab takes for the description and the address of a status. */
const MOST_DESCRIPTION = 255;
const MOST_PAGES = 30;
/** Merge requests of one run; the next run takes the others. */
const MOST_HEADS = 50;
const MARK = '<!-- pap-fleet: plan -->';

const isUrl = /^https:\/\/\S{1,300}$/.test(CI_JOB_URL) && !/[()<>[\]\\]/.test(CI_JOB_URL);
const RUN = isUrl ? `[Run](${CI_JOB_URL})` : 'The pipeline has the log';

/** The API below this project: https, or http to this machine itself. */
function apiOf(url) {
  const [, origin, path] =
    /^(https:\/\/[a-z0-9.-]+(?::[0-9]+)?|http:\/\/127\.0\.0\.1:[0-9]+)\/([\w.-]+(?:\/[\w.-]+)+)$/.exec(url.replace(/(\.git)?\/?$/, '')) ?? [];
  if (origin === undefined) throw new Refusal('the project has no address https://HOST/GROUP/NAME');
  if (REVIEW_TOKEN === '') throw new Refusal('REVIEW_TOKEN is missing: it is there for jobs of the environment review on the protected branch');
  if (!/^[\x21-\x7e]+$/.test(REVIEW_TOKEN)) throw new Refusal('REVIEW_TOKEN holds characters that no token has');
  const headers = () => ({ 'private-token': REVIEW_TOKEN, 'content-type': 'application/json' });
  const root = rootOf(origin, path);
  const name = path.slice(root.length).replace(/^\//, '');
  const api = `${origin}/${root}${root === '' ? '' : '/'}api/v4`;
  return {
    user: () => asking(api, headers)('GET', '/user'),
    ask: asking(`${api}/projects/${encodeURIComponent(name)}`, headers),
  };
}

/** The path of a server that is not at the root of its host: no other host is ever asked, and a project keeps a group and a name. */
function rootOf(origin, path) {
  const server = CI_SERVER_URL.replace(/\/+$/, '');
  if (!server.startsWith(`${origin}/`)) return '';
  const root = server.slice(origin.length + 1);
  return path.startsWith(`${root}/`) && path.slice(root.length + 1).includes('/') ? root : '';
}

/** All pages of a list. @param whole whether too many of them are a failure, or the first of them enough */
async function all(ask, path, { whole = true } = {}) {
  const found = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const part = await ask('GET', `${path}${path.includes('?') ? '&' : '?'}per_page=100&page=${page}`);
    if (!Array.isArray(part)) throw new Refusal(`GET ${path.split('?')[0]} was not answered with a list`);
    found.push(...part);
    if (part.length < 100) return found;
  }
  if (whole) throw new Refusal(`GET ${path.split('?')[0]} has more than ${MOST_PAGES * 100} items`);
  return found;
}

async function baseOf(ask) {
  const { commit } = await ask('GET', `/repository/branches/${encodeURIComponent(branch)}`);
  if (!COMMIT.test(commit?.id ?? '')) throw new Refusal('the API names no commit of the branch');
  return commit.id;
}

/**
 * Text of others for a note. A line that begins with a slash would be a command that GitLab carries out as the owner of the token, such as /merge;
 * it does not look for them in blocks, and an invisible character makes sure of it.
 */
function harmless(text) {
  return plain(text).replace(/^(\s*)\//gm, '$1\u200b/');
}

const noteOf = (head, base, text) => `${MARK}\n<!-- head: ${head} base: ${base ?? 'none'} -->\n${text}`;

/** Our notes of a merge request, oldest first: those of this very account with our mark. */
async function notesOf(ask, me, iid) {
  const notes = await all(ask, `/merge_requests/${iid}/notes?sort=asc&order_by=created_at`);
  return notes.filter(({ author, body, system }) => system !== true && author?.id === me && typeof body === 'string' && body.startsWith(MARK));
}

/** Make `body` our one note. */
async function keepNote(ask, iid, [first, ...others], body, { create = true } = {}) {
  if (body.length > MOST_NOTE) throw new RangeError('the note is too long');
  const path = `/merge_requests/${iid}/notes`;
  for (const { id } of others) await ask('DELETE', `${path}/${id}`);
  if (first === undefined) {
    if (create) await ask('POST', path, { body });
  } else if (first.body !== body) await ask('PUT', `${path}/${first.id}`, { body });
}

/**
 * The status of a head. GitLab refuses a state that it has already (400), and for the head of a fork, whose branch is not here, it may have no
 * pipeline to put it into: then the note alone says it. The branch of a fork is not named: one of this project may have the same name.
 */
async function status(ask, { sha, source_branch: ref, source_project_id: from, target_project_id: to }, state, description) {
  const body = { state, name: 'fleet', ...(from === to ? { ref } : {}), description: description.slice(0, MOST_DESCRIPTION) };
  try {
    await ask('POST', `/statuses/${sha}`, isUrl && CI_JOB_URL.length <= MOST_DESCRIPTION ? { ...body, target_url: CI_JOB_URL } : body);
  } catch (error) {
    if (error instanceof Refusal && ((state === 'running' && error.status === 400) || (from !== to && error.status >= 400 && error.status < 500))) {
      console.log(`the status of ${sha} stays as it is: ${error.message}`);
      return;
    }
    throw error;
  }
}

/** Approve this very head, or take back what we approved. */
async function approve(ask, me, { iid, sha }, wanted) {
  if (FLEET_APPROVE !== 'true') return;
  const { approved_by: by } = await ask('GET', `/merge_requests/${iid}/approvals`);
  const has = Array.isArray(by) && by.some(({ user }) => user?.id === me);
  if (has) await ask('POST', `/merge_requests/${iid}/unapprove`);
  if (wanted) await ask('POST', `/merge_requests/${iid}/approve`, { sha });
}

/** Whether a merge request is one that a plan can be made of, whatever else the API says. */
const isOpen = ({ iid, sha, state, target_branch: target }) =>
  Number.isSafeInteger(iid) && iid > 0 && COMMIT.test(sha ?? '') && state === 'opened' && target === branch;

/** Whoever may write notes can make them too long to be read: that keeps no other request from its plan, and the job `report` fails of it. */
async function trying({ iid }, act) {
  try {
    return await act();
  } catch (error) {
    console.error(`!${iid}: ${wordsOf(error)}`);
    return undefined;
  }
}

async function begin({ ask, user }) {
  const { id: me } = await user();
  if (!Number.isSafeInteger(me)) throw new Refusal('the API does not say whose token that is');
  const base = await baseOf(ask);
  const query = `state=opened&target_branch=${encodeURIComponent(branch)}&order_by=updated_at&sort=asc`;
  const open = (await all(ask, `/merge_requests?${query}`, { whole: false })).filter(isOpen);
  const wanting = [];
  // What could not be planned, or not be read, may take all the time there is: it comes after the others.
  const last = [];
  for (const request of open) {
    const notes = await trying(request, () => notesOf(ask, me, request.iid));
    if (notes?.length === 1 && notes[0].body.startsWith(`${MARK}\n<!-- head: ${request.sha} base: ${base} -->\n`)) continue;
    // Also of those that wait: what was approved is another head, or was compared with another base.
    await trying(request, () => approve(ask, me, request, false));
    const isHard = notes === undefined || notes.some(({ body }) => body.includes(request.sha) && body.includes(NOT_MADE));
    (isHard ? last : wanting).push({ request, notes });
  }
  const taken = [...wanting, ...last].slice(0, MOST_HEADS);
  for (const { request, notes } of taken) {
    await trying(request, () => status(ask, request, 'running', 'The plan is being made'));
    const text = `**The plan that stood here is out of date.** The plan of \`${request.sha}\` is being made. ${RUN}.\n`;
    if (notes !== undefined) await trying(request, () => keepNote(ask, request.iid, notes, noteOf(request.sha, undefined, text), { create: false }));
  }
  writeFileSync(list, taken.map(({ request: { iid, sha } }) => `${iid} ${sha} refs/merge-requests/${iid}/head\n`).join(''));
  const waiting = wanting.length + last.length - taken.length;
  return `${taken.length} of ${open.length} open merge requests need a plan${waiting === 0 ? '' : `; ${waiting} more wait for the next run`}`;
}

const units = (text) => text.length;
const CUT = `\nOnly the beginning is shown; the artifact of the job \`plan\` has all of it.\n`;
const named = (head, base) => `Head: \`${head}\`\nBase: ${base === undefined ? 'none' : `\`${base}\``}\n`;

function shownNote(head, { why, title, base, text }) {
  if (why !== undefined) return noteOf(head, base, `**There is no plan of \`${head}\`.** ${why} ${RUN}.\n`);
  const shown = harmless(text);
  const first = verdictOf(shown);
  const verdict = first === '' ? '' : `${block(first)}\n`;
  const render = (part, cut) =>
    noteOf(
      head,
      base,
      `**What this change does to the clusters.** ${title}.\n\n${named(head, base)}\n${verdict}<details><summary>The plan, as text</summary>\n\n` +
        `${block(part)}${cut ? CUT : ''}\n</details>\n`,
    );
  return fitted(shown, render, MOST_NOTE, units);
}

/** What to report of a head: a plan that holds, or why there is none. */
function judged(plan, request, head, base) {
  const none = (why) => ({ conclusion: 'failure', title: 'There is no plan of this commit', why, base: plan.base });
  if (request.sha !== head) return none('The head moved on, and the plan of the new one is made by another run.');
  if (plan.why !== undefined) return none(plan.why);
  if (plan.base !== base)
    return none(`The plan was compared with \`${plan.base}\`, and \`${branch}\` is at \`${base}\` by now; the next run makes another.`);
  return plan;
}

async function reportOne({ ask, me }, iid, head) {
  const plan = planIn(join(folder, iid), head);
  const request = await ask('GET', `/merge_requests/${iid}`);
  if (!isOpen(request)) return 'is not open for this branch any more';
  const end = judged(plan, request, head, await baseOf(ask));
  // The run for the new head speaks for it.
  if (request.sha !== head) {
    await status(ask, { ...request, sha: head }, 'failed', end.title);
    return end.title;
  }
  await status(ask, request, end.conclusion === 'success' ? 'success' : 'failed', `${end.title}; base ${(end.base ?? 'none').slice(0, 12)}`);
  await approve(ask, me, request, end.conclusion === 'success');
  // Last, because `begin` takes it for the end: what broke off before is made again.
  await keepNote(ask, iid, await notesOf(ask, me, iid), shownNote(head, end));
  return end.title;
}

async function report({ ask, user }) {
  const { id: me } = await user();
  if (!Number.isSafeInteger(me)) throw new Refusal('the API does not say whose token that is');
  const lines = readFileSync(list, 'utf8').split('\n').filter(Boolean);
  let failed = 0;
  for (const line of lines) {
    const [, iid, head] = /^([1-9][0-9]{0,9}) ([0-9a-f]{40,64}) \S+$/.exec(line) ?? [];
    if (iid === undefined) throw new Refusal('the list of the job begin is not as it was written');
    try {
      console.log(`!${iid}: ${await reportOne({ ask, me }, iid, head)}`);
    } catch (error) {
      // One that cannot be reported keeps nobody else from it.
      failed += 1;
      console.error(`!${iid}: ${wordsOf(error)}`);
    }
  }
  if (failed > 0) throw new Refusal(`${failed} of ${lines.length} merge requests could not be reported`);
  return `${lines.length} merge requests reported`;
}

await program(async () => {
  if (!/^\w[\w./-]*$/.test(branch)) throw new Refusal('the branch has no name that can be used');
  if (command === 'begin' && list !== '') return begin(apiOf(project));
  if (command === 'report' && folder !== '') return report(apiOf(project));
  throw new Refusal('usage: review.mjs begin PROJECT BRANCH LIST, or report PROJECT BRANCH LIST DIR');
});
