import { randomUUID } from 'node:crypto';
import { keyIdOf, type SecretBox } from '@tributary/storage';
import type pg from 'pg';
import { MASK, SECRET } from '../send/settings.js';
import type { NewTarget, Target, TargetKind } from './target.js';

interface Row {
  readonly id: string;
  readonly kind: TargetKind;
  readonly name: string;
  readonly locale: 'ru' | 'en';
  readonly enabled: boolean;
  readonly settings: Record<string, unknown>;
  readonly secrets: Buffer | null;
  readonly created_at: Date;
  readonly last_sent_at: Date | null;
  readonly last_error: string | null;
  readonly last_error_at: Date | null;
}

/** A target as the API shows it: its secret masked, and how sending went. */
export interface TargetView {
  readonly id: string;
  readonly kind: TargetKind;
  readonly name: string;
  readonly locale: 'ru' | 'en';
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  readonly lastSentAt: string | null;
  /** Null once a later one was taken. */
  readonly lastError: { readonly at: string; readonly detail: string } | null;
}

/** Targets at rest: the secret is sealed, bound to the target's id. */
export class TargetStore {
  constructor(
    private readonly pool: pg.Pool,
    private readonly box: SecretBox,
  ) {}

  /** @throws UnknownKeyError  secrets are there that our key doesn't open */
  async assertKeyFits(): Promise<void> {
    const { rows } = await this.pool.query<{ key_id: string }>('SELECT DISTINCT key_id FROM notifier.alarm_target WHERE key_id IS NOT NULL');
    this.box.assertKeysKnown(rows.map(({ key_id }) => key_id));
  }

  async views(): Promise<TargetView[]> {
    const { rows } = await this.pool.query<Row>('SELECT * FROM notifier.alarm_target ORDER BY created_at DESC, id DESC LIMIT 500');
    return rows.map(viewOf);
  }

  async view(id: string): Promise<TargetView | undefined> {
    const row = await this.#row(id);
    return row && viewOf(row);
  }

  async find(id: string): Promise<Target | undefined> {
    const row = await this.#row(id);
    return row && this.#open(row);
  }

  async insert(target: NewTarget): Promise<string> {
    const id = randomUUID();
    await this.#save({ id, ...target });
    return id;
  }

  update(target: Target): Promise<void> {
    return this.#save(target);
  }

  async delete(id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('DELETE FROM notifier.alarm_target WHERE id = $1', [id]);
    return rowCount === 1;
  }

  async #save({ id, kind, name, locale, enabled, settings }: Target): Promise<void> {
    const plain: Record<string, unknown> = { ...settings };
    const secret = plain[SECRET[kind].name];
    delete plain[SECRET[kind].name];
    const sealed = typeof secret === 'string' ? this.box.seal(secret, contextOf(id)) : null;
    await this.pool.query(
      `INSERT INTO notifier.alarm_target (id, kind, name, locale, enabled, settings, secrets, key_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now())
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, locale = excluded.locale, enabled = excluded.enabled,
         settings = excluded.settings, secrets = excluded.secrets, key_id = excluded.key_id`,
      [id, kind, name, locale, enabled, JSON.stringify(plain), sealed, sealed && keyIdOf(sealed)],
    );
  }

  async #row(id: string): Promise<Row | undefined> {
    const { rows } = await this.pool.query<Row>('SELECT * FROM notifier.alarm_target WHERE id = $1', [id]);
    return rows[0];
  }

  #open({ id, kind, name, locale, enabled, settings, secrets }: Row): Target {
    const secret = secrets && { [SECRET[kind].name]: this.box.open(secrets, contextOf(id)) };
    // What was stored passed the schema of its kind.
    return { id, kind, name, locale, enabled, settings: { ...settings, ...secret } } as Target;
  }
}

function contextOf(id: string): string {
  return `alarm-target:${id}`;
}

function viewOf({ id, kind, name, locale, enabled, settings, secrets, created_at, last_sent_at, last_error, last_error_at }: Row): TargetView {
  return {
    id, kind, name, locale, enabled,
    settings: { ...settings, ...(secrets && { [SECRET[kind].name]: MASK }) },
    createdAt: created_at.toISOString(),
    lastSentAt: last_sent_at?.toISOString() ?? null,
    lastError: last_error && last_error_at ? { at: last_error_at.toISOString(), detail: last_error } : null,
  };
}
