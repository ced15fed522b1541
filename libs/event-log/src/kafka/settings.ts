import { readFileSync } from 'node:fs';
import { ConfigError, type Environment, type SettingFault } from '@tributary/platform';

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
  const reading = new Reading(env);
  const tls = readTls(reading);
  const sasl = readSasl(reading);
  const settings: KafkaSettings = {
    brokers: reading.brokers('KAFKA_BROKERS'),
    clientId: reading.name('KAFKA_CLIENT_ID') ?? 'tributary',
    prefix: reading.name('KAFKA_TOPIC_PREFIX') ?? '',
    tls,
    sasl,
    warnings: sasl && !tls ? ['KAFKA_SASL_PASSWORD crosses the network unprotected: set KAFKA_SSL=true'] : [],
  };
  if (reading.faults.length > 0) throw new ConfigError(reading.faults);
  return settings;
}

function readTls(reading: Reading): KafkaSettings['tls'] {
  const wanted = reading.oneOf('KAFKA_SSL', ['true', 'false']) === 'true';
  const [ca, cert, key] = [reading.file('KAFKA_SSL_CA_FILE'), reading.file('KAFKA_SSL_CERT_FILE'), reading.file('KAFKA_SSL_KEY_FILE')];
  if (!wanted && (ca ?? cert ?? key) !== undefined) reading.fault('KAFKA_SSL', 'must be true: certificate files are given');
  reading.together(['KAFKA_SSL_CERT_FILE', 'KAFKA_SSL_KEY_FILE']);
  return wanted ? { ca, cert, key } : undefined;
}

function readSasl(reading: Reading): KafkaSettings['sasl'] {
  const mechanism = reading.oneOf('KAFKA_SASL_MECHANISM', MECHANISMS);
  const username = reading.text('KAFKA_SASL_USERNAME');
  const password = reading.secret('KAFKA_SASL_PASSWORD');
  reading.together(['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD']);
  return mechanism && username && password ? { mechanism, username, password } : undefined;
}

/** Reads one setting after another and collects what is wrong. */
class Reading {
  readonly faults: SettingFault[] = [];

  constructor(private readonly env: Environment) {}

  text(name: string): string | undefined {
    return this.env[name] || undefined;
  }

  /** What topics, groups and clients may be called. */
  name(name: string): string | undefined {
    const text = this.text(name);
    if (text !== undefined && !/^[\w.-]{1,100}$/.test(text)) this.fault(name, 'holds something else than letters, digits, ".", "_" and "-"');
    return text;
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.text(name);
    const choice = choices.find((one) => one === text);
    if (text !== undefined && choice === undefined) this.fault(name, `is none of ${choices.join(', ')}`);
    return choice;
  }

  brokers(name: string): string[] {
    const brokers = (this.text(name) ?? '').split(',').map((broker) => broker.trim()).filter(Boolean);
    if (brokers.length === 0 || !brokers.every((broker) => /^(\[[\da-fA-F:]+\]|[^\s:/]+):\d{1,5}$/.test(broker))) {
      this.fault(name, 'holds something else than host:port separated by commas');
    }
    return brokers;
  }

  /** The content of the file that a setting names. */
  file(name: string): string | undefined {
    const path = this.text(name);
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (cause) {
      this.fault(name, `can't be read (${(cause as NodeJS.ErrnoException).code ?? 'error'})`);
      return '';
    }
  }

  /** A setting, or the file that `<NAME>_FILE` names. */
  secret(name: string): string | undefined {
    const inFile = this.file(`${name}_FILE`);
    if (inFile !== undefined && this.text(name) !== undefined) this.fault(name, `is given twice: as ${name} and as ${name}_FILE`);
    return this.text(name) ?? inFile?.replace(/\r?\n$/, '');
  }

  together(names: readonly string[]): void {
    const missing = names.filter((name) => !this.text(name) && !this.text(`${name}_FILE`));
    if (missing.length === names.length) return;
    for (const name of missing) this.fault(name, `is missing: ${names.filter((one) => !missing.includes(one)).join(', ')} needs it`);
  }

  fault(name: string, fault: string): void {
    this.faults.push({ name, fault });
  }
}
