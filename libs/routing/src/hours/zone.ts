const QUARTER_MS = 15 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** So many quarters of an hour are remembered for each zone: three years. */
const REMEMBERED = 100_000;

class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  }

  /** Local time minus UTC. Zones change it on a quarter of an hour at the finest. */
  offset(at: number): number {
    const quarter = Math.floor(at / QUARTER_MS);
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    if (this.#offsets.size >= REMEMBERED) this.#offsets.clear();
    const start = quarter * QUARTER_MS;
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(start)) part[type] = Number(value);
    const offset = Date.UTC(part['year']!, part['month']! - 1, part['day']!, part['hour']!, part['minute']!, part['second']!) - start;
    this.#offsets.set(quarter, offset);
    return offset;
  }
}

const ZONES = new Map<string, Zone>();

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
  const found = [local - before, local - after].filter((at) => at + zone.offset(at) === local);
  if (found.length > 0) return which === 'first' ? Math.min(...found) : Math.max(...found);
  let [early, late] = [Math.min(local - before, local - after), Math.max(local - before, local - after)];
  const offset = zone.offset(early);
  while (late - early > QUARTER_MS) {
    const middle = early + Math.ceil((late - early) / QUARTER_MS / 2) * QUARTER_MS;
    if (zone.offset(middle) === offset) early = middle;
    else if (middle === late) break;
    else late = middle;
  }
  return Math.floor(late / QUARTER_MS) * QUARTER_MS;
}
