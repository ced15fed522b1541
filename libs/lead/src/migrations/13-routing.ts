import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What: rules by version, hours, presence, skills, capacity, departments; what a lead waits for and until when; who has had it;
 * how many open leads everybody has.
 * Why: whose a lead is follows from these, and each decision can be told afterwards.
 */
export class Routing1795305800013 implements MigrationInterface {
  readonly name = 'Routing1795305800013';

  async up(runner: QueryRunner): Promise<void> {
    // The head is not referred to by key: managers refer to their department, and a circle can't be loaded in order.
    await runner.query(`
      create table lead.department (
        id text primary key,
        name text not null,
        head_id uuid,
        created_at timestamptz not null default now()
      )`);
    await runner.query(`
      alter table lead.manager
        add column department_id text references lead.department (id),
        add column presence_by text not null default 'always' check (presence_by in ('always', 'schedule', 'signed-in')),
        add column hours jsonb,
        add column time_zone text,
        add column calendar text,
        add column skills text[] not null default '{}',
        add column capacity integer,
        add column channel_capacity jsonb not null default '{}',
        add column said text check (said in ('available', 'paused', 'absent')),
        add column said_until timestamptz,
        add column said_note text,
        add column substitute_id uuid references lead.manager (id)`);
    // Written every minute by whoever looks at the console: apart, so that it changes nothing else.
    await runner.query(`create table lead.sign_of_life (manager_id uuid primary key, seen_at timestamptz not null) with (fillfactor = 50)`);
    await runner.query(`
      alter table lead.queue
        add column overflow_id text references lead.queue (id),
        add column take_minutes integer,
        add column department_id text references lead.department (id)`);
    await runner.query(`alter table lead.queue_member add column share integer not null default 1`);
    await runner.query(`
      alter table lead.line
        add column hours jsonb,
        add column calendar text,
        add column out_of_hours jsonb not null default '{"kind": "assign"}',
        add column patience_minutes integer not null default 0,
        add column answer_minutes integer,
        add column call_back_minutes integer`);
    // A year as somebody changed it; what isn't here is as the program knows it.
    await runner.query(`create table lead.calendar_year (country text not null, year integer not null, days jsonb not null, primary key (country, year))`);
    await runner.query(`
      create table lead.routing_version (
        version integer generated always as identity primary key,
        rules jsonb not null,
        author text not null,
        note text not null default '',
        created_at timestamptz not null default now()
      )`);
    await runner.query(`alter table lead.person add column vip boolean not null default false`);
    await runner.query(`alter table lead.company add column vip boolean not null default false`);
    await this.#officeVersion(runner);
    await this.#leads(runner);
    await this.#loads(runner);
  }

