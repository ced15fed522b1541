import { pino, type DestinationStream, type LogFn, type Logger } from 'pino';
import type { LogLevel } from '../config/config.js';
import { describeError } from './describe-error.js';

export type Log = Logger;

const SECRET_NAMES = ['authorization', 'cookie', 'set-cookie', 'password', 'token', 'secret', 'secretKey', 'apiToken', 'accessToken', 'authToken', 'adminPassword', 'databaseUrl'];
/** Bare and up to two levels down: deeper objects are not logged here. */
const SECRET_PATHS = SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);

/** A password inside a URL, as database drivers like to print it. */
const URL_PASSWORD = /(\b[a-z][a-z\d+.-]*:\/\/[^\s:/@]*):[^\s@]+@/gi;

/**
 * JSON lines on stdout, secrets blotted out. Log ids and counts, never message text or personal data.
 * @param destination  for tests; stdout otherwise
 */
export function createLogger(options: { level?: LogLevel; name?: string } = {}, destination?: DestinationStream): Log {
  return pino(
    {
      level: options.level ?? 'info',
      ...(options.name === undefined ? {} : { name: options.name }),
      base: { pid: process.pid },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: { paths: SECRET_PATHS, censor: '[secret]' },
      hooks: {
        streamWrite: (line) => line.replace(URL_PASSWORD, '$1:[secret]@'),
        logMethod(args, write) {
          write.apply(this, withQuietMessage(args));
        },
      },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

/** An error logged without words would lend its own message, which may hold data: it gets the cleaned one. */
function withQuietMessage(args: Parameters<LogFn>): Parameters<LogFn> {
  const [subject, ...words] = args as unknown[];
  if (words.length > 0 || typeof subject !== 'object' || subject === null) return args;
  const err = subject instanceof Error ? subject : (subject as { err?: unknown }).err;
  if (!(err instanceof Error)) return args;
  return [subject instanceof Error ? { err } : subject, describeError(err).message] as Parameters<LogFn>;
}
