import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ClusterError } from './errors.mjs';
import { HOST } from './ports.mjs';
import { brokerDir, runningPid } from './process.mjs';

/**
 * What is kept in cluster.json, and where it was found.
 * @typedef {object} Cluster
 * @property {string} dir        absolute
 * @property {string} clusterId  as Kafka writes it
 * @property {import('./ports.mjs').BrokerPorts[]} ports  one entry a broker; broker 1 comes first
 * @property {boolean} sasl
 * @property {boolean | 'mutual'} tls
 * @property {string} username
 * @property {string} password   of the one user, for PLAIN and SCRAM-SHA-512
 */

/**
 * @param {string} dir
 * @returns {Cluster | undefined} undefined: nothing was ever started there
 */
export function readCluster(dir) {
  const path = join(resolve(dir), 'cluster.json');
  if (!existsSync(path)) return undefined;
  return { ...JSON.parse(readFileSync(path, 'utf8')), dir: resolve(dir) };
}

/**
 * Writes down a new cluster, or new ports and security for one that is there.
 * @param {string} dir
 * @param {Pick<Cluster, 'ports' | 'sasl' | 'tls'>} wanted
 * @returns {Cluster}
 * @throws {ClusterError} the data is of another number of brokers, or they run with other settings
 */
export function writeCluster(dir, wanted) {
  const known = readCluster(dir);
  const count = wanted.ports.length;
  if (known && known.ports.length !== count)
    throw new ClusterError(`${dir} holds the data of ${known.ports.length} broker(s), not ${count}: wipe it first, or use another folder`);
  if (known && sameSettings(known, wanted)) return known;
  if (known && brokerIds(known).some((id) => runningPid(known, id) !== undefined))
    throw new ClusterError(`the brokers of ${dir} run with other ports or security: stop them first`);
  const { clusterId, username, password } = known ?? {
    clusterId: randomBytes(16).toString('base64url'),
    username: 'tributary',
    password: randomBytes(18).toString('base64url'),
  };
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'cluster.json'), `${JSON.stringify({ clusterId, username, password, ...wanted }, null, 2)}\n`, { mode: 0o600 });
  return { clusterId, username, password, ...wanted, dir: resolve(dir) };
}

function sameSettings(known, { ports, sasl, tls }) {
  return JSON.stringify([known.ports, known.sasl, known.tls]) === JSON.stringify([ports, sasl, tls]);
}

/** @param {Cluster} cluster  @returns {string} as KAFKA_BROKERS wants it */
export function brokerList({ ports }) {
  return ports.map(({ client }) => `${HOST}:${client}`).join(',');
}

/** @param {Cluster} cluster  @returns {number[]} 1, 2, 3 */
export function brokerIds({ ports }) {
  return ports.map((_, i) => i + 1);
}

/**
 * Removes what was made here, and the folder when nothing else is in it.
 * @param {Cluster} cluster  no broker of it runs
 */
export function removeCluster(cluster) {
  const own = [...brokerIds(cluster).map((id) => brokerDir(cluster, id)), ...['tls', 'tls.making', 'client.properties', 'cluster.json'].map((name) => join(cluster.dir, name))];
  for (const path of own) rmSync(path, { recursive: true, force: true });
  try {
    rmdirSync(cluster.dir);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EBUSY') throw error;
  }
}
