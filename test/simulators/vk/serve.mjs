import { VkServer } from './server.mjs';

/**
 * For `npm run sim -- vk`: with its limits, and a first community.
 * @param {{ port: number, strict: boolean }} options @returns {Promise<{ url: string, lines: string[] }>}
 */
export async function serve({ port, strict }) {
  const server = new VkServer({ strict, limits: true });
  const url = `http://127.0.0.1:${await server.listen(port)}`;
  const { id, token } = server.addGroup();
  return { url, lines: [`apiRoot     ${url}`, `groupId     ${id}`, `accessToken ${token}`, `operate     ${url}/sim/groups (test/simulators/vk/operator.mjs)`] };
}
