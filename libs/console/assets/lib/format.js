// @ts-check
import { h } from './dom.js';
import { lang, t } from './texts.js';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const numbers = new Intl.NumberFormat(lang);
const moments = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' });
const precise = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto', style: 'short' });

/** @param {number | string} value */
export function number(value) {
  return numbers.format(Number(value));
}

/** A moment in the viewer's zone: how long ago while that is what one wants to know. @param {string | undefined | null} iso */
export function time(iso) {
  if (!iso) return h('span', { class: 'dim' }, '—');
  const at = new Date(iso);
  return h('time', { datetime: iso, title: precise.format(at) }, near(at) ?? moments.format(at));
}

/** To the second, for a chain of events. @param {string} iso */
export function exactTime(iso) {
  return h('time', { datetime: iso }, precise.format(new Date(iso)));
}

/** @param {Date} at */
function near(at) {
  const seconds = Math.round((at.getTime() - Date.now()) / 1000);
  const age = Math.abs(seconds);
  if (age < MINUTE) return t(seconds > 0 ? 'time.soon' : 'time.now');
  if (age < HOUR) return relative.format(Math.round(seconds / MINUTE), 'minute');
  if (age < DAY) return relative.format(Math.round(seconds / HOUR), 'hour');
  return undefined;
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1024) return t('size.bytes', { count: bytes });
  if (bytes < 1024 * 1024) return t('size.kilobytes', { count: numbers.format(Math.round(bytes / 1024)) });
  return t('size.megabytes', { count: numbers.format(Math.round(bytes / 1024 / 102.4) / 10) });
}

/** @param {number} ms */
export function duration(ms) {
  if (ms < 1000) return t('duration.milliseconds', { count: ms });
  const seconds = Math.round(ms / 1000);
  if (seconds < 2 * MINUTE) return t('duration.seconds', { count: seconds });
  if (seconds < 2 * HOUR) return t('duration.minutes', { count: Math.round(seconds / MINUTE) });
  return t('duration.hours', { count: Math.round(seconds / HOUR) });
}
