import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { spawnNode } from '../e2e/processes.mjs';

const PROGRAM = fileURLToPath(new URL('./generator-process.mjs', import.meta.url));

/**
 * Runs a load in a process of its own.
 * @param {import('./generator.mjs').LoadOrder} order
 * @returns {Promise<import('./generator.mjs').LoadResult>}
 */
export async function loadFrom(order) {
  const child = spawnNode([PROGRAM], { ipc: true });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => (complaint += text));
  child.send(order);
  const answered = once(child, 'message').then(([result]) => result);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the load generator ended with ${code}: ${complaint}`);
  });
  ended.catch(() => undefined);
  return Promise.race([answered, ended]);
}
