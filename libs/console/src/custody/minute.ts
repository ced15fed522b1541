export const MINUTE_MS = 60_000;

/** The beginning of its minute. */
export function minuteOf(time: string | number | Date): Date {
  return new Date(Math.floor(new Date(time).getTime() / MINUTE_MS) * MINUTE_MS);
}
