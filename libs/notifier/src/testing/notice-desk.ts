import { randomUUID } from 'node:crypto';
import type { NewRecord } from '@tributary/event-log';
import type { Actor } from '@tributary/platform';
import type { DeliveryView } from '../notices/delivery-list.js';
import type { RecipientView } from '../notices/notices.controller.js';
import { type EventFields, leadEvent } from './lead-events.js';
import { cuttingLine, mailSink, type PostReceiver, postReceiver } from './receivers.js';
import { type TestNotifier, testNotifier } from './test-notifier.js';

export const SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
export const TOKEN = '123:telegram-token';
export const MAIL_WAY = { kind: 'mail', address: 'anna@example.ru' };

/** A notifier with receivers of all kinds, and a manager who is told. */
export class NoticeDesk {
  /** A new one for each test. */
  managerId = randomUUID();

  private constructor(
    readonly notifier: TestNotifier,
    /** A program, or Telegram. */
    readonly receiver: PostReceiver,
    readonly sink: Awaited<ReturnType<typeof mailSink>>,
    /** To the sink. */
    readonly line: Awaited<ReturnType<typeof cuttingLine>>,
  ) {}

  static async open(): Promise<NoticeDesk> {
    const [notifier, receiver, sink] = await Promise.all([testNotifier(), postReceiver(), mailSink('hub', 'right')]);
    return new NoticeDesk(notifier, receiver, sink, await cuttingLine(sink.port));
  }

  async close(): Promise<void> {
    await this.notifier.stop();
    await Promise.all([this.receiver.close(), this.sink.close()]);
    await this.line.close();
  }

  /** Another manager, nothing received, senders as they should be. */
  async clear(): Promise<void> {
    this.managerId = randomUUID();
    this.receiver.answer = { status: 200, body: { ok: true } };
    this.receiver.posts.all.length = 0;
    this.sink.mails.all.length = 0;
    await this.setSenders();
  }

  get manager(): Partial<Actor> {
    return { role: 'manager', managerId: this.managerId };
  }

  get hook(): { kind: string; url: string; secret: string } {
    return { kind: 'webhook', url: `${this.receiver.url}/hook`, secret: SECRET };
  }

  async setSenders(mail: object = {}): Promise<void> {
    const server = { host: '127.0.0.1', port: this.line.port, user: 'hub', password: 'right', from: 'hub@example.ru', ...mail };
    await this.#accepted('admin', 'PUT', '/api/v1/notifications/senders', { mail: server, telegram: { token: TOKEN, apiRoot: this.receiver.url } });
  }

  /** How the manager is told from now on. */
  want(settings: object): Promise<RecipientView> {
    return this.#accepted(this.manager, 'PUT', '/api/v1/notifications/me', settings);
  }

  /** An event of a lead of the manager. */
  mine(fields: EventFields = {}): NewRecord {
    return leadEvent({ managerId: this.managerId, ...fields });
  }

  async deliveries(): Promise<DeliveryView[]> {
    return (await this.#accepted<{ items: DeliveryView[] }>(this.manager, 'GET', '/api/v1/notifications/me/deliveries?limit=500')).items;
  }

  /** Asks until they are so. */
  async until(reached: (deliveries: DeliveryView[]) => boolean): Promise<DeliveryView[]> {
    for (;;) {
      const deliveries = await this.deliveries();
      if (reached(deliveries)) return deliveries;
    }
  }

  sent(count: number): Promise<DeliveryView[]> {
    return this.until((all) => all.filter(({ state }) => state === 'sent').length === count);
  }

  failed(count: number): Promise<DeliveryView[]> {
    return this.until((all) => all.filter(({ lastError }) => lastError !== null).length === count);
  }

  /** The pause after a failure, or the hours of quiet, are over. */
  async hurry(): Promise<void> {
    await this.notifier.pool.query(`UPDATE notifier.notice_delivery SET next_try_at = now() WHERE manager_id = $1 AND state = 'waiting'`, [this.managerId]);
  }

  async #accepted<Body>(...call: Parameters<TestNotifier['api']>): Promise<Body> {
    const { status, body } = await this.notifier.api<Body>(...call);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  }
}
