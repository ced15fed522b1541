import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Only this machine reaches the brokers: their inner listeners ask for no password. */
export const HOST = '127.0.0.1';

/** @typedef {{ client: number, controller: number, internal: number }} BrokerPorts */

/**
 * Client ports in a row, the inner ones 100 and 200 above: 9092, 9192, 9292; 9093, …
 * @param {number} count
 * @param {number} first  client port of broker 1
 * @returns {BrokerPorts[]}
 */
export function fixedPorts(count, first) {
  return Array.from({ length: count }, (_, i) => ({ client: first + i, controller: first + i + 100, internal: first + i + 200 }));
}

/**
 * Free ports outside the range that the system gives to outgoing connections: else the port of a killed broker could be
 * taken by somebody's connection before it comes back, even by a client's own attempt to reach it.
 * @param {number} count  of brokers
 * @returns {Promise<BrokerPorts[]>}
 */
export async function freePorts(count) {
  const servers = [];
  try {
    while (servers.length < count * 3) {
      const server = await listen(randomPort());
      if (server) servers.push(server);
    }
    const ports = servers.map((server) => server.address().port);
    return Array.from({ length: count }, (_, i) => ({ client: ports[i * 3], controller: ports[i * 3 + 1], internal: ports[i * 3 + 2] }));
  } finally {
    for (const server of servers) server.close();
  }
}

/**
 * @param {BrokerPorts[]} ports
 * @returns {Promise<number[]>} those that somebody listens on
 */
export async function busyPorts(ports) {
  const all = ports.flatMap(({ client, controller, internal }) => [client, controller, internal]);
  const servers = await Promise.all(all.map(listen));
  for (const server of servers) server?.close();
  return all.filter((_, i) => !servers[i]);
}

function randomPort() {
  const [low, high] = [10_000, Math.max(firstOutgoingPort(), 11_000)];
  return low + Math.floor(Math.random() * (high - low));
}

function firstOutgoingPort() {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split('\t')[0]);
  } catch {
    return 32_768; // not Linux: below where any system begins
  }
}

/** @returns {Promise<import('node:net').Server | undefined>} undefined: busy */
function listen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, HOST, () => resolve(server));
  });
}
