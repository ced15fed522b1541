import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accountWith, bySubject, RecordingHost } from './testing/recording-session.js';
import { type Fault, SimulatedServer } from './testing/simulated-server.js';
import { createPull, type PullOptions } from './pull.js';

/** Impatient, so that a test sees in a second what takes a minute. */
const TIMING = { silenceMs: 400, noIdlePollMs: 60, retryMs: 20, maxRetryMs: 100, guestPollMs: 50, greetingMs: 400, connectMs: 2000 };
const DAY_MS = 86_400_000;

describe('a mailbox that is followed', () => {
  let server: SimulatedServer;
  let host: RecordingHost;
  let running: Promise<void>;

  beforeEach(async () => {
    server = await SimulatedServer.start();
  });

  afterEach(async () => {
    host.stop();
    await running;
    expect((await server.counts()).errors).toEqual([]);
    await server.stop();
  });

  function follow(options: PullOptions = {}): void {
    running = host.keepRunning(createPull(bySubject, { ...options, timing: { ...TIMING, ...options.timing } }));
  }

  async function followIdling(settings: object = {}, options: PullOptions = {}): Promise<void> {
    host = new RecordingHost(accountWith({ port: server.port, ...settings }));
    follow(options);
    await server.call('untilIdling', 1);
  }

  const has = (...subjects: string[]) => host.until(() => subjects.every((subject) => host.contacts.has(subject)));
  const fault = (given: Fault) => server.fault(given);

  it('stores a mail as soon as the server announces it, and never marks it', async () => {
    await followIdling();
    await server.mail('hello');
    await has('hello');
    expect(host.contacts.get('hello')).toMatchObject({ lane: 'live', origin: { folder: 'INBOX', uidValidity: '1', uid: 1, sent: false } });
  });

  it('fetches the last days first, newest first and in bulk, and nothing older', async () => {
    for (let days = 5; days >= 0; days--) await server.mail(`day-${days}`, { internalDate: new Date(Date.now() - days * DAY_MS - 1000) });
    await followIdling({ firstFetchDays: 3 });
    await host.until(() => host.checkpoints.get('first:INBOX')?.includes('"done":true') ?? false);
    expect(host.subjects()).toEqual(['day-0', 'day-1', 'day-2']);
    expect(host.contacts.get('day-0')?.lane).toBe('bulk');
    await server.mail('live');
    await has('live');
    expect(host.contacts.get('live')?.lane).toBe('live');
  });

  it('fetches everything, or nothing, when told', async () => {
    await server.mail('old', { internalDate: new Date('2001-01-01T00:00:00Z') });
    await followIdling({ firstFetchDays: null });
    await has('old');
    host.stop();
    await running;
    host = new RecordingHost(accountWith({ port: server.port, firstFetchDays: 0 }));
    follow();
    await host.until(() => host.cycles > 0);
    await server.mail('new');
    await has('new');
    expect(host.subjects()).toEqual(['new']);
  });

  it('goes on with a first fetch where it was broken off', async () => {
    for (let n = 0; n < 120; n++) await server.mail(`m-${n}`, { internalDate: new Date(Date.now() - 1000) });
    host = new RecordingHost(accountWith({ port: server.port }));
    let bulk = 0;
    host.beforeSubmit = ({ contacts, lane }) => {
      if (lane === 'bulk' && contacts.length > 0 && ++bulk === 2) throw new Error('the database is away');
    };
    follow();
    await host.until(() => host.contacts.size === 120);
    await host.until(() => host.checkpoints.get('first:INBOX')?.includes('"done":true') ?? false);
    const stored = host.batches.flatMap(({ contacts }) => contacts.map(({ externalId }) => externalId));
    expect(stored).toHaveLength(120);
    expect(stored[0]).toBe('m-119');
  });

  it('reads on from its checkpoint as live, whatever the age', async () => {
    await followIdling();
    host.stop();
    await running;
    await server.mail('meanwhile', { internalDate: new Date(Date.now() - 30 * DAY_MS) });
    const { checkpoints } = host;
    host = new RecordingHost(accountWith({ port: server.port }));
    for (const [scope, value] of checkpoints) host.checkpoints.set(scope, value);
    await server.mail('meanwhile too');
    follow();
    await has('meanwhile', 'meanwhile too');
    expect(host.contacts.get('meanwhile')?.lane).toBe('live');
    await host.until(() => host.cycles > 0);
    // Announced before it was read, and later mail belongs to no gap.
    expect(host.gaps).toEqual([{ count: 2, stored: 0, filled: true }]);
    await server.mail('later');
    await has('later');
    expect(host.batches.filter(({ contacts, gap }) => contacts.length > 0 && !gap).flatMap(({ contacts }) => contacts.map(({ externalId }) => externalId))).toEqual(['later']);
  });

  it('does not move the checkpoint past what was not stored', async () => {
    await followIdling();
    let failed = 0;
    host.beforeSubmit = ({ contacts }) => {
      if (contacts.length > 0 && failed++ < 2) throw new Error('the database is away');
    };
    await server.mail('stubborn');
    await has('stubborn');
    expect(failed).toBe(3);
  });

  it('puts a mail aside that is not understood, and one on which the parser fails, and goes on', async () => {
    await followIdling();
    await server.mail('poison-1');
    await server.mail('crash-1');
    await server.mail('fine');
    await has('fine');
    expect(host.quarantine.map(({ code, origin }) => [code, origin.uid])).toEqual([['not-understood', '1'], ['parser-failed', '2']]);
    expect(Buffer.from(host.quarantine[0]!.bytes).toString()).toContain('Subject: poison-1');
  });

  it('sees every mail once when the server counts anew', async () => {
    await followIdling();
    await server.mail('before');
    await has('before');
    await server.call('renumber', 'u', 'INBOX', 1000);
    await server.mail('after');
    await has('after');
    expect(host.subjects()).toEqual(['before', 'after']);
    expect(host.contacts.get('after')?.origin.uidValidity).toBe('2');
    await host.until(() => host.checkpoints.get('live:INBOX')?.includes('"uidValidity":"2"') ?? false);
  });

  it('makes no live mail of what was there before the account when the server counts anew', async () => {
    await server.mail('ancient', { internalDate: new Date(Date.now() - 60_000) });
    await server.mail('newest', { internalDate: new Date(Date.now() - 30_000) });
    await followIdling({ firstFetchDays: 0 });
    await server.call('renumber', 'u', 'INBOX', 1000);
    await server.mail('after');
    await has('after');
    expect(host.subjects()).not.toContain('ancient');
  });

  it('finds a mail whose UID appears late, below the checkpoint', async () => {
    await server.mail('a', { uid: 10 });
    await followIdling();
    await server.mail('b', { uid: 20 });
    await has('b');
    await server.mail('late', { uid: 15 });
    await server.call('drop');
    await has('late');
    expect(host.contacts.get('late')?.lane).toBe('live');
  });

  it.each([
    ['closes', 'close'],
    ['says BYE', 'bye'],
    ['falls silent', 'silent'],
  ])('comes back when the connection %s', async (_how, how) => {
    await followIdling({ pollSeconds: 0.2, firstFetchDays: 0 });
    await server.call('drop', how);
    await server.mail('lost and found');
    await has('lost and found');
    expect(host.reports[0]).toMatchObject({ failureClass: how === 'bye' ? 'provider' : 'network' });
  });

  it('finds mail on a server without IDLE', async () => {
    await server.call('setCapabilities', ['IMAP4rev1', 'AUTH=PLAIN']);
    host = new RecordingHost(accountWith({ port: server.port }));
    follow();
    await host.until(() => host.cycles > 0);
    await server.mail('polled');
    await has('polled');
  });

  it('polls a server that refuses IDLE', async () => {
    await fault({ on: 'IDLE', action: 'no', text: 'not now', times: 1000 });
    host = new RecordingHost(accountWith({ port: server.port }));
    follow();
    await host.until(() => host.cycles > 0);
    await server.mail('polled');
    await has('polled');
    expect(host.reports).toEqual([]);
  });

  it('stands an announcement without a mail', async () => {
    await followIdling({ pollSeconds: 0.5 });
    const { cycles } = host;
    await server.call('announceNothing', 'u');
    await host.until(() => host.cycles > cycles);
    await server.mail('real');
    await has('real');
    expect(host.reports).toEqual([]);
  });

  it('passes over a mail that is deleted while it is fetched', async () => {
    await followIdling();
    host.stop();
    await running;
    for (const subject of ['first', 'gone', 'last']) await server.mail(subject);
    await fault({ on: 'BYTES', action: 'expunge', uid: 2 });
    host = Object.assign(new RecordingHost(accountWith({ port: server.port })), { checkpoints: host.checkpoints });
    follow();
    await has('first', 'last');
    expect(host.quarantine).toEqual([]);
    expect(host.checkpoints.get('live:INBOX')).toContain('"lastUid":3');
  });

  it('keeps the name of a mail that the server lists and never hands out', async () => {
    await followIdling();
    await fault({ on: 'BYTES', action: 'skip', times: 1000 });
    await server.mail('withheld');
    await host.until(() => host.quarantine.length > 0);
    expect(host.quarantine[0]).toMatchObject({ code: 'mail-not-handed-out', origin: { uid: '1' } });
  });

  it('tries mails one by one when the server refuses them together', async () => {
    await followIdling();
    host.stop();
    await running;
    for (const subject of ['one', 'two', 'three']) await server.mail(subject);
    await fault({ on: 'BYTES', action: 'no', text: 'one of them is damaged' });
    host = Object.assign(new RecordingHost(accountWith({ port: server.port })), { checkpoints: host.checkpoints });
    follow();
    await has('one', 'two', 'three');
    expect(host.quarantine).toEqual([]);
  });

  it.each([
    ['is cut', { on: 'BYTES', action: 'cut', bytes: 40 }],
    ['stops', { on: 'BYTES', action: 'hang', bytes: 40 }],
    ['never begins', { on: 'BYTES', action: 'silence' }],
  ] as const)('fetches a mail again whose literal %s', async (_how, given) => {
    await followIdling();
    await fault(given);
    await server.mail('torn');
    await has('torn');
    expect(host.contacts.size).toBe(1);
    expect(host.reports.map(({ failureClass }) => failureClass)).toEqual(['network']);
  });

  it('does not stop for ever at a mail that breaks the connection every time', async () => {
    await followIdling();
    await fault({ on: 'BYTES', action: 'cut', bytes: 40, times: 9 });
    await server.mail('breaker');
    await host.until(() => host.quarantine.length > 0);
    await server.mail('next');
    await has('next');
    expect(host.quarantine[0]).toMatchObject({ origin: { uid: '1' } });
  });

  it('takes headers and text of a mail above the limit and names the rest', async () => {
    await followIdling({ maxMailMegabytes: 1 });
    await server.deliver(largeMail('large', 2 * 1024 * 1024));
    await has('large');
    const { contacts } = host.batches.at(-1)!;
    const source = Buffer.from(contacts[0]!.raw.bytes).toString();
    expect(source).toContain('the text itself');
    expect(source.length).toBeLessThan(5000);
    expect(host.contacts.get('large')?.origin.omitted).toMatchObject([{ name: 'plan.pdf', mediaType: 'application/pdf' }]);
  });

  it('makes the same bytes of a mail above the limit each time, so that it stays one contact', async () => {
    const sources = () => host.batches.flatMap(({ contacts }) => contacts.map(({ raw }) => Buffer.from(raw.bytes).toString('latin1')));
    await followIdling({ maxMailMegabytes: 1 });
    await server.deliver(largeMail('large', 2 * 1024 * 1024));
    await has('large');
    await server.call('renumber', 'u', 'INBOX', 1000);
    await host.until(() => sources().length === 2);
    expect(sources()[1]).toBe(sources()[0]);
  });

  it('fetches a large mail whole, in pieces, although its size is misstated', async () => {
    await followIdling();
    const mail = largeMail('pieces', 16 * 1024 * 1024);
    await server.deliver(mail, { statedSize: 3 * 1024 * 1024 });
    await has('pieces');
    expect(host.batches.at(-1)!.contacts[0]!.raw.bytes.byteLength).toBe(mail.length);
  });

  it('bounds what a server makes it read', async () => {
    await followIdling();
    await fault({ on: 'BYTES', action: 'huge', bytes: 1024 * 1024 * 1024 });
    await server.mail('small');
    await has('small');
    expect(host.reports[0]).toMatchObject({ failureClass: 'provider', code: 'malformed-answer' });
  });

  it('takes headers and texts of a mail that is far larger than the server says, after one try', async () => {
    await followIdling();
    await server.mail('flood', { statedSize: 1_000, sentBytes: 300 * 1024 * 1024 });
    await has('flood');
    await server.mail('behind it');
    await has('behind it');
    expect(host.reports).toHaveLength(1);
    expect(host.quarantine).toEqual([]);
  });

  it.each([
    ['wrong password', { on: 'AUTHENTICATE', action: 'no', text: '[AUTHENTICATIONFAILED] Invalid credentials' }, 'credentials', 'wrong-password'],
    ['outage behind the sign-in', { on: 'AUTHENTICATE', action: 'no', text: '[UNAVAILABLE] Temporary authentication failure' }, 'provider', 'temporarily-unavailable'],
    ['throttled sign-in', { on: 'AUTHENTICATE', action: 'no', text: '[LIMIT] Too many login attempts' }, 'quota', 'too-many-attempts'],
    ['sign-in that is never answered', { on: 'AUTHENTICATE', action: 'silence' }, 'network', 'server-silent'],
    ['connection that breaks in the sign-in', { on: 'AUTHENTICATE', action: 'close' }, 'network', 'connection-lost'],
    ['BYE instead of a greeting', { on: 'GREETING', action: 'bye', text: 'Too many connections from your address' }, 'quota', 'too-many-connections'],
    ['greeting that never comes', { on: 'GREETING', action: 'silence' }, 'network', 'no-greeting'],
    ['refused connection', { on: 'CONNECT', action: 'close' }, 'network', 'connection-lost'],
    ['throttled command', { on: 'FETCH', action: 'bad', text: 'Request is throttled. Suggested Backoff Time: 92415 milliseconds' }, 'quota', 'too-many-attempts'],
    ['refused command', { on: 'FETCH', action: 'no', text: 'something is wrong' }, 'provider', 'command-refused'],
    ['folder that is away', { on: 'EXAMINE', action: 'no', text: '[NONEXISTENT] no such folder' }, 'provider', 'folder-missing'],
  ] as const)('sees a %s, types it, and works on once it is over', async (_name, given, failureClass, code) => {
    await server.mail('first');
    await fault(given);
    host = new RecordingHost(accountWith({ port: server.port }));
    follow();
    await has('first');
    expect(host.reports[0]).toMatchObject({ failureClass, code });
    if (code === 'too-many-attempts' && given.on === 'FETCH') expect(host.reports[0]!.retryAfterMs).toBe(92_415);
  });

  it('follows several folders, and one that fails stops no other', async () => {
    await server.call('addFolder', 'u', 'Orders');
    host = new RecordingHost(accountWith({ port: server.port, folders: ['INBOX', 'Missing', 'Orders'] }));
    follow();
    await server.call('untilIdling', 2);
    await server.mail('in inbox');
    await server.mail('in orders', { folder: 'Orders' });
    await has('in inbox', 'in orders');
    await host.until(() => host.reports.length > 0);
    expect(host.reports[0]).toMatchObject({ code: 'folder-missing', field: 'folders' });
    expect(host.reports[0]!.detail.ru).toContain('Missing');
    await server.call('addFolder', 'u', 'Missing');
    await server.mail('in missing', { folder: 'Missing' });
    await has('in missing');
  });

  it('shares a connection when the server allows no more', async () => {
    await server.call('addFolder', 'u', 'Orders');
    await server.mail('old');
    await server.call('setUser', 'u', { maxConnections: 1 });
    host = new RecordingHost(accountWith({ port: server.port, folders: ['INBOX', 'Orders'] }));
    follow();
    await has('old');
    await host.until(() => host.checkpoints.has('live:Orders') && host.checkpoints.has('live:INBOX'));
    await server.mail('in inbox');
    await server.mail('in orders', { folder: 'Orders' });
    await has('in inbox', 'in orders');
  });

  it('takes the folder of sent mail as history', async () => {
    await server.call('addFolder', 'u', 'Sent', '\\Sent');
    host = new RecordingHost(accountWith({ port: server.port, sentFolder: 'Sent' }));
    follow();
    await server.call('untilIdling', 2);
    await server.mail('our answer', { folder: 'Sent' });
    await has('our answer');
    expect(host.contacts.get('our answer')).toMatchObject({ lane: 'bulk', origin: { sent: true } });
  });

  it('is back at once when the password is changed and changed back', async () => {
    await followIdling();
    await server.call('setUser', 'u', { password: 'other' });
    await server.call('drop');
    await host.until(() => host.reports.some(({ code }) => code === 'wrong-password'));
    await server.call('setUser', 'u', { password: 'secret' });
    await server.mail('welcome back');
    await has('welcome back');
  });
});

function largeMail(subject: string, bytes: number): string {
  const headers = ['From: a@b.example', `Subject: ${subject}`, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="x"'];
  const text = ['--x', 'Content-Type: text/plain; charset=utf-8', '', 'the text itself'];
  const file = ['--x', 'Content-Type: application/pdf; name="plan.pdf"', 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment; filename="plan.pdf"', '', 'QUJD'.repeat(bytes / 4)];
  return [...headers, '', ...text, ...file, '--x--', ''].join('\r\n');
}
