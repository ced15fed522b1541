export const DAY_MS = 24 * 60 * 60_000;
/** Days that are remembered of each zone: 27 years. */
const REMEMBERED = 10_000;

/** Local time minus UTC in ms within one day of UTC, and when it changes: a zone does so once a day at most. */
interface ZoneDay {
  readonly before: number;
  readonly after: number;
  /** Infinity: not on this day. */
  readonly jumpAt: number;
}

class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #days = new Map<number, ZoneDay>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  }

  offset(at: number): number {
    const { before, after, jumpAt } = this.day(Math.floor(at / DAY_MS));
    return at < jumpAt ? before : after;
  }

  /** @param day  since 1970, in UTC */
  day(day: number): ZoneDay {
    let known = this.#days.get(day);
    if (!known) {
      if (this.#days.size >= REMEMBERED) this.#days.clear();
      this.#days.set(day, (known = this.#read(day * DAY_MS)));
    }
    return known;
  }

  #read(start: number): ZoneDay {
    const [before, after] = [this.#ask(start), this.#ask(start + DAY_MS)];
    if (before === after) return { before, after, jumpAt: Number.POSITIVE_INFINITY };
    let [early, late] = [start, start + DAY_MS];
    while (late - early > 1_000) {
      const middle = early + Math.floor((late - early) / 2_000) * 1_000;
      if (this.#ask(middle) === before) early = middle;
      else late = middle;
    }
    return { before, after, jumpAt: late };
  }

  /** @throws RangeError `at` is no time, or beyond what a date can be */
  #ask(at: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(at)) part[type] = Number(value);
    return Date.UTC(part['year']!, part['month']! - 1, part['day']!, part['hour']!, part['minute']!, part['second']!) - at;
  }
}

const ZONES = new Map<string, Zone>();

/** @throws RangeError no IANA zone */
function zoneOf(timeZone: string): Zone {
  let zone = ZONES.get(timeZone);
  if (!zone) ZONES.set(timeZone, (zone = new Zone(timeZone)));
  return zone;
}

/** ms since 1970 as the clocks of the zone show it, were they in UTC. */
export function toLocal(at: number, timeZone: string): number {
  return at + zoneOf(timeZone).offset(at);
}

/**
 * The moment at which the zone's clocks show a local time. A time that is skipped in spring means the moment of the jump; one
 * that comes twice in autumn means the one that is asked for.
 */
export function fromLocal(local: number, timeZone: string, which: 'first' | 'last'): number {
  const zone = zoneOf(timeZone);
  const [before, after] = [zone.offset(local - DAY_MS), zone.offset(local + DAY_MS)];
  if (before === after) return local - before;
  const [early, late] = [local - Math.max(before, after), local - Math.min(before, after)];
  const [isEarly, isLate] = [early + zone.offset(early) === local, late + zone.offset(late) === local];
  if (isEarly && (which === 'first' || !isLate)) return early;
  if (isLate) return late;
  const { jumpAt } = zone.day(Math.floor(early / DAY_MS));
  return jumpAt > early && jumpAt <= late ? jumpAt : zone.day(Math.floor(late / DAY_MS)).jumpAt;
}
