import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerReady, killBroker, prepareBroker, spawnBroker, stopBroker } from './broker.mjs';
import { startCluster, stopCluster } from './cluster.mjs';
import { brokerIds, brokerList } from './layout.mjs';
import { fixedPorts, freePorts } from './ports.mjs';
import { runningPid, signalBroker } from './process.mjs';

/**
 * Brokers for a test: on free ports, ending with this process at the latest. Shapes: start-brokers.d.mts.
 * @type {typeof import('./start-brokers.d.mts').startBrokers}
 */
export async function startBrokers({ count = 1, dir, ports = 'free', sasl = false, tls = false }) {
  const own = ports === 'free' ? await freePorts(count) : fixedPorts(count, ports);
  const cluster = await startCluster(dir, { ports: own, sasl, tls }, { detached: false });
  const killAll = () => brokerIds(cluster).forEach((id) => signalBroker(cluster, id, 'SIGKILL'));
  process.once('exit', killAll);

  return {
    brokers: brokerList(cluster),
    // Made anew each time: kafkajs writes its authenticator into the sasl object, and a copy of that keeps the old password.
    get connection() {
      return connectionOf(cluster);
    },
    pid: (n) => runningPid(cluster, n),
    async kill(n, signal = 'SIGKILL') {
      if (signal === 'SIGKILL') await killBroker(cluster, n);
      else if (signal === 'SIGTERM') await stopBroker(cluster, n);
      else signalBroker(cluster, n, signal);
    },
    async restart(n) {
      await stopBroker(cluster, n);
      await prepareBroker(cluster, n);
      spawnBroker(cluster, n, { detached: false });
      await brokerReady(cluster, n);
    },
    async stop() {
      await stopCluster(cluster);
      process.off('exit', killAll);
    },
  };
}

function connectionOf(cluster) {
  const { dir, sasl, tls, username, password } = cluster;
  const pem = (name) => readFileSync(join(dir, 'tls', name), 'utf8');
  return {
    brokers: brokerList(cluster).split(','),
    ...(sasl ? { sasl: { mechanism: 'scram-sha-512', username, password } } : {}),
    ...(tls ? { ssl: { ca: pem('ca.pem'), ...(tls === 'mutual' ? { cert: pem('client.pem'), key: pem('client.key') } : {}) } } : {}),
  };
}
