import { type KafkaSettings, kafkaSettings } from '@tributary/event-log';
import { type Environment, readTogether } from '@tributary/platform';
import { type S3Settings, s3Settings } from '@tributary/storage';

/** How to reach what may stand outside this process, or undefined where it does without. */
export interface OutsideSettings {
  /** Undefined: consumers read the PostgreSQL log itself. */
  readonly kafka?: KafkaSettings;
  /** Undefined: blobs are files in the data folder. */
  readonly s3?: S3Settings;
}

/** @throws ConfigError  names all wrong settings at once, never their values */
export function outsideSettings(env: Environment): OutsideSettings {
  return readTogether({ kafka: () => kafkaSettings(env), s3: () => s3Settings(env) });
}
