// npm run bench [-- --quick] [-- --peers DIR] [-- --pkl] [-- --lint] [-- --loop [--sizes 100x50,1000x50] [--write]]: how long whole runs take and how much memory, beside what is physically
// needed on the same machine at the same time. Absolute figures belong to a machine; the ratios travel.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { measureEdits } from './edits.mjs';
import { pack } from './floor.mjs';
import { measureEyes } from './eyes.mjs';
import { median, peak, wall } from './measure.mjs';
import { measureHubs } from './hubs.mjs';
import { measureLint } from './lint.mjs';
import { measureLoop, targetsOf } from './loop.mjs';
import { performancePage } from './page.mjs';
import { installPkl, pkl } from './pkl.mjs';
import { objectsOf, peers } from './peers.mjs';
import { writeSynthetic } from './synthetic.mjs';
import { measureOwn } from './own.mjs';
import { measurePolicies } from './policies.mjs';
import { measureWaves } from './waves.mjs';
import { measureWatch } from './watch.mjs';
import { bundleWithout } from './without.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, '../../dist/pap-fleet.cjs');
const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    peers: { type: 'string' },
    pkl: { type: 'boolean', default: false },
    lint: { type: 'boolean', default: false },
    loop: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    write: { type: 'boolean', default: false },
    note: { type: 'string', default: 'the machine did nothing else.' },
  },
});
/** Without these a placement is eight objects: what a fleet that brings its own certificates and policies has. */
const FEWER = ['certs', 'secrets', 'policies'];
const sizes = [
  { regions: 3, agents: 3, rounds: 9 },
  { regions: 20, agents: 20, rounds: 7 },
  ...(flags.quick
    ? []
    : [
        { regions: 100, agents: 50, rounds: 9, without: FEWER },
        { regions: 100, agents: 50, rounds: 9 },
        { regions: 300, agents: 100, rounds: 3 },
      ]),
];
const temporary = mkdtempSync(join(tmpdir(), 'pap-fleet-bench-'));
let unchecked;
let ungated;

/** All figures of one size; the floor is measured between the runs it is compared with. */
function measure({ regions, agents, rounds, without = [] }) {
  const folder = join(temporary, `${regions}x${agents}${without.length > 0 ? '-' : ''}`);
  const config = join(folder, 'config');
  writeSynthetic(config, regions, agents, without);
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, '');
  const generate = (out, of = program) => [of, 'generate', '--config', config, '--out', out];

  const first = join(folder, 'out-first');
  wall(generate(first), env); // warms the page cache
  const bundle = join(folder, 'pack');
  const { files, bytes } = pack(first, bundle);

  const times = { start: [], floor: [], cold: [], bare: [], unchanged: [], recompiled: [], check: [] };
  for (let round = 0; round < rounds; round++) {
    const out = join(folder, `out-${round}`);
    // A folder that nobody wrote to before: after a mass deletion ext4 makes files several times slower.
    times.start.push(wall([empty]));
    const both = [
      () => times.cold.push(wall(generate(out), env)),
      () => times.bare.push(wall(generate(join(folder, `bare-${round}`), unchecked), { XDG_CACHE_HOME: join(folder, 'cache-bare') })),
    ];
    for (const run of round % 2 === 0 ? both : both.reverse()) run();
    times.floor.push(wall([join(here, 'floor.mjs'), bundle, join(folder, `floor-${round}`)]));
    times.unchanged.push(wall(generate(out), env));
    times.recompiled.push(wall([...generate(out), '--no-cache'], env));
    times.check.push(wall([program, 'check', '--config', config, '--out', out], env));
  }
  const result = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
  const memory = peak(generate(join(folder, 'out-peak')), { XDG_CACHE_HOME: join(folder, 'cache-peak') });
  // Of runs side by side: the machine may be at something else in the next round.
  const checks = median(times.cold.map((cold, round) => cold / times.bare[round])) - 1;
  return { regions, agents, without, placements: regions * agents, objects: objectsIn(first), files, bytes, memory, config, checks, ...result };
}

/** What all clusters receive, as the locks count it. */
function objectsIn(out) {
  return readdirSync(join(out, 'overlays'))
    .flatMap((region) => Object.values(JSON.parse(readFileSync(join(out, 'overlays', region, 'fleet.lock.json'), 'utf8')).objects))
    .reduce((sum, count) => sum + count, 0);
}

/** What one edited line costs, beside `validate` of the same fleet. */
async function showEdits({ regions, agents, rounds }) {
  const folder = join(temporary, `edits-${regions}x${agents}`);
  const config = join(folder, 'config');
  writeSynthetic(config, regions, agents);
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  const cold = wall([program, 'generate', '--config', config, '--out', join(folder, 'out-cold')], env);
  const { gate, ...times } = measureEdits(program, ungated, config, join(folder, 'out'), env, rounds);
  const row = (found) => Object.entries(found).map(([name, ms]) => `${name} ${seconds(ms)} (${(ms / found.validate).toFixed(2)}x)`);
  console.log(`  ${`${regions} x ${agents}`.padEnd(11)}${row({ cold, ...times }).join(' · ')} · the gate adds ${(gate * 100).toFixed(1)} % to plan`);
  console.log(`  ${'  --watch'.padEnd(11)}${row(await measureWatch(program, config, env, rounds)).join(' · ')}`);
}

