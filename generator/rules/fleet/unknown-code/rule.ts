import { CODES } from '../../../model/codes.ts';
import { child, pointer } from '../../../model/pointer.ts';
import { quoted } from '../../../model/quoted.ts';
import { suggest } from '../../../fleet/schema/suggest.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

/** A misspelt code raises nothing, and the pipeline stays green over what it should stop at. */
export const unknownCode: FleetCheck = {
  code: 'fleet/unknown-code',
  *run({ treatAsErrors }) {
    for (const [i, code] of treatAsErrors.entries()) {
      if (Object.hasOwn(CODES, code)) continue;
      const near = suggest(code, Object.keys(CODES));
      yield {
        code: this.code,
        at: child(pointer('treatAsErrors'), i),
        message: `there is no code ${quoted(code)}`,
        hint: near === undefined ? 'docs/diagnostics.md lists them all' : `did you mean "${near}"?`,
      };
    }
  },
};