  /** A new random version whenever anything of the office changes: who has read that version before need not read again. */
  async #officeVersion(runner: QueryRunner): Promise<void> {
    await runner.query(`create table lead.office_version (one boolean primary key default true check (one), version uuid not null default gen_random_uuid())`);
    await runner.query(`insert into lead.office_version default values`);
    await runner.query(`
      create function lead.office_changed() returns trigger language plpgsql as $$
        begin update lead.office_version set version = gen_random_uuid(); return null; end $$`);
    for (const table of ['manager', 'queue_member', 'line', 'department', 'calendar_year', 'routing_version']) {
      await runner.query(`create trigger office_changed after insert or update or delete on lead.${table} for each statement execute function lead.office_changed()`);
    }
    // Its turn goes on with each batch, and that is no change.
    await runner.query(`
      create trigger office_changed after insert or delete or update of name, strategy, overflow_id, take_minutes, department_id on lead.queue
        for each statement execute function lead.office_changed()`);
  }

  async #leads(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lead.lead
        add column channel text not null default '',
        add column waiting text check (waiting in ('held', 'queue', 'claim', 'pool')),
        add column due_at timestamptz,
        add column due text check (due in ('opening', 'take', 'owner')),
        add column skills text[] not null default '{}',
        add column tried uuid[] not null default '{}',
        add column assigned_at timestamptz,
        add column answer_due_at timestamptz,
        add column answered_at timestamptz,
        add column quiet boolean not null default false`);
    await runner.query(`create index lead_due on lead.lead (due_at) where due_at is not null and status = 'open'`);
    await runner.query(`create index lead_answer_due on lead.lead (answer_due_at) where answer_due_at is not null and status = 'open'`);
    await runner.query(`create index lead_waiting on lead.lead (queue_id, opened_at, id) where waiting = 'queue' and status = 'open'`);
    // Every change of hands after the first decision, which stands with the contact.
    await runner.query(`
      create table lead.assignment (
        id uuid primary key,
        lead_id uuid not null,
        manager_id uuid,
        reason text not null,
        steps jsonb not null,
        actor text not null default '',
        at timestamptz not null
      )`);
    await runner.query(`create index assignment_lead on lead.assignment (lead_id, at)`);
  }

  /** Open leads of each manager by channel, whatever changes them. */
  async #loads(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lead.load (
        manager_id uuid not null,
        channel text not null,
        open integer not null,
        primary key (manager_id, channel)
      ) with (fillfactor = 50)`);
    await runner.query(`insert into lead.load select manager_id, channel, count(*) from lead.lead where status = 'open' and manager_id is not null group by 1, 2`);
    await runner.query(`
      create function lead.load_opened() returns trigger language plpgsql as $$
        begin
          insert into lead.load as l (manager_id, channel, open)
          select manager_id, channel, count(*) from new_rows where status = 'open' and manager_id is not null group by 1, 2 order by 1, 2
          on conflict (manager_id, channel) do update set open = l.open + excluded.open;
          return null;
        end $$`);
    await runner.query(`
      create function lead.load_changed() returns trigger language plpgsql as $$
        begin
          insert into lead.load as l (manager_id, channel, open)
          select manager_id, channel, sum(n) from (
            select n.manager_id, n.channel, 1 as n from new_rows n join old_rows o using (id)
             where n.status = 'open' and n.manager_id is not null and (o.status, o.manager_id, o.channel) is distinct from (n.status, n.manager_id, n.channel)
            union all
            select o.manager_id, o.channel, -1 from new_rows n join old_rows o using (id)
             where o.status = 'open' and o.manager_id is not null and (o.status, o.manager_id, o.channel) is distinct from (n.status, n.manager_id, n.channel)) changed
           group by 1, 2 having sum(n) <> 0 order by 1, 2
          on conflict (manager_id, channel) do update set open = l.open + excluded.open;
          return null;
        end $$`);
    await runner.query(`
      create function lead.load_gone() returns trigger language plpgsql as $$
        begin
          update lead.load l set open = l.open - gone.n
            from (select manager_id, channel, count(*) as n from old_rows where status = 'open' and manager_id is not null group by 1, 2 order by 1, 2) gone
           where l.manager_id = gone.manager_id and l.channel = gone.channel;
          return null;
        end $$`);
    await runner.query(`create trigger load_opened after insert on lead.lead referencing new table as new_rows for each statement execute function lead.load_opened()`);
    await runner.query(`
      create trigger load_changed after update on lead.lead referencing new table as new_rows old table as old_rows
        for each statement execute function lead.load_changed()`);
    await runner.query(`create trigger load_gone after delete on lead.lead referencing old table as old_rows for each statement execute function lead.load_gone()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger load_opened on lead.lead`);
    await runner.query(`drop trigger load_changed on lead.lead`);
    await runner.query(`drop trigger load_gone on lead.lead`);
    await runner.query(`drop function lead.load_opened, lead.load_changed, lead.load_gone`);
    for (const table of ['manager', 'queue_member', 'line', 'department', 'calendar_year', 'routing_version', 'queue']) {
      await runner.query(`drop trigger office_changed on lead.${table}`);
    }
    await runner.query(`drop function lead.office_changed`);
    await runner.query(`drop table lead.load, lead.assignment, lead.office_version, lead.routing_version, lead.calendar_year, lead.sign_of_life`);
    await runner.query(`
      alter table lead.lead drop column channel, drop column waiting, drop column due_at, drop column due, drop column skills, drop column tried,
        drop column assigned_at, drop column answer_due_at, drop column answered_at, drop column quiet`);
    await runner.query(`alter table lead.company drop column vip`);
    await runner.query(`alter table lead.person drop column vip`);
    await runner.query(`
      alter table lead.line drop column hours, drop column calendar, drop column out_of_hours, drop column patience_minutes,
        drop column answer_minutes, drop column call_back_minutes`);
    await runner.query(`alter table lead.queue_member drop column share`);
    await runner.query(`alter table lead.queue drop column overflow_id, drop column take_minutes, drop column department_id`);
    await runner.query(`
      alter table lead.manager drop column department_id, drop column presence_by, drop column hours, drop column time_zone, drop column calendar,
        drop column skills, drop column capacity, drop column channel_capacity, drop column said, drop column said_until, drop column said_note,
        drop column substitute_id`);
    await runner.query(`drop table lead.department`);
  }
}
