export { boolArray, byteaArray, int4Array, jsonbArray, textArray, timestamptzArray, uuidArray } from './database/binary-array.js';
export { type Schema } from './database/schema.js';
export { type PoolOptions, openPool } from './database/pool.js';
export { TransactionAbortedError, inTransaction } from './database/transaction.js';
export { type ConnectOptions, connect, withClient, withDatabase, withSettings } from './database/connection.js';
export { type MigrateOptions, type MigrateResult, migrate } from './migrate/migrate.js';
export { migrationsOf } from './migrate/pending.js';
export { MigrationError, MissingPrivilegeError, UnsuitableDatabaseError } from './migrate/errors.js';
export { type EmbeddedOptions, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start.js';
export { visitEmbeddedPostgres } from './embedded/visit.js';
export { EmbeddedPostgresError, HubRunningError } from './embedded/errors.js';
export { type HubLock, acquireHubLock } from './hub-lock.js';
export { type StorageLog, silentLog } from './log.js';
export { type BlobLimits, type BlobStore, type StoredBlob, blobName } from './blobs/blob-store.js';
export {
  BlobCorruptError, BlobNotFoundError, BlobStoreFullError, BlobStoreRefusedError, BlobStoreUnavailableError, BlobTooLargeError,
} from './blobs/errors.js';
export { FileBlobStore, type FileBlobStoreOptions } from './blobs/file-blob-store.js';
export { S3BlobStore, type S3BlobStoreOptions } from './blobs/s3/s3-blob-store.js';
export { S3Watch } from './blobs/s3/watch.js';
export { type S3Settings, s3Settings } from './blobs/s3/settings.js';
export { SecretBox, keyIdOf, keyIdSql } from './secrets/secret-box.js';
export { type SecretKeyConfig, loadSecretKey } from './secrets/secret-key.js';
export { SecretKeyError, SecretTamperedError, UnknownKeyError } from './secrets/errors.js';
