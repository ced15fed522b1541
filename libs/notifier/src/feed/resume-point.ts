import { Problem } from '@tributary/platform';

/** Where a feed begins: after an entry, with what was recorded since a time, or now. */
export type ResumePoint = { readonly after: bigint } | { readonly since: Date } | 'now';

const SEQ = /^\d{1,18}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Reads `Last-Event-ID`, which a browser sends when it comes again, else `?since=` (an id or a time).
 * @throws Problem 422 when it is neither
 */
export function resumePoint(lastEventId: string | undefined, since: string | undefined): ResumePoint {
  if (lastEventId !== undefined && lastEventId !== '') {
    if (SEQ.test(lastEventId)) return { after: BigInt(lastEventId) };
    throw invalid('Last-Event-ID');
  }
  if (since === undefined) return 'now';
  if (SEQ.test(since)) return { after: BigInt(since) };
  const time = new Date(since);
  if (!TIME.test(since) || Number.isNaN(time.getTime())) throw invalid('since');
  return { since: time };
}

function invalid(field: string): Problem {
  return new Problem(422, 'validation-failed', { errors: [{ field, code: 'format' }] });
}
