// Where lint and a real API server say different things, and go on to: each kind with the code of upstream that decides it. A disagreement that none of
// these rows explains lets the measurement fail, so that docs/lint.md lists them all.
import type { Case, Outcome } from './rates.ts';

export interface Staying {
  readonly what: string;
  readonly why: string;
  /** Upstream: project, file, function. */
  readonly source: string;
  readonly outcome: Outcome;
  /** What the server says where it refuses, or lint where it does. */
  readonly words: RegExp;
}

export const STAYING: readonly Staying[] = [
  {
    what: 'A whole number that its field cannot hold, such as a port of 10^12, is called an error',
    why: 'server-side apply lets it wrap around, and takes what comes out of it; a create refuses it',
    source: 'kubernetes, apimachinery/pkg/runtime/converter.go, `fromUnstructured`',
    outcome: 'false error',
    words: /does not fit into 32 bits/,
  },
  {
    what: 'An unknown field where a definition says of a map no more than that it is one, or keeps what it does not know, is called an error',
    why: 'server-side apply leaves it out in silence, or nobody reads it; a strict create refuses the first',
    source: 'structured-merge-diff, typed/validate.go, `visitMapItems`; apiextensions-apiserver, pkg/apiserver/schema/pruning/algorithm.go',
    outcome: 'false error',
    words: /^(UUID [^:]*: "\w+" is no field here|SealedSecret [^:]*: "\w+" is no field here)$/,
  },
  {
    what: 'null in the field by which an item of a list is told from others is called an error',
    why: 'it is a key like another to server-side apply; to every reader it is absent',
    source: 'structured-merge-diff, typed/helpers.go, `keyedAssociativeListItemToPathElement`',
    outcome: 'false error',
    words: /by which it is told from others/,
  },
  {
    what: '`persistentVolumeClaim: {}` in a StatefulSet whose claim template has the name of the volume is called an error',
    why: 'the claim takes its place; what stands there is never used',
    source: 'kubernetes, pkg/apis/apps/validation/validation.go, `volumesToAddForTemplates`',
    outcome: 'false error',
    words: /lacks the field "claimName"/,
  },
  {
    what: 'An item twice in a list of an object that has a generateName, and no name, is called an error',
    why: 'only a create can send it, which tells no items apart; all that has a name is applied',
    source: 'kubernetes, apiserver/pkg/endpoints/handlers/create.go, `createHandler`',
    outcome: 'false error',
    words: /-xxxxx: (stands twice in its list|.* stands twice in its list)/,
  },
  {
    what: 'null for an amount of a resource is read as absent, and is nought to the server',
    why: 'templates leave it behind for "none", and nobody means a limit of nought',
    source: 'kubernetes, apimachinery/pkg/api/resource/quantity.go, `UnmarshalJSON`',
    outcome: 'missed',
    words: /must be less than or equal to \w+ limit of 0/,
  },
  {
    what: 'Whole numbers beyond 2^53 are told apart by the server alone',
    why: 'JSON has no such numbers to most readers, this one among them',
    source: 'kube-openapi, pkg/validation/validate/values.go, `MaximumInt`',
    outcome: 'missed',
    words: /less than or equal to 9223372036854774784/,
  },
  {
    what: 'An item twice in a list below `status` is not found',
    why: 'the server throws away what is written there; only server-side apply reads it before',
    source: 'structured-merge-diff, typed/validate.go, `visitListItems`',
    outcome: 'missed',
    words: /\.status\.\w+: duplicate entries for key/,
  },
  {
    what: 'What a rule in CEL may cost is not estimated',
    why: 'the estimate follows from how cel-go checks and rewrites an expression; an object is bounded here by what its rules do cost',
    source: 'cel-go, checker/cost.go; apiextensions-apiserver, pkg/apis/apiextensions/validation/validation.go, `getExpressionCost`',
    outcome: 'missed',
    words: /estimated (rule|messageExpression) cost|exceeds cost limit/,
  },
  {
    what: 'Types in CEL are followed where a field, a sign or a result shows them, and not through every operator and function',
    why: 'it takes the type checker of cel-go with the declarations of each server',
    source: 'cel-go, checker/checker.go, `resolveOverload`',
    outcome: 'missed',
    words: /found no matching overload|must evaluate to/,
  },
];

/** The row that explains a disagreement. */
export function stayingOf({ outcome, words, ours }: Case & { readonly outcome: Outcome }): Staying | undefined {
  const said = outcome === 'missed' ? [words] : ours.errors.map(({ message }) => message);
  return STAYING.find((row) => row.outcome === outcome && said.some((each) => row.words.test(each)));
}
