import { describe, expect, it } from '@jest/globals';
import { ConnectorError } from '@tributary/channel';
import { candidatesFor, type ResolveMx } from './discover.js';
import { discover, type TryServer } from './set-up.js';

const noMx: ResolveMx = () => Promise.reject(Object.assign(new Error('no MX'), { code: 'ENOTFOUND' }));
const mx = (...exchanges: string[]): ResolveMx => () => Promise.resolve(exchanges.map((exchange, priority) => ({ exchange, priority })));
const refusal = (failureClass: ConnectorError['failureClass'], code: string, field?: string) => new ConnectorError(failureClass, { code, field, detail: { ru: code, en: code } });
const { signal } = new AbortController();

describe('finding the server of an address', () => {
  it('knows providers by the domain, without a question to anybody', async () => {
    expect(await candidatesFor('a@list.ru', () => Promise.reject(new Error('asked')))).toEqual([{ preset: 'mailru', host: 'imap.mail.ru', port: 993, secure: true, from: 'known-provider' }]);
  });

  it('goes by the MX record of a company’s domain', async () => {
    const [first] = await candidatesFor('a@acme.example', mx('mx.yandex.net'));
    expect(first).toMatchObject({ preset: 'yandex', host: 'imap.yandex.ru', from: 'mx' });
  });

  it('tries the usual names last, TLS first', async () => {
    const candidates = await candidatesFor('a@acme.example', mx('mx1.acme.example.'));
    expect(candidates.map(({ host, port }) => `${host}:${port}`)).toEqual([
      'imap.acme.example:993', 'imap.acme.example:143', 'mail.acme.example:993', 'mail.acme.example:143',
      'mx1.acme.example:993', 'mx1.acme.example:143', 'acme.example:993', 'acme.example:143',
    ]);
    expect(await candidatesFor('no address', noMx)).toEqual([]);
  });

  it('takes the first server that lets it in, also by the bare name', async () => {
    const tried: string[] = [];
    const tryServer: TryServer = async ({ host, port }, { user }) => {
      tried.push(`${user} ${host}:${port}`);
      if (host !== 'mail.acme.example') throw refusal('network', 'host-not-found', 'host');
      if (user.includes('@')) throw refusal('credentials', 'wrong-password', 'password');
    };
    expect(await discover('a@acme.example', 'p', signal, { resolveMx: noMx, tryServer })).toEqual({ preset: 'other', host: 'mail.acme.example', port: 993, secure: true, user: 'a' });
    expect(tried).toHaveLength(4);
  });

  it.each([
    ['wrong password', refusal('credentials', 'wrong-password', 'password'), 'password'],
    ['app password', refusal('credentials', 'app-password-needed', 'password'), 'password'],
    ['IMAP off', refusal('credentials', 'imap-switched-off', 'user'), 'user'],
    ['outage', refusal('provider', 'temporarily-unavailable'), undefined],
  ])('ends at the server that answers (%s), and does not try the password elsewhere', async (_name, error, field) => {
    const hosts = new Set<string>();
    const tryServer: TryServer = ({ host, port }) => {
      hosts.add(`${host}:${port}`);
      return Promise.reject(error);
    };
    await expect(discover('a@acme.example', 'p', signal, { resolveMx: noMx, tryServer })).rejects.toMatchObject({ code: error.code, field });
    expect(hosts.size).toBe(1);
  });

  it('asks for the server when none was found, and shows a bad certificate rather than a missing name', async () => {
    const nobody: TryServer = () => Promise.reject(refusal('network', 'host-not-found', 'host'));
    await expect(discover('a@acme.example', 'p', signal, { resolveMx: noMx, tryServer: nobody })).rejects.toMatchObject({ code: 'server-not-found', field: 'host' });
    const untrusted: TryServer = ({ host }) => Promise.reject(host.startsWith('mail.') ? refusal('network', 'certificate-not-trusted', 'tls') : refusal('network', 'host-not-found', 'host'));
    await expect(discover('a@acme.example', 'p', signal, { resolveMx: noMx, tryServer: untrusted })).rejects.toMatchObject({ code: 'certificate-not-trusted', field: 'tls' });
  });
});
