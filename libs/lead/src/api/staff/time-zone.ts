import { z } from 'zod';

/** Region and city, or UTC: offsets and abbreviations are no zones, they know nothing of summer time. */
const ZONE = /^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/;

export const TimeZone = z.string().max(100).refine(isTimeZone, { params: { code: 'time-zone' } });

function isTimeZone(zone: string): boolean {
  if (!ZONE.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
