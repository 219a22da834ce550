import { homedir } from 'node:os';
import { join } from 'node:path';
import { writeSync } from 'node:fs';
import { run } from './cli.ts';
import { redact } from './secrets/redact.ts';

const { env, argv, stdout } = process;

/** Written synchronously: output that pipes must be complete before the process ends. */
function write(fd: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return; // the reader has seen enough
      if (code !== 'EAGAIN') throw error;
    }
  }
}

const base = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
try {
  process.exitCode = run(argv.slice(2), {
    streams: {
      out: (text) => write(1, text),
      err: (text) => write(2, text),
      color: stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    },
    version: __VERSION__,
    build: __BUILD__,
    releasedFrom: __COMMIT__,
    cacheFolder: join(base, 'pap-fleet'),
  });
} catch (error) {
  write(2, `This is a bug in pap-fleet ${__VERSION__}; please report it with the text below.\n${redact((error as Error).stack ?? String(error))}\n`);
  process.exitCode = 70;
}
