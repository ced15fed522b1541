import { describe, expect, it } from '@jest/globals';
import { postReceiver } from '../testing/receivers.js';
import { testMessage } from '../alarms/message.js';
import { isPublicAddress } from './public-address.js';
import { send } from './send.js';

describe('alarms without the switch for private networks', () => {
  it.each(['127.0.0.1', '10.1.2.3', '192.168.0.1', '169.254.169.254', '0.0.0.0', '::1', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '100.64.0.1'])('take %s for private', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '2a00:1450:4010:c05::71'])('take %s for public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

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
