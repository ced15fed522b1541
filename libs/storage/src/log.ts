/** What this library says while it works. A pino logger fits as it is. */
export interface StorageLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** For callers that want silence (tests). */
export const silentLog: StorageLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
