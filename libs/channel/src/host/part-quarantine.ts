import type { ContactDraft } from '../channel.js';
import { asError, reasonOf } from '../http/receive.js';
import type { QuarantineDraft } from '../intake/submission.js';
import type { PullQuarantine } from '../pull.js';

const MAX_DETAIL_LENGTH = 1000;
const MAX_CODE_LENGTH = 100;
/** PostgreSQL's text takes neither. */
const UNFIT_FOR_TEXT = /\0|\p{Surrogate}/gu;

/** A part that the channel did not understand, as quarantine keeps it. */
export function quarantinePart({ mediaType, bytes, origin, code, detail }: PullQuarantine): QuarantineDraft {
  return {
    stage: 'parse',
    failureClass: 'payload',
    code: fit(code, MAX_CODE_LENGTH),
    detail: fit(detail, MAX_DETAIL_LENGTH),
    mediaType: fit(mediaType, 200),
    raw: bytes,
    request: { origin },
  };
}

/** A contact that was understood and can't be stored. */
export function quarantineContact({ raw: { mediaType, bytes, origin = {} } }: ContactDraft, error: unknown): QuarantineDraft {
  return { ...quarantinePart({ mediaType, bytes, origin, code: '', detail: asError(error).message }), ...reasonOf(error) };
}

function fit(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(UNFIT_FOR_TEXT, '\ufffd');
}
