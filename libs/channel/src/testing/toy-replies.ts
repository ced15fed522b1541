import { EventEmitter, once } from 'node:events';
import { z } from 'zod';
import type { Channel } from '../channel.js';
import { type OutgoingReply, OutcomeUnknownError, type Replies } from '../reply.js';
import { toyChannel } from './toy-channel.js';

const settingsSchema = z.object({ box: z.string().meta({ title: 'Box' }), password: z.string().default('right').meta({ title: 'Password', secret: true, boundTo: [] }) });
type Settings = z.infer<typeof settingsSchema>;

/** What one call came to, as the customer's side sees it. */
export interface Arrived {
  readonly conversationId: string;
  readonly text: string;
  readonly key: string;
}

/** A provider that takes replies, and fails as it is told. */
export class ToyPost {
  readonly arrived: Arrived[] = [];
  /** Calls, failed ones as well. */
  calls = 0;
  /** What the next calls come to, in their order; then all is well. */
  readonly script: ((arrive: () => void, reply: OutgoingReply, signal: AbortSignal) => void | Promise<void>)[] = [];
  readonly #news = new EventEmitter();

  async take(reply: OutgoingReply, part: number, key: string, signal: AbortSignal): Promise<string> {
    this.calls++;
    const arrive = () => {
      const text = `${reply.text}${part > 0 ? ` #${part}` : ''}`;
      const isRepeat = key !== '' && this.arrived.some((each) => each.key === key && each.text === text);
      if (!isRepeat) this.arrived.push({ conversationId: reply.conversationId, text, key });
    };
    const act = this.script.shift();
    this.#news.emit('news');
    if (act) await act(arrive, reply, signal);
    else arrive();
    this.#news.emit('news');
    return String(this.arrived.length);
  }

  async until(reached: () => boolean): Promise<void> {
    while (!reached()) await once(this.#news, 'news');
  }
}

export const doneThenLost = (arrive: () => void): void => {
  arrive();
  throw new OutcomeUnknownError('no answer');
};

const posts = new Map<string, ToyPost>();

/** Makes an account's provider. */
export function toyPost(box: string): ToyPost {
  const post = new ToyPost();
  posts.set(box, post);
  return post;
}

/** A channel that sends replies; with `repeatableForMs` its provider drops repeats. */
export function toyReplying(name: string, changes: Partial<Replies<Settings>> = {}): Channel<Settings> {
  const replies: Replies<Settings> = {
    limits: { textLength: 100, files: 2, fileBytes: 1_000 },
    repeatableForMs: 0,
    ...changes,
    send: async (reply, part, { account, signal, read }) => {
      const post = posts.get(account.settings.box);
      if (!post) throw new OutcomeUnknownError('no such box');
      // As real ones do, it can't tell what is wrong with a file.
      for (const { sha256 } of reply.attachments) await read(sha256).catch((cause: unknown) => Promise.reject(new OutcomeUnknownError('no file', { cause })));
      return { providerId: await post.take(reply, part, changes.key?.(reply.id, account, part) ?? '', signal) };
    },
  };
  return { name, title: toyChannel.title, settings: settingsSchema, fold: toyChannel.fold, replies };
}