/** The same objects through Pkl, run by run beside ours. */
async function compareWithPkl({ regions, agents, without, config }, rounds) {
  const run = pkl(installPkl(join(temporary, 'pkl')), join(temporary, 'pkl-module'), await objectsOf(config, temporary));
  const ratios = Array.from({ length: rounds }, (_, i) => {
    const ours = wall([program, 'generate', '--config', config, '--out', join(temporary, `pkl-ours-${i}`)], {
      XDG_CACHE_HOME: join(temporary, 'cache-pkl'),
    });
    return run(join(temporary, `pkl-theirs-${i}`)) / ours;
  });
  const fleet = `${regions} x ${agents}${without.length > 0 ? ' -' : ''}`;
  console.log(`\nPkl makes the same objects of ${fleet} and checks none: ${median(ratios).toFixed(1)} times as long as pap-fleet`);
}

async function compare(size) {
  const input = join(temporary, 'objects.json');
  let count = 0;
  const found = [];
  for (const { name, run, missing } of peers(flags.peers, temporary)) {
    if (run === undefined) {
      found.push(`  ${name.padEnd(14)} ${missing}`);
      continue;
    }
    if (count === 0) {
      const objects = await objectsOf(size.config, temporary);
      count = Object.values(objects).flat().length;
      writeFileSync(input, JSON.stringify(objects));
    }
    // Ours beside each of theirs: machines change their speed from minute to minute.
    const pairs = Array.from({ length: 3 }, (_, i) => {
      const out = join(temporary, `peer-${name.split(' ')[0]}-${i}`);
      mkdirSync(out);
      const ours = wall([program, 'generate', '--config', size.config, '--out', `${out}-ours`], { XDG_CACHE_HOME: join(temporary, 'cache-peers') });
      return { ours, theirs: run(input, out) };
    });
    const ratio = median(pairs.map(({ ours, theirs }) => theirs / ours)).toFixed(1);
    found.push(`  ${name.padEnd(14)} ${seconds(median(pairs.map(({ theirs }) => theirs)))}   ${ratio} times as long as pap-fleet (${count} objects)`);
  }
  const fleet = `${size.regions} x ${size.agents}${size.without.length > 0 ? ' -' : ''}`;
  console.log(`\nThe same objects through other tools, ${fleet}, into an empty folder:\n${found.join('\n')}`);
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(ms < 100 ? 3 : 2)} s`;
}

function row(cells) {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(11) : cell.padStart(11))).join('');
}

/** The daily loop: rows with their targets. */
async function showLoop() {
  const all = [];
  console.log('\nThe daily loop, of time of the processor; (!): misses its target.');
  const sizes = flags.sizes ?? (flags.quick ? '20x20' : '100x50,1000x50');
  for (const text of sizes.split(',')) {
    const [regions = 0, agents = 0] = text.split('x').map(Number);
    const size = { regions, agents, rounds: regions < 1000 ? 3 : 1 };
    const loop = await measureLoop(program, mkdtempSync(join(temporary, 'loop-')), size);
    const targets = targetsOf(loop);
    all.push({ loop, targets });
    console.log(`  ${size.regions} x ${size.agents}: validate ${seconds(loop.validate.cpu)}, ${loop.files} files`);
    for (const { name, value, most, unit } of targets) {
      const shown = (number) => (unit === 'x' ? `${number.toFixed(2)}x` : `${number.toFixed(0)} ${unit}`);
      console.log(`    ${name.padEnd(56)} ${shown(value).padStart(8)}  at most ${shown(most)}${value <= most ? '' : '  (!)'}`);
    }
  }
  if (flags.write) {
    const page = join(here, '../../docs/performance.md');
    writeFileSync(page, await format(performancePage(all, flags.note), { ...(await resolveConfig(page)), filepath: page }));
  }
}

/** Manifests of others, beside a checker of their schemas. */
function showLint() {
  const { objects, memory, ours, theirs } = measureLint(program, mkdtempSync(join(temporary, 'lint-')), flags.quick ? 4000 : 40_000, 3);
  const words = ({ wall, cpu }) => `${seconds(wall)}, ${seconds(cpu)} of the processor`;
  console.log(
    `\nlint of ${objects} plain objects: ${words(ours)}, ${memory.toFixed(0)} MiB; kubeconform: ${theirs === undefined ? 'Go cannot build it' : words(theirs)}`,
  );
}

async function everything() {
  unchecked = await bundleWithout('checks', join(temporary, 'unchecked'));
  ungated = await bundleWithout('gate', join(temporary, 'ungated'));
  console.log(`node ${process.version}, ${process.platform}/${process.arch}, ${availableParallelism()} cores, files in ${tmpdir()}`);
  console.log('Whole processes, median. floor: a script that only writes the same files, flushed and renamed. (x): times the floor or the start.');
  console.log('checks: what looking at every object adds to making and writing them.');
  console.log(`-: without ${FEWER.join(', ')}.\n`);
  console.log(
    row([
      'fleet',
      'objects',
      'files',
      'bytes',
      'node start',
      'floor',
      'empty out/',
      '(floor)',
      'checks',
      'unchanged',
      '(start)',
      'no cache',
      'check',
      'peak',
      'each',
    ]),
  );
  const all = [];
  for (const size of sizes) {
    const m = measure(size);
    all.push(m);
    console.log(
      row([
        `${m.regions} x ${m.agents}${m.without.length > 0 ? ' -' : ''}`,
        String(m.objects),
        String(m.files),
        `${(m.bytes / 1e6).toFixed(1)} MB`,
        seconds(m.start),
        seconds(m.floor),
        seconds(m.cold),
        `${(m.cold / m.floor).toFixed(1)}x`,
        `+${(m.checks * 100).toFixed(0)} %`,
        seconds(m.unchanged),
        `${(m.unchanged / m.start).toFixed(1)}x`,
        seconds(m.recompiled),
        seconds(m.check),
        `${m.memory.toFixed(0)} MiB`,
        `${(((m.cold - m.start) * 1000) / m.placements).toFixed(0)} us`,
      ]),
    );
  }
  const [before, last] = all.filter(({ without }) => without.length === 0).slice(-2);
  const exponent = Math.log((last.cold - last.start) / (before.cold - before.start)) / Math.log(last.placements / before.placements);
  console.log(
    `\neach: time beyond the start of Node, per placement. From ${before.placements} to ${last.placements} placements time grows with the power`,
  );
  console.log(`${exponent.toFixed(2)} of their number: ${exponent < 1.15 ? 'no more than linear' : 'MORE THAN LINEAR'}.`);
  console.log('\nOne line edited, generate and plan; and validate, watching. (x): times validate of the same fleet.');
  const edited = flags.quick
    ? [{ regions: 20, agents: 20, rounds: 3 }]
    : [
        { regions: 100, agents: 50, rounds: 5 },
        { regions: 1000, agents: 50, rounds: 1 },
      ];
  for (const size of edited) await showEdits(size);
  const size = flags.quick ? { regions: 20, agents: 20, rounds: 5 } : { regions: 100, agents: 50, rounds: 5 };
  const own = measureOwn(program, mkdtempSync(join(temporary, 'own-')), size, objectsIn);
  console.log(
    `\nComponents of the fleet's own, ${size.regions} x ${size.agents}: ${own.more} objects beside ${own.objects} of ours take ${own.ratio.toFixed(2)} times as long each.`,
  );
  const policies = measurePolicies(program, mkdtempSync(join(temporary, 'policies-')), size);
  console.log(`Policies: with ${policies.count} of them a check takes ${policies.ratio.toFixed(2)} times as long.`);
  const many = flags.quick ? { regions: 60, agents: 20, waves: 20 } : { regions: 300, agents: 20, waves: 20 };
  const waves = measureWaves(program, mkdtempSync(join(temporary, 'waves-')), many);
  console.log(
    `${many.regions} x ${many.agents}: simulate plays ${waves.waves} waves in ${seconds(waves.ms)}, as long as ${waves.checks.toFixed(1)} checks.`,
  );
  const several = flags.quick ? { regions: 100, agents: 10, hubs: 10, rounds: 3 } : { regions: 1000, agents: 10, hubs: 10, rounds: 3 };
  const { cold, unchanged, move } = measureHubs(program, mkdtempSync(join(temporary, 'hubs-')), several);
  console.log(
    `\n${several.regions} x ${several.agents} over ${several.hubs} hubs, beside one Argo CD: empty out/ ${cold.toFixed(2)}x, unchanged ${unchanged.toFixed(2)}x; the plan of a region that moves takes ${seconds(move)}.`,
  );
  for (const size of [
    { regions: 112, agents: 10, rounds: 5 },
    { regions: 100, agents: 50, rounds: flags.quick ? 3 : 5 },
  ]) {
    const eyes = measureEyes(program, mkdtempSync(join(temporary, 'eyes-')), size);
    console.log(
      `${size.regions} x ${size.agents}: the status of ${eyes.applications} Applications takes ${seconds(eyes.status)} (${(eyes.status / eyes.validate).toFixed(2)}x validate), their report ${seconds(eyes.report)} (${(eyes.report / eyes.validate).toFixed(2)}x), ${(eyes.bytes / 1e6).toFixed(2)} MB.`,
    );
  }
  if (flags.pkl)
    await compareWithPkl(
      all.find(({ placements }) => placements === (flags.quick ? 400 : 5000)),
      3,
    );
  showLint();
  await showLoop();
  if (!flags.quick || flags.peers !== undefined) await compare(all.find(({ placements }) => placements === (flags.quick ? 400 : 5000)));
}

try {
  await (flags.loop ? showLoop() : flags.lint ? showLint() : everything());
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
