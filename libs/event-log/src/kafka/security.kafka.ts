import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TOPICS } from '../port.js';
import { clusterOf } from '../testing/kafka-connection.js';
import { openKafkaLog } from '../testing/kafka-log.js';
import { Seen } from '../testing/seen.js';
import { ownBrokers } from '../testing/test-brokers.js';
import { inOpenTransaction } from '../testing/test-log.js';
import { TopicWatch } from './topic-watch.js';

const TOPIC = TOPICS.contacts;

describe('a broker that wants TLS and a password', () => {
  let env: Record<string, string>;
  let end: () => Promise<void>;

  beforeAll(async () => {
    const { brokers, dir, stop } = await ownBrokers({ sasl: true, tls: true });
    end = stop;
    const { sasl, ssl } = brokers.connection;
    const file = async (name: string, text = ''): Promise<string> => {
      await writeFile(join(dir, name), text);
      return join(dir, name);
    };
    env = {
      KAFKA_BROKERS: brokers.brokers,
      KAFKA_SSL: 'true',
      KAFKA_SSL_CA_FILE: await file('given-ca.pem', ssl?.ca),
      KAFKA_SASL_USERNAME: sasl?.username ?? '',
      KAFKA_SASL_PASSWORD_FILE: await file('given-password', `${sasl?.password}\n`),
    };
  }, 120_000);
  afterAll(() => end());

  it.each(['plain', 'scram-sha-512'])('is published to and read from by %s', async (mechanism) => {
    const log = await openKafkaLog({ ...env, KAFKA_SASL_MECHANISM: mechanism });
    const seen = new Seen();
    const consumer = await log.reader().consume({ group: 'readers', topic: TOPIC }, seen.handler);
    await inOpenTransaction(log, (transaction) => log.writer.append(transaction, [{ topic: TOPIC, key: 'k', value: Buffer.from('kept') }]));
    await seen.count(1);
    expect(seen.values).toEqual(['kept']);
    await consumer.stop();
    await log.close();
  }, 60_000);

  it('is shown as refusing a wrong password, which is told nobody', async () => {
    const { KAFKA_SASL_PASSWORD_FILE: _, ...rest } = env;
    const errors: unknown[] = [];
    const settings = { ...rest, KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_PASSWORD: 'not-the-password' };
    const watch = new TopicWatch(clusterOf(settings), { onError: (error) => errors.push(error) });
    await watch.start();
    await watch.stop();
    expect(watch.state).toMatchObject({ reachable: false, refusal: 'SASL_AUTHENTICATION_FAILED' });
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(errors, Object.getOwnPropertyNames(Error.prototype))).not.toContain('not-the-password');
    expect(String((errors[0] as Error).stack)).not.toContain('not-the-password');
  }, 60_000);

  it('is shown as refusing when its certificate is not trusted', async () => {
    const { KAFKA_SSL_CA_FILE: _, ...rest } = env;
    const watch = new TopicWatch(clusterOf({ ...rest, KAFKA_SASL_MECHANISM: 'plain' }));
    await watch.start();
    await watch.stop();
    expect(watch.state).toMatchObject({ reachable: false, refusal: expect.stringMatching(/CERT/) });
  }, 60_000);
});
