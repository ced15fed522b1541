import { Readable } from 'node:stream';
import type { Viewer } from './feed-entry.js';
import type { FeedTail } from './feed-tail.js';

/** Silence is broken so often, so that proxies keep the connection and a dead one is noticed. */
export const HEARTBEAT_MS = 15_000;
/** An event and no comment: browsers tell their pages nothing of comments, and silence is how a dead line shows. */
const BEAT = 'event: beat\ndata: {}\n\n';
/** What a browser waits before it comes again. */
const RETRY_MS = 2_000;
/** What may stand between us and a slow reader; more is read only when there is room. */
const BUFFER_BYTES = 64 * 1024;

export interface FeedRequest {
  /** Entries after this one. */
  readonly place: bigint;
  readonly viewer: Viewer;
  /** Ends the stream: the client has gone, or the process stops. */
  readonly ended: AbortSignal;
  readonly heartbeatMs?: number;
}

/** An endless stream of server-sent events, pulled by its reader: a slow one makes nothing pile up here. */
export function feedStream(tail: FeedTail, request: FeedRequest): Readable {
  return Readable.from(messages(tail, request), { objectMode: false, highWaterMark: BUFFER_BYTES });
}

async function* messages(tail: FeedTail, { place, viewer, ended, heartbeatMs = HEARTBEAT_MS }: FeedRequest): AsyncGenerator<string> {
  yield `retry: ${RETRY_MS}\n\n`;
  // Whoever has a number from before a restore goes on from what there is.
  let at = place < tail.newest ? place : tail.newest;
  let toldAt = performance.now();
  while (!ended.aborted) {
    const found = await tail.after(at, viewer);
    at = found.place;
    if (found.entries.length > 0) yield found.entries.map(({ message }) => message).join('');
    else if (performance.now() - toldAt >= heartbeatMs) yield BEAT;
    else {
      await tail.wait(at, heartbeatMs - (performance.now() - toldAt), ended);
      continue;
    }
    toldAt = performance.now();
  }
}
