import { until } from '../e2e/until.mjs';
import { Customers, TelegramServer } from '../simulators/telegram/server.mjs';
import { Customers as VkCustomers, VkServer } from '../simulators/vk/server.mjs';

const MARIA = { id: 1_001, first_name: 'Мария', last_name: 'Петрова', username: 'maria_p' };
const OLEG = { id: 1_002, first_name: 'Олег', last_name: 'Сидоров' };
const ELENA = { id: 1_003, first_name: 'Елена', last_name: 'Орлова' };
const GROUP = { id: -500, type: 'group', title: 'Стройка на Лесной, 12' };

/**
 * What was written by messengers: a customer who is answered by hand and by itself, a group, and a community that is answered in VK as well.
 * @param {import('../e2e/api.mjs').Api} api @param {string | undefined} managerId  has the customer's lead
 */
export async function talk(api, managerId) {
  const [telegram, vk] = [new TelegramServer({ pauseFactor: 0.05 }), new VkServer()];
  const apiRoot = `http://127.0.0.1:${await telegram.listen()}`;
  await vk.listen();
  const bot = telegram.addBot({ username: 'acme_doors_bot' });
  const community = vk.addGroup();
  const customers = new Customers(bot);
  const vkCustomers = new VkCustomers(vk, community);
  await api.put('/api/v1/lines', { id: 'main', name: 'Продажи', answers: { greeting: { text: 'Здравствуйте, {name}! Сейчас ответит менеджер.' } } });
  for (const [name, text] of [['Доставка', '{name}, доставим в субботу с 10 до 18. {manager}'], ['Замер', 'Замер бесплатный. Когда вам удобно?']]) await api.post('/api/v1/canned-answers', { name, text, shared: true });
  const account = await api.post('/api/v1/accounts', { channel: 'telegram', name: 'Бот «Двери»', line: 'main', settings: { token: bot.token, apiRoot } });
  await api.post('/api/v1/accounts', { channel: 'vk', name: 'Сообщество', line: 'main', settings: { groupId: community.id, accessToken: community.token, mode: 'longpoll', apiRoot: vk.url } });

  // What is written before VK is asked for the first time isn't heard.
  await until('VK is asked', async () => vk.calls.some(({ method }) => method === 'a_check'));
  customers.write({ from: MARIA, text: 'Добрый день! Сколько стоит входная дверь с установкой?' });
  customers.write({ from: OLEG, chat: GROUP, text: '@acme_doors_bot когда привезёте двери на объект?' });
  vkCustomers.write({ from: ELENA, text: 'Есть белые межкомнатные?' });
  const chat = await conversationOf(api, 'входная дверь');
  const group = await conversationOf(api, 'на объект');
  const shop = await conversationOf(api, 'межкомнатные');
  community.tell('message_reply', { ...community.keep({ from_id: -community.id, peer_id: ELENA.id, text: 'Есть, от 4 900 ₽.', admin_author_id: 5 }) });
  if (managerId) await api.post(`/api/v1/conversations/${chat.id}/transfer`, { managerId });
  await api.post(`/api/v1/contacts/${chat.replyTo}/reply`, { text: 'От 32 000 ₽ вместе с установкой. Замер бесплатный: когда вам удобно?' });
  await api.post(`/api/v1/conversations/${chat.id}/note`, { text: 'Постоянный клиент: скидка 5 %.' });
  await until('the answer arrived', async () => (bot.chats.get(MARIA.id) ?? []).some(({ text = '' }) => String(text).startsWith('От 32')));
  customers.write({ from: MARIA, text: 'В субботу утром. И пришлите, пожалуйста, каталог.' });
  await until('our own message is there', async () => (await api.get(`/api/v1/conversations/${shop.id}/items`)).items.length >= 2);
  return {
    /** How many of them there are. */
    contacts: 5,
    ids: { bot: account.id, chat: chat.id, group: group.id },
    close: () => Promise.all([telegram.close(), vk.close()]),
  };
}

/** @param {import('../e2e/api.mjs').Api} api @param {string} words */
async function conversationOf(api, words) {
  /** @type {any} */
  let found;
  await until(`"${words}" is in a conversation`, async () => {
    found = (await api.get(`/api/v1/conversations?q=${encodeURIComponent(words)}`)).items[0];
    return found !== undefined;
  });
  return found;
}
