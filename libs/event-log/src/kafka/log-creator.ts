import type { LogEntry, logCreator } from 'kafkajs';
import type { Log } from '@tributary/platform';
import { logLevel } from './client.js';

/**
 * Hands kafkajs' messages to our log, for debugging only: what it calls an error it tries again, several times a second
 * while Kafka is away, and what it gives up reaches us as an exception.
 */
export function logTo(log: Log): logCreator {
  return () =>
    ({ level, namespace, log: { message, error, broker, groupId, retryCount } }: LogEntry) => {
      const facts = { kafka: namespace, broker, groupId, retryCount, error: typeof error === 'string' ? error : undefined };
      if (level === logLevel.DEBUG) log.trace(facts, message);
      else log.debug(facts, message);
    };
}
