/** Beginnings of the months' names, in the languages whose attributions are known. */
const months = [
  'янв фев мар апр ма[йя] июн июл авг сен окт ноя дек',
  'січ лют бер кві тра чер лип сер вер жов лис гру',
  'jan feb mar apr may jun jul aug sep oct nov dec',
  'mär mai okt dez janv févr fevr mars avr juin juil août aout sept déc',
  'ene abr ago dic gen mag giu lug set ott fev out',
  'sty lut kwi maj cze lip sie wrz paź lis gru mrt mei',
  'tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu',
].join(' ').split(' ').join('|');

const weekdays = [
  'понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс',
  "понеділок|вівторок|середа|четвер|п['’ʼ]ятниця|субота|неділя|нд",
  'monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun',
  'montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|di|mi|do|fr|sa|so',
  'lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|pon|wt|śr|czw|pt|sob|nie|niedz|man|tir|tor|fre|lør|søn|ma|ti|ke|to|pe|la|su',
].join('|');

const numericDate = String.raw`(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4}年)(?!\d)`;
const namedDate = String.raw`(?<!\d)\d{1,2}(?:st|nd|rd|th|-го)?\.?(?: de)? ?-?(?:${months})\p{L}*|(?<!\p{L})(?:${months})\p{L}*\.? \d{1,2}(?!\d)`;

/** A day of a year, in digits or with the month's name. */
export const dateWithin = new RegExp(`${numericDate}|${namedDate}`, 'iu');
/** With a dot as in Finland ("17.45"), but never a part of a date. */
export const timeWithin = /(?<!\d)\d{1,2}:\d{2}(?!\d)|(?<![\d.])\d{1,2}\.\d{2}(?![\d.])/;
export const startsWithWeekday = new RegExp(String.raw`^(?:${weekdays})(?!\p{L})[.,]?`, 'iu');
export const startsWithDate = new RegExp(`^(?:${numericDate}|${namedDate})`, 'iu');
