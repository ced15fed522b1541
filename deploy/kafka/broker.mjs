import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ensureArtifacts } from './artifacts.mjs';
import { BrokerError } from './errors.mjs';
import { findJava, runJava } from './java.mjs';
import { brokerDir, ended, propertiesPath, rememberPid, runningPid, signalBroker } from './process.mjs';
import { serverProperties } from './properties.mjs';
import { liveBrokers } from './wire.mjs';

// The first compiler alone: a broker then costs 3 s of CPU to start instead of 5, and tests start many.
const JVM = ['-Xms96m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:+ExitOnOutOfMemoryError'];
const LOGGING = `-Dlog4j2.configurationFile=${fileURLToPath(new URL('log4j2.properties', import.meta.url))}`;
const START_TIMEOUT_MS = 90_000;

/**
 * Writes the broker's settings and, the first time, formats its storage.
 * @param {import('./layout.mjs').Cluster} cluster
 * @param {number} id
 */
export async function prepareBroker(cluster, id) {
  const dir = brokerDir(cluster, id);
  mkdirSync(dir, { recursive: true });
  writeFileSync(propertiesPath(cluster, id), serverProperties(cluster, id), { mode: 0o600 });
  if (existsSync(join(dir, 'log', 'meta.properties'))) return;
  // The user is always made, so that the same data may later be served with a password.
  await runJava([
    ...JVM, LOGGING, `-Dtributary.kafka.logs=${dir}`, '-cp', classPath(), 'kafka.tools.StorageTool',
    // In one word: an id may begin with a dash.
    'format', '--ignore-formatted', `--cluster-id=${cluster.clusterId}`, '--config', propertiesPath(cluster, id),
    '--add-scram', `SCRAM-SHA-512=[name=${cluster.username},password=${cluster.password}]`,
  ]);
}

/**
 * Starts a prepared broker; it outlives this process.
 * @param {import('./layout.mjs').Cluster} cluster
 * @param {number} id
 * @param {{ detached: boolean }} options  detached: in a process group of its own, so that Ctrl+C here does not reach it
 */
export function spawnBroker(cluster, id, { detached }) {
  const dir = brokerDir(cluster, id);
  const output = openSync(consolePath(cluster, id), 'w');
  const args = [...JVM, LOGGING, `-Dtributary.kafka.logs=${dir}`, '-cp', classPath(), 'kafka.Kafka', propertiesPath(cluster, id)];
  const child = spawn(findJava(), args, { cwd: dir, detached, stdio: ['ignore', output, output] });
  closeSync(output);
  child.unref();
  rememberPid(cluster, id, child.pid);
}

/**
 * Waits until a broker answers and sees the given ones, itself among them.
 * @param {import('./layout.mjs').Cluster} cluster
 * @param {number} id
 * @param {number[]} others
 * @throws {BrokerError} it ended, or did not get there in time; with the end of its log
 */
export async function brokerReady(cluster, id, others = [id]) {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const live = await liveBrokers(cluster.ports[id - 1].internal);
    if (live && others.every((other) => live.includes(other))) return;
    if (runningPid(cluster, id) === undefined) throw new BrokerError(`broker ${id} ended while starting:\n${lastWords(cluster, id)}`);
    if (performance.now() > deadline)
      throw new BrokerError(`broker ${id} is not ready after ${START_TIMEOUT_MS / 1000} s (it sees ${live?.join(', ') ?? 'nothing'}):\n${lastWords(cluster, id)}`);
    await after(100);
  }
}

/**
 * Asks a broker to end and kills it when it does not.
 * @param {import('./layout.mjs').Cluster} cluster
 * @param {number} id
 * @param {number} [graceMs]
 * @returns {Promise<boolean>} whether it ended by itself
 */
export async function stopBroker(cluster, id, graceMs = 15_000) {
  signalBroker(cluster, id, 'SIGTERM');
  signalBroker(cluster, id, 'SIGCONT'); // a paused one would not hear the other
  if (await ended(cluster, id, graceMs)) return true;
  await killBroker(cluster, id);
  return false;
}

/** Ends a broker as a power cut would, and waits until it is gone. */
export async function killBroker(cluster, id) {
  signalBroker(cluster, id, 'SIGKILL');
  if (!(await ended(cluster, id, 10_000))) throw new BrokerError(`broker ${id} can't be killed`);
}

function classPath() {
  return join(ensureArtifacts(), '*');
}

function consolePath(cluster, id) {
  return join(brokerDir(cluster, id), 'console.log');
}

function lastWords(cluster, id) {
  return [consolePath(cluster, id), join(brokerDir(cluster, id), 'broker.log')]
    .filter((path) => existsSync(path))
    .flatMap((path) => readFileSync(path, 'utf8').trimEnd().split('\n').slice(-15))
    .join('\n');
}
