/** The embedded PostgreSQL could not be started or kept; the message says why and ends with the tail of its log. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** Another hub works with this data folder. */
export class HubRunningError extends Error {
  override readonly name = 'HubRunningError';
}
