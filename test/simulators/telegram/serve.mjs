import { TelegramServer } from './server.mjs';

/**
 * For `npm run sim -- telegram`: as strict as the real one, with a first bot.
 * @param {{ port: number, strict: boolean }} options @returns {Promise<{ url: string, lines: string[] }>}
 */
export async function serve({ port, strict }) {
  const server = new TelegramServer({ busyGuard: true, strict });
  const url = `http://127.0.0.1:${await server.listen(port)}`;
  const { token } = server.addBot();
  return { url, lines: [`apiRoot ${url}`, `token   ${token}`, `operate ${url}/sim/bots (test/simulators/telegram/operator.mjs)`] };
}
