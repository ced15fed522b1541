/**
 * Proves this folder with Kafka's own console tools: `node deploy/kafka/check.mjs`. One broker keeps its data over a
 * restart; each kind of security lets the right client in and no other; of three brokers any one may be killed.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureArtifacts } from './artifacts.mjs';
import { runJava } from './java.mjs';
import { startBrokers } from './start-brokers.mjs';

const dir = mkdtempSync(join(tmpdir(), 'tributary-kafka-check-'));
const began = performance.now();
try {
  await step('one broker keeps its data', keepsData);
  for (const security of [{ sasl: true }, { tls: true }, { tls: 'mutual' }, { sasl: true, tls: true }])
    await step(`security ${JSON.stringify(security)}`, () => isSecured(security));
  await step('of three brokers any one may be killed', survivesKills);
} finally {
  rmSync(dir, { recursive: true });
}

async function keepsData() {
  const one = { dir: join(dir, 'one') };
  const first = await startBrokers(one);
  await createTopic(first, 'kept', 1);
  await produce(first, 'kept', ['a', 'b']);
  await first.stop();
  const second = await startBrokers(one);
  assert.deepEqual(await consume(second, 'kept', 2), ['a', 'b']);
  await second.stop();
}

async function isSecured(security) {
  const quick = join(dir, 'quick.properties');
  writeFileSync(quick, 'default.api.timeout.ms=5000\nrequest.timeout.ms=4000\n'); // else it goes on trying for a minute
  const brokers = await startBrokers({ dir: join(dir, 'one'), ...security });
  const settings = join(dir, 'one', 'client.properties');
  assert.deepEqual(await consume(brokers, 'kept', 2, settings), ['a', 'b']);
  await assert.rejects(createTopic(brokers, 'refused', 1, quick), /TimeoutException|SSL|disconnected/i);
  await brokers.stop();
}

async function survivesKills() {
  const brokers = await startBrokers({ count: 3, dir: join(dir, 'three') });
  await createTopic(brokers, 'kept', 3);
  for (const n of [1, 2, 3]) {
    await brokers.kill(n);
    assert.equal(brokers.pid(n), undefined);
    await produce(brokers, 'kept', [`while ${n} is away`]);
    await brokers.restart(n);
  }
  assert.deepEqual(await consume(brokers, 'kept', 3), [1, 2, 3].map((n) => `while ${n} is away`));
  await brokers.stop();
}

function createTopic({ brokers }, topic, replicas, settings) {
  return tool('org.apache.kafka.tools.TopicCommand', [
    '--bootstrap-server', brokers, '--create', '--topic', topic, '--replication-factor', String(replicas),
    ...(settings ? ['--command-config', settings] : []),
  ]);
}

function produce({ brokers }, topic, lines) {
  // The tool's own 1.5 s and 3 tries are less than a new leader takes.
  const args = ['--bootstrap-server', brokers, '--topic', topic, '--sync', '--request-timeout-ms', '10000', '--message-send-max-retries', '30'];
  return tool('org.apache.kafka.tools.ConsoleProducer', args, lines.map((line) => `${line}\n`).join(''));
}

async function consume({ brokers }, topic, count, settings) {
  const printed = await tool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
    '--bootstrap-server', brokers, '--topic', topic, '--from-beginning', '--max-messages', String(count), '--timeout-ms', '30000',
    ...(settings ? ['--command-config', settings] : []),
  ]);
  return printed.trimEnd().split('\n');
}

function tool(name, args, input) {
  return runJava(['-Xmx128m', '-XX:TieredStopAtLevel=1', '-cp', join(ensureArtifacts(), '*'), name, ...args], { input });
}

async function step(name, run) {
  await run();
  console.log(`ok  ${name} (${Math.round((performance.now() - began) / 1000)} s since the start)`);
}
