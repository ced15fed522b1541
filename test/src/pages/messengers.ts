import { Customers, TelegramServer } from '@tributary/telegram-simulator/server.mjs';
import { Customers as VkCustomers, VkServer } from '../../simulators/vk/server.mjs';

/** A simulated provider with one account and one customer, as the specs of the pages use any of them. */
export interface Messenger {
  readonly channel: string;
  /** Of the account. */
  readonly settings: object;
  /** The customer writes. */
  write(text: string): void;
  /** The customer sends a picture. */
  sendPicture(bytes: Buffer, caption: string): void;
  /** The customer changes the first message. */
  change(text: string): void;
  /** The customer no longer wants to hear from us. */
  block(): void;
  /** What the customer sees of ours: texts, and names of files. */
  seen(): readonly string[];
  close(): Promise<void>;
}

const ANNA = { id: 1_001, first_name: 'Мария', last_name: 'Петрова', username: 'maria_p', language_code: 'ru' };

async function telegram(): Promise<Messenger> {
  const server = new TelegramServer({ pauseFactor: 0.05 });
  const apiRoot = `http://127.0.0.1:${await server.listen()}`;
  const bot = server.addBot();
  const customers = new Customers(bot);
  let first: number | undefined;
  return {
    channel: 'telegram',
    settings: { token: bot.token, apiRoot, upkeepSeconds: 1 },
    write: (text) => {
      const { message_id } = customers.write({ from: ANNA, text });
      first ??= message_id;
    },
    sendPicture: (bytes, caption) => void customers.file({ from: ANNA, bytes: bytes.toString('base64'), encoding: 'base64', name: 'door.png', mediaType: 'image/png', caption }),
    change: (text) => void customers.edit({ chatId: ANNA.id, messageId: first, text }),
    block: () => customers.block({ from: ANNA }),
    seen: () => (bot.chats.get(ANNA.id) ?? []).filter(({ from }) => (from as { is_bot?: boolean } | undefined)?.is_bot).flatMap(({ text, caption, document }) => [text ?? caption, (document as { file_name?: string } | undefined)?.file_name].filter((said) => said !== undefined).map(String)),
    close: () => server.close(),
  };
}

async function vk(): Promise<Messenger> {
  const server = new VkServer();
  await server.listen();
  const group = server.addGroup();
  const customers = new VkCustomers(server, group);
  const from = { id: 1_001, first_name: 'Мария', last_name: 'Петрова' };
  let first: number | undefined;
  return {
    channel: 'vk',
    settings: { groupId: group.id, accessToken: group.token, mode: 'longpoll', apiRoot: server.url, upkeepSeconds: 1 },
    write: (text) => {
      const { conversation_message_id } = customers.write({ from, text });
      first ??= conversation_message_id;
    },
    sendPicture: (bytes, caption) => void customers.photos({ from, photos: [bytes], text: caption }),
    change: (text) => void customers.edit({ peerId: from.id, number: first, text }),
    block: () => void customers.deny({ from }),
    // Ours have a random id.
    seen: () => (group.peers.get(from.id) ?? []).filter(({ random_id }) => random_id !== 0).flatMap(({ text, attachments }) => [text, ...attachments.map(({ doc }) => (doc as { title?: string } | undefined)?.title)].filter((said) => said !== undefined && said !== '').map(String)),
    close: () => server.close(),
  };
}

export const MESSENGERS: Readonly<Record<string, () => Promise<Messenger>>> = { telegram, vk };
