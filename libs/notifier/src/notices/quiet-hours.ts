/** Hours in which nothing is sent, by the clock of the manager's zone; over midnight when `to` is earlier than `from`. */
export interface QuietHours {
  /** "22:00" */
  readonly from: string;
  readonly to: string;
  /** Days on which they begin, 1 for Monday; each day when left out. */
  readonly days?: readonly number[] | undefined;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** One quiet time may begin where another ends, at most once a day of the week. */
const MOST_IN_A_ROW = 8;

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** When the quiet that holds at a moment is over; undefined when it is not quiet. */
export function quietUntil(hours: QuietHours | undefined, timeZone: string, at: Date): Date | undefined {
  if (!hours) return undefined;
  let end: Date | undefined;
  for (let row = 0; row < MOST_IN_A_ROW; row += 1) {
    const next = endOfQuiet(hours, timeZone, end ?? at);
    if (!next) break;
    end = next;
  }
  return end;
}

function endOfQuiet({ from, to, days }: QuietHours, timeZone: string, at: Date): Date | undefined {
  const { weekday, minute } = localTime(at, timeZone);
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  const begins = (day: number): boolean => days === undefined || days.includes(day);
  const today = begins(weekday) && minute >= begin && (end <= begin || minute < end);
  const sinceYesterday = end <= begin && minute < end && begins(weekday === 1 ? 7 : weekday - 1);
  if (!today && !sinceYesterday) return undefined;
  const left = today && end <= begin ? DAY_MINUTES - minute + end : end - minute;
  const near = new Date((Math.floor(at.getTime() / MINUTE_MS) + left) * MINUTE_MS);
  const exact = atMinute(near, end, timeZone);
  return exact > at ? exact : near;
}

/** The zone's clock may have been put forward or back in between; a minute that it leaves out is not found. */
function atMinute(near: Date, wanted: number, timeZone: string): Date {
  const off = ((wanted - localTime(near, timeZone).minute + DAY_MINUTES * 1.5) % DAY_MINUTES) - DAY_MINUTES / 2;
  return new Date(near.getTime() + off * MINUTE_MS);
}

function localTime(at: Date, timeZone: string): { weekday: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return { weekday: WEEKDAYS.indexOf(part('weekday')) + 1, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}
