/** This PostgreSQL can't keep the promises made here (too old, or it forgets what it confirmed). */
export class UnsuitableDatabaseError extends Error {
  override readonly name = 'UnsuitableDatabaseError';
}

/** The login may not do what migrating needs. `sql` is what a database administrator has to run. */
export class MissingPrivilegeError extends Error {
  override readonly name = 'MissingPrivilegeError';
  constructor(what: string, readonly sql: string, options?: ErrorOptions) {
    super(
      `${what}. Either give DATABASE_URL a login with CREATEROLE and CREATE on the database, or let an administrator run:\n\n${sql}\n\n` +
        'and give each service its own login in DATABASE_URL_<SERVICE>, a member of its role.',
      options,
    );
  }
}

/** A migration failed and was rolled back; those before it stay. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  constructor(readonly schema: string, readonly migration: string, options: { cause: unknown }) {
    const reason = options.cause instanceof Error ? options.cause.message : String(options.cause);
    super(`migration ${migration} of schema "${schema}" failed and was rolled back: ${reason}`, options);
  }
}
