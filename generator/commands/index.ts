import { approve } from './approve.ts';
import { bump } from './bump.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { completionOf } from './completion.ts';
import { diff } from './diff.ts';
import { explain } from './explain.ts';
import { generate } from './generate.ts';
import { grants } from './grants.ts';
import { history } from './history.ts';
import { importManifests } from './import.ts';
import { init } from './init.ts';
import { lint } from './lint.ts';
import { lsp } from './lsp.ts';
import { migrate } from './migrate.ts';
import { pin } from './pin.ts';
import { plan } from './plan.ts';
import { preflight } from './preflight.ts';
import { publish } from './publish.ts';
import { rage } from './rage.ts';
import { release } from './release.ts';
import { report } from './report.ts';
import { rollback } from './rollback.ts';
import { rollout } from './rollout.ts';
import { simulate } from './simulate.ts';
import { status } from './status.ts';
import { trace } from './trace.ts';
import { validate } from './validate.ts';
import { vendor } from './vendor.ts';
import { why } from './why.ts';

/** Every command, in the order of `--help`. */
export const commands: readonly Command[] = [
  generate,
  validate,
  check,
  lint,
  plan,
  diff,
  approve,
  pin,
  explain,
  why,
  trace,
  preflight,
  grants,
  vendor,
  rollout,
  bump,
  simulate,
  rollback,
  release,
  status,
  history,
  report,
  publish,
  init,
  lsp,
  importManifests,
  migrate,
  completionOf(() => commands),
  rage,
];
