import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { httpProxy, socksProxy } from '../imap/testing/proxies.js';
import { TokenServer } from '../oauth/testing/token-server.js';
import { TokenSources } from '../oauth/token-source.js';
import { resolveOutgoing } from '../settings/outgoing.js';
import { MailServer } from '../send/testing/mail-server.js';
import { mailbox } from '../send/testing/replies.js';
import { SmtpSession } from './smtp-session.js';

const { signal } = new AbortController();
const MAIL = Buffer.from('Subject: x\r\n\r\ny\r\n');

describe('connections to a server of outgoing mail', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function started(options?: Parameters<typeof MailServer.start>[0]): Promise<MailServer> {
    const server = await MailServer.start(options);
    stops.push(() => server.stop());
    return server;
  }

  async function open(settings: Record<string, unknown>, timing = {}): Promise<SmtpSession> {
    const account = mailbox(settings);
    const outgoing = resolveOutgoing(account.settings);
    if (!outgoing) throw new Error('no server');
    return SmtpSession.open({ outgoing, settings: account.settings, tokens: new TokenSources().of(account), timing, signal });
  }

  async function hand(server: MailServer, settings: Record<string, unknown>): Promise<void> {
    const session = await open({ smtpPort: server.port, ...settings });
    await session.send('ivan@client.example', MAIL);
    session.close();
    expect(server.taken).toHaveLength(1);
  }

  it('are encrypted from the first byte, after a greeting, or where it is offered', async () => {
    await hand(await started({ secure: true }), { smtpSecure: true });
    const onlyEncrypted = { allowInsecureAuth: false };
    await hand(await started(onlyEncrypted), { smtpSecure: 'starttls' });
    await hand(await started(onlyEncrypted), { smtpSecure: false });
  });

  it('need no sign-in where none is offered', async () => {
    const server = await started({ disabledCommands: ['AUTH', 'STARTTLS'] });
    await hand(server, {});
    expect(server.signIns).toEqual([]);
  });

  it('sign in with a token, and with a new one when an earlier one was withdrawn', async () => {
    const server = await started();
    const tokens = new TokenServer([{ body: { access_token: 'withdrawn', expires_in: 3600 } }, { body: { access_token: 'good', expires_in: 3600 } }]);
    const tokenUrl = await tokens.listen();
    stops.push(() => tokens.close());
    const oauth = { clientId: 'c', refreshToken: 'r', tokenUrl };
    const account = mailbox({ smtpPort: server.port, password: undefined, oauth });
    const sources = new TokenSources();
    await sources.of(account)?.current(signal);
    server.tokens.add('good');
    const session = await SmtpSession.open({ outgoing: resolveOutgoing(account.settings)!, settings: account.settings, tokens: sources.of(account), signal });
    session.close();
    expect(server.signIns).toEqual(['XOAUTH2 u', 'XOAUTH2 u']);
    expect(tokens.requests).toHaveLength(2);
    server.tokens.clear();
    await expect(open({ smtpPort: server.port, password: undefined, oauth })).rejects.toMatchObject({ failureClass: 'credentials', code: 'token-refused', field: 'oauth' });
    tokens.answers = [{ status: 400, body: { error: 'invalid_grant' } }];
    await expect(open({ smtpPort: server.port, password: undefined, oauth })).rejects.toMatchObject({ failureClass: 'credentials', code: 'grant-refused', field: 'oauth.refreshToken' });
  });

  it('take a password of their own before a token', async () => {
    const server = await started();
    await hand(server, { password: undefined, oauth: { clientId: 'c', refreshToken: 'r', tokenUrl: 'https://nobody.invalid/' }, smtpUser: 'u', smtpPassword: 'secret' });
    expect(server.signIns).toEqual(['PLAIN u']);
  });

  it.each([['http', httpProxy], ['socks5', socksProxy]] as const)('go by the account’s proxy: %s', async (protocol, startProxy) => {
    const server = await started({ secure: true });
    const proxy = await startProxy();
    stops.push(() => proxy.stop());
    await hand(server, { smtpSecure: true, tls: { allowSelfSigned: true }, proxy: { url: `${protocol}://127.0.0.1:${proxy.port}` } });
    expect(proxy.requests.map(({ to }) => to)).toEqual([`127.0.0.1:${server.port}`]);
  });

  it('say when the proxy is away, and when a certificate is not to be trusted', async () => {
    const server = await started({ secure: true });
    const away = { url: 'http://127.0.0.1:1' };
    await expect(open({ smtpPort: server.port, proxy: away })).rejects.toMatchObject({ failureClass: 'network', code: 'proxy-failed', field: 'proxy.url' });
    const proxy = await httpProxy();
    stops.push(() => proxy.stop());
    await expect(open({ smtpPort: server.port, smtpSecure: true, proxy: { url: `http://127.0.0.1:${proxy.port}` } })).rejects.toMatchObject({ failureClass: 'network', field: expect.stringMatching(/^(?:tls|smtpHost)$/) });
  });

  it.each([
    ['says nothing', undefined, { failureClass: 'network', code: 'no-greeting', field: 'smtpPort' }],
    ['has no time', '421 4.3.2 Service not available\r\n', { failureClass: 'provider', code: 'temporarily-unavailable' }],
    ['has had enough of us', '421 Too many concurrent connections\r\n', { failureClass: 'quota', code: 'too-many-connections' }],
  ])('tell a server that %s', async (_, greeting, expected) => {
    const server = createServer((socket) => void (greeting && socket.end(greeting))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    stops.push(() => new Promise((resolve) => server.close(() => resolve())));
    await expect(open({ smtpPort: (server.address() as AddressInfo).port }, { greetingMs: 100 })).rejects.toMatchObject(expected);
  });

  it('tell where sending is switched off', async () => {
    const refusal = Object.assign(new Error('5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.'), { responseCode: 535 });
    const server = await started({ onAuth: (_auth, _session, done) => done(refusal) });
    await expect(open({ smtpPort: server.port })).rejects.toMatchObject({ failureClass: 'credentials', code: 'smtp-switched-off', field: 'smtpUser' });
  });
});
