import type { RawRequest } from '../channel.js';
import type { KeptRequest } from '../intake/submission.js';

/** Names under which providers send secrets and signatures; an idempotency key is neither. */
const SECRET_NAME = /auth|cookie|token|secret|signature|passw|api-?key|access-?key|^x-hub-|^sig$|^hash$/i;
const MAX_VALUE_LENGTH = 1000;
const MULTIPART_MEDIA_TYPE = 'application/vnd.tributary.multipart+json';

/** What quarantine keeps of a request beside its raw bytes: enough to parse again, nothing secret. */
export function keepRequest(request: RawRequest): { request: KeptRequest; raw: Uint8Array; mediaType: string } {
  const { method, path, clientAddress, locale, multipart } = request;
  const kept = { method, path, clientAddress, locale, query: withoutSecrets(request.query), headers: withoutSecrets(request.headers) };
  if (!multipart) return { request: kept, raw: request.body, mediaType: (request.headers['content-type'] ?? 'application/octet-stream').slice(0, 200) };
  return { request: { ...kept, multipart: true }, raw: Buffer.from(JSON.stringify(multipart)), mediaType: MULTIPART_MEDIA_TYPE };
}

/** The request as `parse` had it, made of what was kept. */
export function restoreRequest(kept: KeptRequest, raw: Buffer, receivedAt: Date): RawRequest {
  const { multipart, ...request } = kept;
  if (!multipart) return { ...request, body: raw, receivedAt };
  return { ...request, body: Buffer.alloc(0), multipart: JSON.parse(raw.toString()) as NonNullable<RawRequest['multipart']>, receivedAt };
}

function withoutSecrets(members: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([name]) => !SECRET_NAME.test(name))
      .map(([name, value]) => [name, value.slice(0, MAX_VALUE_LENGTH)]),
  );
}
