import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureArtifacts } from '../../deploy/kafka/artifacts.mjs';
import { MissingToolError } from '../../deploy/kafka/errors.mjs';
import { findJava } from '../../deploy/kafka/java.mjs';
import { installPackages } from './packages.mjs';

const PROGRAM = fileURLToPath(new URL('../../deploy/kafka/kafka.mjs', import.meta.url));
/** Client ports to choose from, below those that the system gives out; inner ports follow 100 and 200 above. */
const PORTS = { from: 21_000, to: 31_000 };
const TRIES = 5;

/**
 * What specs over Kafka need: Java, Kafka's jars, and one broker for all that don't kill theirs.
 * @returns {import('./part.mjs').Prepared | undefined} undefined: it could not be had
 */
export function withKafka() {
  if (!hasKafka() && !(installPackages(['openjdk-17-jre-headless', 'maven']) && hasKafka())) return undefined;
  const data = mkdtempSync(join(tmpdir(), 'tributary-test-kafka-'));
  const kafka = (/** @type {string[]} */ ...args) => spawnSync(process.execPath, [PROGRAM, ...args, '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  const end = () => {
    kafka('stop');
    rmSync(data, { recursive: true, force: true });
  };
  for (let n = 0; n < TRIES; n += 1) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
    if (kafka('start', '--port', String(port))) return { env: { TRIBUTARY_KAFKA: `127.0.0.1:${port}` }, end };
  }
  end();
  return undefined;
}

function hasKafka() {
  try {
    findJava();
    ensureArtifacts();
    return true;
  } catch (error) {
    if (error instanceof MissingToolError) return false;
    throw error;
  }
}
