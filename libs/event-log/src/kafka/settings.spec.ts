import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@tributary/platform';
import { kafkaSettings } from './settings.js';

describe('the settings of Kafka', () => {
  let dir: string;
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tributary-settings-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('are none without brokers', () => {
    expect(kafkaSettings({ KAFKA_SSL: 'nonsense' })).toBeUndefined();
  });

  it('are few in the simplest case', () => {
    expect(kafkaSettings({ KAFKA_BROKERS: 'one:9092, [::1]:9093' })).toEqual({
      brokers: ['one:9092', '[::1]:9093'],
      clientId: 'tributary',
      prefix: '',
      tls: undefined,
      sasl: undefined,
      warnings: [],
    });
  });

  it('are read with certificates and a password from files', () => {
    const settings = kafkaSettings({
      KAFKA_BROKERS: 'one:9093',
      KAFKA_CLIENT_ID: 'lead-1',
      KAFKA_TOPIC_PREFIX: 'acme.',
      KAFKA_SSL: 'true',
      KAFKA_SSL_CA_FILE: file('ca.pem', 'CA'),
      KAFKA_SSL_CERT_FILE: file('cert.pem', 'CERT'),
      KAFKA_SSL_KEY_FILE: file('key.pem', 'KEY'),
      KAFKA_SASL_MECHANISM: 'scram-sha-256',
      KAFKA_SASL_USERNAME: 'hub',
      KAFKA_SASL_PASSWORD_FILE: file('password', 'secret\n'),
    });
    expect(settings).toEqual({
      brokers: ['one:9093'],
      clientId: 'lead-1',
      prefix: 'acme.',
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY' },
      sasl: { mechanism: 'scram-sha-256', username: 'hub', password: 'secret' },
      warnings: [],
    });
  });

  it('warn of a password without TLS', () => {
    const sasl = { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'hub', KAFKA_SASL_PASSWORD: 'secret' };
    expect(kafkaSettings({ KAFKA_BROKERS: 'one:9092', ...sasl })?.warnings).toEqual([expect.stringContaining('KAFKA_SSL=true')]);
  });

  it('name all that is wrong at once, and no secret', () => {
    const wrong = {
      KAFKA_BROKERS: 'one',
      KAFKA_CLIENT_ID: 'with space',
      KAFKA_TOPIC_PREFIX: 'a/b',
      KAFKA_SSL: 'yes',
      KAFKA_SSL_CERT_FILE: join(dir, 'absent'),
      KAFKA_SASL_MECHANISM: 'gssapi',
      KAFKA_SASL_PASSWORD: 'top-secret',
      KAFKA_SASL_PASSWORD_FILE: file('another', 'hidden'),
    };
    const faults = faultsOf(wrong);
    expect(faults.map(({ name }) => name).sort()).toEqual([
      'KAFKA_BROKERS', 'KAFKA_CLIENT_ID', 'KAFKA_SASL_MECHANISM', 'KAFKA_SASL_PASSWORD', 'KAFKA_SASL_USERNAME',
      'KAFKA_SSL', 'KAFKA_SSL', 'KAFKA_SSL_CERT_FILE', 'KAFKA_SSL_KEY_FILE', 'KAFKA_TOPIC_PREFIX',
    ]);
    expect(JSON.stringify(faults)).not.toMatch(/top-secret|hidden/);
  });

  it.each(['one:0', 'one:65536', 'one:9092;two:9092', 'http://one:9092', ','])('name no broker %s', (brokers) => {
    expect(faultsOf({ KAFKA_BROKERS: brokers }).map(({ name }) => name)).toEqual(['KAFKA_BROKERS']);
  });

  it('take no empty file for a password: that would be none', () => {
    const env = { KAFKA_BROKERS: 'one:9092', KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'hub', KAFKA_SASL_PASSWORD_FILE: file('empty', '\n') };
    expect(faultsOf(env)).toEqual([{ name: 'KAFKA_SASL_PASSWORD_FILE', fault: 'names an empty file' }]);
  });
});

function faultsOf(env: Record<string, string>): ConfigError['faults'] {
  try {
    kafkaSettings(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  throw new Error('nothing was found wrong');
}
