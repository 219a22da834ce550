// Proposes the waves that may follow, each as a pull request of its own, so that its checks run and the rules of main decide; takes back what
// is not ready any more; and keeps one open issue for each wave that has waited too long. Runs no file of the repository: what promote.sh
// has left is data, and nothing is proposed but a rollout of main with one wave more.
//   PROMOTION  folder of the artifact: see promote.sh
//   CONFIG     folder with fleet.yaml
//   RUN_URL    where this run is
//   GH_TOKEN   may write contents, pull requests and issues
//   APP_SLUG   name of the App whose token that is
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, api, program } from './api.mjs';
import { COMMIT } from './plans.mjs';
import { MOST_COMMENT, block, fitted, plain } from './text.mjs';
import { oneWaveMore, overdue, waitingIn } from './waves.mjs';

const { PROMOTION = '', CONFIG = 'config', RUN_URL, APP_SLUG = '', GITHUB_REPOSITORY = '' } = process.env;

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_PAGES = 10;
const LABEL = 'rollout-waits';
const AUTHOR = `${APP_SLUG}[bot]`;

/** A regular file of the artifact, or nothing. */
function file(name) {
  const path = join(PROMOTION, name);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) return undefined;
  if (found.size > MOST_BYTES) throw new Refusal('a file of the artifact is too large');
  return readFileSync(path, 'utf8');
}

async function pages(path) {
  const found = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const items = await api('GET', `${path}&per_page=100&page=${page}`);
    found.push(...items);
    if (items.length < 100) break;
  }
  return found;
}

const branchOf = ({ name, next }) => `promote/${name}-wave-${next}`;
const shown = (text, head) =>
  fitted(
    plain(text),
    (part, cut) => `${head}\n\n${block(part)}${cut ? '\nOnly the beginning is shown.\n' : ''}\n[Run](${RUN_URL})\n`,
    MOST_COMMENT,
    (all) => all.length,
  );

/** Pull requests of the branch that proposes a wave, the newest first. */
async function proposals(rollout) {
  const [owner] = GITHUB_REPOSITORY.split('/');
  const found = await pages(`/pulls?state=all&base=main&head=${owner}:${branchOf(rollout)}`);
  return found.filter(({ head }) => head?.ref === branchOf(rollout) && head.repo?.full_name === GITHUB_REPOSITORY);
}

/** Commit one file on a branch of its own. GitHub signs what an App commits without naming an author. */
async function branch(rollout, commit, text, message) {
  const path = `${CONFIG}/rollouts/${rollout.name}.yaml`;
  const base = await api('GET', `/git/commits/${commit}`);
  const tree = await api('POST', '/git/trees', { base_tree: base.tree.sha, tree: [{ path, mode: '100644', type: 'blob', content: text }] });
  const { sha } = await api('POST', '/git/commits', { message, tree: tree.sha, parents: [commit] });
  if (!COMMIT.test(sha ?? '')) throw new Refusal('the commit that was made has no id');
  const name = branchOf(rollout);
  const there = await api('GET', `/git/matching-refs/heads/${name}`);
  if (there.some(({ ref }) => ref === `refs/heads/${name}`)) await api('PATCH', `/git/refs/heads/${name}`, { sha, force: true });
  else await api('POST', '/git/refs', { ref: `refs/heads/${name}`, sha });
}

/** @returns what was done, in words */
async function propose(rollout, commit, text) {
  const { name, next, waves } = rollout;
  const of = `wave ${next} of ${waves} of ${name}`;
  const [last] = await proposals(rollout);
  if (last?.state === 'open') return `${of} is proposed by #${last.number}`;
  if (last !== undefined && last.merged_at === null) {
    const { closed_by: by } = await api('GET', `/issues/${last.number}`);
    if (by?.login !== AUTHOR) return `${of}: somebody has closed #${last.number}, so it is not proposed again`;
  }
  const path = `${CONFIG}/rollouts/${name}.yaml`;
  const { type, encoding, content } = await api('GET', `/contents/${path}?ref=${commit}`);
  if (type !== 'file' || encoding !== 'base64') throw new Refusal(`${of}: main has no file that could be read`);
  const before = Buffer.from(content, 'base64').toString('utf8');
  if (!oneWaveMore(before, text, next)) return `${of} is not proposed: what was left changes more than one wave; promote it by hand`;
  const title = `Promote ${name} to wave ${next} of ${waves}`;
  await branch(rollout, commit, text, title);
  const body = shown(file(`${name}.txt`) ?? '', `Wave ${next} of ${waves} of the rollout \`${name}\` may follow, by what Argo CD reports:`);
  const { number } = await api('POST', '/pulls', { title, head: branchOf(rollout), base: 'main', body, maintainer_can_modify: false });
  return `${of} is proposed now, by #${number}`;
}

