import { TelegramServer } from './server.mjs';

/**
 * For `npm run sim -- telegram`: as strict as the real one, with a first bot.
 * @param {{ port: number, strict: boolean }} options @returns {Promise<{ url: string, lines: string[] }>}
 */
export async function serve({ port, strict }) {
  const server = new TelegramServer({ busyGuard: true, strict });
  const url = `http://127.0.0.1:${await server.listen(port)}`;
  const { token, user } = server.addBot();
  const door = `${url}/sim/bots/${user.id}`;
  return {
    url,
    lines: [
      `apiRoot ${url}`, `token   ${token}`, '',
      'Write as a customer:', `  curl -s ${door}/write -d '{"from":{"id":1001,"first_name":"Мария"},"text":"Сколько стоит дверь?"}'`,
      'What this customer sees:', `  curl -s ${door}/chats/1001`,
    ],
  };
}
