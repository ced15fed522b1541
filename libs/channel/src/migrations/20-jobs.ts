import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Backfills and reconciles that were asked for, and gaps of outages: taken by the account's owner, readable by everybody. */
export class Jobs1763800000020 implements MigrationInterface {
  readonly name = 'Jobs1763800000020';

  async up(runner: QueryRunner): Promise<void> {
    // `epoch` is that of the lease under which it runs; a job that runs under an earlier one was left behind by an owner.
    await runner.query(`
      create table intake.job (
        id uuid primary key,
        account_id uuid not null,
        kind text not null,
        cause text not null check (cause in ('asked', 'outage')),
        window_from timestamptz not null,
        window_to timestamptz not null,
        dry_run boolean not null default false,
        notify boolean not null,
        state text not null check (state in ('waiting', 'running', 'done', 'failed')),
        epoch bigint,
        tries integer not null default 0,
        counted integer,
        missing integer,
        fetched integer not null default 0,
        stored integer not null default 0,
        failure json,
        asked_at timestamptz not null default now(),
        next_try_at timestamptz,
        started_at timestamptz,
        ended_at timestamptz
      )`);
    await runner.query(`create index job_account on intake.job (account_id, asked_at, id)`);
    await runner.query(`create index job_open on intake.job (account_id) where state in ('waiting', 'running')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table intake.job`);
  }
}
