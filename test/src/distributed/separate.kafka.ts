import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Origin } from '@tributary/proto';
import { TOPICS } from '@tributary/event-log';
import { install } from '../../e2e/installation.mjs';
import { phoneOf } from '../../e2e/phones.mjs';
import { TOKEN } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';
import { anyBrokers } from '../../faults/brokers.mjs';
import { SeparateStand } from '../../faults/separate-stand.mjs';
import { Customers, TelegramServer } from '@tributary/telegram-simulator/server.mjs';
import { OutsideClient, outsideContact, unknownField } from './outside-client.js';

/** More than a lead service takes at once, by far. */
const BULK = 5_000;
const PATIENT_MS = 60_000;

describe('form, messenger, lead, console, relay and notifier as processes of their own, over Kafka', () => {
  const prefix = `separate-${process.pid}.`;
  let kafka: Awaited<ReturnType<typeof anyBrokers>>;
  let stand: SeparateStand;
  let outside: OutsideClient;
  let form: string;

  beforeAll(async () => {
    kafka = await anyBrokers();
    stand = await SeparateStand.start({ kafka: kafka.brokers, prefix, counts: { messenger: 1 } });
    ({ form } = await install(stand.api));
    outside = await OutsideClient.connect(kafka.brokers, prefix);
  }, 180_000);
  afterAll(async () => {
    await outside?.disconnect();
    await stand?.stop();
    await kafka?.stop();
  }, 60_000);

  const post = async (phone: string): Promise<string> => (await stand.api.post(`/f/${form}`, { name: 'x', phone, message: `from ${phone}` })).id;
  const leadOf = (contactId: string): Promise<{ id: string; managerId: string }> =>
    until(`contact ${contactId} has a lead`, async () => (await stand.api.call('GET', `/api/v1/contacts/${contactId}`)).body?.lead, { timeoutMs: PATIENT_MS });

  it('makes a lead of a posted form, and the feed tells it', async () => {
    const feed = await openFeed(stand.doors[0]!);
    const id = await post(phoneOf(1));
    const { id: leadId, managerId } = await leadOf(id);
    expect(managerId).toEqual(expect.any(String));
    const told = await feed.find('lead.opened', (data) => data['contactId'] === id);
    expect(told).toMatchObject({ leadId, managerId });
    await feed.close();
  }, PATIENT_MS);

  it('carries an answer from the door to the customer, and back what became of it', async () => {
    const telegram = new TelegramServer();
    const bot = telegram.addBot();
    try {
      const apiRoot = `http://127.0.0.1:${await telegram.listen()}`;
      await stand.api.post('/api/v1/accounts', { channel: 'telegram', name: 'Bot', line: 'main', settings: { token: bot.token, apiRoot } });
      new Customers(bot).write({ from: 1_001, text: 'Добрый день' });
      const asked: { id: string } = await until('the customer is heard', async () => (await stand.api.get('/api/v1/contacts?channel=telegram')).items[0], { timeoutMs: PATIENT_MS });
      const { id }: { id: string } = await stand.api.post(`/api/v1/contacts/${asked.id}/reply`, { text: 'Здравствуйте!' });
      await until('it is sent', async () => (await stand.api.get(`/api/v1/replies/${id}`)).state === 'sent', { timeoutMs: PATIENT_MS });
      expect(bot.chats.get(1_001)?.map(({ text }) => text)).toEqual(['Добрый день', 'Здравствуйте!']);
    } finally {
      await telegram.close();
    }
  }, PATIENT_MS);

  it('takes what an outside client writes against the proto, and what it does not know of it', async () => {
    const plain = outsideContact(phoneOf(2), { accountId: form });
    const later = outsideContact(phoneOf(3), { accountId: form });
    await outside.send(TOPICS.contacts, plain.bytes);
    await outside.send(TOPICS.contacts, Buffer.concat([later.bytes, unknownField(900, 'of a later version'), unknownField(15_000, 'x')]), {
      headers: { 'x-their-own': 'yes', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    });
    for (const { id } of [plain, later]) expect(await leadOf(id)).toMatchObject({ managerId: expect.any(String) });
  }, PATIENT_MS);

  it('puts a record aside that is no contact, tells where it stands, and goes on in that partition', async () => {
    const garbage = Buffer.from([0xff, 0xfe, 0x00, 0x17]);
    const place = await outside.send(TOPICS.contacts, garbage);
    const next = outsideContact(phoneOf(4), { accountId: form });
    await outside.send(TOPICS.contacts, next.bytes, { partition: place.partition });
    await leadOf(next.id);
    const { items } = await stand.api.get('/api/v1/quarantine/records');
    expect(items).toEqual([
      expect.objectContaining({ topic: TOPICS.contacts, ...place, sizeBytes: garbage.length, reason: { stage: 'decode', detail: expect.any(String) } }),
    ]);
    expect((await stand.api.get('/api/v1/stats')).quarantined).toBe(1);
  }, PATIENT_MS);

  it('does not let a live contact wait behind an import', async () => {
    const imported = Array.from({ length: BULK }, (_, n) => outsideContact(phoneOf(1_000 + n), { accountId: form, origin: Origin.BULK }).bytes);
    const handledBefore = await stand.database.handled();
    await outside.sendMany(TOPICS.bulk, imported);
    await leadOf(await post(phoneOf(5)));
    expect(await stand.database.handled()).toBeLessThan(handledBefore + BULK);
    await until('the import is handled', async () => (await stand.database.handled()) === handledBefore + BULK + 1, { timeoutMs: PATIENT_MS });
  }, 2 * PATIENT_MS);
});

/** Reads the feed of everything through the door. */
async function openFeed(url: string) {
  const leaving = new AbortController();
  const { body } = await fetch(`${url}/api/v1/feed`, { headers: { authorization: `Bearer ${TOKEN}` }, signal: leaving.signal });
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    /** The data of the next event of that kind that fits. */
    async find(kind: string, fits: (data: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
      for (;;) {
        for (const event of text.split('\n\n').slice(0, -1)) {
          const data = /^data: (.*)$/m.exec(event)?.[1];
          if (data && event.includes(`event: ${kind}\n`) && fits(JSON.parse(data) as Record<string, unknown>)) return JSON.parse(data) as Record<string, unknown>;
        }
        const { value, done } = await reader.read();
        if (done) throw new Error(`the feed ended without ${kind}`);
        text += value;
      }
    },
    async close(): Promise<void> {
      leaving.abort();
      await reader.closed.catch(() => undefined);
    },
  };
}
