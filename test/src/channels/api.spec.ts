import { channel } from '@tributary/channel-api';
import { describeChannel } from '@tributary/channel/testing';

const json = (body: object) => ({ body: JSON.stringify(body) });
const message = { externalId: 'm-1', phone: '+79161234567', occurredAt: '2026-11-22T09:00:00Z', text: 'Перезвоните' };

describeChannel(channel, {
  settings: {},
  valid: json(message),
  respelled: { body: '{ "text": "Перезвоните", "occurredAt": "2026-11-22T12:00:00+03:00", "phone": "8 916 123-45-67", "externalId": "m-1" }' },
  other: json({ ...message, externalId: 'm-2' }),
  bad: { body: '{"externalId":' },
  withText: (text) => json({ ...message, text }),
  parts: [1, 2, 3].map((sequence) => json({ ...message, sequence, text: `version ${sequence}` })),
});
