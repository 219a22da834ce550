// Programs that are asked ahead: what comes of it is what comes of asking at once.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { answerTo, begin } from '../../../generator/io/ahead.ts';
import type { Question } from '../../../generator/io/ahead.ts';

const run = (code: string): Question => ({ program: process.execPath, args: ['-e', code], options: { cwd: '.', stdio: ['ignore', 'pipe', 'pipe'] } });

test.skipIf(availableParallelism() < 2)('answers are those of asking at once, in whatever order, and each is given once', () => {
  const all = [
    run("process.stdout.write('x'.repeat(300_000)); process.stderr.write('words'); process.exitCode = 3"),
    run('process.stdout.write(Buffer.from([0, 255, 10]))'),
    run("process.kill(process.pid, 'SIGKILL')"),
  ];
  for (const each of all) begin(each);
  for (const question of [...all].reverse()) {
    const { status, signal, stdout, stderr } = spawnSync(question.program, question.args, question.options);
    const answer = answerTo(question);
    expect(answer).toEqual({ status, signal, stdout, stderr });
    expect(Buffer.isBuffer(answer?.stdout)).toBe(true);
    expect(answerTo(question)).toBeUndefined();
  }
});

test('of what was not begun, and of what cannot be started, there is no answer: whoever asks runs it and hears why', () => {
  expect(answerTo(run('1'))).toBeUndefined();
  const missing = { ...run('1'), program: 'there-is-no-such-program' };
  begin(missing);
  expect(answerTo(missing)).toBeUndefined();
});
