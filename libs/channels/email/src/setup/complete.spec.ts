import { describe, expect, it } from '@jest/globals';
import { ConnectorError } from '@tributary/channel';
import { settingsSchema } from '../settings.js';
import { createComplete } from './complete.js';
import type { ResolveMx } from './discover.js';
import type { OutgoingServer, TryOutgoing } from './find-outgoing.js';
import type { TryServer } from './set-up.js';

const { signal } = new AbortController();
const nobody: TryServer = () => Promise.reject(new Error('somebody was asked'));
const noMx: ResolveMx = () => Promise.resolve([]);
const readOnly: TryOutgoing = () => Promise.reject(refusal('network', 'host-not-found'));
const untouched = createComplete({ tryServer: nobody, resolveMx: () => Promise.reject(new Error('DNS was asked')) });

describe('settings of a mailbox that were left out', () => {
  it.each([
    ['a host is given', { user: 'a@acme.example', password: 'p', host: '127.0.0.1', port: 1, secure: false }],
    ['the provider is known by the address', { user: 'a@list.ru', password: 'p' }],
    ['the provider is named', { user: 'a@acme.example', password: 'p', preset: 'yandex' }],
    ['there is no address', { user: 'a', password: 'p' }],
    ['there is no password', { user: 'a@acme.example' }],
    ['the types are wrong', { user: 7, password: [], address: {} }],
    ['nothing was sent', {}],
  ])('ask nobody when %s', async (_, settings) => {
    expect(await untouched(settings, signal)).toBe(settings);
  });

  it('are found by trying, and pass the schema', async () => {
    const tryServer: TryServer = ({ host }) => (host === 'mail.acme.example' ? Promise.resolve() : Promise.reject(refusal('network', 'host-not-found')));
    const settings = await createComplete({ tryServer, tryOutgoing: readOnly, resolveMx: noMx })({ user: 'a@acme.example', password: 'p', folders: ['Orders'] }, signal);
    expect(settings).toEqual({ user: 'a@acme.example', address: 'a@acme.example', password: 'p', folders: ['Orders'], preset: 'other', host: 'mail.acme.example', port: 993, secure: true });
    expect(settingsSchema.safeParse(settings).success).toBe(true);
  });

  it('keep the address when the server wants the bare name', async () => {
    const tryServer: TryServer = (_, { user }) => (user === 'a' ? Promise.resolve() : Promise.reject(refusal('credentials', 'wrong-password')));
    expect(await createComplete({ tryServer, tryOutgoing: readOnly, resolveMx: noMx })({ user: 'a@acme.example', password: 'p' }, signal)).toMatchObject({ user: 'a', address: 'a@acme.example' });
  });

  it('try a sign-in name of its own and no other', async () => {
    const users: string[] = [];
    const tryServer: TryServer = (_, { user }) => Promise.resolve(void users.push(user));
    expect(await createComplete({ tryServer, tryOutgoing: readOnly, resolveMx: noMx })({ user: 'u77', address: 'a@acme.example', password: 'p' }, signal)).toMatchObject({ user: 'u77', address: 'a@acme.example' });
    expect(users).toEqual(['u77']);
  });

  it('name the server of outgoing mail as well, where one lets us in', async () => {
    const tried: OutgoingServer[] = [];
    const tryOutgoing: TryOutgoing = (server) => (tried.push(server) === 4 ? Promise.resolve() : readOnly(server, { address: '', user: '', pass: '' }, signal));
    const settings = await createComplete({ tryServer: () => Promise.resolve(), tryOutgoing, resolveMx: noMx })({ user: 'a@acme.example', password: 'p' }, signal);
    expect(settings).toMatchObject({ host: 'imap.acme.example', smtpHost: 'imap.acme.example', smtpPort: 587, smtpSecure: 'starttls' });
    expect(settingsSchema.safeParse(settings).success).toBe(true);
    expect(tried.map(({ smtpHost, smtpPort }) => `${smtpHost}:${smtpPort}`)).toEqual(['smtp.acme.example:465', 'smtp.acme.example:587', 'imap.acme.example:465', 'imap.acme.example:587']);
  });

  it('stay without outgoing mail when its server refuses, and the password is tried nowhere else', async () => {
    let tries = 0;
    const tryOutgoing: TryOutgoing = () => Promise.reject(refusal('credentials', `wrong-password-${++tries}`));
    const settings = await createComplete({ tryServer: () => Promise.resolve(), tryOutgoing, resolveMx: noMx })({ user: 'a@acme.example', password: 'p' }, signal);
    expect(settings).not.toHaveProperty('smtpHost');
    expect(tries).toBe(1);
  });

  it('come from the MX records alone with OAuth2', async () => {
    const complete = createComplete({ tryServer: nobody, resolveMx: () => Promise.resolve([{ exchange: 'acme-example.mail.protection.outlook.com', priority: 0 }]) });
    expect(await complete({ user: 'a@acme.example', oauth: {} }, signal)).toMatchObject({ preset: 'outlook', host: 'outlook.office365.com' });
    const unknown = { user: 'a@acme.example', oauth: {} };
    expect(await createComplete({ tryServer: nobody, resolveMx: noMx })(unknown, signal)).toEqual(unknown);
  });

  it('are given up after a time, at the field for the server', async () => {
    const silent: TryServer = (_candidate, _signIn, limited) => new Promise((_, reject) => limited.addEventListener('abort', () => reject(limited.reason as Error)));
    await expect(createComplete({ tryServer: silent, resolveMx: noMx }, 10)({ user: 'a@acme.example', password: 'p' }, signal)).rejects.toMatchObject({ code: 'server-not-found', field: 'host' });
  });
});

function refusal(failureClass: ConnectorError['failureClass'], code: string): ConnectorError {
  return new ConnectorError(failureClass, { code, detail: { ru: code, en: code } });
}
