import { channel } from '@tributary/channel-form';
import { describeChannel } from '@tributary/channel/testing';

const json = (body: object) => ({ body: JSON.stringify(body) });
const visitor = { name: 'Анна', phone: '8 (916) 123-45-67', message: 'Перезвоните' };

describeChannel(channel, {
  settings: {},
  valid: { ...json(visitor), headers: { 'content-type': 'application/json', 'idempotency-key': 'visit-1' } },
  respelled: { ...json({ message: 'Перезвоните', phone: '+7 916 1234567', name: 'Анна' }), headers: { 'content-type': 'application/json', 'idempotency-key': 'visit-1' } },
  other: json({ ...visitor, phone: '+79160000001' }),
  bad: { body: '{"name":' },
  withText: (text) => json({ ...visitor, message: text }),
});
