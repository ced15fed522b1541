import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { type Checksums, CHECKSUMS } from './archive.js';
import { sealed } from './sealing.js';

/** Rows travel in parts of this size: the tape wants to know sizes beforehand. */
const PART_BYTES = 4 * 1024 * 1024;

/**
 * Writes an archive: a gzipped tar under another name until it is whole and on disk, so that a killed backup leaves nothing that looks
 * like one. Readable by its owner alone.
 */
export class ArchiveWriter {
  private readonly pack: Pack = pack();
  private readonly checksums: Checksums = {};
  private readonly written: Promise<void>;
  /** Why it can't be written any more. */
  private failure: unknown;

  /** @param passphrase  seals the whole file in the age format */
  constructor(
    private readonly path: string,
    passphrase: string | undefined,
  ) {
    const file = createWriteStream(this.aside, { mode: 0o600 });
    const tape = this.pack.pipe(createGzip({ level: 3 }));
    this.pack.once('error', (error) => tape.destroy(error));
    this.written = passphrase === undefined ? pipeline(tape, file) : sealed(tape, passphrase).then((bytes) => pipeline(bytes, file));
    // Told to whoever writes next, or by `finish`.
    this.written.catch((error: unknown) => {
      this.failure = error;
      this.pack.destroy(error as Error);
    });
  }

  get aside(): string {
    return `${this.path}.${process.pid}.incomplete`;
  }

  async add(name: string, bytes: Buffer): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.checksums[name] = createHash('sha256').update(bytes).digest('hex');
    await new Promise<void>((resolve, reject) => {
      const failed = (error: Error) => reject(error);
      this.pack.once('error', failed);
      this.pack.entry({ name, mode: 0o600 }, bytes, (error) => {
        this.pack.off('error', failed);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** @param name  of a part, by its number from 1 */
  async addParts(source: Readable, name: (part: number) => string): Promise<void> {
    let [waiting, bytes, part]: [Buffer[], number, number] = [[], 0, 0];
    const flush = async () => {
      if (bytes > 0) await this.add(name((part += 1)), Buffer.concat(waiting));
      [waiting, bytes] = [[], 0];
    };
    await pipeline(source, new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        waiting.push(chunk);
        bytes += chunk.length;
        if (bytes < PART_BYTES) return done();
        flush().then(() => done(), done);
      },
      final: (done) => void flush().then(() => done(), done),
    }));
  }

  /** @returns bytes of the file, now under its own name */
  async finish(): Promise<number> {
    await this.add(CHECKSUMS, Buffer.from(JSON.stringify(this.checksums)));
    this.pack.finalize();
    await this.written;
    const file = await open(this.aside, 'r');
    await file.sync();
    const { size } = await file.stat();
    await file.close();
    // Refused when somebody else made that file meanwhile.
    await link(this.aside, this.path);
    await rm(this.aside);
    const folder = await open(dirname(this.path), 'r');
    await folder.sync();
    await folder.close();
    return size;
  }

  async giveUp(): Promise<void> {
    this.pack.destroy();
    await this.written.catch(() => undefined);
    await rm(this.aside, { force: true });
  }
}
