import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { leadEvent } from '../testing/lead-events.js';
import { type TestNotifier, testNotifier } from '../testing/test-notifier.js';
import { feedStream } from './feed-stream.js';
import { FeedTail } from './feed-tail.js';

describe('the stream of a feed', () => {
  let notifier: TestNotifier;
  let tail: FeedTail;
  let ended: AbortController;
  beforeEach(async () => {
    notifier = await testNotifier();
    ended = new AbortController();
    tail = new FeedTail(notifier.pool, (error) => {
      throw error;
    });
  });
  afterEach(async () => {
    ended.abort();
    await tail.close();
    await notifier.stop();
  });

  it('breaks its silence, and keeps it while there is something to tell', async () => {
    await tail.open();
    const stream = feedStream(tail, { place: tail.newest, viewer: 'everything', ended: ended.signal, heartbeatMs: 50 });
    const chunks: string[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    while (chunks.length < 3) await once(stream, 'data');
    expect(chunks.slice(0, 3)).toEqual(['retry: 2000\n\n', 'event: beat\ndata: {}\n\n', 'event: beat\ndata: {}\n\n']);
    ended.abort();
    await once(stream, 'end');
  });

  it('holds little for a reader that does not read, and leaves nothing out when it does', async () => {
    const count = 3_000;
    const preview = 'x'.repeat(200);
    for (let at = 0; at < count; at += 500) {
      await notifier.append(...Array.from({ length: 500 }, (_, next) => leadEvent({ leadId: `lead-${at + next}`, preview })));
    }
    await notifier.settled();
    await tail.open();
    const stream = feedStream(tail, { place: 0n, viewer: 'everything', ended: ended.signal });
    await once(stream, 'readable');
    // Another reader gets everything meanwhile: the slow one had its chance to be filled.
    expect(await leadsRead(feedStream(tail, { place: 0n, viewer: 'everything', ended: ended.signal }), count)).toBe(count);
    expect(stream.readableLength).toBeLessThan(300 * 1_024);
    expect(await leadsRead(stream, count)).toBe(count);
  });
});

async function leadsRead(stream: AsyncIterable<Buffer>, enough: number): Promise<number> {
  const seen = new Set<string>();
  let text = '';
  for await (const chunk of stream) {
    text += chunk.toString();
    for (const [, lead] of text.matchAll(/"leadId":"(lead-\d+)"/g)) seen.add(String(lead));
    text = text.slice(text.lastIndexOf('\n\n'));
    if (seen.size >= enough) break;
  }
  return seen.size;
}
