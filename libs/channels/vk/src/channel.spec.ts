import { describeBlanks, describeChannel, describeFixtures } from '@tributary/channel/testing';
import { channel } from './channel.js';

const settings = { groupId: 123, accessToken: 'vk1.a.sample_token', confirmation: 'ab12cd34', secret: 'aSecretOfTheSample', mode: 'callback' };
const message = { date: 1_795_334_400, from_id: 456, id: 11, out: 0, attachments: [], conversation_message_id: 7, fwd_messages: [], peer_id: 456, random_id: 0, text: 'Здравствуйте, перезвоните мне' };
const event = { type: 'message_new', event_id: 'e1', v: '5.199', group_id: 123, secret: settings.secret };

const json = (body: object) => ({ body: JSON.stringify(body) });
const written = (changes: object, event_id = 'e2') => json({ ...event, event_id, object: { message: { ...message, ...changes }, client_info: {} } });
const edited = (event_id: string, update_time: number, text: string) => json({ ...event, type: 'message_edit', event_id, object: { ...message, update_time, text } });
const valid = written({}, 'e1');

describeChannel(channel, {
  settings,
  valid,
  respelled: { body: ` ${JSON.stringify({ object: { client_info: {}, message }, ...event, event_id: 'another' }).replace('Здравствуйте', '\\u0417дравствуйте')}` },
  other: written({ conversation_message_id: 8 }),
  bad: json({ ...event, object: { message: { ...message, text: 44 } } }),
  withText: (text) => written({ text }),
  parts: [valid, edited('e5', 1_795_334_460, 'Перезвоните после обеда'), edited('e6', 1_795_334_461, 'Перезвоните завтра'), edited('e7', 1_795_334_520, 'Не надо')],
  forged: {
    missing: { body: valid.body.replace(`,"secret":"${settings.secret}"`, '') },
    another: { body: valid.body.replace(settings.secret, `${settings.secret}x`) },
    'of another community': { body: valid.body.replace('"group_id":123', '"group_id":124') },
    'of no event': { body: '{"type":' },
  },
});
describeFixtures(channel, new URL('../fixtures/', import.meta.url));
describeBlanks(new URL('../', import.meta.url));
