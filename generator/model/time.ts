/** A time, in milliseconds since 1970 where it is a number, as RFC 3339 has it in UTC and in whole seconds: `2027-01-04T06:00:00Z`. */
export function timeText(time: number | Date): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
