import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectorError } from '@tributary/channel';
import { accountWith } from '../imap/testing/recording-session.js';
import { SimulatedServer } from '../imap/testing/simulated-server.js';
import { MailServer } from '../send/testing/mail-server.js';
import { createCheck } from './check.js';

const check = createCheck({ timing: { connectMs: 1000, greetingMs: 300, silenceMs: 300 } });

describe('checking a mailbox', () => {
  let server: SimulatedServer;
  afterEach(() => server.stop());

  const run = (settings: object) => check(accountWith({ port: server.port, ...settings }), new AbortController().signal);

  describe('over plain TCP', () => {
    beforeEach(async () => {
      server = await SimulatedServer.start();
    });

    it('names the account and counts its mail', async () => {
      await server.mail('one');
      expect(await run({ address: 'sales@acme.example' })).toEqual({ title: 'sales@acme.example (INBOX: 1)' });
    });

    it('looks for the server of an address that is not known, and says at which field it failed', async () => {
      const tried: string[] = [];
      const tryServer = ({ host }: { host: string }) => {
        tried.push(host);
        return Promise.reject(new ConnectorError('network', { code: 'host-not-found', detail: { ru: '', en: '' } }));
      };
      const looking = createCheck({ setUp: { resolveMx: () => Promise.resolve([]), tryServer } });
      const account = accountWith({ host: undefined, secure: undefined, user: 'a@acme.example' });
      await expect(looking(account, new AbortController().signal)).rejects.toMatchObject({ code: 'server-not-found', field: 'host' });
      expect(tried).toContain('imap.acme.example');
    });

    it('names folders that are missing, and those that are there', async () => {
      await server.call('addFolder', 'u', 'Заявки'.normalize());
      await expect(run({ folders: ['INBOX', 'Orders'] })).rejects.toMatchObject({ code: 'folder-missing', field: 'folders', detail: { ru: expect.stringContaining('«Orders»') } });
      await expect(run({ sentFolder: 'Sent' })).rejects.toMatchObject({ field: 'sentFolder' });
    });

    it.each([
      ['wrong password', { password: 'wrong' }, 'credentials', 'wrong-password', 'password'],
      ['TLS where there is none', { secure: true }, 'network', 'not-tls', 'secure'],
      ['STARTTLS where there is none', { secure: 'starttls' }, 'credentials', 'encryption-not-offered', 'secure'],
      ['a port where nobody is', { port: 1 }, 'network', 'connection-refused', 'port'],
      ['a host that is not there', { host: 'nobody.invalid' }, 'network', 'host-not-found', 'host'],
      ['a metadata service', { host: '169.254.169.254' }, 'credentials', 'host-not-allowed', 'host'],
      ['another spelling of one', { host: '::ffff:169.254.169.254' }, 'credentials', 'host-not-allowed', 'host'],
    ])('tells %s', async (_name, settings, failureClass, code, field) => {
      await expect(run(settings)).rejects.toMatchObject({ failureClass, code, field });
    });

    it('signs in to the server of outgoing mail that was named, and says where it failed', async () => {
      const outgoing = await MailServer.start();
      const smtp = { address: 'sales@acme.example', smtpHost: '127.0.0.1', smtpPort: outgoing.port, smtpSecure: false };
      try {
        expect(await run(smtp)).toEqual({ title: 'sales@acme.example (INBOX: 0)' });
        await expect(run({ ...smtp, smtpPassword: 'wrong' })).rejects.toMatchObject({ failureClass: 'credentials', code: 'wrong-password', field: 'smtpPassword' });
        await expect(run({ ...smtp, smtpPort: 1 })).rejects.toMatchObject({ failureClass: 'network', code: 'connection-refused', field: 'smtpPort' });
        expect(outgoing.signIns).toHaveLength(2);
      } finally {
        await outgoing.stop();
      }
    });

    it('encrypts where the server offers it', async () => {
      await server.call('setStartTls', true);
      expect(await run({ secure: 'starttls' })).toMatchObject({ title: expect.any(String) });
    });
  });

  describe('over TLS', () => {
    beforeEach(async () => {
      server = await SimulatedServer.start({ tls: true });
    });

    it('takes any certificate on the machine itself', async () => {
      expect(await run({ secure: true })).toMatchObject({ title: expect.any(String) });
    });

    it('waits in vain for a greeting when it does not speak TLS', async () => {
      await expect(run({ secure: false })).rejects.toMatchObject({ failureClass: 'network', code: 'no-greeting', field: 'port' });
    });
  });
});
