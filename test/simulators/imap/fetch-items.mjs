import { bodyStructure, sectionOf, structureOf } from './structure.mjs';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The answer to one FETCH about one mail, as pieces to write one after the other. */
export function fetchAnswer(sequence, message, items) {
  const pieces = [`* ${sequence} FETCH (UID ${message.uid}`];
  for (const item of items) {
    const name = item.toUpperCase();
    if (name === 'FLAGS') pieces.push(` FLAGS (${message.flags.join(' ')})`);
    else if (name === 'INTERNALDATE') pieces.push(` INTERNALDATE "${internalDate(message.internalDate)}"`);
    else if (name === 'RFC822.SIZE') pieces.push(` RFC822.SIZE ${message.statedSize ?? message.source.length}`);
    else if (name === 'BODYSTRUCTURE') pieces.push(` BODYSTRUCTURE ${bodyStructure(structureOf(message.source))}`);
    else if (name.startsWith('BODY')) pieces.push(...bodyPieces(message.source, name));
  }
  return [...pieces, ')\r\n'];
}

/** Whether an item asks for bytes of a mail: what faults in the middle of a mail wait for. */
export function asksForBytes(items) {
  return items.some((item) => /^BODY(\.PEEK)?\[/i.test(item));
}

/** Whether an item asks for a mail from its first byte to its last, or for a range of that. */
export function asksForWhole(items) {
  return items.some((item) => /^BODY(\.PEEK)?\[\]/i.test(item));
}

function bodyPieces(source, name) {
  const [, section, start, length] = /^BODY(?:\.PEEK)?\[([^\]]*)\](?:<(\d+)\.(\d+)>)?$/.exec(name) ?? [];
  if (section === undefined) return [];
  const whole = sectionOf(source, section);
  const origin = start === undefined ? '' : `<${start}>`;
  if (!whole) return [` BODY[${section}]${origin} NIL`];
  const bytes = start === undefined ? whole : whole.subarray(Number(start), Number(start) + Number(length));
  return [` BODY[${section}]${origin} {${bytes.length}}\r\n`, bytes];
}

function internalDate(date) {
  const two = (number) => String(number).padStart(2, '0');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${two(date.getUTCDate())}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()} ${time} +0000`;
}

/** Messages of a set such as "1:3,7,9:*", with their sequence numbers. */
export function messagesOf(messages, set, byUid) {
  const highest = messages.length === 0 ? 0 : byUid ? messages.at(-1).uid : messages.length;
  const ranges = set.split(',').map((range) => range.split(':').map((end) => (end === '*' ? highest : Number(end))));
  const within = (number) => ranges.some(([from, to = from]) => number >= Math.min(from, to) && number <= Math.max(from, to));
  return messages.map((message, index) => ({ message, sequence: index + 1 })).filter(({ message, sequence }) => within(byUid ? message.uid : sequence));
}

/** UIDs or sequence numbers that a SEARCH of keys ALL, UID, SINCE and BEFORE finds. */
export function search(messages, keys, byUid) {
  let found = messages.map((message, index) => ({ message, sequence: index + 1 }));
  for (let at = 0; at < keys.length; at++) {
    const key = String(keys[at]).toUpperCase();
    if (key === 'UID') found = intersect(found, messagesOf(messages, keys[++at], true));
    else if (key === 'SINCE') {
      const since = dayOf(keys[++at]);
      found = found.filter(({ message }) => day(message.internalDate) >= since);
    }
    else if (key === 'BEFORE') {
      const before = dayOf(keys[++at]);
      found = found.filter(({ message }) => day(message.internalDate) < before);
    }
    else if (/^[\d:*,]+$/.test(key)) found = intersect(found, messagesOf(messages, key, false));
  }
  return found.map(({ message, sequence }) => (byUid ? message.uid : sequence));
}

function intersect(found, others) {
  const uids = new Set(others.map(({ message }) => message.uid));
  return found.filter(({ message }) => uids.has(message.uid));
}

function day(date) {
  return Math.floor(date.getTime() / 86_400_000);
}

function dayOf(text) {
  const [dayOfMonth, month, year] = text.split('-');
  return Date.UTC(Number(year), MONTHS.indexOf(month), Number(dayOfMonth)) / 86_400_000;
}
