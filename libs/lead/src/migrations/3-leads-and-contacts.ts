import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Leads (one open for each person and line, by index) and the contacts that made or joined them. */
export class LeadsAndContacts1763800000003 implements MigrationInterface {
  readonly name = 'LeadsAndContacts1763800000003';

  async up(runner: QueryRunner): Promise<void> {
    // person_id is empty for contacts that carry shared identities only: they stand without a person until told.
    await runner.query(`
      create table lead.lead (
        id uuid primary key,
        person_id uuid,
        line text not null,
        status text not null default 'open' check (status in ('open', 'closed')),
        manager_id uuid,
        queue_id text,
        contacts_count integer not null,
        opened_at timestamptz not null,
        last_contact_at timestamptz not null,
        taken_at timestamptz,
        closed_at timestamptz,
        outcome text,
        note text,
        check ((status = 'closed') = (closed_at is not null and outcome is not null))
      ) with (fillfactor = 90)`);
    await runner.query(`create unique index lead_one_open on lead.lead (person_id, line) where status = 'open'`);
    await runner.query(`create index lead_person on lead.lead (person_id)`);
    // Ids are UUIDv7: newest first is the order of ids.
    await runner.query(`create index lead_manager on lead.lead (manager_id, status, id)`);

    await runner.query(`
      create table lead.contact (
        id uuid primary key,
        revision integer not null,
        account_id text not null,
        channel text not null,
        line text not null,
        conversation_id text not null,
        external_id text not null,
        kind text not null,
        occurred_at timestamptz not null,
        received_at timestamptz not null,
        published_at timestamptz not null,
        snapshot bytea not null,
        search text not null,
        person_id uuid,
        lead_id uuid,
        not_lead_reason text,
        decision jsonb not null,
        matched_at timestamptz not null,
        assigned_at timestamptz,
        check ((lead_id is null) = (not_lead_reason is not null))
      ) with (fillfactor = 95)`);
    await runner.query(`create index contact_newest on lead.contact (received_at, id)`);
    await runner.query(`create index contact_account on lead.contact (account_id, received_at, id)`);
    await runner.query(`create index contact_channel on lead.contact (channel, received_at, id)`);
    await runner.query(`create index contact_person on lead.contact (person_id)`);
    await runner.query(`create index contact_lead on lead.contact (lead_id)`);
    // A hash: external ids are exact or nothing, and some sources' are long.
    await runner.query(`create index contact_external on lead.contact using hash (external_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table lead.contact, lead.lead`);
  }
}
