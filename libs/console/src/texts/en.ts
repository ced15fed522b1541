/** English texts; `ru.ts` has the same keys or doesn't compile. `page` is what the browser gets. */
export const en = {
  problem: {
    'wrong-credentials': { title: 'Wrong email or password', detail: 'Check the email and the password. If you forgot them, ask an administrator to set a new password.' },
    'too-many-attempts': { title: 'Too many attempts', detail: 'Too many attempts to sign in. Try again in {{minutes}} min.' },
    'setup-link-invalid': { title: 'The link is no longer valid', detail: 'The set-up link was used, is older than 24 hours or was replaced. Restart Tributary: it prints a new one while there is no user.' },
    'last-admin': { title: 'The last administrator', detail: 'This is the last administrator. Make somebody else an administrator first.' },
    'email-taken': { title: 'The email is taken', detail: 'There is a user with this email already.' },
    'token-of-settings': { title: 'The token of the settings', detail: 'This token follows the setting TRIBUTARY_API_TOKEN: change or remove the setting and restart.' },
    'user-unknown': { title: 'No such user', detail: 'There is no such user; perhaps somebody has deleted it.' },
    'token-unknown': { title: 'No such token', detail: 'There is no such token.' },
    'audit-unknown': { title: 'No such audit', detail: 'There is no audit with this id.' },
    'figures-unknown': { title: 'Not known right now', detail: 'A part of the hub does not answer, so nobody can say what is unaccounted. Try again in a moment.' },
    'demo-off': { title: 'No demo here', detail: 'This hub was not started with --demo.' },
    'part-away': { title: 'A part does not answer', detail: 'The part “{{service}}” does not answer right now. Nothing was changed; try again in a moment.' },
    'part-silent': { title: 'A part did not answer', detail: 'The part “{{service}}” took the request but did not answer. Look whether it was done before you repeat it.' },
  },
  field: {
    email: 'Expected an email address, such as anna@example.com.',
    'window-order': 'The window ends before it begins.',
    'window-too-old': 'Custody can be audited for the last 13 days: the log keeps 14.',
    'window-too-young': 'Contacts of the last 5 minutes may still be on their way: choose an earlier end.',
    'email-taken': 'There is a user with this email already.',
    'email-as-password': 'The password must not be the email.',
  },
} as const;
