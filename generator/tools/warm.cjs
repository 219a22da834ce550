// node warm.cjs FOLDER: runs the program that was built there on a fleet of its own making, and keeps what V8 compiled for it.
'use strict';
const { spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { devNull, tmpdir } = require('node:os');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { compiledName } = require('./start.cjs');

const folder = process.argv[2];
const filename = join(folder, 'program.js');
const script = new Script(readFileSync(filename, 'utf8'), { filename });
const desk = mkdtempSync(join(tmpdir(), 'pap-fleet-build-'));
process.env.XDG_CACHE_HOME = join(desk, '.cache');
const here = process.cwd();
process.chdir(desk);
function run(args) {
  process.argv = [process.execPath, filename, ...args];
  script.runInThisContext()(require, { exports: {} });
  if (process.exitCode !== 0) throw new Error(`"${args.join(' ')}" ended with ${process.exitCode}`);
}

try {
  // No server is asked in a build, and any commit will do.
  const init = ['init', '--repo', 'https://git.example.org/team/fleet.git', '--action', `team/generator@${'0'.repeat(40)}`, '--offline'];
  for (const args of [init, ['generate'], ['generate', '--no-cache'], ['check'], ['report', '--out', 'fleet.html']]) run(args);
  // What is delivered is what Git has, and something of the config is not delivered yet.
  const person = ['-c', 'user.name=build', '-c', 'user.email=build@example.org'];
  // Whoever builds may do so from a hook, where Git is told of another repository.
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
  };
  const git = (...args) => spawnSync('git', args, { env, stdio: 'ignore' }).status === 0;
  if (git('init', '--quiet', '--initial-branch', 'main') && git('add', '.') && git(...person, 'commit', '--quiet', '--message', 'deliver')) {
    writeFileSync('config/fleet.yaml', readFileSync('config/fleet.yaml', 'utf8').replace('stateless: true', '$&\n    env: { LOG_LEVEL: info }'));
    for (const args of [['plan'], ['status'], ['report', '--out', 'fleet.html']]) run(args);
  }
} finally {
  process.chdir(here);
  rmSync(desk, { recursive: true });
}
// Half a file would be believed: it takes its place whole.
const made = join(folder, `program.${process.pid}.v8`);
writeFileSync(made, script.createCachedData());
renameSync(made, join(folder, compiledName()));
