import type { Transaction } from '@tributary/event-log';
import { keyIdOf, type SecretBox } from '@tributary/storage';
import type pg from 'pg';
import { type Recipient, usualRecipient } from './recipient.js';

interface Row {
  readonly manager_id: string;
  readonly settings: Omit<Recipient, 'managerId'>;
  readonly secrets: Buffer | null;
}

/** A recipient with the secrets of their webhooks, by address. */
export interface KnownRecipient {
  readonly recipient: Recipient;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Recipients at rest: secrets are sealed, bound to their manager. */
export class RecipientStore {
  constructor(
    private readonly pool: pg.Pool,
    private readonly box: SecretBox,
  ) {}

  /** @throws UnknownKeyError  secrets are there that our key doesn't open */
  async assertKeyFits(): Promise<void> {
    const { rows } = await this.pool.query<{ key_id: string }>('SELECT DISTINCT key_id FROM notifier.recipient WHERE key_id IS NOT NULL');
    this.box.assertKeysKnown(rows.map(({ key_id }) => key_id));
  }

  /** The usual, without ways, for who never said anything. */
  async find(managerId: string): Promise<KnownRecipient> {
    const { rows } = await this.pool.query<Row>('SELECT manager_id, settings, secrets FROM notifier.recipient WHERE manager_id = $1', [managerId]);
    return rows[0] ? this.#open(rows[0]) : { recipient: usualRecipient(managerId), secrets: {} };
  }

  /** What waits is looked at again at once: it may be told by another way now, or at another hour. */
  async save(transaction: Transaction, { recipient, secrets }: KnownRecipient): Promise<void> {
    const { managerId, ...settings } = recipient;
    const sealed = Object.keys(secrets).length > 0 ? this.box.seal(JSON.stringify(secrets), contextOf(managerId)) : null;
    await transaction.query(
      `INSERT INTO notifier.recipient (manager_id, settings, secrets, key_id, updated_at) VALUES ($1, $2, $3, $4, now())
       ON CONFLICT (manager_id) DO UPDATE SET settings = excluded.settings, secrets = excluded.secrets, key_id = excluded.key_id, updated_at = now()`,
      [managerId, JSON.stringify(settings), sealed, sealed && keyIdOf(sealed)],
    );
    await transaction.query(`UPDATE notifier.notice_delivery SET next_try_at = now() WHERE manager_id = $1 AND state = 'waiting' AND message_id IS NULL`, [managerId]);
  }

  /**
   * Some of those for whom something is due, locked until the transaction ends: nobody else plans for them meanwhile.
   */
  async lockDue(transaction: Transaction, limit: number, but: readonly string[]): Promise<KnownRecipient[]> {
    const { rows } = await transaction.query<Row>(
      `SELECT r.manager_id, r.settings, r.secrets FROM notifier.recipient r
        WHERE r.manager_id <> ALL($2) AND EXISTS (SELECT FROM notifier.notice_delivery d WHERE d.manager_id = r.manager_id AND d.state = 'waiting' AND d.next_try_at <= now())
        LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED`,
      [limit, but],
    );
    return rows.map((row) => this.#open(row));
  }

  #open({ manager_id: managerId, settings, secrets }: Row): KnownRecipient {
    // What was stored passed the schema.
    return { recipient: { ...settings, managerId }, secrets: secrets ? (JSON.parse(this.box.open(secrets, contextOf(managerId))) as Record<string, string>) : {} };
  }
}

/** Those of them who have a say, by manager. */
export async function readRecipients(transaction: Transaction, managerIds: readonly string[]): Promise<ReadonlyMap<string, Recipient>> {
  const { rows } = await transaction.query<Omit<Row, 'secrets'>>('SELECT manager_id, settings FROM notifier.recipient WHERE manager_id = ANY($1)', [managerIds]);
  return new Map(rows.map(({ manager_id: managerId, settings }) => [managerId, { ...settings, managerId }]));
}

function contextOf(managerId: string): string {
  return `recipient:${managerId}`;
}
