import { Readable } from 'node:stream';
import { Decrypter, Encrypter } from 'age-encryption';
import { BackupError } from './archive.js';

const MAGIC = 'age-encryption.org/v1';

/** Sealed with a passphrase in the age format (scrypt, ChaCha20-Poly1305 in chunks): `age -d` opens it as well. */
export async function sealed(source: Readable, passphrase: string): Promise<Readable> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return Readable.fromWeb((await encrypter.encrypt(Readable.toWeb(source) as ReadableStream<Uint8Array>)) as never);
}

export function isSealed(beginning: Buffer): boolean {
  return beginning.toString('latin1').startsWith(MAGIC);
}

/** @throws BackupError  another passphrase */
export async function opened(source: Readable, passphrase: string | undefined): Promise<Readable> {
  if (passphrase === undefined) throw new BackupError('this backup is sealed with a passphrase: give it by --passphrase-file');
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  const stream = await decrypter.decrypt(Readable.toWeb(source) as ReadableStream<Uint8Array>).catch((cause: unknown) => {
    throw new BackupError('this is not the passphrase of the backup, or the file is damaged', { cause });
  });
  return Readable.fromWeb(stream as never);
}
