import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { LogRecord, Topic } from '../port.js';
import { KEEP_MS } from '../postgres/retention.js';

/** CloudEvents' binary mode: attributes as headers with this prefix. */
const ATTRIBUTE = 'ce_';
const SPEC_VERSION = `${ATTRIBUTE}specversion`;
/** Where and when the record was appended to the log in PostgreSQL: a link of custody. */
const LOG_OFFSET = 'tributary_offset';
const LOG_APPENDED_AT = 'tributary_appended_at';

/** Kafka deletes by timestamp: what comes late, after a long outage, must stay long enough to be read. */
const OLDEST_MS = KEEP_MS - 24 * 60 * 60 * 1000;

/**
 * A record of the log as a Kafka message. Its timestamp is the time of appending, so that `rewind` and the retention
 * mean the same in both logs; but what is too old for Kafka to keep stays for a day.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
export function toMessage({ key, value, headers, offset, appendedAt }: LogRecord, now = Date.now()): Message {
  return {
    key,
    value: value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    timestamp: String(Math.max(appendedAt.getTime(), now - OLDEST_MS)),
    headers: {
      [SPEC_VERSION]: '1.0',
      ...Object.fromEntries(Object.entries(headers).map(([name, text]) => [ATTRIBUTE + name, text])),
      'content-type': 'application/protobuf',
      [LOG_OFFSET]: offset,
      [LOG_APPENDED_AT]: appendedAt.toISOString(),
    },
  };
}

/** A Kafka message as a record. Takes those of other producers as well: then Kafka's timestamp is the time of appending. */
export function toRecord(topic: Topic, partition: number, { key, value, headers, offset, timestamp }: KafkaMessage): LogRecord {
  return {
    topic,
    key: key?.toString() ?? '',
    value,
    headers: attributes(headers),
    offset: `${partition}/${offset}`,
    appendedAt: timeOf(textOf(headers?.[LOG_APPENDED_AT])) ?? timeOf(Number(timestamp)) ?? new Date(0),
  };
}

function attributes(headers: IHeaders | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const text = textOf(value);
    if (name.startsWith(ATTRIBUTE) && name !== SPEC_VERSION && text !== undefined) found[name.slice(ATTRIBUTE.length)] = text;
  }
  return found;
}

/** Kafka allows a header several times: the last one counts. */
function textOf(value: IHeaders[string]): string | undefined {
  return (Array.isArray(value) ? value.at(-1) : value)?.toString();
}

function timeOf(time: string | number | undefined): Date | undefined {
  const date = new Date(time ?? NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
