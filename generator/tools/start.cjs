#!/usr/bin/env node
'use strict';
// Starts program.js from what V8 compiled of it when it was built: compiling it anew takes as long as a small fleet does. A Node
// of another version than the one it was built with refuses what was compiled, and compiles. See docs/adr/0058.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

function compiled() {
  try {
    return readFileSync(join(__dirname, 'program.v8'));
  } catch {
    return undefined;
  }
}

const filename = join(__dirname, 'program.js');
const script = new Script(readFileSync(filename, 'utf8'), { filename, cachedData: compiled() });
// A run is over before most optimized code has paid for itself: Node 20 begins optimizing too soon for it, later ones do not.
// Not before the script is read: V8 refuses what was compiled under other flags.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=264000');
script.runInThisContext()(require, module);
