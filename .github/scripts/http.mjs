// Requests to the API of a host: bounded in time, in tries and in size, never redirected, and silent about what others wrote.
import { setTimeout as wait } from 'node:timers/promises';

const TRIES = 3;
const SECONDS = 30;
const MOST_BYTES = 16 * 1024 * 1024;

/** Something is not as it should be; the text says what, and never repeats what others wrote. */
export class Refusal extends Error {
  /** @param {string} message @param {number} [status] that of the answer */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function textOf(response) {
  const chunks = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Refusal(`an answer of the API has more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * What asks one API.
 * @param {string} base URL that every path follows
 * @param {() => Record<string, string>} headers with the token
 */
export function asking(base, headers) {
  const once = async (method, path, body, more) => {
    const response = await fetch(`${base}${path}`, {
      method,
      redirect: 'error',
      headers: { ...headers(more), 'user-agent': 'pap-fleet' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(SECONDS * 1000),
    });
    return { status: response.status, text: response.status === 204 ? '' : await textOf(response) };
  };

  /**
   * @param {string} path below the base
   * @param {object} [more] goes to what makes the headers
   * @throws {Refusal} for any answer but 2xx; what a server cannot do now (5xx, 429) is asked three times
   */
  return async (method, path, body, more) => {
    for (let attempt = 1; ; attempt++) {
      let answer;
      try {
        answer = await once(method, path, body, more);
      } catch (error) {
        // A comment or a check that is asked for twice is found and mended by the next run.
        if (attempt === TRIES || error instanceof Refusal) throw error;
        continue;
      }
      const { status, text } = answer;
      if (status >= 200 && status < 300) {
        try {
          return text === '' ? undefined : JSON.parse(text);
        } catch {
          throw new Refusal(`${method} ${path} was answered with something that is no JSON`);
        }
      }
      if (attempt === TRIES || (status < 500 && status !== 429)) throw new Refusal(`${method} ${path} was answered with ${status}`, status);
      await wait(attempt * 500);
    }
  };
}

/** Run a program to its end: what it returns is printed, what it throws is printed without what others wrote. */
export async function program(main) {
  try {
    console.log(await main());
  } catch (error) {
    console.error(wordsOf(error));
    process.exitCode = 1;
  }
}

/** What an error says, without what others wrote. */
export function wordsOf(error) {
  return error instanceof Refusal ? `refused: ${error.message}` : `failed: ${error.cause?.code ?? error.name}`;
}
