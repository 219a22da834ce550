// The daily loop: what each command takes after one line was edited, beside the floors of the same minutes, and the targets. `npm run bench -- --loop` measures
// this alone, and with --write says it in docs/performance.md.
import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { EDITS } from './edits.mjs';
import { cost, median, peak } from './measure.mjs';
import { writeSynthetic } from './synthetic.mjs';
import { measureWatch } from './watch.mjs';

/** A file of more than 1 MiB needs no limit in a fleet that is written over files; this one is not. */
const LARGE = ['--max-file-size', '64MiB'];

/**
 * @param {string} program
 * @param {string} folder to work in
 * @returns {Promise<object>} by name `{ wall, cpu }` in ms, medians; `memory` in MiB; `watch` in ms
 */
export async function measureLoop(program, folder, { regions, agents, rounds }) {
  const config = join(folder, 'config');
  const out = join(folder, 'out');
  writeSynthetic(config, regions, agents);
  const file = join(config, 'fleet.yaml');
  const before = readFileSync(file, 'utf8');
  const env = { XDG_CACHE_HOME: join(folder, 'cache') };
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, '');
  const at = (command, ...more) => [program, command, '--config', config, ...LARGE, ...more];
  const generate = (to = out) => cost(at('generate', '--out', to), env);
  const git = (...args) => {
    const { status, stderr } = spawnSync('git', ['-c', 'gc.auto=0', '-c', 'user.name=bench', '-c', 'user.email=bench@example.net', ...args], {
      cwd: folder,
      encoding: 'utf8',
      // What is edited day by day was mostly delivered before yesterday: a younger one is asked after what came within a day.
      env: { ...process.env, GIT_COMMITTER_DATE: `${Math.floor(Date.now() / 1000) - 48 * 60 * 60} +0000` },
    });
    if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
  };
  generate();
  writeFileSync(join(folder, '.gitignore'), 'cache\nempty*\nfloor*\n');
  git('init', '-q', '-b', 'main');
  git('add', '--all');
  git('commit', '-q', '-m', 'bench');
  const plan = () => cost(at('plan', '--base', 'HEAD', '--no-exit-code', '--out', 'out'), env, { cwd: folder });

  const times = {};
  const add = (name, found) => (times[name] ??= []).push(found);
  const edited = (name, run) => {
    writeFileSync(file, EDITS[name](before));
    run();
    writeFileSync(file, before);
  };
  for (let round = 0; round < rounds; round++) {
    add('start', cost([empty]));
    add('validate', cost(at('validate'), env));
    for (const name of Object.keys(EDITS)) {
      edited(name, () => {
        add(`plan ${name}`, plan());
        const old = filesIn(out);
        add(`generate ${name}`, generate());
        add(`floor ${name}`, relinked(out, old, join(folder, 'floor')));
      });
      generate();
    }
    add('unchanged', generate());
    add('empty', generate(join(folder, `empty-${round}`)));
    add('floor empty', copied(out, join(folder, `floor-${round}`)));
    rmSync(join(folder, `floor-${round}`), { recursive: true });
    rmSync(join(folder, `empty-${round}`), { recursive: true });
  }
  const memory = { validate: peak(at('validate'), env) };
  edited('one region', () => (memory.plan = peak(at('plan', '--base', 'HEAD', '--no-exit-code', '--out', 'out'), env, folder)));
  const files = filesIn(out).size;
  const medians = Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, { wall: median(all.map(({ wall }) => wall)), cpu: median(all.map(({ cpu }) => cpu)) }]),
  );
  return { regions, agents, files, memory, ...medians, watch: await measureWatch(program, config, env, Math.max(1, Math.floor(rounds / 2))) };
}

/** Path → content hash is not needed: inode and size tell what was written anew. */
function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(entries.map((entry) => [relative(folder, join(entry.parentPath, entry.name)), readFileSync(join(entry.parentPath, entry.name))]));
}

/** The least that replaces a tree as a whole: names for all that stays, bytes for what changed, one flush, two renames, and the old tree deleted. */
function relinked(out, old, work) {
  const now = filesIn(out);
  const script = join(dirname(work), 'empty-relink.mjs');
  const changed = [...now].filter(([path, bytes]) => old.get(path)?.equals(bytes) !== true).map(([path]) => path);
  const copy = `${work}-tree`;
  for (const [path] of now) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    linkSync(join(out, path), join(copy, path));
  }
  writeFileSync(`${work}.json`, JSON.stringify({ paths: [...now.keys()], changed }));
  writeFileSync(script, `import { relink } from ${JSON.stringify(import.meta.url)}; relink(...process.argv.slice(2));`);
  const found = cost([script, copy, work, `${work}.json`]);
  for (const path of [copy, work, `${work}.json`]) rmSync(path, { recursive: true, force: true });
  return found;
}

/** The least that an empty out/ takes: folders, files and one flush. It says what of a first run is the file system's. */
function copied(out, to) {
  const script = join(dirname(to), 'empty-copy.mjs');
  writeFileSync(script, `import { copy } from ${JSON.stringify(import.meta.url)}; copy(...process.argv.slice(2));`);
  return cost([script, out, to]);
}

export function copy(from, to) {
  const made = new Set();
  for (const [path, bytes] of filesIn(from)) {
    const folder = dirname(join(to, path));
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    writeFileSync(join(to, path), bytes);
  }
  if (spawnSync('sync', ['-f', to], { stdio: 'ignore' }).status !== 0) throw new Error('no sync');
}

export function relink(from, to, list) {
  const { paths, changed } = JSON.parse(readFileSync(list, 'utf8'));
  const anew = new Set(changed);
  for (const path of paths) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    if (!anew.has(path)) linkSync(join(from, path), join(to, path));
    else {
      const file = openSync(join(to, path), 'w');
      writeFileSync(file, readFileSync(join(from, path)));
      fsyncSync(file);
      closeSync(file);
    }
  }
  if (spawnSync('sync', ['-f', to], { stdio: 'ignore' }).status !== 0) throw new Error('no sync');
  renameSync(from, `${from}-old`);
  renameSync(to, from);
  rmSync(`${from}-old`, { recursive: true });
}

/** Each target of the daily loop, and where it stands: figures in CPU time, which a busy machine changes least. */
export function targetsOf(found) {
  const { start, validate, unchanged, empty, memory, watch } = found;
  const ratio = (name, value, most, unit = 'x') => ({ name, value, most, unit });
  const floor = (name) => found[`generate ${name}`].cpu / (1.2 * validate.cpu + 1.5 * found[`floor ${name}`].cpu);
  return [
    ratio('plan of an edit of one region / validate', found['plan one region'].cpu / validate.cpu, 1.15),
    ratio('plan of an edit of all regions / validate', found['plan all regions'].cpu / validate.cpu, 1.15),
    ratio('memory of plan / memory of validate', memory.plan / memory.validate, 1.3),
    ratio('generate of one region / (1.2 validate + 1.5 floor)', floor('one region'), 1),
    ratio('generate of all regions / (1.2 validate + 1.5 floor)', floor('all regions'), 1),
    ratio('generate of all regions / into an empty out/', found['generate all regions'].cpu / empty.cpu, 1),
    ratio('unchanged beyond the start of Node', unchanged.cpu - start.cpu, 60, 'ms'),
    ratio('watch, one region / validate', watch['one region'] / watch.validate, 0.2),
    ratio('watch, all regions / validate', watch['all regions'] / watch.validate, 0.4),
    ratio('memory of validate', memory.validate, 350, 'MiB'),
  ];
}
