import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface Told {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A webhook in a process of its own: what speaks with it blocks this one. */
export class Webhook {
  url = '';
  readonly #log: string;
  #host: ChildProcess | undefined;

  constructor(folder: string) {
    this.#log = join(folder, 'webhook.log');
  }

  async listen(): Promise<void> {
    this.#host = spawn(process.execPath, [join(import.meta.dirname, 'webhook-host.mjs'), this.#log], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(this.#host.stdout as Readable, 'data')) as [Buffer];
    this.url = line.toString().trim();
  }

  close(): void {
    this.#host?.kill();
  }

  /** What it was told since it was asked before. */
  told(): Told[] {
    if (!existsSync(this.#log)) return [];
    const lines = readFileSync(this.#log, 'utf8').split('\n').filter(Boolean);
    rmSync(this.#log);
    return lines.map((line) => JSON.parse(line) as Told);
  }
}
