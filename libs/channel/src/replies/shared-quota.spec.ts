import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Channel } from '../channel.js';
import type { Replies, SentPart } from '../reply.js';
import { ReplyStage } from '../testing/reply-stage.js';
import { toyReplying } from '../testing/toy-replies.js';

const PER_MS = 300;

/** When its reply, and after it its session, might ask the provider. */
const permitted: number[] = [];
const news = new EventEmitter();

async function askOnce(...[, , session]: Parameters<Replies['send']>): Promise<SentPart> {
  await session.permit?.();
  permitted.push(performance.now());
  news.emit('sent');
  return { providerId: '1' };
}

const { replies, ...toy } = toyReplying('thrifty');
const thrifty: Channel = {
  ...toy,
  replies: { ...replies!, send: askOnce },
  pull: {
    limits: { requests: 1, perMs: PER_MS },
    run: async (session) => {
      await once(news, 'sent', { signal: session.signal });
      await session.permit?.();
      permitted.push(performance.now());
      news.emit('asked');
    },
    reparse: () => Promise.resolve([]),
  },
} as Channel;

let stage: ReplyStage;
beforeAll(async () => {
  stage = await ReplyStage.open([thrifty]);
});
afterAll(() => stage.hub.drop());

describe('a request of a reply', () => {
  it('counts for the quota that its account’s session has', async () => {
    await stage.use('thrifty');
    const asked = once(news, 'asked');
    await stage.ask(['one']);
    await asked;
    const [reply = 0, session = 0] = permitted;
    // Timers may go off a little early.
    expect(session - reply).toBeGreaterThan(PER_MS - 20);
  });
});
