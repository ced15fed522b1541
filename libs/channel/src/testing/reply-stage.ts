import { randomUUID } from 'node:crypto';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { timestampNow } from '@bufbuild/protobuf/wkt';
import { contactId, partitionKey } from '@tributary/contact';
import { TOPICS } from '@tributary/event-log';
import { type Reply, type ReplyReceipt, ReplyReceiptSchema, ReplySchema } from '@tributary/proto';
import { inTransaction } from '@tributary/storage';
import type { Channel } from '../channel.js';
import { DEFAULT_TIMING } from '../host/timing.js';
import { ConnectorError, type FailureClass } from '../pull.js';
import type { ReceiptDraft } from '../reply.js';
import { httpFixture, type HttpFixture } from './http-fixture.js';
import { toyDraft } from './toy-channel.js';
import { type ToyPost, toyPost } from './toy-replies.js';

const retry = { ...DEFAULT_TIMING.retry, firstMs: 20, mostMs: 20, mostNetworkMs: 20, credentialTriesMs: [60_000] };

/** The channel module with an account of a channel that replies, and a customer who wrote "letter" in the conversation "talk". */
export class ReplyStage {
  post!: ToyPost;
  account = '';
  channel = '';

  private constructor(
    readonly hub: HttpFixture,
    private readonly channels: readonly Channel[],
  ) {}

  static async open(channels: readonly Channel[]): Promise<ReplyStage> {
    return new ReplyStage(await httpFixture(channels, { timing: { retry, graceMs: 100, statusMs: 20 } }), channels);
  }

  /** Goes on with a new account of that channel. @param prepare  makes what it reads from */
  async use(channel: string, prepare?: (box: string) => void): Promise<void> {
    const box = randomUUID();
    prepare?.(box);
    this.post = toyPost(box);
    this.channel = channel;
    const { body } = await this.hub.api<{ id: string }>('admin', 'POST', '/api/v1/accounts', { channel, settings: { box } });
    this.account = body.id;
  }

  get letter(): string {
    return contactId(this.account, 'letter');
  }

  /** Texts that arrived. */
  get texts(): string[] {
    return this.post.arrived.map(({ text }) => text);
  }

  /** Stores the letter, or what the provider tells of replies. */
  async submit(receipts?: readonly ReceiptDraft[]): Promise<void> {
    await this.hub.intake().submit({
      account: { id: this.account, line: 'main', channel: this.channels.find(({ name }) => name === this.channel)! },
      receivedAt: new Date(),
      contacts: [{ ...toyDraft({ id: receipts ? randomUUID() : 'letter', conversation: 'talk' }), ...(receipts && { receipts }) }],
    });
  }

  async told(...receipts: Omit<ReceiptDraft, 'at' | 'conversationId'>[]): Promise<void> {
    await this.submit(receipts.map((each) => ({ ...each, at: new Date(), conversationId: 'talk' })));
  }

  /** Asks for replies as the lead service does, all of one transaction. */
  async ask(texts: readonly string[], { conversationId = 'talk', from = 1, attachments = [] }: { conversationId?: string; from?: number; attachments?: readonly string[] } = {}): Promise<string[]> {
    await this.submit();
    const replies = texts.map((text, n) =>
      create(ReplySchema, {
        id: randomUUID(), accountId: this.account, channel: this.channel, conversationId, contactId: this.letter, sequence: BigInt(from + n), askedAt: timestampNow(), text,
        attachments: attachments.map((sha256) => ({ name: 'file', blob: { sha256, mediaType: 'text/plain', sizeBytes: 1n } })),
      }));
    await this.append(replies);
    return replies.map(({ id }) => id);
  }

  async append(replies: readonly Reply[]): Promise<void> {
    const records = replies.map((reply) => ({ topic: TOPICS.outbound, key: partitionKey(reply.accountId, reply.conversationId), value: toBinary(ReplySchema, reply) }));
    await inTransaction(this.hub.pool, (tx) => this.hub.logWriter.append(tx, records));
  }

  async receiptsOf(id: string): Promise<ReplyReceipt[]> {
    const log = await this.hub.log();
    return log.filter(({ topic }) => topic === TOPICS.receipts).map(({ value }) => fromBinary(ReplyReceiptSchema, value)).filter(({ replyId }) => replyId === id);
  }

  /** The states that were told of a reply. */
  async statesOf(id: string): Promise<string[]> {
    return (await this.receiptsOf(id)).map(({ state }) => state);
  }

  /** The receipt at which a reply came so far. */
  async receipt(id: string, ...states: string[]): Promise<ReplyReceipt> {
    for (;;) {
      const found = (await this.receiptsOf(id)).find(({ state }) => states.includes(state));
      if (found) return found;
    }
  }
}

/** What a provider does that refuses. */
export const refusing = (failureClass: FailureClass, retryAfterMs?: number) => (): never => {
  throw new ConnectorError(failureClass, { code: `toy-${failureClass}`, detail: { ru: 'Нет.', en: 'No.' }, ...(retryAfterMs !== undefined && { retryAfterMs }) });
};
