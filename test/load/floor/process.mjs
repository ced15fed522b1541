import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { spawnNode } from '../../e2e/processes.mjs';

/**
 * Starts a floor program and gives it its order.
 * @param {'intake-server' | 'lead-replay'} name @param {object} order
 * @returns {Promise<{ answer: any, child: import('node:child_process').ChildProcess, end: () => Promise<void> }>} when it has answered
 */
export async function startFloor(name, order) {
  const child = spawnNode([fileURLToPath(new URL(`./${name}.mjs`, import.meta.url))], { ipc: true });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => (complaint += text));
  const exited = once(child, 'exit');
  const failed = exited.then(([code]) => {
    throw new Error(`the floor program ${name} ended with ${code}: ${complaint}`);
  });
  failed.catch(() => undefined);
  child.send(order);
  const [answer] = await Promise.race([once(child, 'message'), failed]);
  const end = async () => {
    if (child.connected) child.disconnect();
    await exited;
  };
  return { answer, child, end };
}
