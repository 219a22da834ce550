import { homedir } from 'node:os';
import { join } from 'node:path';
import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { run } from './cli.ts';
import { helpLint } from './commands/lint-threads.ts';
import { lineOfHelper } from './io/helper.ts';
import { redact } from './secrets/redact.ts';

const { env, argv, stdout } = process;

/** Whether the program watches: it has answered, and will again. */
let goesOn = false;

/** Written synchronously: output that pipes must be complete before the process ends. */
function write(fd: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE' && goesOn) process.exit(); // nobody will see any further answer
      if (code === 'EPIPE') return; // the reader has seen enough
      if (code !== 'EAGAIN') throw error;
    }
  }
}

const line = lineOfHelper();
if (line === undefined) begin();
else helpLint(line as Parameters<typeof helpLint>[0]);

function begin(): void {
  const base = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  try {
    const code = run(argv.slice(2), {
      streams: {
        out: (text) => write(1, text),
        err: (text) => write(2, text),
        color: stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
        columns: stdout.isTTY ? stdout.columns : undefined,
        progress: isatty(2) ? (text) => write(2, `\r\u001b[K${text}`) : undefined,
      },
      version: __VERSION__,
      build: __BUILD__,
      releasedFrom: __COMMIT__,
      cacheFolder: join(base, 'pap-fleet'),
    });
    goesOn = code === undefined;
    if (goesOn) process.on('uncaughtException', endWithBug);
    // What starts the program ends the process where there is an exit code, see tools/start.cjs.
    else process.exitCode = code;
  } catch (error) {
    endWithBug(error as Error);
  }
}

function endWithBug(error: Error): void {
  write(2, `This is a bug in pap-fleet ${__VERSION__}; please report it with the text below.\n${redact(error.stack ?? String(error))}\n`);
  process.exitCode = 70;
  if (goesOn) process.exit();
}
