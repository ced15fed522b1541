import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** How far the clocks of client and server may stand apart. */
const SKEW_MS = 15 * 60 * 1000;

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Code and status that S3 answers with. */
export class S3Fault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

/**
 * Checks the header signature of a request as S3 does (AWS Signature Version 4), the payload's hash included.
 * @param now  of the server, in ms
 * @throws S3Fault
 */
export function checkSignature(request: IncomingMessage, body: Buffer, keys: Keys, now: number): void {
  const given = parseAuthorization(request.headers.authorization);
  if (given.accessKeyId !== keys.accessKeyId) throw new S3Fault(403, 'InvalidAccessKeyId');
  const date = String(request.headers['x-amz-date'] ?? '');
  if (Math.abs(timeOf(date) - now) > SKEW_MS) throw new S3Fault(403, 'RequestTimeTooSkewed');
  const payloadHash = String(request.headers['x-amz-content-sha256'] ?? '');
  const canonical = canonicalRequest(request, given.signedHeaders, payloadHash);
  const toSign = ['AWS4-HMAC-SHA256', date, given.scope.join('/'), sha256(canonical)].join('\n');
  if (!equal(hmac(signingKey(keys.secretAccessKey, given.scope), toSign).toString('hex'), given.signature)) {
    throw new S3Fault(403, 'SignatureDoesNotMatch');
  }
  if (payloadHash !== 'UNSIGNED-PAYLOAD' && payloadHash !== sha256(body)) throw new S3Fault(400, 'XAmzContentSHA256Mismatch');
}

function parseAuthorization(header = ''): { accessKeyId: string; scope: string[]; signedHeaders: string[]; signature: string } {
  const match = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8}\/[^/]+\/s3\/aws4_request), ?SignedHeaders=([\w;-]+), ?Signature=([\da-f]{64})$/.exec(header);
  if (!match) throw new S3Fault(403, 'AccessDenied');
  const [, accessKeyId = '', scope = '', signedHeaders = '', signature = ''] = match;
  return { accessKeyId, scope: scope.split('/'), signedHeaders: signedHeaders.split(';'), signature };
}

function canonicalRequest({ method, url = '', headers }: IncomingMessage, signedHeaders: readonly string[], payloadHash: string): string {
  const [path = '', query = ''] = url.split('?');
  const lines = signedHeaders.map((name) => `${name}:${String(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  return [method, path, query.split('&').sort().join('&'), lines.join(''), signedHeaders.join(';'), payloadHash].join('\n');
}

function signingKey(secret: string, scope: readonly string[]): Buffer {
  return scope.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secret}`));
}

function timeOf(basic: string): number {
  return Date.parse(basic.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function equal(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
