// The one comment that this project keeps on a pull request.
import { api } from './api.mjs';
import { MOST_COMMENT } from './text.mjs';

const { APP_SLUG } = process.env;

/** Ours begin with it. */
const MARK = '<!-- pap-fleet: plan -->';
const MOST_PAGES = 30;
const AUTHOR = `${APP_SLUG || 'github-actions'}[bot]`;

/** A comment: our mark, which commit it is about, and the text. */
export function comment(head, text) {
  return `${MARK}\n<!-- head: ${head} -->\n${text}`;
}

/**
 * Comments with our mark, oldest first: ours, and those that a workflow of any branch can write under the name of GitHub
 * Actions. People and other Apps may write what they like.
 */
async function marked(number) {
  const found = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await api('GET', `/issues/${number}/comments?per_page=100&page=${page}`);
    const bots = [AUTHOR, 'github-actions[bot]'];
    found.push(...comments.filter(({ user, body }) => user?.type === 'Bot' && bots.includes(user.login) && body?.startsWith(MARK)));
    if (comments.length < 100) break;
  }
  return found;
}

/**
 * Make `body` our comment on the pull request, and remove others that pretend to be it, or that a second run began.
 * @param {{ only?: (headOfComment: string | undefined) => boolean }} when to leave alone what is there
 * @returns {Promise<boolean>} whether it says that now
 */
export async function keepComment(number, body, { create = true, only = () => true } = {}) {
  if (body.length > MOST_COMMENT) throw new RangeError('the comment is too long');
  const all = await marked(number);
  const [first, ...others] = all.filter(({ user }) => user.login === AUTHOR);
  for (const { id } of [...others, ...all.filter(({ user }) => user.login !== AUTHOR)]) await api('DELETE', `/issues/comments/${id}`);
  if (first === undefined) {
    if (create) await api('POST', `/issues/${number}/comments`, { body });
    return create;
  }
  if (!only(/^.*\n<!-- head: ([0-9a-f]+) -->/.exec(first.body)?.[1])) return false;
  if (first.body !== body) await api('PATCH', `/issues/comments/${first.id}`, { body });
  return true;
}
