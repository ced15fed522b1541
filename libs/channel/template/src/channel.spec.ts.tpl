import { createHmac } from 'node:crypto';
import { describeBlanks, describeChannel, describeFixtures } from '@tributary/channel/testing';
import { channel } from './channel.js';

const json = (body: object) => ({ body: JSON.stringify(body) });
const settings = { secret: 'a secret of the sample' };

// FILL IN: requests as the provider sends them, with the samples of its reference
const message = { id: 'm-1', chat: 'c-1', sentAt: '2026-11-22T09:00:00Z', name: 'Анна', phone: '+79161234567', text: 'Перезвоните' };

describeChannel(channel, {
  settings,
  valid: json(message),
  other: json({ ...message, id: 'm-2' }),
  bad: { body: '{"id":' },
  withText: (text) => json({ ...message, text }),
  sign: (request) => ({
    ...request,
    headers: { ...request.headers, '{{header}}': createHmac('sha256', settings.secret).update(request.body).digest('hex') },
  }),
});
describeFixtures(channel, new URL('../fixtures/', import.meta.url));
describeBlanks(new URL('../', import.meta.url));
