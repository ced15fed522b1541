import { ConfigError, type Environment, SettingsReading } from '@tributary/platform';

export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Goes before the names of topics and groups, so that several installations may share a cluster. */
  readonly prefix: string;
  /** Undefined: plain text. PEM texts, or nothing for the system's authorities. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: { readonly mechanism: SaslMechanism; readonly username: string; readonly password: string };
  /** Things worth a warning at start. */
  readonly warnings: readonly string[];
}

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof MECHANISMS)[number];

/**
 * Reads how to reach Kafka: `KAFKA_BROKERS`, `KAFKA_CLIENT_ID` (tributary), `KAFKA_TOPIC_PREFIX`, `KAFKA_SSL` (true or
 * false), `KAFKA_SSL_CA_FILE`, `KAFKA_SSL_CERT_FILE` with `KAFKA_SSL_KEY_FILE`, `KAFKA_SASL_MECHANISM` with
 * `KAFKA_SASL_USERNAME` and `KAFKA_SASL_PASSWORD` (or `KAFKA_SASL_PASSWORD_FILE`).
 * @returns undefined without `KAFKA_BROKERS`: consumers read the PostgreSQL log itself
 * @throws ConfigError  names all wrong settings at once, never their values
 */
export function kafkaSettings(env: Environment): KafkaSettings | undefined {
  if (!env.KAFKA_BROKERS) return undefined;
  const reading = new SettingsReading(env);
  const tls = readTls(reading);
  const sasl = readSasl(reading);
  const settings: KafkaSettings = {
    brokers: brokersOf(reading, 'KAFKA_BROKERS'),
    clientId: nameOf(reading, 'KAFKA_CLIENT_ID') ?? 'tributary',
    prefix: nameOf(reading, 'KAFKA_TOPIC_PREFIX') ?? '',
    tls,
    sasl,
    warnings: sasl && !tls ? ['KAFKA_SASL_PASSWORD crosses the network unprotected: set KAFKA_SSL=true'] : [],
  };
  if (reading.faults.length > 0) throw new ConfigError(reading.faults);
  return settings;
}

function readTls(reading: SettingsReading): KafkaSettings['tls'] {
  const wanted = reading.oneOf('KAFKA_SSL', ['true', 'false']) === 'true';
  const [ca, cert, key] = [reading.file('KAFKA_SSL_CA_FILE'), reading.file('KAFKA_SSL_CERT_FILE'), reading.file('KAFKA_SSL_KEY_FILE')];
  if (!wanted && (ca ?? cert ?? key) !== undefined) reading.fault('KAFKA_SSL', 'must be true: certificate files are given');
  reading.together(['KAFKA_SSL_CERT_FILE', 'KAFKA_SSL_KEY_FILE']);
  return wanted ? { ca, cert, key } : undefined;
}

function readSasl(reading: SettingsReading): KafkaSettings['sasl'] {
  const mechanism = reading.oneOf('KAFKA_SASL_MECHANISM', MECHANISMS);
  const username = reading.text('KAFKA_SASL_USERNAME');
  const password = reading.secret('KAFKA_SASL_PASSWORD');
  reading.together(['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD']);
  return mechanism && username && password ? { mechanism, username, password } : undefined;
}

/** What topics, groups and clients may be called. */
function nameOf(reading: SettingsReading, name: string): string | undefined {
  const text = reading.text(name);
  if (text !== undefined && !/^[\w.-]{1,100}$/.test(text)) reading.fault(name, 'holds something else than letters, digits, ".", "_" and "-"');
  return text;
}

function brokersOf(reading: SettingsReading, name: string): string[] {
  const brokers = (reading.text(name) ?? '').split(',').map((broker) => broker.trim()).filter(Boolean);
  if (brokers.length === 0 || !brokers.every(isAddress)) reading.fault(name, 'holds something else than host:port separated by commas');
  return brokers;
}

function isAddress(broker: string): boolean {
  const port = Number(/^(?:\[[\da-fA-F:]+\]|[^\s:/]+):(\d{1,5})$/.exec(broker)?.[1] ?? 0);
  return port >= 1 && port <= 65_535;
}
