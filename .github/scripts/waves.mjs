// What a rollout waits for, and whether a text is a rollout with one wave more.

const NAME = /^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[-+]\d\d:\d\d)$/;
const DURATION = /^([0-9]{1,6}[hms]){1,3}$/;
const SECONDS = { h: 3600, m: 60, s: 1 };

/**
 * Rollouts that wait for a wave, by what `pap-fleet rollout status --json` printed; undefined where it is not that.
 * @returns {{ name: string, next: number, waves: number, since?: string, alertAfter?: string }[] | undefined}
 */
export function waitingIn(text) {
  let rollouts;
  try {
    ({ rollouts } = JSON.parse(text));
  } catch {
    return undefined;
  }
  if (!Array.isArray(rollouts)) return undefined;
  const found = [];
  for (const rollout of rollouts) {
    const { name, reached = 0, waves, paused, alertAfter, history } = rollout ?? {};
    if (!NAME.test(name) || !Number.isSafeInteger(reached) || !Array.isArray(waves)) return undefined;
    if (reached < 1 || reached >= waves.length || paused !== undefined) continue;
    const since = Array.isArray(history) ? history.at(-1)?.at : undefined;
    found.push({
      name,
      next: reached + 1,
      waves: waves.length,
      ...(typeof since === 'string' && TIME.test(since) ? { since } : {}),
      ...(typeof alertAfter === 'string' && DURATION.test(alertAfter) ? { alertAfter } : {}),
    });
  }
  return found;
}

/** Whether a rollout has waited longer than it says that it may. @param now milliseconds */
export function overdue({ since, alertAfter }, now) {
  if (since === undefined || alertAfter === undefined) return false;
  let seconds = 0;
  for (const [, count, unit] of alertAfter.matchAll(/([0-9]+)([hms])/g)) seconds += Number(count) * SECONDS[unit];
  return now > Date.parse(since) + seconds * 1000;
}

const REACHED = /^(reached: )([1-9][0-9]{0,3})(( +#.*)?)$/;
const STEP =
  /^ *- \{ wave: ([1-9][0-9]{0,3}), at: "[-0-9T:.Z+]+", by: "?workflow promote"?, evidence: "?[1-9][0-9]* Applications? Synced and Healthy at [0-9a-f]+(, [0-9a-f]+)*( and [0-9]+ more)? since [-0-9T:]+Z"? \}$/;

/**
 * Whether a text is another one with one wave more and nothing else: the number in `reached`, and one line that says so in `history`.
 * @param {number} next the wave
 */
export function oneWaveMore(before, after, next) {
  const [old, made] = [before.split('\n'), after.split('\n')];
  let [at, reached, steps] = [0, 0, 0];
  for (const line of made) {
    if (at < old.length && line === old[at]) {
      at += 1;
      continue;
    }
    const [, key, was, comment] = REACHED.exec(old[at] ?? '') ?? [];
    if (Number(was) + 1 === next && line === `${key}${next}${comment}`) {
      at += 1;
      reached += 1;
    } else if (Number(STEP.exec(line)?.[1]) === next) steps += 1;
    else return false;
  }
  return at === old.length && reached === 1 && steps === 1;
}
