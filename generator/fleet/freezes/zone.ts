/** What the clocks of a zone show. */
export interface Wall {
  /** Of the week; 0 is Sunday. */
  readonly day: number;
  /** Since midnight. */
  readonly minute: number;
  /** Minutes that the clocks are ahead of UTC. */
  readonly offset: number;
}

const MINUTE = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError where there is no such zone */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const numeric = 'numeric';
    const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', ...parts });
    formats.set(timeZone, format);
  }
  return format;
}

/** @param time milliseconds since 1970 */
export function wallIn(timeZone: string, time: number): Wall {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) as number;
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
  const offset = Math.round((shown - Math.floor(time / MINUTE) * MINUTE) / MINUTE);
  return { day: new Date(shown).getUTCDay(), minute: of('hour') * 60 + of('minute'), offset };
}

/** The name that the database has for what somebody wrote; undefined where it has none. An alias may have another one. */
export function zoneNamed(timeZone: string): string | undefined {
  try {
    return formatOf(timeZone).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Names of all zones but aliases. */
export function zoneNames(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}
