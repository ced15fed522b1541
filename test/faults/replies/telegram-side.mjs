import { Customers, TelegramServer } from '../../simulators/telegram/server.mjs';

/**
 * The customers' side of a messenger, for campaigns of replies.
 * @typedef {object} CustomersSide
 * @property {string} channel
 * @property {boolean} dropsRepeats  the provider knows a repeat by our key: nothing stays unknown
 * @property {object} settings  of the account
 * @property {(customer: number, text: string) => void} write
 * @property {(customer: number) => string[]} seen  what we sent them, in its order
 * @property {(every: number) => void} loseAnswers  each so-manieth message is delivered, and we never hear of it
 * @property {() => void} sound
 * @property {() => Promise<void>} close
 */

const FIRST_CHAT = 1_001;

/** @returns {Promise<CustomersSide>} */
export async function telegramSide() {
  const server = new TelegramServer();
  const bot = server.addBot();
  const customers = new Customers(bot);
  const apiRoot = `http://127.0.0.1:${await server.listen()}`;
  return {
    channel: 'telegram',
    dropsRepeats: false,
    settings: { token: bot.token, apiRoot, mode: 'poll' },
    write: (customer, text) => void customers.write({ from: FIRST_CHAT + customer, text }),
    seen: (customer) => (bot.chats.get(FIRST_CHAT + customer) ?? []).filter((message) => message['from'] === bot.user).map((message) => String(message['text'])),
    loseAnswers: (every) => server.fault({ on: 'sendMessage', action: 'done-then-timeout', every }),
    sound: () => server.clearFaults(),
    close: () => server.close(),
  };
}
