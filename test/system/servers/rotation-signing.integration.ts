// An agent's signing key is replaced one step after the other, as docs/operations.md has it: OpenSSL signs and verifies with the files that
// the delivered Deployment mounts, of Secrets that the commands of secrets.md make.
// Each test has been red once; its comment names the fault in the generator that made it so.
// Judges: OpenSSL.
import { mkdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fleet } from './fleets.ts';
import { Generated, only } from './generated.ts';
import { must, run } from './run.ts';

const REGION = 'us-east';
const AGENT = 'research';

interface Source {
  readonly name: string;
  readonly items: readonly { readonly key: string; readonly path: string }[];
}
interface Volume {
  readonly name: string;
  readonly secret?: { readonly secretName: string };
  readonly projected?: { readonly sources: readonly { readonly secret: Source }[] };
}

let made: Generated;
beforeAll(() => {
  made = new Generated(withKeys([1]));
});
afterAll(() => made.remove());

function withKeys(generations: readonly number[]): string {
  return fleet({ records: 'wildcard', discovery: false }).replace(`  ${AGENT}: { `, `  ${AGENT}: { signingKeys: ${JSON.stringify(generations)}, `);
}

function make(name: string): void {
  mkdirSync(made.path(`secrets/${name}`), { recursive: true });
  must('bash', ['-euc', made.secretCommands(`agents/${name}`).join('\n')], { cwd: made.path(`secrets/${name}`), env: { REGION } });
}

/** What the pod sees below /etc/pap/keys: path → file. */
async function mounted(): Promise<Map<string, string>> {
  const { volumes } = only<{ template: { spec: { volumes: readonly Volume[] } } }>(
    await made.objects(REGION, 'agents'),
    'Deployment',
    `${AGENT}-agent`,
  ).spec.template.spec;
  const volume = volumes.find(({ name }) => name === 'signing-keys');
  if (volume?.secret !== undefined) return new Map([['ed25519.key', made.path(`secrets/${volume.secret.secretName}/ed25519.key`)]]);
  const items = (volume?.projected?.sources ?? []).flatMap(({ secret }) =>
    secret.items.map(({ key, path }): [string, string] => [path, made.path(`secrets/${secret.name}/${key}`)]),
  );
  return new Map(items);
}

/** The agent signs something with the key in use. */
async function sign(name: string): Promise<string> {
  const key = (await mounted()).get('ed25519.key');
  const message = made.write(`${name}.txt`, name);
  must('openssl', ['pkeyutl', '-sign', '-rawin', '-inkey', String(key), '-in', message, '-out', made.path(`${name}.sig`)]);
  return name;
}

/** Whether one of the keys that the agent has now is the one that signed it. */
async function knows(name: string): Promise<boolean> {
  const signature = ['-rawin', '-in', made.path(`${name}.txt`), '-sigfile', made.path(`${name}.sig`)];
  return [...(await mounted()).values()].some((key) => run('openssl', ['pkeyutl', '-verify', '-inkey', key, ...signature]).code === 0);
}

// Red with the two sources exchanged, and with the previous key mounted from the Secret of the one in use.
test('what the old key has signed is known until the last step, and the new key signs from the middle on', async () => {
  make(`${AGENT}-signing-keys`);
  const first = await sign('first');
  expect(await knows(first)).toBe(true);

  made.generate(withKeys([1, 2]));
  make(`${AGENT}-signing-keys-2`);
  const still = await sign('still');
  expect([await knows(first), await knows(still)]).toEqual([true, true]);

  made.generate(withKeys([2, 1]));
  expect([...(await mounted()).keys()]).toEqual(['ed25519.key', 'ed25519.previous.key']);
  const next = await sign('next');
  expect([await knows(first), await knows(still), await knows(next)]).toEqual([true, true, true]);

  made.generate(withKeys([2]));
  const last = await sign('last');
  expect([await knows(first), await knows(next), await knows(last)]).toEqual([false, true, true]);
  // Each key is another one, although the commands are the same.
  const [one, other] = [1, 2].map((generation) =>
    readFileSync(made.path(`secrets/${AGENT}-signing-keys${generation === 1 ? '' : '-2'}/ed25519.key`), 'utf8'),
  );
  expect(one).not.toBe(other);
});
