const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** RFC 5322 §4.3; other letters mean an unknown zone, which is UTC. */
const ZONE_HOURS: Readonly<Record<string, number>> = { EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, MSK: 3, MSD: 4, EET: 2, EEST: 3, CET: 1, CEST: 2, YEKT: 5 };
const DATE = /(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{2,4})\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([+-]\d{4}|[+-]\d{2}:\d{2}|[a-z]{1,5})?/i;

/**
 * Reads `Date` (RFC 5322, with two-digit years, names of zones and comments).
 * @returns nothing for what is no date
 */
export function parseDate(header: string): Date | undefined {
  const match = DATE.exec(header.replace(/\([^()]*\)/g, ' ').slice(0, 200));
  if (!match) return validOrNothing(Date.parse(header.slice(0, 200)));
  const [, day, monthName, year, hours, minutes, seconds, zone] = match;
  const month = MONTHS.indexOf(monthName!.toLowerCase());
  if (month < 0) return undefined;
  const utc = Date.UTC(fullYear(year!), month, Number(day), Number(hours), Number(minutes), Number(seconds ?? 0));
  return validOrNothing(utc - zoneMinutes(zone ?? '') * 60_000);
}

function fullYear(year: string): number {
  const value = Number(year);
  if (year.length >= 4) return value;
  return value < 50 ? value + 2000 : value + 1900;
}

function zoneMinutes(zone: string): number {
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!offset) return (ZONE_HOURS[zone.toUpperCase()] ?? 0) * 60;
  return (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
}

function validOrNothing(timeMs: number): Date | undefined {
  return Number.isNaN(timeMs) ? undefined : new Date(timeMs);
}
