import { suggest, valueMeant } from '../../../fleet/schema/suggest.ts';
import { child, defineRule, pointer, quoted } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/unknown-code',
  severity: 'error',
  what: '`treatAsErrors` names a code that does not exist.',
  why: 'Nothing is raised, and the pipeline stays green over what it should stop at.',
  fix: 'Correct the code; docs/diagnostics.md lists them.',
  order: 330,
  *run({ treatAsErrors }, { codes }) {
    for (const [i, code] of treatAsErrors.entries()) {
      if (codes.includes(code)) continue;
      const near = suggest(code, codes);
      yield {
        path: child(pointer('treatAsErrors'), i),
        message: `there is no code ${quoted(code)}`,
        hint: near === undefined ? 'docs/diagnostics.md lists them all' : `did you mean "${near}"?`,
        ...valueMeant(code, codes, treatAsErrors),
      };
    }
  },
});
