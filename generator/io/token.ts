import { Failure } from './failure.ts';

/** Environment variables that hold a token, or the address of a webhook, which is one: no program that is started gets them, unless it is a person's own Git that asks a remote. */
export const TOKENS = [
  'PUSH_TOKEN',
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'GH_ENTERPRISE_TOKEN',
  'GITHUB_ENTERPRISE_TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'NOTIFY_URL',
] as const;

/** The token for this push. With it, no setting of a person or of the machine counts. */
export function pushToken(): string | undefined {
  return tokenIn('PUSH_TOKEN');
}

/** The token for GitHub's API. */
export function apiToken(): string | undefined {
  return pushToken() ?? tokenIn('GITHUB_TOKEN') ?? tokenIn('GH_TOKEN');
}

/** @throws Failure when it could not stand in one line of a header */
function tokenIn(name: string): string | undefined {
  const token = process.env[name] ?? '';
  if (token === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new Failure('system', `${name} holds white space or other characters that no token has`, 'was a line break stored with the secret?');
  return token;
}

/** Who a token is sent as. */
export const TOKEN_USER = 'x-access-token';

/** Text that another program or a remote wrote, without our tokens in any form in which they are sent, and without passwords in URLs. */
export function withoutTokens(text: string): string {
  let shown = text;
  for (const name of TOKENS) {
    const token = process.env[name]?.trim() ?? '';
    if (token.length < 4) continue;
    for (const form of [
      Buffer.from(`${TOKEN_USER}:${token}`).toString('base64'),
      Buffer.from(token).toString('base64'),
      encodeURIComponent(token),
      token,
    ])
      shown = shown.replaceAll(form, '***');
  }
  return shown.replace(/(:\/\/)[^/\s@]+@/g, '$1***@');
}
