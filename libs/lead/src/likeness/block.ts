import type { Folded } from './compare.js';

/** Longer values make no keys by leaving out letters. */
const MAX_SKIPPED = 40;

/**
 * Keys of a person: two who share one are compared, and nobody else. Each key needs two things to agree, or one thing
 * that few have, so that blocks stay small however many people there are. Pure.
 */
export function blockingKeys({ profile, names, companies, places, addresses }: Folded): string[] {
  const keys = new Set<string>();
  const dates = profile.birthDates ?? [];
  const skeletons = [...new Set(names.flat().filter((word) => word.length > 1).map(skeleton))];
  for (const words of names) {
    const sorted = words.map(skeleton).filter((word) => word !== '').sort();
    if (sorted.length >= 2) keys.add(`n ${sorted.join(' ')}`);
  }
  for (const word of skeletons) {
    for (const date of dates) for (const part of partsOfDate(date)) keys.add(`nd ${word} ${part}`);
    for (const place of places) if (place) keys.add(`np ${word} ${skeleton(place)}`);
    for (const company of companies) if (company) keys.add(`nc ${word} ${company}`);
    for (const phone of profile.phones ?? []) keys.add(`nt ${word} ${phone.slice(-4)}`);
  }
  for (const date of dates) {
    keys.add(`d ${date}`);
    for (const place of places) if (place) for (const part of partsOfDate(date)) keys.add(`dp ${part} ${skeleton(place)}`);
  }
  for (const phone of profile.phones ?? []) for (const key of skipping(phone.slice(-10))) keys.add(`t ${key}`);
  for (const number of profile.numbers ?? []) for (const key of skipping(number)) keys.add(`i ${key}`);
  for (const email of profile.emails ?? []) for (const key of emailKeys(email)) keys.add(key);
  for (const device of profile.devices ?? []) keys.add(`v ${device}`);
  for (const words of addresses) if (words.length >= 2) keys.add(`a ${words.map(skeleton).sort().join(' ')}`);
  return [...keys];
}

/** First letter and consonants, doubled ones once: survives most slips of the pen and of transliteration. */
function skeleton(word: string): string {
  return word.slice(0, 1) + word.slice(1).replace(/[aeiouyh]/g, '').replace(/(.)\1+/g, '$1');
}

/** Year and month, year and day, month and day: two of the three agree where one is wrong. */
function partsOfDate(date: string): string[] {
  const [year, month, day] = date.split('-');
  return [`${year}-${month}`, `${year}--${day}`, `-${month}-${day}`];
}

/** The text with each letter left out in turn: two that differ in one place share at least one. */
function skipping(text: string): string[] {
  if (text.length > MAX_SKIPPED) return [text];
  return Array.from(text, (_, n) => `${text.slice(0, n)}*${text.slice(n + 1)}`);
}

/** Local part and domain each to the letter, and the letters of each in order of the alphabet, for the rest being wrong. */
function emailKeys(email: string): string[] {
  const [local = '', domain = ''] = email.split('@');
  const letters = (text: string): string => [...text].sort().join('');
  return [`e ${local}`, `ed ${domain} ${local[0] ?? ''}`, `el ${letters(local)} ${letters(domain).slice(0, 4)}`, `ex ${local.replace(/[^a-z]/g, '')}`, `ey ${local.slice(0, 4)} ${domain.slice(0, 4)}`];
}
