// Who changed what. Written before the change begins ("started") and ended after it, so that a change whose end was
// never seen is still there. Names of fields only: values may be secrets or a customer's data.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAudit1764000000005 implements MigrationInterface {
  readonly name = 'CreateAudit1764000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table console.audit (
        id             bigint generated always as identity primary key,
        at             timestamptz not null default clock_timestamp(),
        actor_kind     text not null check (actor_kind in ('user', 'token', 'nobody')),
        actor_id       text,
        actor_name     text,
        actor_role     text,
        method         text not null,
        route          text not null,
        object_id      text,
        outcome        text not null check (outcome in ('started', 'done', 'refused', 'failed')),
        status         smallint,
        fields         text[] not null,
        request_id     text not null,
        client_address text not null
      )`);
    await runner.query('create index audit_object_id on console.audit (object_id, id) where object_id is not null');
    await runner.query('create index audit_actor_id on console.audit (actor_id, id) where actor_id is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table console.audit');
  }
}
