import { Customers, VkServer } from '../../simulators/vk/server.mjs';

const FIRST_USER = 1_001;

/** @returns {Promise<import('./telegram-side.mjs').CustomersSide>} */
export async function vkSide() {
  const server = new VkServer();
  const group = server.addGroup();
  const customers = new Customers(server, group);
  const apiRoot = `http://127.0.0.1:${await server.listen()}`;
  return {
    channel: 'vk',
    dropsRepeats: true,
    settings: { groupId: group.id, accessToken: group.token, mode: 'longpoll', apiRoot },
    write: (customer, text) => void customers.write({ from: FIRST_USER + customer, text }),
    // Ours are those with a random id.
    seen: (customer) => (group.peers.get(FIRST_USER + customer) ?? []).filter(({ random_id }) => random_id !== 0).map(({ text }) => text),
    loseAnswers: (every) => server.fault({ on: 'messages.send', action: 'done-then-timeout', rate: 1 / every }),
    sound: () => server.clearFaults(),
    close: () => server.close(),
  };
}
