/** Whether a day, such as `2027-02-28`, is one of the calendar. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** The last day of the month that a day is said to be in. @param text `2027-02-31` */
export function lastOfMonth(text: string): string {
  const [year, month] = text.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
