import { createHash } from 'node:crypto';
import type { ContactDraft, RawRequest } from '@tributary/channel';
import { valueOf, type Submission } from './body/submission.js';
import { readMediaType } from './body/media-type.js';
import { fieldError } from './messages.js';
import { refuse } from './refuse.js';

const VISIBLE = /^[\x21-\x7e]{1,255}$/;
const REPEAT_WINDOW_MS = 10 * 60_000;

/**
 * The sender's own id of this submission: the Idempotency-Key header, `idempotencyKey` in the body, a builder's
 * `tranid`; without any, identical bytes within ten minutes are one contact.
 * @throws Refusal 400 or 422  a key that is no key
 */
export function externalIdOf(submission: Submission, request: RawRequest): Pick<ContactDraft, 'externalId' | 'repeatWindowMs'> {
  const header = request.headers['idempotency-key'];
  if (header !== undefined) {
    if (!VISIBLE.test(header)) throw refuse(request.locale, 400, 'bad-idempotency-key');
    return { externalId: header };
  }
  const key = submission.idempotencyKey;
  if (key !== undefined) {
    if (VISIBLE.test(key)) return { externalId: key };
    throw refuse(request.locale, 422, 'validation-failed', { errors: [fieldError(request.locale, 'idempotencyKey', 'bad-idempotency-key')] });
  }
  const entry = submission.entries.find(({ name }) => name === 'tranid');
  const tranid = entry ? valueOf(entry) : '';
  if (VISIBLE.test(tranid)) return { externalId: tranid };
  return { externalId: contentHash(submission, request), repeatWindowMs: REPEAT_WINDOW_MS };
}

/** Of the type and the bytes; a multipart body is hashed by its parts, for its boundary differs every time. */
function contentHash(submission: Submission, request: RawRequest): string {
  const hash = createHash('sha256').update(readMediaType(request.headers['content-type']).essence).update('\0');
  if (!request.multipart) return hash.update(request.body).digest('hex');
  const files = submission.files.map(({ field, name, sha256 }) => [field, name, sha256]);
  const fields = request.multipart.fields.map(({ name, value }) => [name, value]);
  return hash.update(JSON.stringify([fields, files])).digest('hex');
}
