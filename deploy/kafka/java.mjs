import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { MissingToolError } from './errors.mjs';

/** Kafka 4 brokers need it. */
const LEAST_VERSION = 17;
const HOW_TO = `Kafka needs Java ${LEAST_VERSION} or newer: install it (Debian: apt-get install openjdk-17-jre-headless, macOS: brew install openjdk@17) or point JAVA_HOME at it.`;

/**
 * @returns {string} the java command: of JAVA_HOME, else of the PATH
 * @throws {MissingToolError} none, or too old
 */
export function findJava() {
  const java = process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin', 'java') : 'java';
  const { error, status, stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  if (error || status !== 0) throw new MissingToolError(`${java} can't be run. ${HOW_TO}`, { cause: error });
  const version = Number(/version "(?:1\.)?(\d+)/.exec(stderr)?.[1]);
  if (!(version >= LEAST_VERSION)) throw new MissingToolError(`${java} is Java ${version || 'of an unknown version'}. ${HOW_TO}`);
  return java;
}

/**
 * Runs one Java program to its end.
 * @param {string[]} args
 * @param {{ input?: string }} [options] what it reads
 * @returns {Promise<string>} what it printed
 * @throws {Error} with both its outputs, when it failed
 */
export function runJava(args, { input = '' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(findJava(), args, { stdio: 'pipe' });
    const chunks = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (chunks.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (chunks.stderr += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(chunks.stdout);
      else reject(new Error(`java ended with ${code}: ${chunks.stderr}${chunks.stdout}`.trim()));
    });
    child.stdin.end(input);
  });
}
