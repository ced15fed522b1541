export { UnreadableMailError } from './errors.js';
export { DEFAULT_MAIL_LIMITS, type MailLimits } from './limits.js';
export type { CalendarPart, EmbeddedMail, Mail, MailAddress, MailAttachment, MailHeader, MailProblem, MailProblemCode, MailReport, ReportField } from './mail.js';
export { calendarLine } from './parts/calendar.js';
export type { StorePart } from './parts/file-sink.js';
export { readMail, type ReadMailOptions } from './read-mail.js';
