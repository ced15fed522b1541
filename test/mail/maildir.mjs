import { chown, mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {{ source: Uint8Array, arrivedAt: Date }} OldMail */

/**
 * Fills a mailbox that Dovecot has not seen yet, in the order given: thousands of mails in seconds, each with a time of
 * arrival of our choice.
 * @param {import('./dovecot.mjs').Dovecot} dovecot @param {string} user @param {readonly OldMail[]} mails
 * @see https://cr.yp.to/proto/maildir.html
 */
export async function fillMailbox({ folder, owner }, user, mails) {
  const mailbox = join(folder, 'mail', user);
  for (const path of [mailbox, ...['cur', 'new', 'tmp'].map((name) => join(mailbox, name))]) {
    await mkdir(path);
    await chown(path, owner.uid, owner.gid);
  }
  for (const [n, { source, arrivedAt }] of mails.entries()) {
    // Dovecot gives UIDs in the order of these names, and takes the file's time for INTERNALDATE.
    const file = join(mailbox, 'new', `${1_700_000_000 + n}.M${n}P1.localhost`);
    await writeFile(file, source);
    await chown(file, owner.uid, owner.gid);
    await utimes(file, arrivedAt, arrivedAt);
  }
}
