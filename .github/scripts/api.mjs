// GitHub's API of this repository, as begin.mjs, report.mjs and propose.mjs need it.
import { asking } from './http.mjs';

export { Refusal, program } from './http.mjs';

const { GITHUB_API_URL, GITHUB_REPOSITORY, GH_TOKEN, READ_TOKEN } = process.env;

const ask = asking(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}`, ({ read = false } = {}) => ({
  authorization: `Bearer ${read ? READ_TOKEN || GH_TOKEN : GH_TOKEN}`,
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
}));

/**
 * Ask the API of this repository, with the token that may write, or with the one that may read contents.
 * @param {string} path below /repos/OWNER/NAME
 * @param {{ read?: boolean }} [which] token
 */
export function api(method, path, body, which) {
  return ask(method, path, body, which);
}
