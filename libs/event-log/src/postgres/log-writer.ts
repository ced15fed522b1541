import type { LogWriter, NewRecord, Transaction } from '../port.js';
import { byteaArray, jsonbArray } from '@tributary/storage';

/** Largest value of a record; what is larger belongs in a blob. */
export const MAX_VALUE_BYTES = 262_144;

/** Appends by one statement a call. The role of the transaction needs `tributary_log_writer`. */
export class PostgresLogWriter implements LogWriter {
  async append(transaction: Transaction, records: readonly NewRecord[]): Promise<void> {
    if (records.length === 0) return;
    await transaction.query({
      name: 'log.append',
      text: 'SELECT log.append($1::text[], $2::text[], $3::jsonb[], $4::bytea[])',
      values: [
        records.map(({ topic }) => topic),
        records.map(({ key }) => key),
        jsonbArray(records.map(({ headers }) => headers ?? {})),
        byteaArray(records.map(boundedValue)),
      ],
    });
  }
}

function boundedValue({ topic, value }: NewRecord): Uint8Array | null {
  if (value && value.length > MAX_VALUE_BYTES) {
    throw new RangeError(`a value of ${value.length} bytes for ${topic}; at most ${MAX_VALUE_BYTES} go into the log`);
  }
  return value;
}
