import { join } from 'node:path';
import { brokerIds, brokerList } from './layout.mjs';
import { brokerDir, runningPid } from './process.mjs';
import { liveBrokers } from './wire.mjs';

/**
 * What a client needs to know, as lines for the terminal.
 * @param {import('./layout.mjs').Cluster} cluster
 */
export function describeConnection(cluster) {
  const { dir, sasl, tls, username } = cluster;
  return [
    `KAFKA_BROKERS=${brokerList(cluster)}`,
    ...(sasl ? [`user ${username} (PLAIN or SCRAM-SHA-512), password in ${join(dir, 'cluster.json')}`] : []),
    ...(tls ? [`TLS: trust ${join(dir, 'tls', 'ca.pem')}${tls === 'mutual' ? ', show client.pem with client.key beside it' : ''}`] : []),
  ].join('\n');
}

/**
 * @param {import('./layout.mjs').Cluster} cluster
 * @returns {Promise<{ text: string, ready: boolean }>} ready: each broker answers and sees all
 */
export async function describeStatus(cluster) {
  const ids = brokerIds(cluster);
  const answers = await Promise.all(cluster.ports.map(({ internal }) => liveBrokers(internal)));
  const lines = ids.map((id, i) => {
    const pid = runningPid(cluster, id);
    const state = pid === undefined ? 'does not run' : `runs as ${pid}, ${answers[i] ? `sees broker ${answers[i].join(', ')}` : 'does not answer'}`;
    return `broker ${id} (${brokerList(cluster).split(',')[i]}): ${state}; log ${join(brokerDir(cluster, id), 'broker.log')}`;
  });
  const ready = answers.every((live) => ids.every((id) => live?.includes(id)));
  return { text: [describeConnection(cluster), ...lines].join('\n'), ready };
}
