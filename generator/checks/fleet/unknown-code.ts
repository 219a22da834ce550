import { CODES } from '../../model/codes.ts';
import { child, pointer } from '../../model/pointer.ts';
import { quoted } from '../../model/quoted.ts';
import { hintFor } from '../../schema/suggest.ts';
import type { FleetCheck } from '../check.ts';

/** A misspelt code raises nothing, and the pipeline stays green over what it should stop at. */
export const unknownCode: FleetCheck = {
  code: 'fleet/unknown-code',
  *run({ treatAsErrors }) {
    for (const [i, code] of treatAsErrors.entries()) {
      if (Object.hasOwn(CODES, code)) continue;
      yield {
        code: this.code,
        at: child(pointer('treatAsErrors'), i),
        message: `there is no code ${quoted(code)}`,
        hint: hintFor(code, Object.keys(CODES)),
      };
    }
  },
};
