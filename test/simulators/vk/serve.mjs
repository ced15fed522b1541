import { VkServer } from './server.mjs';

/**
 * For `npm run sim -- vk`: with its limits, and a first community.
 * @param {{ port: number, strict: boolean }} options @returns {Promise<{ url: string, lines: string[] }>}
 */
export async function serve({ port, strict }) {
  const server = new VkServer({ strict, limits: true });
  const url = `http://127.0.0.1:${await server.listen(port)}`;
  const { id, token } = server.addGroup();
  const door = `${url}/sim/groups/${id}`;
  return {
    url,
    lines: [
      `apiRoot     ${url}`, `groupId     ${id}`, `accessToken ${token}`, '',
      'Write as a customer:', `  curl -s ${door}/write -d '{"from":{"id":1001,"first_name":"Мария","last_name":"Петрова"},"text":"Сколько стоит дверь?"}'`,
      'What this customer sees:', `  curl -s ${door}/chats/1001`,
    ],
  };
}
