#!/usr/bin/env node
'use strict';
// Starts program.js from what V8 compiled of it: compiling it anew takes as long as a small fleet does. The build has done so for
// its own Node; any other one compiles at its first run, and keeps that. See docs/adr/0058.
const { readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

/**
 * Name of the file for this very Node: V8 compares less of its version than it depends on, and what another one compiled
 * ends the process.
 */
function compiledName() {
  const { version, platform, arch, execPath } = process;
  return `program-${version}-${platform}-${arch}-${statSync(execPath).size}.v8`;
}

function compiled() {
  try {
    return readFileSync(join(__dirname, compiledName()));
  } catch {
    return undefined;
  }
}

/**
 * Half a file would be believed, and so would what was compiled of another program of the same length: it takes its place whole, and
 * beside the very code that ran, or not at all. Where nobody may write, the next run compiles again.
 */
function keep(script, filename, code) {
  const made = join(__dirname, `program.${process.pid}.v8`);
  try {
    writeFileSync(made, script.createCachedData(), { flag: 'wx' });
    if (readFileSync(filename, 'latin1') === code) renameSync(made, join(__dirname, compiledName()));
    else rmSync(made);
  } catch {
    rmSync(made, { force: true });
  }
}

/** The program. Nobody goes on to hold what V8 compiled of it earlier: that is 5 MB. */
function program() {
  const filename = join(__dirname, 'program.js');
  const cachedData = compiled();
  const code = readFileSync(filename, 'latin1');
  const script = new Script(code, { filename, cachedData });
  return { filename, code, script, isCompiled: cachedData !== undefined && script.cachedDataRejected === false };
}

/** How much a function does before V8 optimizes it. */
function optimizeAfter(budget) {
  if (process.versions.node.startsWith('20.')) setFlagsFromString(`--interrupt-budget=${budget}`);
}

/** V8 doubles the heap of what is new from half a megabyte on, and copies what lives each time it is full: most of a short run lives. */
function growBy(factor) {
  if (process.versions.node.startsWith('20.')) setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

/** As V8 is by itself: for runs that take seconds, and for threads, which read what was compiled under these flags. */
function goOn() {
  optimizeAfter(67_584);
  growBy(2);
}

/** Runs the program in another thread, where it helps the one that began it. */
function help() {
  program().script.runInThisContext()(require, { ...module, isHelper: true });
}

function start() {
  const { filename, code, script, isCompiled } = program();
  // What is compiled under flags is of no use without them.
  const isPlain = process.execArgv.length === 0 && (process.env.NODE_OPTIONS ?? '') === '';
  const isFirst = isPlain && !isCompiled;
  // A run is over before most optimized code has paid for itself: Node 20 begins optimizing too soon for it, later ones do not.
  // Not before the script is read: V8 refuses what was compiled under other flags.
  if (!isFirst) {
    optimizeAfter(1_056_000);
    growBy(4);
  }
  script.runInThisContext()(require, module);
  if (isFirst) keep(script, filename, code);
  // All is written by now. To wait until V8 has taken its heap apart is of no use to anybody. A program that watches has no exit code yet.
  if (process.exitCode !== undefined) process.exit();
}

module.exports = { compiledName, goOn, help };
if (require.main === module) start();
