import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClusterError, MissingToolError } from './errors.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const cache = join(here, '.artifacts');

/** The list of jars with their sums, as sha256sum writes it. */
export const PINS = join(here, 'artifacts.sha256');

/** The version that pom.xml names. */
export const KAFKA_VERSION = /<kafka\.version>([^<]+)</.exec(readFileSync(join(here, 'pom.xml'), 'utf8'))?.[1] ?? '';

/**
 * Finds Kafka's jars in the cache folder; fetches them by Maven the first time. Afterwards no network is needed.
 * @returns {string} folder of the jars, each as artifacts.sha256 pins it
 * @throws {MissingToolError} they must be fetched and there is no Maven
 * @throws {ClusterError} Maven failed, or brought something else than what is pinned
 */
export function ensureArtifacts() {
  const pinned = readFileSync(PINS, 'utf8');
  const folder = join(cache, `kafka-${KAFKA_VERSION}-${sha256(pinned).slice(0, 8)}`);
  if (existsSync(folder)) return folder;

  const fetched = join(cache, `.fetching-${process.pid}`);
  try {
    fetchArtifacts(fetched);
    if (sumsOf(fetched) !== pinned)
      throw new ClusterError(`Maven brought other jars than ${PINS} names; if pom.xml was changed on purpose, run node deploy/kafka/pin-artifacts.mjs`);
    moveInto(fetched, folder);
  } finally {
    rmSync(fetched, { recursive: true, force: true });
  }
  return folder;
}

/**
 * Lets Maven copy the runtime dependencies of pom.xml.
 * @param {string} folder  made new
 */
export function fetchArtifacts(folder) {
  mkdirSync(folder, { recursive: true });
  console.error(`Fetching Kafka ${KAFKA_VERSION} by Maven, once …`);
  const { error, status, stdout } = spawnSync(
    'mvn',
    ['-q', '-B', '--strict-checksums', '-f', join(here, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`],
    { encoding: 'utf8' },
  );
  if (error)
    throw new MissingToolError(
      `Kafka's jars are not here yet and mvn can't be run: install Maven (Debian: apt-get install maven, macOS: brew install maven), or copy ${cache} from a machine that has it.`,
      { cause: error },
    );
  if (status !== 0) throw new ClusterError(`Maven could not fetch Kafka:\n${stdout}`);
}

/**
 * @param {string} folder
 * @returns {string} name and SHA-256 of each jar, in the format of sha256sum
 */
export function sumsOf(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`)
    .join('');
}

/** Whole or not at all; somebody else who was quicker has put the same there. */
function moveInto(fetched, folder) {
  try {
    renameSync(fetched, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}
