import { randomUUID } from 'node:crypto';
import { inTransaction } from '@tributary/storage';
import type pg from 'pg';
import { SendError } from '../send/errors.js';
import type { Message } from '../send/message.js';
import { MOST_TRIES, retryMs } from '../send/retry.js';
import type { Destination } from '../send/settings.js';
import { type Claimed, type ClaimedMessage, claimMessages } from './claim.js';
import { digestMessage, noticeMessage, type Reader, testNotice } from './notice-message.js';
import { addressOf, type Way, wayKey } from './recipient.js';
import type { KnownRecipient, RecipientStore } from './recipient-store.js';
import type { SenderStore, Senders } from './sender-store.js';

export interface NoticeOutboxDeps {
  readonly pool: pg.Pool;
  readonly recipients: RecipientStore;
  readonly senders: SenderStore;
  /** Of the console. */
  readonly publicUrl: string;
  /** @throws SendError */
  send(to: Destination, message: Message): Promise<void>;
  /** Told of each try. */
  onTried(way: Way['kind'], outcome: 'sent' | 'refused' | 'unknown'): void;
}

/** What a test by one way came to. */
export interface TestResult {
  readonly kind: Way['kind'];
  readonly address: string;
  readonly ok: boolean;
  readonly detail?: string;
}

/** Tells managers what waits for them. What may have arrived goes again only as the same message. */
export class NoticeOutbox {
  constructor(private readonly deps: NoticeOutboxDeps) {}

  /** As `claimMessages`. */
  claim(limit: number, but: readonly string[]): Promise<Claimed[]> {
    return inTransaction(this.deps.pool, (transaction) => claimMessages(transaction, this.deps.recipients, limit, but));
  }

  async send(messages: readonly ClaimedMessage[]): Promise<void> {
    const senders = await this.deps.senders.read();
    await Promise.all(messages.map((message) => this.#deliver(message, senders)));
  }

  /** One test notice by each way, whatever the hour. */
  async test(known: KnownRecipient): Promise<TestResult[]> {
    const senders = await this.deps.senders.read();
    return Promise.all(
      known.recipient.ways.map(async (way) => {
        const tried = { kind: way.kind, address: addressOf(way) };
        try {
          await this.deps.send(destinationOf(way, known, senders), testNotice(randomUUID(), this.#readerOf(known)));
        } catch (error) {
          if (!(error instanceof SendError)) throw error;
          return { ...tried, ok: false, detail: error.message };
        }
        return { ...tried, ok: true };
      }),
    );
  }

  async #deliver(claimed: ClaimedMessage, senders: Senders): Promise<void> {
    const { messageId, to, tries } = claimed;
    const way = to.recipient.ways.find((each) => wayKey(each) === claimed.way);
    // Of what was erased meanwhile nothing is told.
    if (!way || claimed.told.length + claimed.older === 0) return;
    try {
      await this.deps.send(destinationOf(way, to, senders), this.#messageOf(claimed));
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      this.deps.onTried(way.kind, error.outcome);
      return this.#failed(messageId, tries, error);
    }
    this.deps.onTried(way.kind, 'sent');
    await this.deps.pool.query(`UPDATE notifier.notice_delivery SET state = 'sent', sent_at = now(), last_error = NULL WHERE message_id = $1 AND state = 'waiting'`, [messageId]);
  }

  #messageOf({ messageId, told, older, to }: ClaimedMessage): Message {
    const reader = this.#readerOf(to);
    const [single] = told;
    return single && told.length === 1 && older === 0 ? noticeMessage(messageId, single, reader) : digestMessage(messageId, told, older, reader);
  }

  #readerOf({ recipient: { managerId, locale } }: KnownRecipient): Reader {
    return { managerId, locale, publicUrl: this.deps.publicUrl };
  }

  /** What certainly did not arrive is free to go by another message, such as a digest. */
  async #failed(messageId: string, tries: number, { outcome, retryAfterMs, message }: SendError): Promise<void> {
    await this.deps.pool.query(
      `UPDATE notifier.notice_delivery SET
         state = CASE WHEN tries >= $2 THEN 'given-up' ELSE state END,
         message_id = CASE WHEN $3 THEN NULL ELSE message_id END,
         next_try_at = now() + $4 * interval '1 millisecond',
         last_error = $5
       WHERE message_id = $1 AND state = 'waiting'`,
      [messageId, MOST_TRIES, outcome === 'refused', retryMs(tries, retryAfterMs), message.replaceAll('\0', '').slice(0, 500)],
    );
  }
}

/** @throws SendError  the installation has no such sender */
function destinationOf(way: Way, { secrets }: KnownRecipient, { mail, telegram }: Senders): Destination {
  switch (way.kind) {
    case 'mail':
      if (!mail) throw new SendError('no mail server is set for notices');
      return { kind: 'mail', settings: { ...mail, to: way.address } };
    case 'telegram':
      if (!telegram) throw new SendError('no Telegram bot is set for notices');
      return { kind: 'telegram', settings: { ...telegram, chatId: way.chatId } };
    case 'webhook':
      return { kind: 'webhook', settings: { url: way.url, secret: secrets[way.url] ?? '' } };
  }
}
