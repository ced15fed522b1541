import { cleanText } from '@tributary/contact';
import type { OmittedPart } from '../imap/origin.js';
import type { CalendarPart } from '../mime/mail.js';

/** What a manager reads first: the writer's words, an invitation in one line, and what was left on the server. */
export function leadText(words: string, calendar: readonly CalendarPart[], omitted: readonly OmittedPart[]): string {
  const invitations = calendar.map(invitationLine).filter((line) => line !== '' && !words.includes(line));
  const left = omitted.map(({ name, mediaType, sizeBytes }) => `📎 ${name || mediaType}, ${megabytes(sizeBytes)} MB: не загружено, осталось на сервере / left on the server`);
  return cleanText([words, invitations.join('\n'), left.join('\n')].filter((part) => part !== '').join('\n\n')).text;
}

function invitationLine({ summary, start, organizer, location }: CalendarPart): string {
  const facts = [summary, start.replace('T', ' '), location, organizer].filter((fact) => fact !== '');
  return facts.length === 0 ? '' : `📅 ${facts.join(' · ')}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
