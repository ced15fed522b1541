import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureArtifacts } from './artifacts.mjs';
import { brokerReady, killBroker, prepareBroker, spawnBroker, stopBroker } from './broker.mjs';
import { ensureCertificates } from './certificates.mjs';
import { ClusterError } from './errors.mjs';
import { findJava } from './java.mjs';
import { brokerIds, removeCluster, writeCluster } from './layout.mjs';
import { busyPorts } from './ports.mjs';
import { runningPid } from './process.mjs';
import { clientProperties } from './properties.mjs';

/** @typedef {import('./layout.mjs').Cluster} Cluster */

/**
 * Starts the brokers that don't run and waits until each answers and sees all. When one can't start, those started here
 * end again.
 * @param {string} dir
 * @param {Pick<Cluster, 'ports' | 'sasl' | 'tls'>} wanted
 * @param {{ detached: boolean }} options
 * @returns {Promise<Cluster>}
 * @throws {import('./errors.mjs').MissingToolError | ClusterError | import('./errors.mjs').BrokerError}
 */
export async function startCluster(dir, wanted, options) {
  findJava();
  ensureArtifacts();
  const cluster = writeCluster(dir, wanted);
  if (cluster.tls) ensureCertificates(cluster.dir);
  writeFileSync(join(cluster.dir, 'client.properties'), clientProperties(cluster), { mode: 0o600 });

  const missing = brokerIds(cluster).filter((id) => runningPid(cluster, id) === undefined);
  const busy = await busyPorts(missing.map((id) => cluster.ports[id - 1]));
  if (busy.length > 0) throw new ClusterError(`port ${busy.join(', ')} is taken by another process: stop it, or choose --port`);
  try {
    await Promise.all(missing.map((id) => prepareBroker(cluster, id)));
    for (const id of missing) spawnBroker(cluster, id, options);
    await Promise.all(brokerIds(cluster).map((id) => brokerReady(cluster, id, brokerIds(cluster))));
  } catch (error) {
    await Promise.all(missing.map((id) => killBroker(cluster, id)));
    throw error;
  }
  return cluster;
}

/**
 * Ends all brokers at once: without a quorum the last one can't leave in good order and is killed, which its log survives.
 * @param {Cluster} cluster
 * @returns {Promise<number[]>} ids of those that had to be killed
 */
export async function stopCluster(cluster) {
  const left = await Promise.all(brokerIds(cluster).map((id) => stopBroker(cluster, id)));
  return brokerIds(cluster).filter((_, i) => !left[i]);
}

/**
 * Removes the data.
 * @param {Cluster} cluster
 * @throws {ClusterError} a broker runs
 */
export function wipeCluster(cluster) {
  const running = brokerIds(cluster).filter((id) => runningPid(cluster, id) !== undefined);
  if (running.length > 0) throw new ClusterError(`broker ${running.join(', ')} still runs: stop it first`);
  removeCluster(cluster);
}
