/** One of these, or anything of `x-`, `list-`, `content-`, `resent-`, makes a text a mail. */
const HEADERS_OF_MAIL = new Set([
  'from', 'to', 'cc', 'bcc', 'subject', 'date', 'sender', 'reply-to', 'message-id', 'in-reply-to', 'references', 'received', 'return-path',
  'delivered-to', 'mime-version', 'dkim-signature', 'authentication-results', 'arc-seal', 'importance', 'priority', 'user-agent', 'apparently-to', 'envelope-to', 'status',
]);

/** "Note: call me" at the top of a text is no header. */
export function isHeaderOfMail(name: string): boolean {
  return HEADERS_OF_MAIL.has(name) || /^(x|list|content|resent|arc)-/.test(name);
}
