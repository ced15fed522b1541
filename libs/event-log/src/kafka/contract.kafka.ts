import { afterAll, beforeAll } from '@jest/globals';
import { describeLogContract } from '../testing/contract.js';
import { openKafkaLog } from '../testing/kafka-log.js';
import { type TestBrokers, openBrokers } from '../testing/test-brokers.js';

let brokers: TestBrokers;

beforeAll(async () => {
  brokers = await openBrokers();
}, 120_000);
afterAll(() => brokers.stop());

describeLogContract('the relay and the Kafka reader', {
  open: () => openKafkaLog(brokers.env),
  // Kafka's offsets are Kafka's: they are committed after the handler's transaction.
  commitsInTransaction: false,
});
