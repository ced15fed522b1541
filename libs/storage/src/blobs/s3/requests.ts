import type { Readable } from 'node:stream';
import type * as Sdk from '@aws-sdk/client-s3';
import type { StoredBlob } from '../blob-store.js';
import type { S3Settings } from './settings.js';

export interface S3Timeouts {
  readonly connectMs: number;
  /** Without a byte either way. */
  readonly idleMs: number;
}

interface Connected {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.S3Client;
}

/** The client would print what it has to say. */
const SILENT = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The requests of a blob store, each sent once. The S3 client is loaded with the first one: who keeps files is spared it. */
export class S3Requests {
  private connected: Promise<Connected> | undefined;

  constructor(
    private readonly settings: S3Settings,
    private readonly timeouts: S3Timeouts,
  ) {}

  /**
   * The hash is signed, so the server refuses other bytes than those of the name, and puts all of them there or nothing.
   * @param body  unread
   */
  async put(key: string, { sha256, sizeBytes }: StoredBlob, body: Readable | Uint8Array): Promise<void> {
    const { client, sdk } = await this.connect();
    const command = new sdk.PutObjectCommand({ ...this.at(key), Body: body, ContentLength: sizeBytes, ContentType: 'application/octet-stream' });
    command.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256;
        return next(args);
      },
      { step: 'build', name: 'signBlobHash' },
    );
    await client.send(command);
  }

  async get(key: string): Promise<Readable> {
    const { client, sdk } = await this.connect();
    const { Body } = await client.send(new sdk.GetObjectCommand(this.at(key)));
    return Body as Readable;
  }

  async head(key: string): Promise<void> {
    const { client, sdk } = await this.connect();
    await client.send(new sdk.HeadObjectCommand(this.at(key)));
  }

  async delete(key: string): Promise<void> {
    const { client, sdk } = await this.connect();
    await client.send(new sdk.DeleteObjectCommand(this.at(key)));
  }

  /** Ends idle connections. */
  async close(): Promise<void> {
    (await this.connected)?.client.destroy();
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.settings.bucket, Key: key };
  }

  private connect(): Promise<Connected> {
    this.connected ??= this.load();
    return this.connected;
  }

  private async load(): Promise<Connected> {
    const sdk = await import('@aws-sdk/client-s3');
    const { region, endpoint, forcePathStyle, credentials } = this.settings;
    const client = new sdk.S3Client({
      region,
      endpoint,
      forcePathStyle,
      credentials,
      maxAttempts: 1,
      logger: SILENT,
      // Blobs carry their own checksum; the client's trailers are not understood by every server.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: this.timeouts.connectMs, socketTimeout: this.timeouts.idleMs },
    });
    return { sdk, client };
  }
}

function ignore(): void {
  return undefined;
}
