/** Stands for a receiver that writes results without a name, as Microsoft's does. */
export const UNNAMED_RECEIVER = '(unnamed)';

/** What receivers of a provider call themselves in `Authentication-Results`, by the end of its IMAP host's name. */
const RECEIVERS: readonly (readonly [string, readonly string[]])[] = [
  ['gmail.com', ['mx.google.com']],
  ['googlemail.com', ['mx.google.com']],
  ['yandex.ru', ['*.yandex.net']],
  ['yandex.com', ['*.yandex.net']],
  ['mail.ru', ['mail.ru', '*.mail.ru']],
  ['outlook.com', [UNNAMED_RECEIVER, '*.protection.outlook.com', '*.outlook.com']],
  ['office365.com', [UNNAMED_RECEIVER, '*.protection.outlook.com', '*.outlook.com']],
  ['hotmail.com', [UNNAMED_RECEIVER, '*.protection.outlook.com', '*.outlook.com']],
  ['yahoo.com', ['*.yahoo.com']],
  ['mail.me.com', ['*.icloud.com', '*.me.com', '*.apple.com']],
];

/**
 * The receivers to trust for a mailbox on this IMAP host. Of a server that nobody knows none: it may add no such header
 * itself and leave one that the sender wrote; its operator names it in the settings.
 */
export function receiversOf(imapHost: string): readonly string[] {
  const host = imapHost.trim().toLowerCase().replace(/\.$/, '');
  return RECEIVERS.find(([suffix]) => host === suffix || host.endsWith(`.${suffix}`))?.[1] ?? [];
}

/** Whether a field's name is one of the trusted: exact, or "*.suffix". */
export function isTrusted(authservId: string, receivers: readonly string[]): boolean {
  const id = (authservId || UNNAMED_RECEIVER).toLowerCase();
  return receivers.some((receiver) => {
    const pattern = receiver.trim().toLowerCase();
    return pattern.startsWith('*.') ? id.endsWith(pattern.slice(1)) : id === pattern;
  });
}
