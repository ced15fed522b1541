import { fileURLToPath } from 'node:url';
import { spawnNode } from '../../e2e/processes.mjs';

const PROGRAM = fileURLToPath(new URL('../run.mjs', import.meta.url));

/**
 * The simulated Bot API in a process of its own, operated over HTTP (see operator.mjs).
 * @param {number} port
 */
export async function startTelegram(port) {
  const child = spawnNode([PROGRAM, 'telegram', '--port', String(port)]);
  const url = `http://127.0.0.1:${port}`;
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return {
    url,
    /** @param {'GET' | 'POST' | 'DELETE'} method @param {string} path @param {object} [body] @returns {Promise<any>} */
    operate: async (method, path, body) => {
      const answer = await fetch(`${url}/sim/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
      if (!answer.ok) throw new Error(`the simulator answered ${answer.status} to ${path}`);
      return answer.json();
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
