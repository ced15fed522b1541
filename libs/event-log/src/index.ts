export { type KafkaSettings, kafkaSettings } from './kafka/settings.js';
export * from './port.js';
export { MAX_COUNTED_LAG, PostgresLogReader } from './postgres/log-reader.js';
export { type Notification, type NotificationListener, Notifications } from './postgres/notifications.js';
export { LOG_READER, LOG_WRITER, logSchema } from './postgres/log-schema.js';
export { MAX_VALUE_BYTES, PostgresLogWriter } from './postgres/log-writer.js';
export { newEpoch } from './postgres/restore.js';
export { KEEP_MS, keepPurging, purgeLog } from './postgres/retention.js';
export type { Timing } from './postgres/timing.js';
