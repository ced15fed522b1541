import { join } from 'node:path';
import { HOST } from './ports.mjs';

/**
 * One broker's server.properties: broker and controller in one process. Clients come by CLIENT, with whatever security was
 * asked for; brokers and this folder's own probe by INTERNAL, plain.
 * @param {import('./layout.mjs').Cluster} cluster
 * @param {number} id  of the broker, from 1
 * @returns {string}
 */
export function serverProperties(cluster, id) {
  const { client, controller, internal } = cluster.ports[id - 1];
  const replicas = Math.min(3, cluster.ports.length);
  const leastInSync = Math.max(1, replicas - 1);
  // The voters stand here and not in the log of the cluster, so that the same data may come back on other ports.
  const voters = cluster.ports.map((ports, i) => `${i + 1}@${HOST}:${ports.controller}`);
  return lines({
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': voters.join(','),
    listeners: `CLIENT://${HOST}:${client},INTERNAL://${HOST}:${internal},CONTROLLER://${HOST}:${controller}`,
    'advertised.listeners': `CLIENT://${HOST}:${client},INTERNAL://${HOST}:${internal}`,
    'listener.security.protocol.map': `CLIENT:${clientProtocol(cluster)},INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT`,
    'inter.broker.listener.name': 'INTERNAL',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(cluster.dir, `broker-${id}`, 'log'),

    // As in production: topics are made on purpose, and a write counts when two of three have it.
    'auto.create.topics.enable': false,
    'default.replication.factor': replicas,
    'min.insync.replicas': leastInSync,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': leastInSync,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': leastInSync,
    // As long as records are kept: a group that slept goes on where it stood.
    'offsets.retention.minutes': 14 * 24 * 60,

    // Small: few inner partitions, few threads, no 128 MB buffer for compaction; a group's first member need not wait 3 s.
    'offsets.topic.num.partitions': 6,
    'transaction.state.log.num.partitions': 3,
    'share.coordinator.state.topic.num.partitions': 3,
    'group.initial.rebalance.delay.ms': 0,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
    'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
    'log.segment.bytes': 64 * 1024 * 1024,
    ...(cluster.sasl ? saslProperties(cluster) : {}),
    ...(cluster.tls ? tlsProperties(cluster) : {}),
  });
}

/**
 * The same for Java clients (`--command-config`).
 * @param {import('./layout.mjs').Cluster} cluster
 */
export function clientProperties(cluster) {
  const { username, password } = cluster;
  const jaas = `org.apache.kafka.common.security.scram.ScramLoginModule required username="${username}" password="${password}";`;
  const tls = join(cluster.dir, 'tls');
  return lines({
    'security.protocol': clientProtocol(cluster),
    ...(cluster.sasl ? { 'sasl.mechanism': 'SCRAM-SHA-512', 'sasl.jaas.config': jaas } : {}),
    ...(cluster.tls
      ? {
          'ssl.truststore.type': 'PEM',
          'ssl.truststore.location': join(tls, 'ca.pem'),
          'ssl.keystore.type': 'PEM',
          'ssl.keystore.location': join(tls, 'client.both.pem'),
        }
      : {}),
  });
}

function clientProtocol({ sasl, tls }) {
  if (sasl) return tls ? 'SASL_SSL' : 'SASL_PLAINTEXT';
  return tls ? 'SSL' : 'PLAINTEXT';
}

function saslProperties({ username, password }) {
  return {
    'listener.name.client.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512',
    'listener.name.client.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`,
    // The credential itself was put into the cluster's log when that was formatted.
    'listener.name.client.scram-sha-512.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  };
}

function tlsProperties({ dir, tls }) {
  return {
    'listener.name.client.ssl.keystore.type': 'PEM',
    'listener.name.client.ssl.keystore.location': join(dir, 'tls', 'broker.both.pem'),
    'listener.name.client.ssl.truststore.type': 'PEM',
    'listener.name.client.ssl.truststore.location': join(dir, 'tls', 'ca.pem'),
    'listener.name.client.ssl.client.auth': tls === 'mutual' ? 'required' : 'none',
  };
}

function lines(properties) {
  return Object.entries(properties).map(([name, value]) => `${name}=${value}\n`).join('');
}
