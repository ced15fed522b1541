import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: conversations with what is in them: contacts, replies, notes, events; who takes part, who has read how far, canned and automatic answers.
 * Why: what a customer wrote can be answered by the channel that it came by. Only contacts of channels that can be answered have a row here.
 */
export class Conversations1795305800015 implements MigrationInterface {
  readonly name = 'Conversations1795305800015';

  async up(runner: QueryRunner): Promise<void> {
    // Person and lead are those of the contact that an answer goes to, so that merges and changes of hands need nothing here.
    await runner.query(`
      create table lead.conversation (
        id uuid primary key,
        account_id text not null,
        channel text not null,
        line text not null,
        source_id text not null,
        title text not null default '',
        reply_to uuid not null,
        reply_to_at timestamptz not null,
        reach jsonb not null,
        reach_at timestamptz not null,
        contacts integer not null,
        replies bigint not null default 0,
        last_at timestamptz not null,
        last_kind text not null,
        last_text text not null,
        finished_at timestamptz,
        created_at timestamptz not null default now()
      ) with (fillfactor = 80)`);
    await runner.query(`create index conversation_newest on lead.conversation (last_at, id)`);
    await runner.query(`create index conversation_channel on lead.conversation (channel, last_at, id)`);
    await runner.query(`create index conversation_reply_to on lead.conversation (reply_to)`);
    // Ids are those of the contact, reply, note or event. \`number\`: how many of the customer's messages there were with this one.
    await runner.query(`
      create table lead.conversation_item (
        id uuid primary key,
        conversation_id uuid not null,
        kind text not null check (kind in ('contact', 'reply', 'note', 'event')),
        at timestamptz not null,
        number integer not null,
        text text,
        event text,
        author_user text,
        author_manager_id uuid,
        author_name text,
        manager_id uuid
      )`);
    await runner.query(`create index conversation_item_newest on lead.conversation_item (conversation_id, at, id)`);
    await this.#replies(runner);
    await runner.query(`
      create table lead.participant (
        conversation_id uuid not null,
        manager_id uuid not null,
        joined_at timestamptz not null default now(),
        primary key (conversation_id, manager_id)
      )`);
    await runner.query(`create index participant_manager on lead.participant (manager_id)`);
    // \`contacts\`: how many of the customer's messages this user has seen.
    await runner.query(`
      create table lead.conversation_view (
        user_id text not null,
        conversation_id uuid not null,
        contacts integer not null default 0,
        pinned_at timestamptz,
        primary key (user_id, conversation_id)
      )`);
    await runner.query(`create index conversation_view_pinned on lead.conversation_view (user_id) where pinned_at is not null`);
    await runner.query(`create index conversation_view_conversation on lead.conversation_view (conversation_id)`);
    await runner.query(`
      create table lead.canned_answer (
        id uuid primary key,
        name text not null,
        text text not null,
        line text,
        shared boolean not null,
        user_id text not null,
        created_at timestamptz not null default now()
      )`);
    await runner.query(`alter table lead.line add column answers jsonb not null default '{}'`);
  }

  async #replies(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lead.reply (
        id uuid primary key,
        conversation_id uuid not null,
        contact_id uuid not null,
        sequence bigint not null,
        text text not null,
        attachments jsonb not null default '[]',
        automatic text not null default '',
        author_user text,
        author_manager_id uuid,
        author_name text not null default '',
        key text,
        content_hash bytea,
        asked_at timestamptz not null,
        state text not null default 'queued',
        state_at timestamptz not null,
        revision integer not null default 0,
        code text not null default '',
        detail jsonb,
        next_try_at timestamptz,
        provider_ids text[] not null default '{}',
        unique (conversation_id, sequence)
      ) with (fillfactor = 80)`);
    await runner.query(`create unique index reply_key on lead.reply (author_user, key) where key is not null`);
    await runner.query(`create index reply_contact on lead.reply (contact_id)`);
    // An automatic answer is given once: to a conversation, in a closed time, for a lead.
    await runner.query(`
      create table lead.automatic_answer (
        conversation_id uuid not null,
        kind text not null,
        episode text not null,
        reply_id uuid not null,
        primary key (conversation_id, kind, episode)
      )`);
    // Leads whose customer is told that somebody is on it, if nobody answers by then.
    await runner.query(`create table lead.on_it (lead_id uuid primary key, conversation_id uuid not null, due_at timestamptz not null)`);
    await runner.query(`create index on_it_due on lead.on_it (due_at)`);
    await runner.query(`create index on_it_conversation on lead.on_it (conversation_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table lead.line drop column answers`);
    await runner.query(`
      drop table lead.on_it, lead.automatic_answer, lead.reply, lead.canned_answer, lead.conversation_view, lead.participant,
        lead.conversation_item, lead.conversation`);
  }
}
