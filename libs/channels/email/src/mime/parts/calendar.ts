import { cleanText } from '@tributary/contact';
import { cleanLine } from '../clean-text.js';
import type { CalendarPart } from '../mail.js';

const MAX_LINES = 5_000;

interface Property {
  readonly name: string;
  readonly parameters: string;
  readonly value: string;
}

/** Reads what a person wants to know of an iCalendar text: its first event. @returns nothing when there is none */
export function parseCalendar(text: string, declaredMethod: string): CalendarPart | undefined {
  const properties = contentLines(text);
  const from = properties.findIndex(({ name, value }) => name === 'BEGIN' && /^V(EVENT|TODO)$/i.test(value));
  if (from < 0) return undefined;
  const event = topLevel(properties.slice(from + 1));
  const find = (name: string, among: readonly Property[]) => among.find((property) => property.name === name);
  const organizer = find('ORGANIZER', event);
  return {
    method: cleanLine(find('METHOD', properties)?.value ?? declaredMethod).toUpperCase(),
    summary: cleanLine(unescapeText(find('SUMMARY', event)?.value ?? '')),
    start: shownTime(find('DTSTART', event)),
    organizer: cleanLine(organizer?.value.replace(/^mailto:/i, '') || (parameter(organizer, 'CN') ?? '')),
    location: cleanLine(unescapeText(find('LOCATION', event)?.value ?? '')),
  };
}

/** One line for people, to stand in a text: "REQUEST: Meeting, 2026-12-01T10:00:00 Europe/Moscow, ivan@example.ru". */
export function calendarLine({ method, summary, start, location, organizer }: CalendarPart): string {
  const facts = [summary, start, location, organizer].filter((fact) => fact !== '').join(', ');
  return method ? `${method}: ${facts}` : facts;
}

/** The event's own properties, without those of its alarms. */
function topLevel(properties: readonly Property[]): Property[] {
  const own: Property[] = [];
  let depth = 0;
  for (const property of properties) {
    if (property.name === 'BEGIN') depth++;
    else if (property.name === 'END' && depth-- === 0) break;
    else if (depth === 0) own.push(property);
  }
  return own;
}

function contentLines(text: string): Property[] {
  const lines = cleanText(text).text.replace(/\n[ \t]/g, '').split('\n', MAX_LINES);
  return lines.flatMap((line) => {
    const match = /^([A-Za-z-]+)((?:;(?:"[^"]*"|[^":])*)?):(.*)$/.exec(line.slice(0, 2_000));
    return match ? [{ name: match[1]!.toUpperCase(), parameters: match[2]!, value: match[3]!.trim() }] : [];
  });
}

function parameter(property: Property | undefined, name: string): string | undefined {
  return property && new RegExp(`;${name}=(?:"([^"]*)"|([^;]*))`, 'i').exec(property.parameters)?.slice(1).find((value) => value !== undefined);
}

function shownTime(property: Property | undefined): string {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(property?.value ?? '');
  if (!match) return '';
  const [, year, month, day, hours, minutes, seconds, utc] = match;
  if (hours === undefined) return `${year}-${month}-${day}`;
  const zone = parameter(property, 'TZID');
  return `${year}-${month}-${day}T${hours}:${minutes}:${seconds}${utc}${zone ? ` ${cleanLine(zone)}` : ''}`;
}

function unescapeText(value: string): string {
  return value.replace(/\\n/gi, ' ').replace(/\\([\\;,])/g, '$1');
}
