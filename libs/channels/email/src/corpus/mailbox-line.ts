const MAILBOX_LINE = /^From .{0,400}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2}|\d{1,2} +(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))\b.{0,60}\d{1,2}:\d{2}/;

/** The line between messages of a mailbox file: "From", somebody, and the date as C's asctime writes it (RFC 4155). */
export function isMailboxLine(line: string): boolean {
  return MAILBOX_LINE.test(line);
}
