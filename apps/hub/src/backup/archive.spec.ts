import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MigrationInterface } from 'typeorm';
import type { Schema } from '@tributary/storage';
import { BackupError, FORMAT, MANIFEST, type Manifest, tableMember, VERSION } from './archive.js';
import { membersOf, verifyArchive } from './archive-reader.js';
import { ArchiveWriter } from './archive-writer.js';
import { passphraseIn, requireEmptyFolder } from './installation.js';
import { schemasOf } from './restore-backup.js';

const PASSPHRASE = 'correct horse battery';
const ROWS = Buffer.alloc(9 * 1024 * 1024, 'a row\n');
const manifest: Manifest = { format: FORMAT, version: VERSION, moment: '2026-11-27T00:00:00.000Z', migrations: { lead: ['First1763800000001'] }, keyId: 'k', blobs: 'included', columns: { 'lead.contact': ['id'] } };

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-archive-'));
  path = join(folder, 'a.backup');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write({ as = path, passphrase, told = manifest as object }: { as?: string; passphrase?: string; told?: object } = {}): Promise<void> {
  const archive = new ArchiveWriter(as, passphrase);
  await archive.add(MANIFEST, Buffer.from(JSON.stringify(told)));
  await archive.addParts(Readable.from([ROWS.subarray(0, 5), ROWS.subarray(5)]), (part) => tableMember('lead.contact', part));
  await archive.add('sequences.json', Buffer.from('{}'));
  await archive.finish();
}

const refusal = (passphrase?: string) => verifyArchive(path, passphrase).then(() => 'taken', (error: unknown) => (error instanceof BackupError ? error.message : `no refusal: ${String(error)}`));

describe('an archive', () => {
  it.each([['plain', undefined], ['sealed', PASSPHRASE]])('%s gives back what went in, for its owner alone', async (_, passphrase) => {
    await write({ ...(passphrase && { passphrase }) });
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(readFileSync(path).includes('a row')).toBe(false);
    expect((await verifyArchive(path, passphrase)).manifest).toEqual(manifest);
    const rows: Buffer[] = [];
    for await (const { name, bytes } of membersOf(path, passphrase)) if (name.startsWith('tables/lead.contact/')) rows.push(bytes);
    expect(Buffer.concat(rows).equals(ROWS)).toBe(true);
  }, 30_000);

  it('stands under its name only when it is whole', async () => {
    const archive = new ArchiveWriter(path, undefined);
    await archive.add(MANIFEST, Buffer.from(JSON.stringify(manifest)));
    expect(existsSync(path)).toBe(false);
    await archive.giveUp();
    expect([existsSync(path), existsSync(archive.aside)]).toEqual([false, false]);
  });

  it('is refused when it was cut off, at any place', async () => {
    await write();
    const whole = readFileSync(path);
    for (const share of [0, 0.01, 0.3, 0.9, 0.999]) {
      writeFileSync(path, whole.subarray(0, Math.floor(whole.length * share)));
      expect([share, await refusal()]).toEqual([share, expect.stringMatching(/damaged|cut off|no whole backup/)]);
    }
  });

  it.each([['plain', undefined], ['sealed', PASSPHRASE]])('%s is refused when one bit is another', async (_, passphrase) => {
    await write({ ...(passphrase && { passphrase }) });
    const bytes = readFileSync(path);
    const at = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(path, bytes);
    expect(await refusal(passphrase)).toMatch(/damaged|passphrase/);
  }, 30_000);

  it('is refused with another passphrase, or without one', async () => {
    await write({ passphrase: PASSPHRASE });
    expect(await refusal('another passphrase')).toContain('not the passphrase');
    expect(await refusal()).toContain('--passphrase-file');
  }, 30_000);

  it('is refused when it is something else, or not there', async () => {
    writeFileSync(path, 'hello');
    expect(await refusal()).toMatch(/no backup of Tributary/);
    rmSync(path);
    expect(await refusal()).toMatch(/can't be read/);
  });

  it('is refused when it is of a newer format', async () => {
    await write({ told: { ...manifest, version: VERSION + 1 } });
    expect(await refusal()).toContain('newer Tributary');
  });
});

class First1763800000001 implements MigrationInterface {
  name = 'First1763800000001';
  up = () => Promise.resolve();
  down = () => Promise.resolve();
}
class Second1763800000002 extends First1763800000001 {
  override name = 'Second1763800000002';
}

describe('a restore', () => {
  const schema: Schema = { name: 'lead', role: 'tributary_lead', migrations: [First1763800000001, Second1763800000002] };

  it('makes the schemas that the backup had, and leaves later ones to the next start', () => {
    expect(schemasOf(manifest, [schema])[0]?.migrations).toEqual([First1763800000001]);
  });

  it('is refused when the backup is of a newer version', () => {
    expect(() => schemasOf({ ...manifest, migrations: { lead: ['Later1763800000009'] } }, [schema])).toThrow(/newer version.*lead\.Later1763800000009/);
  });

  it.each(['postgres', 'blobs', 'secret.key'])('is refused where there is %s already', (name) => {
    expect(() => requireEmptyFolder(folder)).not.toThrow();
    mkdirSync(join(folder, name));
    expect(() => requireEmptyFolder(folder)).toThrow(/not empty/);
  });

  it('wants a passphrase that is none of a few letters', () => {
    writeFileSync(path, 'short\n');
    expect(() => passphraseIn(path)).toThrow(/at least 12/);
    writeFileSync(path, `${PASSPHRASE}\r\nsecond line`);
    expect(passphraseIn(path)).toBe(PASSPHRASE);
  });
});
