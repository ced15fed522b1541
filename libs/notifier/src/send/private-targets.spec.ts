import { describe, expect, it } from '@jest/globals';
import { postReceiver } from '../testing/receivers.js';
import { testMessage } from '../alarms/message.js';
import { send } from './send.js';

describe('alarms without the switch for private networks', () => {
  it.each(['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]'])('send nothing to %s, by any way', async (host) => {
    const receiver = await postReceiver();
    const apiRoot = receiver.url.replace('127.0.0.1', host);
    const rest = { id: 'x', name: 'x', locale: 'en', enabled: true } as const;
    const refused = { name: 'SendError', message: expect.stringContaining('private address') };
    await expect(send({ ...rest, kind: 'telegram', settings: { token: '1:abcdef', chatId: '1', apiRoot } }, testMessage('x', 'en'), false)).rejects.toMatchObject(refused);
    const mail = { host: new URL(apiRoot).hostname.replace(/^\[|\]$/g, ''), port: Number(new URL(apiRoot).port), secure: false, from: 'a@b.ru', to: 'c@d.ru' };
    await expect(send({ ...rest, kind: 'mail', settings: mail }, testMessage('x', 'en'), false)).rejects.toMatchObject(refused);
    expect(receiver.posts.all).toEqual([]);
    await receiver.close();
  });
});

describe('alarms with the switch for private networks', () => {
  it('send nothing to the metadata service of a cloud all the same', async () => {
    const rest = { id: 'x', name: 'x', locale: 'en', enabled: true } as const;
    const refused = { name: 'SendError', message: expect.stringContaining('not allowed') };
    const telegram = { token: '1:abcdef', chatId: '1', apiRoot: 'http://169.254.169.254' };
    await expect(send({ ...rest, kind: 'telegram', settings: telegram }, testMessage('x', 'en'), true)).rejects.toMatchObject(refused);
    const mail = { host: '0xa9fea9fe', port: 25, secure: false, from: 'a@b.ru', to: 'c@d.ru' };
    await expect(send({ ...rest, kind: 'mail', settings: mail }, testMessage('x', 'en'), true)).rejects.toMatchObject(refused);
  });
});
