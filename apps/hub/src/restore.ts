import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Config, loadConfig } from '@tributary/platform';
import { FileBlobStore, loadSecretKey, S3BlobStore, SecretBox, silentLog, startEmbeddedPostgres } from '@tributary/storage';
import { BackupError, KEY, type Manifest } from './backup/archive.js';
import { membersOf, verifyArchive } from './backup/archive-reader.js';
import { allSchemas, blobFolder, databaseFolder, keyFile, passphraseIn, requireEmptyFolder } from './backup/installation.js';
import { requireEmpty, restoreBackup, schemasOf } from './backup/restore-backup.js';
import { makeDataFolder } from './data-folder.js';
import { outsideSettings } from './outside-settings.js';

const USAGE = `npm run restore -- FILE [--passphrase-file FILE]
Checks a backup as a whole, then restores it into an empty TRIBUTARY_DATA, or with DATABASE_URL into an empty database.`;

/** `npm run restore`. Exit code 1: it could not be; a backup that is not whole touches nothing. */
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof BackupError ? error.message : error);
  return 1;
});

async function main(args: string[]): Promise<number> {
  const { values, positionals: [path, ...more] } = parseArgs({ args, allowPositionals: true, options: { 'passphrase-file': { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help || path === undefined || more.length > 0) {
    console.log(USAGE);
    return values.help ? 0 : 1;
  }
  const config = loadConfig(process.env);
  const passphrase = passphraseIn(values['passphrase-file']);
  const { manifest, members } = await verifyArchive(path, passphrase);
  console.log(`${path} is whole: ${members} members, of ${manifest.moment}.`);
  schemasOf(manifest, allSchemas());
  requireEmptyFolder(config.dataDir);
  makeDataFolder(config.dataDir);
  if (config.databaseUrl) await requireEmpty(config.databaseUrl, allSchemas());
  await takeKey(config, path, passphrase, manifest);
  const figures = await inDatabase(config, (url) => restoreInto(url, config, path, passphrase, manifest));
  console.log(`Restored: ${figures.rows} rows, ${figures.blobs} files. Everything that was acknowledged before ${manifest.moment} is there; everybody signs in anew.`);
  if (manifest.blobs === 's3') console.log('Files were in S3: point S3_BUCKET at that bucket before you start.');
  return 0;
}

function restoreInto(url: string, { dataDir }: Config, path: string, passphrase: string | undefined, manifest: Manifest) {
  const { s3 } = outsideSettings(process.env);
  const blobs = s3 ? new S3BlobStore(s3, { spoolDir: dataDir }) : new FileBlobStore(blobFolder(dataDir));
  return restoreBackup(path, passphrase, manifest, { url, schemas: allSchemas(), blobs });
}

async function inDatabase<T>({ databaseUrl, dataDir }: Config, work: (url: string) => Promise<T>): Promise<T> {
  if (databaseUrl) return work(databaseUrl);
  const server = await startEmbeddedPostgres({ dataDir: databaseFolder(dataDir), log: silentLog });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

/** The backup's key, or the one that is given: either way the one that sealed the secrets. */
async function takeKey(config: Config, path: string, passphrase: string | undefined, { keyId }: Manifest): Promise<void> {
  if (!config.secretKey) {
    const key = await memberNamed(KEY, path, passphrase);
    if (!key) throw new BackupError('this backup holds no key: give the installation’s by TRIBUTARY_SECRET_KEY');
    mkdirSync(config.dataDir, { recursive: true });
    writeFileSync(keyFile(config.dataDir), key, { mode: 0o600, flag: 'wx' });
  }
  const ours = new SecretBox(loadSecretKey(config)).keyId;
  if (ours !== keyId) throw new BackupError(`TRIBUTARY_SECRET_KEY is another key (${ours}) than the one of this backup (${keyId})`);
}

async function memberNamed(wanted: string, path: string, passphrase: string | undefined): Promise<Buffer | undefined> {
  for await (const { name, bytes } of membersOf(path, passphrase)) if (name === wanted) return bytes;
  return undefined;
}
