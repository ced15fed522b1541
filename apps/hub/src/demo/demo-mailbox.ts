import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ImapServer } from '@tributary/imap-simulator/server.mjs';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import type { DemoMail } from '@tributary/console';

export const DEMO_ADDRESS = 'hello@demo.example';
/** So much is more than anybody types. */
const MAX_MAIL_BYTES = 1024 * 1024;
const HERE = '127.0.0.1';

/**
 * A mailbox inside this process, on this machine's own address alone: takes mail by SMTP, offers it by IMAP. Mail is on disk before it is
 * acknowledged, and comes back under the same numbers after a restart.
 */
export class DemoMailbox {
  private readonly imap = new ImapServer();
  private readonly smtp: SMTPServer;
  private kept = 0;

  /** @param folder  of its mail @param password  of its IMAP user */
  constructor(
    private readonly folder: string,
    password: string,
  ) {
    mkdirSync(folder, { recursive: true });
    this.imap.addUser(DEMO_ADDRESS, password);
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.eml')).sort()) this.offer(readFileSync(join(folder, name)));
    this.smtp = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      size: MAX_MAIL_BYTES,
      logger: false,
      onRcptTo: ({ address }, _session, done) => done(address.toLowerCase() === DEMO_ADDRESS ? null : new Error(`only ${DEMO_ADDRESS} lives here`)),
      onData: (stream, _session, done) => {
        buffer(stream).then((source) => this.keep(source)).then(() => done(null), done);
      },
    });
  }

  /** @param imapPort  the one of the time before, if any @returns the port of IMAP */
  async start(imapPort: number | undefined): Promise<number> {
    this.smtp.listen(0, HERE);
    await once(this.smtp.server, 'listening');
    // Somebody else may have that port by now.
    return imapPort ? this.imap.listen({ port: imapPort }).catch(() => this.imap.listen()) : this.imap.listen();
  }

  async stop(): Promise<void> {
    await new Promise<void>((closed) => this.smtp.close(() => closed()));
    await this.imap.close();
  }

  /** As any mail program does it. */
  async send({ from, subject, text }: DemoMail): Promise<void> {
    const { port } = this.smtp.server.address() as AddressInfo;
    const transport = createTransport({ host: HERE, port, secure: false, ignoreTLS: true });
    try {
      await transport.sendMail({ from, to: DEMO_ADDRESS, subject, text, messageId: `<${randomUUID()}@demo.example>` });
    } finally {
      transport.close();
    }
  }

  private async keep(source: Buffer): Promise<void> {
    const path = join(this.folder, `${String(this.kept + 1).padStart(8, '0')}.eml`);
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(source);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    this.offer(source);
  }

  private offer(source: Buffer): void {
    this.kept += 1;
    this.imap.deliver(DEMO_ADDRESS, source);
  }
}
