import { describe, expect, it } from '@jest/globals';
import { settingsSchema } from '../settings.js';
import { resolveOutgoing } from './outgoing.js';

const parse = (settings: Record<string, unknown>) => settingsSchema.parse({ user: 'a@acme.example', password: 'p', host: 'imap.acme.example', ...settings });
const faults = (settings: Record<string, unknown>) => settingsSchema.safeParse({ user: 'a@acme.example', password: 'p', host: 'imap.acme.example', ...settings }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('where mail goes out', () => {
  it.each([
    [{ user: 'a@yandex.ru', host: undefined }, 'smtp.yandex.ru:465 tls'],
    [{ user: 'a@outlook.com', host: undefined }, 'smtp.office365.com:587 starttls'],
    [{ host: 'imap.gmail.com' }, 'smtp.gmail.com:465 tls'],
    [{ preset: 'mailru', host: undefined }, 'smtp.mail.ru:465 tls'],
    [{ smtpHost: 'smtp.acme.example' }, 'smtp.acme.example:465 tls'],
    [{ smtpHost: 'smtp.acme.example', smtpPort: 587 }, 'smtp.acme.example:587 starttls'],
    [{ smtpHost: 'smtp.acme.example', smtpSecure: 'starttls' }, 'smtp.acme.example:587 starttls'],
    [{ smtpHost: 'smtp.acme.example', smtpSecure: false }, 'smtp.acme.example:25 opportunistic'],
    [{ smtpHost: 'smtp.acme.example', smtpPort: 2525, smtpSecure: true }, 'smtp.acme.example:2525 tls'],
    [{ user: 'a@icloud.com', host: undefined, smtpHost: 'relay.acme.example' }, 'relay.acme.example:465 tls'],
  ])('%j', (settings, expected) => {
    const { host, port, encryption } = resolveOutgoing(parse(settings))?.access ?? {};
    expect(`${host}:${port} ${encryption}`).toBe(expected);
  });

  it('is nowhere when nobody said so', () => {
    expect(resolveOutgoing(parse({}))).toBeUndefined();
    expect(resolveOutgoing(parse({ user: 'sign-in-name', host: 'imap.gmail.com' }))).toBeUndefined();
  });

  it('is as whom the mailbox is, unless told otherwise', () => {
    expect(resolveOutgoing(parse({ smtpHost: 'h.example' }))).toMatchObject({ user: 'a@acme.example', password: 'p', from: 'a@acme.example' });
    expect(resolveOutgoing(parse({ smtpHost: 'h.example', smtpUser: 'relay', smtpPassword: 'q', fromAddress: 'Продажи@почта.рф' }))).toMatchObject({ user: 'relay', password: 'q', from: 'Продажи@xn--80a1acny.xn--p1ai' });
  });

  it.each([
    [{ smtpPort: 587 }, 'smtpHost'],
    [{ smtpPassword: 'q' }, 'smtpHost'],
    [{ smtpHost: 'https://smtp.acme.example' }, 'smtpHost'],
    [{ smtpHost: 'h.example', user: 'sign-in-name' }, 'fromAddress'],
    [{ smtpHost: 'h.example', smtpPort: 465, smtpSecure: 'starttls' }, 'smtpSecure'],
    [{ smtpHost: 'h.example', smtpPort: 587, smtpSecure: true }, 'smtpPort'],
    [{ fromAddress: 'a@b.example\r\nBcc: c@d.example' }, 'fromAddress'],
  ])('%j is wrong at its field', (settings, field) => {
    expect(faults(settings)).toEqual([expect.stringMatching(new RegExp(`^${field}: `))]);
  });
});
