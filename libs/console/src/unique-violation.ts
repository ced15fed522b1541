import pg from 'pg';

/** PostgreSQL's SQLSTATE 23505. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505';
}
