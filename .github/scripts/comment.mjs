// Keeps one comment with the plan on a pull request. Run by the privileged workflow comment.yml, from the default branch.
//
// The plan was made by the code of the pull request and may be anything. So it is text and never markup here: its size is
// limited, it stands in a fence it cannot close, it mentions nobody, and it goes to that pull request alone whose head is
// the very commit that the finished run belongs to.
//   PLAN        folder of the artifact: number, plan.txt
//   HEAD_SHA    head commit of the finished run, as GitHub names it
//   RUN_URL     where that run is
//   GH_TOKEN    may write pull requests
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { PLAN, HEAD_SHA, RUN_URL, GH_TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY, COMMENT_AUTHOR = 'github-actions[bot]' } = process.env;

/** Ours begins with it. */
const MARK = '<!-- pap-fleet: plan -->';
/** GitHub takes 65,536 characters; some are for what stands around the plan. */
const MOST_CHARACTERS = 60_000;
const MOST_BYTES = 1024 * 1024;
const MOST_PAGES = 30;

/** Something is not as it should be; the text says what, and never repeats what others wrote. */
class Refusal extends Error {}

function file(name, mostBytes) {
  const path = join(PLAN, name);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile()) throw new Refusal(`the artifact holds no file "${name}"`);
  if (found.size > mostBytes) throw new Refusal(`"${name}" has ${found.size} bytes; ${mostBytes} are allowed`);
  return readFileSync(path, 'utf8');
}

function pullRequestNumber() {
  const text = file('number', 20);
  if (!/^[1-9][0-9]{0,9}\n?$/.test(text)) throw new Refusal('"number" is no number of a pull request');
  return Number(text);
}

function asData(text) {
  const plain = text
    // eslint-disable-next-line no-control-regex -- these are what must not be shown
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '')
    // Nobody is mentioned out of a code block anyway; an invisible character makes sure of it.
    .replace(/@(?=[A-Za-z0-9])/g, '@\u200b');
  const shown = plain.length <= MOST_CHARACTERS ? plain : `${plain.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}\n…`;
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const cut = shown === plain ? '' : `\nOnly the beginning is shown; the artifact \`plan-full\` of the run has all of it.\n`;
  return `${fence}diff\n${shown.trimEnd()}\n${fence}\n${cut}`;
}

/** What the plan says of the gate, which is what to look at first: as many lines as a screen takes. */
function verdictOf(plan) {
  const lines = plan.split('\n');
  const first = lines.findIndex((line) => /^(\*\*)?The gate /.test(line));
  return first === -1
    ? ''
    : `${asData(
        lines
          .slice(first, first + 16)
          .join('\n')
          .slice(0, 3000),
      )}\n`;
}

function comment(plan) {
  return `${MARK}
**What this change does to the clusters**, by the checks of ${HEAD_SHA.slice(0, 12)}: [summary of the run](${RUN_URL}).

${verdictOf(plan)}<details><summary>The plan, as text</summary>

${asData(plan)}
</details>
`;
}

async function api(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    method,
    redirect: 'error',
    headers: {
      authorization: `Bearer ${GH_TOKEN}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'pap-fleet',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Refusal(`${method} ${path} was answered with ${response.status}`);
  return response.status === 204 ? undefined : response.json();
}

/** Our comments, oldest first. The mark alone proves nothing: anybody can write it, and we may edit anybody's comment. */
async function ours(number) {
  const found = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await api('GET', `/issues/${number}/comments?per_page=100&page=${page}`);
    found.push(...comments.filter(({ user, body }) => user?.login === COMMENT_AUTHOR && user.type === 'Bot' && body?.startsWith(MARK)));
    if (comments.length < 100) break;
  }
  return found;
}

async function main() {
  if (!/^[0-9a-f]{40,64}$/.test(HEAD_SHA ?? '')) throw new Refusal('HEAD_SHA is no commit');
  if (!existsSync(PLAN ?? '') || !existsSync(join(PLAN, 'plan.txt'))) return 'the run left no plan, so there is nothing to say';
  const number = pullRequestNumber();
  const body = comment(file('plan.txt', MOST_BYTES));

  const pull = await api('GET', `/pulls/${number}`);
  if (pull.head?.sha !== HEAD_SHA) return `#${number} is not at ${HEAD_SHA.slice(0, 12)}: it moved on, or the plan is not its own`;
  if (pull.state !== 'open') return `#${number} is not open any more`;

  const [first, ...others] = await ours(number);
  // Two runs at once may each have begun one.
  for (const { id } of others) await api('DELETE', `/issues/comments/${id}`);
  if (first === undefined) await api('POST', `/issues/${number}/comments`, { body });
  else if (first.body !== body) await api('PATCH', `/issues/comments/${first.id}`, { body });
  return `the comment on #${number} is up to date`;
}

try {
  console.log(await main());
} catch (error) {
  console.error(error instanceof Refusal ? `refused: ${error.message}` : `failed: ${error.cause?.code ?? error.name}`);
  process.exitCode = 1;
}
