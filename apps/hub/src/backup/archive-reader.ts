import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { BackupError, Checksums, CHECKSUMS, Manifest, MANIFEST, VERSION } from './archive.js';
import { isSealed, opened } from './sealing.js';

const MAGIC_BYTES = 64;
/** No member that we write is larger; a blob may be. */
const MAX_MEMBER_BYTES = 512 * 1024 * 1024;

export interface Member {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Members in their order. @throws BackupError  no archive, another passphrase, or damaged */
export async function* membersOf(path: string, passphrase: string | undefined): AsyncGenerator<Member> {
  const beginning = await beginningOf(path);
  const file: Readable = createReadStream(path);
  const unpacked = extract();
  const failed = (error: Error) => unpacked.destroy(error);
  try {
    const tape = (isSealed(beginning) ? await opened(file, passphrase) : file).on('error', failed);
    tape.pipe(createGunzip()).on('error', failed).pipe(unpacked);
    for await (const entry of unpacked) {
      if ((entry.header.size ?? 0) > MAX_MEMBER_BYTES) throw new BackupError(`${entry.header.name} is larger than any member of a backup`);
      yield { name: entry.header.name, bytes: await buffer(entry) };
    }
  } catch (cause) {
    if (cause instanceof BackupError) throw cause;
    throw new BackupError(`${path} is damaged, cut off, or no backup of Tributary: ${(cause as Error).message}`, { cause });
  } finally {
    file.on('error', () => undefined).destroy();
  }
}

/**
 * Reads the whole archive once, before anything is touched.
 * @returns what it is, and the number of its members
 * @throws BackupError  a member is missing, changed or added, or the end is
 */
export async function verifyArchive(path: string, passphrase: string | undefined): Promise<{ manifest: Manifest; members: number }> {
  const seen: Checksums = {};
  let [manifest, told]: [Manifest | undefined, Checksums | undefined] = [undefined, undefined];
  for await (const { name, bytes } of membersOf(path, passphrase)) {
    if (told) throw new BackupError(`${name} stands behind the end of the backup`);
    if (name === CHECKSUMS) told = parsed(Checksums, name, bytes);
    else if (name in seen) throw new BackupError(`${name} stands twice in the backup`);
    else seen[name] = createHash('sha256').update(bytes).digest('hex');
    if (name === MANIFEST) manifest = manifestIn(bytes);
  }
  if (!told || !manifest) throw new BackupError(`${path} is no whole backup of Tributary: its ${manifest ? 'end' : 'manifest'} is missing`);
  const wrong = [...new Set([...Object.keys(told), ...Object.keys(seen)])].find((name) => told[name] !== seen[name]);
  if (wrong) throw new BackupError(`${wrong} is ${seen[wrong] ? (told[wrong] ? 'damaged' : 'not of this backup') : 'missing'}`);
  return { manifest, members: Object.keys(seen).length };
}

export function parsed<T>(schema: { parse(value: unknown): T }, name: string, bytes: Buffer): T {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new BackupError(`${name} can't be read`, { cause });
  }
}

function manifestIn(bytes: Buffer): Manifest {
  const manifest = parsed(Manifest, MANIFEST, bytes);
  if (manifest.version > VERSION) throw new BackupError(`this backup is of format ${manifest.version}, this version reads up to ${VERSION}: restore with a newer Tributary`);
  return manifest;
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new BackupError(`${path} can't be read`, { cause });
  });
  try {
    const { buffer: bytes, bytesRead } = await file.read(Buffer.alloc(MAGIC_BYTES), 0, MAGIC_BYTES, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
