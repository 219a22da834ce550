import { flawOf, type ExpressionFlaw } from './expression.ts';
import { cel, type Environment, type Node } from './library.ts';

/** Longer ones are read by nobody: cel-go, parser/options.go, expressionSizeCodePointLimit. */
const MOST = 100_000;

/** As deep as cel-go reads, parser/options.go, maxRecursionDepth; as many parts as fit into the length. */
const LIMITS = { maxAstNodes: 2 * MOST, maxDepth: 250, maxListElements: MOST, maxMapEntries: MOST, maxCallArguments: MOST };

let environment: Environment | undefined;

/** What a text that is to be an expression lacks of being one; what its names mean is not looked at. */
export function celFlaw(text: string): ExpressionFlaw | undefined {
  const read = celSyntax(text);
  return 'offset' in read ? read : undefined;
}

/** @returns no tree where it is beyond what can be read here, and some API server may take it */
export function celSyntax(text: string): ExpressionFlaw | { readonly ast?: Node } {
  // Of a surrogate pair the second half does not count.
  if (text.length > MOST && (text.length > 2 * MOST || Array.from(text).length > MOST))
    return { offset: 0, message: `it has more than ${MOST} characters, and no API server reads one as long` };
  environment ??= new (cel().Environment)({ homogeneousAggregateLiterals: false, enableOptionalTypes: true, limits: LIMITS });
  try {
    return { ast: environment.parse(text).ast };
  } catch (error) {
    // Signs in a row are read by recursion here.
    return error instanceof RangeError ? {} : flawOf(error);
  }
}
