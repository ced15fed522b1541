import { Text } from '@mantine/core';
import { lang, t } from '../texts/text';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const numbers = new Intl.NumberFormat(lang);
const moments = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' });
const precise = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'medium' });
const clocks = new Intl.DateTimeFormat(lang, { timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto', style: 'short' });

/** 1 is Monday. */
export function weekday(day: number, style: 'short' | 'long' = 'short'): string {
  // The first of January 2024 was a Monday.
  return new Intl.DateTimeFormat(lang, { weekday: style, timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
}

export function number(value: number | string): string {
  return numbers.format(Number(value));
}

/** A moment in the viewer's zone: how long ago while that is what one wants to know. */
export function Time({ iso, exact = false }: { readonly iso: string | null | undefined; readonly exact?: boolean }) {
  if (!iso) return <Text span inherit c="dimmed">—</Text>;
  const at = new Date(iso);
  return (
    <time dateTime={iso} title={precise.format(at)}>
      {exact ? precise.format(at) : (near(at) ?? moments.format(at))}
    </time>
  );
}

/** The time of day, in the viewer's zone. */
export function Clock({ iso }: { readonly iso: string }) {
  const at = new Date(iso);
  return (
    <time dateTime={iso} title={precise.format(at)}>
      {clocks.format(at)}
    </time>
  );
}

/** To the minute. */
export function moment(iso: string): string {
  return moments.format(new Date(iso));
}

/** As a field for local time wants it. */
export function localTime(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function near(at: Date): string | undefined {
  const seconds = Math.round((at.getTime() - Date.now()) / 1000);
  const age = Math.abs(seconds);
  if (age < MINUTE) return t(seconds > 0 ? 'time.soon' : 'time.now');
  if (age < HOUR) return relative.format(Math.round(seconds / MINUTE), 'minute');
  if (age < DAY) return relative.format(Math.round(seconds / HOUR), 'hour');
  return undefined;
}

export function size(bytes: number): string {
  if (bytes < 1024) return t('size.bytes', { count: bytes });
  if (bytes < 1024 * 1024) return t('size.kilobytes', { count: numbers.format(Math.round(bytes / 1024)) });
  return t('size.megabytes', { count: numbers.format(Math.round(bytes / 1024 / 102.4) / 10) });
}

export function duration(ms: number): string {
  if (ms < 1000) return t('duration.milliseconds', { count: ms });
  const seconds = Math.round(ms / 1000);
  if (seconds < 2 * MINUTE) return t('duration.seconds', { count: seconds });
  if (seconds < 2 * HOUR) return t('duration.minutes', { count: Math.round(seconds / MINUTE) });
  return t('duration.hours', { count: Math.round(seconds / HOUR) });
}
