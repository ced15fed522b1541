import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCheck } from '../setup/check.js';
import { createPull } from './pull.js';
import { DrivenProcess } from './testing/driven-process.js';
import { accountWith, bySubject, RecordingHost } from './testing/recording-session.js';
import { mailOf } from './testing/simulated-server.js';

const TIMING = { silenceMs: 3000, retryMs: 50, maxRetryMs: 300 };

describe('a mailbox in Dovecot', () => {
  let dovecot: DrivenProcess;
  let ports: { imap: number; imaps: number };
  let host: RecordingHost;
  let running: Promise<void> = Promise.resolve();
  let mailboxes = 0;
  let user: string;

  beforeAll(async () => {
    dovecot = new DrivenProcess('mail/main.mjs');
    ports = (await dovecot.call('ports')) as typeof ports;
  });

  afterAll(() => dovecot.stop());

  beforeEach(() => {
    user = `user${mailboxes++}`;
    host = new RecordingHost(accountWith({ port: ports.imap, user }));
  });

  afterEach(async () => {
    host.stop();
    await running;
  });

  const deliver = (subject: string) => dovecot.call('deliver', user, mailOf(subject));
  const has = (...subjects: string[]) => host.until(() => subjects.every((subject) => host.contacts.has(subject)));

  async function follow(settings: object = {}): Promise<void> {
    host = new RecordingHost(accountWith({ port: ports.imap, user, ...settings }));
    running = host.keepRunning(createPull(bySubject, { timing: TIMING }));
    await host.until(() => host.cycles > 0);
  }

  it('hears of each mail by IDLE, and leaves it unread', async () => {
    await follow();
    for (let n = 0; n < 20; n++) await deliver(`mail-${n}`);
    await has('mail-19');
    expect(host.subjects()).toEqual(Array.from({ length: 20 }, (_, n) => `mail-${n}`));
    expect(await dovecot.call('doveadm', 'fetch', '-u', user, 'flags', 'all')).not.toContain('\\Seen');
    expect(host.reports).toEqual([]);
  });

  it('signs in over TLS and STARTTLS', async () => {
    const check = createCheck();
    for (const settings of [{ port: ports.imaps, secure: true }, { secure: 'starttls' }]) {
      const account = accountWith({ port: ports.imap, user, ...settings });
      expect(await check(account, new AbortController().signal)).toEqual({ title: `${user} (INBOX: 0)` });
    }
  });

  it('fetches what is there first, while live mail goes past', async () => {
    for (let n = 0; n < 150; n++) await deliver(`old-${n}`);
    await follow();
    await deliver('live');
    await has('live', 'old-0');
    expect(host.contacts.get('live')?.lane).toBe('live');
    expect(host.contacts.get('old-149')?.lane).toBe('bulk');
    expect(host.contacts.size).toBe(151);
  });

  it('goes on after Dovecot was away', async () => {
    await follow();
    await deliver('before');
    await has('before');
    await dovecot.call('halt');
    await host.until(() => host.reports.length > 0);
    await dovecot.call('start');
    await deliver('after');
    await has('after');
    expect(host.reports.every(({ failureClass }) => failureClass !== 'credentials')).toBe(true);
  });

  it('sees each mail once when the UIDs become void', async () => {
    await follow();
    await deliver('one');
    await has('one');
    await dovecot.call('loseIndex', user);
    await deliver('two');
    host.stop();
    await running;
    const { checkpoints, contacts } = host;
    host = Object.assign(new RecordingHost(accountWith({ port: ports.imap, user })), { checkpoints, contacts });
    running = host.keepRunning(createPull(bySubject, { timing: TIMING }));
    await has('one', 'two');
    await host.until(() => host.cycles > 0);
    expect(host.subjects()).toEqual(['one', 'two']);
  });

  it('names a wrong password, and is back when it is right again', async () => {
    await dovecot.call('setPassword', 'changed');
    host = new RecordingHost(accountWith({ port: ports.imap, user }));
    running = host.keepRunning(createPull(bySubject, { timing: TIMING }));
    await host.until(() => host.reports.length > 0);
    expect(host.reports[0]).toMatchObject({ failureClass: 'credentials', code: 'wrong-password', field: 'password' });
    await dovecot.call('setPassword', 'secret');
    await deliver('back');
    await has('back');
  });

  it('follows the folder of sent mail beside the INBOX', async () => {
    await follow({ sentFolder: 'Sent' });
    await host.until(() => host.checkpoints.has('live:Sent'));
    await dovecot.call('save', user, 'Sent', mailOf('answer'));
    await has('answer');
    expect(host.contacts.get('answer')?.origin).toMatchObject({ folder: 'Sent', sent: true });
  });
});
