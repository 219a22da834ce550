// One whole process: its wall time, and in a run of its own its memory.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @param {string[]} args of node @param {Record<string, string>} env @param expected exit code @param {string} [cwd] */
export function wall(args, env = {}, program = process.execPath, expected = 0, cwd = undefined) {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const ms = performance.now() - start;
  if (error !== undefined) throw error;
  if (status !== expected) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return ms;
}

/** What children that ended have used of the processor, in ms; where the system does not say it, nothing. */
function ofChildren() {
  try {
    const [, rest] = readFileSync('/proc/self/stat', 'utf8').split(') ');
    const fields = rest.split(' ');
    return (Number(fields[13]) + Number(fields[14])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** The same with the time of the processor, which says more than a clock where the machine is at something else as well. */
export function cost(args, env = {}, { cwd, program = process.execPath, expected = 0 } = {}) {
  const before = ofChildren();
  const ms = wall(args, env, program, expected, cwd);
  const cpu = ofChildren() - before;
  return { wall: ms, cpu: Number.isNaN(cpu) ? ms : cpu };
}

const REPORT = `data:text/javascript,${encodeURIComponent(
  `import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));`,
)}`;

/** Peak resident memory in MiB. The hook that reports it costs time, so this run is not timed. */
export function peak(args, env = {}, cwd = undefined) {
  const { status, output, stderr } = spawnSync(process.execPath, ['--import', REPORT, ...args], {
    cwd,
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
