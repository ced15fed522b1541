import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: replies that were asked for, and how far each came.
 * Why: what is under way is known before the provider is called, so that after a kill nothing is sent again in silence.
 */
export class Replies1763800000090 implements MigrationInterface {
  readonly name = 'Replies1763800000090';

  async up(runner: QueryRunner): Promise<void> {
    // `rests`: its next try waits for its account (an outage, other settings), not for its own time.
    // `part` of its messages are sent; `epoch` is that of the lease under which the next one was begun.
    await runner.query(`
      create table intake.reply (
        id uuid primary key,
        account_id uuid not null,
        conversation_id text not null,
        sequence bigint not null,
        contact_id uuid not null,
        message bytea not null,
        state text not null check (state in ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown')),
        revision integer not null default 0,
        part integer not null default 0,
        tries integer not null default 0,
        epoch bigint,
        begun_at timestamptz,
        next_try_at timestamptz,
        rests boolean not null default false,
        code text not null default '',
        key text,
        provider_ids text[] not null default '{}',
        changed_at timestamptz not null default now()
      )`);
    await runner.query(`create index reply_open on intake.reply (account_id, conversation_id, sequence, id) where state in ('queued', 'sending')`);
    await runner.query(`create index reply_conversation on intake.reply (account_id, conversation_id)`);
    await runner.query(`create index reply_key on intake.reply (account_id, key)`);
    await runner.query(`create index reply_contact on intake.reply (contact_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.reply`);
  }
}
