import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '@tributary/platform';
import { FileBlobStore, loadSecretKey, SecretBox, silentLog, visitEmbeddedPostgres } from '@tributary/storage';
import { BackupError } from './backup/archive.js';
import { ArchiveWriter } from './backup/archive-writer.js';
import { allSchemas, blobFolder, databaseFolder, keyFile, passphraseIn } from './backup/installation.js';
import { type BackupFigures, makeBackup } from './backup/make-backup.js';
import { outsideSettings } from './outside-settings.js';

const USAGE = `npm run backup -- [--to FILE] [--passphrase-file FILE]
Copies database, files and key into one file, beside a running hub or without one. TRIBUTARY_DATA or DATABASE_URL say of what.
  --to               where; tributary-<time>.backup in this folder when left out
  --passphrase-file  its first line seals the file (age format)`;

/** `npm run backup`. Exit code 1: it was not made; nothing is left behind then. */
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof BackupError ? error.message : error);
  return 1;
});

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { to: { type: 'string' }, 'passphrase-file': { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) return say(USAGE);
  const config = loadConfig(process.env);
  const { s3 } = outsideSettings(process.env);
  const path = resolve(values.to ?? `tributary-${new Date().toISOString().replace(/[:.]/g, '-')}.backup`);
  if (existsSync(path)) throw new BackupError(`${path} is there already`);
  const passphrase = passphraseIn(values['passphrase-file']);
  const { dataDir, databaseUrl, secretKey } = config;
  if (!secretKey && !existsSync(keyFile(dataDir))) throw new BackupError(`there is no key in ${dataDir}: name the installation's folder by TRIBUTARY_DATA, or its key by TRIBUTARY_SECRET_KEY`);
  const { keyId } = new SecretBox(loadSecretKey(config));
  const key = secretKey ? undefined : readFileSync(keyFile(dataDir));
  const files = s3 ? undefined : { folder: blobFolder(dataDir), store: new FileBlobStore(blobFolder(dataDir)) };
  const archive = new ArchiveWriter(path, passphrase);
  const make = (url: string) => makeBackup({ url, schemas: allSchemas(), keyId, key, files }, archive);
  try {
    const figures = await (databaseUrl ? make(databaseUrl) : visitEmbeddedPostgres({ dataDir: databaseFolder(dataDir), log: silentLog }, make));
    return tell(figures, path, await archive.finish(), { sealed: passphrase !== undefined, withKey: key !== undefined, withFiles: files !== undefined });
  } catch (error) {
    await archive.giveUp();
    throw error;
  }
}

function tell({ moment, rows, blobs }: BackupFigures, path: string, bytes: number, { sealed, withKey, withFiles }: { sealed: boolean; withKey: boolean; withFiles: boolean }): 0 {
  say(`${path}: ${(bytes / 1024 / 1024).toFixed(1)} MB, ${rows} rows, ${blobs} files`);
  say(`Everything that was acknowledged before ${moment} is in it.`);
  if (!withFiles) say('Files stand in S3 and are not in it: keep the bucket by its own means (versions, replication).');
  if (!withKey) say('The key is not in it, since it comes from TRIBUTARY_SECRET_KEY: keep that as well.');
  else if (!sealed) say('It holds the key, with which the stored secrets can be read: keep it as you keep passwords, or seal it with --passphrase-file.');
  return 0;
}

function say(text: string): 0 {
  console.log(text);
  return 0;
}
