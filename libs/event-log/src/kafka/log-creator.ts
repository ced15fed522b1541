import type { LogEntry, logCreator } from 'kafkajs';
import type { Log } from '@tributary/platform';
import { logLevel } from './client.js';

/**
 * Hands kafkajs' messages to our log, one level lower: what it calls an error it tries again, and what it gives up
 * reaches us as an exception.
 */
export function logTo(log: Log): logCreator {
  return () =>
    ({ level, namespace, log: { message, error, broker, groupId, retryCount } }: LogEntry) => {
      const facts = { kafka: namespace, broker, groupId, retryCount, error: typeof error === 'string' ? error : undefined };
      if (level === logLevel.ERROR || level === logLevel.WARN) log.warn(facts, message);
      else if (level === logLevel.INFO) log.debug(facts, message);
      else log.trace(facts, message);
    };
}
