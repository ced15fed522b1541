#!/usr/bin/env node
/** `npm run kafka:start|stop|wipe|status`: Apache Kafka on this machine without Docker. See README.md beside this file. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startCluster, stopCluster, wipeCluster } from './cluster.mjs';
import { BrokerError, ClusterError, MissingToolError } from './errors.mjs';
import { readCluster } from './layout.mjs';
import { fixedPorts } from './ports.mjs';
import { describeConnection, describeStatus } from './describe.mjs';

const USAGE = `Usage: kafka.mjs start|stop|wipe|status [options]
  --brokers 1|3   how many (start; default 1)
  --port 9092     client port of the first; the inner ports are 100 and 200 above (start)
  --sasl          clients must sign in, by PLAIN or SCRAM-SHA-512 (start)
  --tls           clients must use TLS (start)
  --mutual-tls    and show a certificate (start)
  --data <folder> default: kafka in TRIBUTARY_DATA, else ./data/kafka`;

const EXIT_CODES = [[MissingToolError, 3], [ClusterError, 2], [BrokerError, 1]];

const commands = {
  async start({ dir, count, port, sasl, tls }) {
    const began = performance.now();
    const cluster = await startCluster(dir, { ports: fixedPorts(count, port), sasl, tls }, { detached: true });
    console.log(describeConnection(cluster));
    console.log(`ready after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  },
  async stop({ dir }) {
    const cluster = readCluster(dir);
    const killed = cluster ? await stopCluster(cluster) : [];
    console.log(killed.length > 0 ? `stopped; broker ${killed.join(', ')} did not end in time and was killed` : 'stopped');
  },
  async wipe({ dir }) {
    const cluster = readCluster(dir);
    if (cluster) wipeCluster(cluster);
    console.log(cluster ? `removed ${cluster.dir}` : `nothing in ${dir}`);
  },
  async status({ dir }) {
    const cluster = readCluster(dir);
    const { text, ready } = cluster ? await describeStatus(cluster) : { text: `nothing in ${dir}`, ready: false };
    console.log(text);
    if (!ready) process.exitCode = 1;
  },
};

try {
  const { command, options } = readArguments(process.argv.slice(2));
  await command(options);
} catch (error) {
  const [, exitCode] = EXIT_CODES.find(([type]) => error instanceof type) ?? [];
  if (exitCode === undefined) throw error;
  console.error(error.message);
  process.exitCode = exitCode;
}

function readArguments(args) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        brokers: { type: 'string', default: '1' },
        port: { type: 'string', default: '9092' },
        sasl: { type: 'boolean', default: false },
        tls: { type: 'boolean', default: false },
        'mutual-tls': { type: 'boolean', default: false },
        data: { type: 'string', default: join(process.env['TRIBUTARY_DATA'] || './data', 'kafka') },
      },
    });
  } catch (cause) {
    throw new ClusterError(`${cause.message}\n${USAGE}`, { cause });
  }
  const { values, positionals } = parsed;
  const command = Object.hasOwn(commands, positionals[0] ?? '') && positionals.length === 1 ? commands[positionals[0]] : undefined;
  const count = Number(values.brokers);
  const port = Number(values.port);
  if (!command) throw new ClusterError(USAGE);
  if (count !== 1 && count !== 3) throw new ClusterError(`--brokers ${values.brokers}: 1 or 3`);
  if (!Number.isInteger(port) || port < 1 || port > 65_000) throw new ClusterError(`--port ${values.port}: a number from 1 to 65000`);
  return { command, options: { dir: values.data, count, port, sasl: values.sasl, tls: values['mutual-tls'] ? 'mutual' : values.tls } };
}
