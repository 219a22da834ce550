import { Failure } from '../../io/failure.ts';
import { Unreadable } from '../../plan/tree.ts';

/** What is read of an out/ that is delivered. @throws Failure (system) where it cannot be understood: nothing is guessed */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Failure(
      'system',
      error.message,
      'it was made or changed by somebody else; deliver what pap-fleet generates from the same config first',
    );
  }
}
