import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPull } from '../imap/pull.js';
import { accountWith, bySubject, RecordingHost } from '../imap/testing/recording-session.js';
import { SimulatedServer } from '../imap/testing/simulated-server.js';
import { createCheck } from '../setup/check.js';
import { refresh } from './refresh.js';
import { type TokenAnswer, TokenServer } from './testing/token-server.js';
import { TokenSources } from './token-source.js';

const { signal } = new AbortController();
const TIMING = { silenceMs: 400, retryMs: 20, maxRetryMs: 100 };

describe('refreshing a token', () => {
  let server: TokenServer;
  afterEach(() => server.close());

  async function answered(...answers: (TokenAnswer | 'silence')[]) {
    server = new TokenServer(answers);
    const tokenUrl = await server.listen();
    return refresh({ tokenUrl, scope: 'mail', client: { clientId: 'id', clientSecret: 'sec' }, refreshToken: 'r1' }, signal);
  }

  it('posts the grant and takes what comes', async () => {
    expect(await answered({ body: { access_token: 'a1', expires_in: 3599, refresh_token: 'r2' } })).toEqual({ accessToken: 'a1', lifetimeMs: 3_599_000, refreshToken: 'r2' });
    expect(Object.fromEntries(server.requests[0]!)).toEqual({ grant_type: 'refresh_token', refresh_token: 'r1', client_id: 'id', client_secret: 'sec', scope: 'mail' });
  });

  it('sees no new refresh token in the old one', async () => {
    expect(await answered({ body: { access_token: 'a1', refresh_token: 'r1' } })).toEqual({ accessToken: 'a1', lifetimeMs: 3_600_000 });
  });

  it.each([
    ['a withdrawn grant', { status: 400, body: { error: 'invalid_grant' } }, 'credentials', 'grant-refused', 'oauth.refreshToken'],
    ['a wrong client', { status: 401, body: { error: 'invalid_client' } }, 'credentials', 'client-refused', 'oauth.clientId'],
    ['a busy server', { status: 429, headers: { 'retry-after': '7' }, body: {} }, 'quota', 'token-server-busy', undefined],
    ['an outage, whatever it names', { status: 503, body: { error: 'invalid_grant' } }, 'provider', 'token-server-failed', undefined],
    ['a passing trouble', { status: 400, body: { error: 'temporarily_unavailable' } }, 'provider', 'token-server-failed', undefined],
    ['an answer that is no JSON', { status: 200, body: '<html>' }, 'provider', 'token-server-failed', undefined],
    ['a redirect, which is not followed', { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }, 'provider', 'token-server-failed', undefined],
    ['an endless answer', { status: 200, body: 'x'.repeat(300_000) }, 'network', 'token-server-unreachable', undefined],
  ] as const)('types %s', async (_name, answer, failureClass, code, field) => {
    await expect(answered(answer)).rejects.toMatchObject({ failureClass, code, field, retryAfterMs: failureClass === 'quota' ? 7000 : undefined });
  });

  it('asks no metadata service', async () => {
    server = new TokenServer([]);
    await server.listen();
    const client = { clientId: 'id' };
    await expect(refresh({ tokenUrl: 'http://169.254.169.254/token', scope: undefined, client, refreshToken: 'r' }, signal)).rejects.toMatchObject({ code: 'token-host-not-allowed' });
  });
});

describe('a mailbox that is signed in with a token', () => {
  let tokens: TokenServer;
  let tokenUrl: string;
  let server: SimulatedServer;
  let host: RecordingHost;
  let running: Promise<void> = Promise.resolve();

  beforeEach(async () => {
    server = await SimulatedServer.start();
    await server.call('setUser', 'u', { token: 'a1' });
    tokens = new TokenServer([{ body: { access_token: 'a1', expires_in: 3600 } }]);
    tokenUrl = await tokens.listen();
  });

  afterEach(async () => {
    host?.stop();
    await running;
    await Promise.all([server.stop(), tokens.close()]);
  });

  const account = () => accountWith({ port: server.port, password: undefined, oauth: { clientId: 'id', refreshToken: 'r1', tokenUrl } });

  async function follow(): Promise<void> {
    host = new RecordingHost(account());
    running = host.keepRunning(createPull(bySubject, { timing: TIMING }));
    await host.until(() => host.cycles > 0);
  }

  it('asks for one token for all its connections', async () => {
    await follow();
    await server.mail('hello');
    await host.until(() => host.contacts.has('hello'));
    await server.call('drop');
    await server.mail('again');
    await host.until(() => host.contacts.has('again'));
    expect(tokens.requests).toHaveLength(1);
  });

  it('renews a token that is refused before its end, without a word to anybody', async () => {
    await follow();
    await server.call('untilIdling', 1);
    tokens.answers = [{ body: { access_token: 'a2', expires_in: 3600 } }];
    await server.call('setUser', 'u', { token: 'a2' });
    await server.call('drop');
    await server.mail('after');
    await host.until(() => host.contacts.has('after'));
    expect(host.reports.filter(({ failureClass }) => failureClass === 'credentials')).toEqual([]);
  });

  it('stores a rotated refresh token before it signs in with what came with it', async () => {
    tokens.answers = [{ body: { access_token: 'a1', refresh_token: 'r2', expires_in: 3600 } }];
    await follow();
    expect(host.renewed).toEqual([{ path: ['oauth', 'refreshToken'], value: 'r2' }]);
  });

  it('goes on with the rotated token when storing it failed at first', async () => {
    tokens.answers = [{ body: { access_token: 'a1', refresh_token: 'r2', expires_in: 3600 } }];
    host = new RecordingHost(account());
    const pull = createPull(bySubject, { timing: TIMING });
    let failures = 0;
    const session = host.session();
    const updateSecret: typeof session.updateSecret = (path, value) => (failures++ === 0 ? Promise.reject(new Error('database away')) : session.updateSecret!(path, value));
    await expect(pull.run({ ...session, updateSecret })).rejects.toMatchObject({ failureClass: 'internal' });
    running = pull.run({ ...session, updateSecret });
    await host.until(() => host.cycles > 0);
    expect(host.renewed).toEqual([{ path: ['oauth', 'refreshToken'], value: 'r2' }]);
    expect(tokens.requests).toHaveLength(1);
  });

  it('leaves a token that a check rotated to the next run', async () => {
    tokens.answers = [{ body: { access_token: 'a1', refresh_token: 'r2', expires_in: 3600 } }];
    const shared = new TokenSources();
    await createCheck({ tokens: shared })(account(), signal);
    host = new RecordingHost(account());
    running = host.keepRunning(createPull(bySubject, { timing: TIMING, tokens: shared }));
    await host.until(() => host.cycles > 0);
    expect(host.renewed).toEqual([{ path: ['oauth', 'refreshToken'], value: 'r2' }]);
    expect(tokens.requests).toHaveLength(1);
  });

  it('asks a person only when the grant is refused', async () => {
    tokens.answers = [{ status: 503, body: '' }, { status: 400, body: { error: 'invalid_grant' } }, { body: { access_token: 'a1' } }];
    await follow();
    expect(host.reports.map(({ failureClass, code }) => [failureClass, code])).toEqual([['provider', 'token-server-failed'], ['credentials', 'grant-refused']]);
  });
});
