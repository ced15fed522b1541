import type { MigrationInterface } from 'typeorm';

/**
 * One service's part of the database: its schema, the role that owns it and how it came to be.
 * Nobody but that role touches the schema; others are let in by functions granted to group roles.
 */
export interface Schema {
  /** Name of the PostgreSQL schema, e.g. `intake`. */
  name: string;
  /** Role that owns the schema and everything in it, e.g. `tributary_intake`. Made without LOGIN. */
  role: string;
  /** Group roles that this role joins, e.g. `tributary_log_writer`. */
  memberOf?: string[];
  /** Group roles that this schema's migrations grant to; made before they run. */
  groups?: string[];
  /**
   * TypeORM migrations, named `<What><13 digits>`; one change a class. They run as `role`, each in a transaction of
   * its own, and qualify every name with the schema.
   */
  migrations: (new () => MigrationInterface)[];
}

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/**
 * A name that can stand in SQL and in connection options unquoted: what our own code calls its schemas and roles.
 * @throws RangeError  anything else
 */
export function plainName(name: string): string {
  if (!NAME.test(name)) throw new RangeError(`"${name}" is no plain lower-case SQL name`);
  return name;
}
