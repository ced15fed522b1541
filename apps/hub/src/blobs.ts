import { join } from 'node:path';
import type { Runtime } from '@tributary/platform';
import { type BlobStore, FileBlobStore, S3BlobStore, type S3Settings, S3Watch } from '@tributary/storage';

/**
 * Where this process keeps blobs: in its data folder, or in S3. S3 that is away at the start is shown as degraded, since
 * most contacts need no blob, and those that do are answered 503.
 * @throws BlobStoreRefusedError  S3 is there and refuses: the settings are wrong
 */
export async function openBlobs(settings: S3Settings | undefined, runtime: Runtime): Promise<BlobStore> {
  const { config, log, health } = runtime;
  if (!settings) return new FileBlobStore(join(config.dataDir, 'blobs'));
  for (const warning of settings.warnings) log.warn(warning);
  const store = new S3BlobStore(settings, { spoolDir: join(config.dataDir, 'spool') });
  runtime.onStop(() => store.close());
  const watch = new S3Watch(store, { onError: (err) => log.warn({ err }, 'S3 takes no blobs; trying again') });
  runtime.onStop(() => watch.stop());
  await watch.start();
  health.addCheck('blobs', () => ({ ok: true, ...(watch.trouble !== undefined && { degraded: true, detail: watch.trouble }) }));
  return store;
}
