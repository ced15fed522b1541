import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { S3Settings } from '../../blobs/s3/settings.js';
import { type Keys, S3Fault, checkSignature } from './signature.js';

const BUCKET = 'blobs';
const KEYS: Keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

/** What happens to a request instead of its answer; after half of the body `cut` ends the connection and `stall` says no more. */
export type Trouble = { status: number; code: string } | 'reset' | 'silence' | 'cut' | 'stall';

/** An S3 server in this process: objects of one bucket by path, signatures checked, trouble on demand. */
export class S3Simulator {
  readonly objects = new Map<string, Buffer>();
  /** Method and key of each request that came, refused ones included. */
  readonly seen: string[] = [];
  /** Its own clock's distance from ours. */
  skewMs = 0;
  /** The line changes a byte of what is sent. */
  spoil = false;
  private readonly troubles: Trouble[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async start(): Promise<S3Simulator> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new S3Simulator(server);
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  settings(over: Partial<S3Settings> = {}): S3Settings {
    const { port } = this.server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    return { bucket: BUCKET, endpoint, region: 'ru-1', credentials: KEYS, forcePathStyle: true, prefix: '', warnings: [], ...over };
  }

  /** The next requests meet these, one each. */
  trouble(...troubles: Trouble[]): void {
    this.troubles.push(...troubles);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, bucket = '', key = ''] = /^\/([^/?]*)\/?([^?]*)/.exec(request.url ?? '') ?? [];
    this.seen.push(`${request.method} ${key}`);
    const trouble = this.troubles.shift();
    if (trouble === 'reset') return void request.destroy();
    if (trouble === 'silence') return void request.resume();
    try {
      const body = await buffer(request);
      if (typeof trouble === 'object') throw new S3Fault(trouble.status, trouble.code);
      if (this.spoil && body.length > 0) body.writeUInt8(body.readUInt8(0) ^ 1, 0);
      checkSignature(request, body, KEYS, Date.now() + this.skewMs);
      if (bucket !== BUCKET) throw new S3Fault(404, 'NoSuchBucket');
      this.serve(request.method ?? '', decodeURIComponent(key), body, response, trouble);
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      this.refuse(error, request, response);
    }
  }

  private serve(method: string, key: string, body: Buffer, response: ServerResponse, trouble: Trouble | undefined): void {
    if (method === 'PUT') {
      this.objects.set(key, body);
      return void response.writeHead(200, { etag: '"1"' }).end();
    }
    if (method === 'DELETE') {
      this.objects.delete(key);
      return void response.writeHead(204).end();
    }
    const object = this.objects.get(key);
    if (!object) throw new S3Fault(404, 'NoSuchKey');
    response.writeHead(200, { 'content-length': object.length, 'content-type': 'application/octet-stream' });
    if (trouble === undefined) return void response.end(method === 'HEAD' ? undefined : object);
    response.write(object.subarray(0, object.length / 2), () => trouble === 'cut' && response.destroy());
  }

  private refuse(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    const { status, code } = error instanceof S3Fault ? error : new S3Fault(500, 'InternalError');
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code} it is</Message></Error>`;
    response.writeHead(status, { 'content-type': 'application/xml', date: new Date(Date.now() + this.skewMs).toUTCString() });
    response.end(request.method === 'HEAD' ? undefined : xml);
  }
}
