// One whole process: its wall time, and in a run of its own its memory.
import { spawnSync } from 'node:child_process';

/** @param {string[]} args of node @param {Record<string, string>} env @param expected exit code @param {string} [cwd] */
export function wall(args, env = {}, program = process.execPath, expected = 0, cwd = undefined) {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(program, args, {
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const ms = performance.now() - start;
  if (error !== undefined) throw error;
  if (status !== expected) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return ms;
}

const REPORT = `data:text/javascript,${encodeURIComponent(
  `import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));`,
)}`;

/** Peak resident memory in MiB. The hook that reports it costs time, so this run is not timed. */
export function peak(args, env = {}) {
  const { status, output, stderr } = spawnSync(process.execPath, ['--import', REPORT, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return Number(output[3]) / 1024;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}
