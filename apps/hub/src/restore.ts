import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Config, loadConfig } from '@tributary/platform';
import { FileBlobStore, loadSecretKey, S3BlobStore, SecretBox, silentLog, startEmbeddedPostgres } from '@tributary/storage';
import { BackupError, KEY, type Manifest } from './backup/archive.js';
import { membersOf, verifyArchive } from './backup/archive-reader.js';
import { allSchemas, blobFolder, databaseFolder, keyFile, passphraseIn, requireEmptyFolder, tombstoneFolder } from './backup/installation.js';
import { requireEmpty, restoreBackup, schemasOf } from './backup/restore-backup.js';
import { makeDataFolder } from './data-folder.js';
import { outsideSettings } from './outside-settings.js';

const USAGE = `npm run restore -- FILE (--tombstones FOLDER | --without-tombstones) [--passphrase-file FILE]
Checks a backup as a whole, then restores it into an empty TRIBUTARY_DATA, or with DATABASE_URL into an empty database.
  --tombstones          folder that says who was erased since: TRIBUTARY_DATA/tombstones of the installation that was backed up
  --without-tombstones  nobody was erased since the backup, or that folder is lost: then erased people come back`;

/** `npm run restore`. Exit code 1: it could not be; a backup that is not whole touches nothing. */
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof BackupError ? error.message : error);
  return 1;
});

async function main(args: string[]): Promise<number> {
  const { values, positionals: [path, ...more] } = parseArgs({ args, allowPositionals: true, options: { 'passphrase-file': { type: 'string' }, tombstones: { type: 'string' }, 'without-tombstones': { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help || path === undefined || more.length > 0) {
    console.log(USAGE);
    return values.help ? 0 : 1;
  }
  const config = loadConfig(process.env);
  const passphrase = passphraseIn(values['passphrase-file']);
  const tombstones = tombstonesIn(values.tombstones, config.dataDir, values['without-tombstones'] ?? false);
  const { manifest, members } = await verifyArchive(path, passphrase);
  console.log(`${path} is whole: ${members} members, of ${manifest.moment}.`);
  schemasOf(manifest, allSchemas());
  requireEmptyFolder(config.dataDir);
  makeDataFolder(config.dataDir);
  if (config.databaseUrl) await requireEmpty(config.databaseUrl, allSchemas());
  await takeKey(config, path, passphrase, manifest);
  if (tombstones) cpSync(tombstones, tombstoneFolder(config.dataDir), { recursive: true });
  const figures = await inDatabase(config, (url) => restoreInto(url, config, path, passphrase, manifest));
  console.log(`Restored: ${figures.rows} rows, ${figures.blobs} files. Everything that was acknowledged before ${manifest.moment} is there; everybody signs in anew.`);
  if (manifest.blobs === 's3') console.log('Files were in S3: point S3_BUCKET at that bucket before you start.');
  return 0;
}

/**
 * Who was erased after the backup must not come back. The lead service reads them at its start, before anything else.
 * @returns the folder to take over; undefined when there is none, or when it is in its place already
 */
function tombstonesIn(folder: string | undefined, dataDir: string, without: boolean): string | undefined {
  if (folder !== undefined) {
    if (!existsSync(folder) || readdirSync(folder).some((name) => !name.endsWith('.ndjson'))) throw new BackupError(`${folder} is no folder of tombstones: it is TRIBUTARY_DATA/tombstones of the installation that was backed up`);
    return folder;
  }
  if (without || existsSync(tombstoneFolder(dataDir))) return undefined;
  throw new BackupError(`Was anybody erased since? Name the folder that says so by --tombstones (TRIBUTARY_DATA/tombstones of the installation that was backed up), or say --without-tombstones.`);
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