/** What was right when it was proposed need not be so now. */
async function takeBack(rollout) {
  const done = [];
  for (const { state, number, user } of await proposals(rollout)) {
    if (state !== 'open' || user?.login !== AUTHOR) continue;
    const body = shown(file(`${rollout.name}.txt`) ?? '', 'This wave is not ready any more. It is proposed again when it is:');
    await api('POST', `/issues/${number}/comments`, { body });
    await api('PATCH', `/pulls/${number}`, { state: 'closed' });
    done.push(`wave ${rollout.next} of ${rollout.name} is not ready any more: #${number} is closed`);
  }
  return done;
}

const markOf = ({ name, next }) => `<!-- pap-fleet: ${name} waits for wave ${next} -->`;

/** The label by which issues are found again. Without it each run would open another one. */
async function keepLabel() {
  const all = await pages('/labels?');
  if (!all.some(({ name }) => name === LABEL)) await api('POST', '/labels', { name: LABEL, description: 'A wave of a rollout has waited too long' });
}

/** One open issue for each wave that has waited too long, and none for others. */
async function alert(rollouts, now) {
  const open = (await pages(`/issues?state=open&labels=${LABEL}`)).filter(
    ({ user, pull_request: pull }) => user?.login === AUTHOR && pull === undefined,
  );
  const late = rollouts.filter((rollout) => overdue(rollout, now));
  const done = [];
  for (const rollout of late) {
    const mark = markOf(rollout);
    if (open.some(({ body }) => body?.startsWith(mark))) continue;
    if (done.length === 0) await keepLabel();
    const { name, next, waves, since, alertAfter } = rollout;
    const head = `${mark}\nThe rollout \`${name}\` reached wave ${next - 1} of ${waves} at ${since}, and the next has waited longer than ${alertAfter}.`;
    const body = shown(file(`${name}.txt`) ?? 'No evidence was judged in this run.', head);
    const { number, labels } = await api('POST', '/issues', {
      title: `${name} waits for wave ${next} of ${waves} since ${since}`,
      body,
      labels: [LABEL],
    });
    if (!labels?.some((label) => label.name === LABEL)) throw new Refusal(`#${number} did not get the label by which it would be found again`);
    done.push(`#${number} says that ${name} waits for wave ${next}`);
  }
  for (const { number, body } of open) {
    if (late.some((rollout) => body?.startsWith(markOf(rollout)))) continue;
    await api('PATCH', `/issues/${number}`, { state: 'closed', state_reason: 'completed' });
    done.push(`#${number} is closed: it waits no longer`);
  }
  return done;
}

await program(async () => {
  if (APP_SLUG === '') throw new Refusal('there is no App: what GITHUB_TOKEN proposes starts no check');
  const [commit, text] = [file('commit')?.trimEnd(), file('rollouts.json')];
  if (commit === undefined || text === undefined || !COMMIT.test(commit)) throw new Refusal('the job that judges left nothing');
  const rollouts = waitingIn(text);
  if (rollouts === undefined) throw new Refusal('what the job that judges left cannot be understood');
  const done = await alert(rollouts, Date.now());
  const { object } = await api('GET', '/git/ref/heads/main');
  if (object?.sha !== commit) return [...done, 'main has moved on; the next run judges it again'].join('\n');
  for (const rollout of rollouts) {
    const after = file(`${rollout.name}.yaml`);
    if (after !== undefined) done.push(await propose(rollout, commit, after));
    else if (file(`${rollout.name}.txt`) !== undefined) done.push(...(await takeBack(rollout)));
  }
  return done.length === 0 ? 'nothing to propose' : done.join('\n');
});
