import { keyIdOf, type SecretBox } from '@tributary/storage';
import type pg from 'pg';
import type { z } from 'zod';
import { type MailServer, MASK, SECRET, type TelegramBot, type WayKind } from '../send/settings.js';

/** By what the installation sends notices. */
export interface Senders {
  readonly mail?: z.infer<typeof MailServer> | undefined;
  readonly telegram?: z.infer<typeof TelegramBot> | undefined;
}
export type SenderKind = keyof Senders;
export const SENDER_KINDS: readonly SenderKind[] = ['mail', 'telegram'];

interface Row {
  readonly kind: SenderKind;
  readonly settings: Record<string, unknown>;
  readonly secrets: Buffer | null;
}

/** Senders at rest: each one's secret is sealed, bound to its kind. */
export class SenderStore {
  constructor(
    private readonly pool: pg.Pool,
    private readonly box: SecretBox,
  ) {}

  /** @throws UnknownKeyError  secrets are there that our key doesn't open */
  async assertKeyFits(): Promise<void> {
    const { rows } = await this.pool.query<{ key_id: string }>('SELECT DISTINCT key_id FROM notifier.notice_sender WHERE key_id IS NOT NULL');
    this.box.assertKeysKnown(rows.map(({ key_id }) => key_id));
  }

  async read(): Promise<Senders> {
    const { rows } = await this.pool.query<Row>('SELECT kind, settings, secrets FROM notifier.notice_sender');
    // What was stored passed the schema of its kind.
    return Object.fromEntries(rows.map((row) => [row.kind, this.#open(row)])) as Senders;
  }

  /** What waits for such a sender goes at once. */
  async save(kind: SenderKind, sender: Readonly<Record<string, unknown>>): Promise<void> {
    const { [SECRET[kind].name]: secret, ...plain } = sender;
    const sealed = typeof secret === 'string' ? this.box.seal(secret, contextOf(kind)) : null;
    await this.pool.query(
      `INSERT INTO notifier.notice_sender (kind, settings, secrets, key_id, updated_at) VALUES ($1, $2, $3, $4, now())
       ON CONFLICT (kind) DO UPDATE SET settings = excluded.settings, secrets = excluded.secrets, key_id = excluded.key_id, updated_at = now()`,
      [kind, JSON.stringify(plain), sealed, sealed && keyIdOf(sealed)],
    );
    await this.pool.query(`UPDATE notifier.notice_delivery SET next_try_at = now() WHERE state = 'waiting' AND message_id IS NULL AND way LIKE $1`, [`${kind}:%`]);
  }

  async delete(kind: SenderKind): Promise<void> {
    await this.pool.query('DELETE FROM notifier.notice_sender WHERE kind = $1', [kind]);
  }

  #open({ kind, settings, secrets }: Row): Record<string, unknown> {
    return { ...settings, ...(secrets && { [SECRET[kind].name]: this.box.open(secrets, contextOf(kind)) }) };
  }
}

/** As the API shows them: secrets masked. */
export function senderViews(senders: Senders): Record<SenderKind, Record<string, unknown> | null> {
  const view = (kind: SenderKind): Record<string, unknown> | null => {
    const sender: Record<string, unknown> | undefined = senders[kind];
    const secret = SECRET[kind].name;
    return sender ? { ...sender, ...(sender[secret] !== undefined && { [secret]: MASK }) } : null;
  };
  return { mail: view('mail'), telegram: view('telegram') };
}

/** Ways that can be used now. */
export function availableWays({ mail, telegram }: Senders): WayKind[] {
  return [...(mail ? (['mail'] as const) : []), ...(telegram ? (['telegram'] as const) : []), 'webhook'];
}

function contextOf(kind: SenderKind): string {
  return `notice-sender:${kind}`;
}
