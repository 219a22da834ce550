#!/usr/bin/env node
'use strict';
// Starts program.js from what V8 compiled of it when it was built: compiling it anew takes as long as a small fleet does. A Node
// that it was not built with compiles. See docs/adr/0058.
const { readFileSync, statSync } = require('node:fs');
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

function start() {
  const filename = join(__dirname, 'program.js');
  const script = new Script(readFileSync(filename, 'utf8'), { filename, cachedData: compiled() });
  // A run is over before most optimized code has paid for itself: Node 20 begins optimizing too soon for it, later ones do not.
  // Not before the script is read: V8 refuses what was compiled under other flags.
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=264000');
  script.runInThisContext()(require, module);
  // All is written by now. To wait until V8 has taken its heap apart is of no use to anybody.
  process.exit();
}

if (require.main === module) start();
else module.exports = { compiledName };
